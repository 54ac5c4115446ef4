namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>One sale, as far as the facts that have arrived tell.</summary>
/// <param name="CoresOffered">Null until the fact that began the sale has arrived.</param>
/// <param name="CoresSold">Purchases and renewals, which take cores from the same sale.</param>
/// <param name="Told">Whether the desk was told that few are left.</param>
public sealed record SaleState(uint? CoresOffered, uint CoresSold, bool Told)
{
    private const uint FewIn = 10;

    /// <summary>How many cores are left; null when that is not known.</summary>
    public uint? CoresLeft => CoresOffered is { } offered ? offered - Math.Min(offered, CoresSold) : null;

    /// <summary>Whether now is the time to tell: a tenth of the cores is left, or the last one; never of a sale that offered none, and once a sale.</summary>
    public bool IsNearlyGone => !Told && CoresOffered is > 0 and { } offered && CoresLeft <= Math.Max(1, offered / FewIn);
}
