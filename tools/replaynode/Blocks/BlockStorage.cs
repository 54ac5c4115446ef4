namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>
/// What is known of the state after a block, in layers: the first that knows a key answers. Keys are lower-case hex. A value of null is known to be
/// nothing, which is not the same as a key that was never recorded.
/// </summary>
internal sealed class BlockStorage
{
    private readonly IReadOnlyList<IReadOnlyDictionary<string, byte[]?>> _layers;
    private readonly IReadOnlyList<string> _completePrefixes;

    public BlockStorage(IReadOnlyList<IReadOnlyDictionary<string, byte[]?>> layers, IReadOnlyList<string> completePrefixes) =>
        (_layers, _completePrefixes) = (layers, completePrefixes);

    /// <summary>False when the key was not recorded.</summary>
    public bool TryGet(string key, out byte[]? value)
    {
        foreach (var layer in _layers)
        {
            if (layer.TryGetValue(key, out value))
            {
                return true;
            }
        }

        value = null;
        return _completePrefixes.Any(p => key.StartsWith(p, StringComparison.Ordinal));
    }

    /// <summary>Keys that begin so and have a value, in no order.</summary>
    public IEnumerable<string> KeysUnder(string prefix) => _layers.SelectMany(layer => layer.Keys).Distinct(StringComparer.Ordinal)
        .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && TryGet(key, out var value) && value is not null);

    /// <summary>The same, with what follows from a block known first.</summary>
    public BlockStorage Over(DerivedStorage derived) => new([derived, .. _layers], _completePrefixes);

    /// <summary>The same, with something else known first.</summary>
    public BlockStorage Under(params (string Key, byte[] Value)[] over) =>
        new([over.ToDictionary(o => o.Key, byte[]? (o) => o.Value, StringComparer.Ordinal), .. _layers], _completePrefixes);
}
