using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>At which state something is read.</summary>
public enum StorageSide
{
    /// <summary>As the parent block left it: before.</summary>
    Parent = 1,

    /// <summary>As the block left it: after.</summary>
    Block = 2,
}

/// <summary>A value of a block's storage that facts depend on.</summary>
/// <param name="Key">The storage key, as <c>0x</c> hex in lower case.</param>
/// <param name="Side">Before or after the block.</param>
public readonly record struct StorageRead(string Key, StorageSide Side)
{
    /// <summary>That of a key as bytes.</summary>
    public static StorageRead Of(ReadOnlySpan<byte> key, StorageSide side) => new(Hex.Encode(key), side);
}

/// <summary>Values of a block's storage that were read. Not read and read as absent are told apart.</summary>
public sealed class StorageValues
{
    private readonly Dictionary<StorageRead, byte[]?> _values = [];

    /// <summary>Nothing read.</summary>
    public static StorageValues None { get; } = new();

    /// <summary>Adds what was read; null when there is no value under the key.</summary>
    /// <param name="read">What was asked for.</param>
    /// <param name="value">The answer; it must not change afterwards.</param>
    public StorageValues With(StorageRead read, byte[]? value)
    {
        var copy = new StorageValues();
        foreach (var (key, known) in _values)
        {
            copy._values[key] = known;
        }

        copy._values[read] = value;
        return copy;
    }

    /// <summary>Of these values.</summary>
    public static StorageValues Of(IEnumerable<KeyValuePair<StorageRead, byte[]?>> values)
    {
        var all = new StorageValues();
        foreach (var (key, value) in values)
        {
            all._values[key] = value;
        }

        return all;
    }

    /// <summary>True when it was read, whatever the answer was.</summary>
    public bool TryGet(StorageRead read, out byte[]? value) => _values.TryGetValue(read, out value);

    internal StorageValues And(StorageValues others) => Of(_values.Concat(others._values));
}
