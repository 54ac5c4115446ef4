namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// What a finalised block means to the desk: one event each, whatever the extrinsic around it came to. The kinds are in the files beside this one, in the
/// words of the Coretime chain's broker pallet.
/// </summary>
/// <param name="Origin">Where, when and by whom; its id is the fact's.</param>
public abstract partial record ChainFact(FactOrigin Origin)
{
    /// <summary>The same for the same event, however often its block is read; see <see cref="FactId"/>.</summary>
    public virtual Guid Id => Origin.Id;

    /// <summary>The kind: <c>Purchased</c>.</summary>
    public string Name => GetType().Name;
}
