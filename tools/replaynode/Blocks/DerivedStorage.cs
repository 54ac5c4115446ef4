using System.Collections;
using System.Diagnostics.CodeAnalysis;
using CoretimeDesk.ChainRecording;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>Storage that follows from the block itself, so that recordings need not hold it.</summary>
internal sealed class DerivedStorage : IReadOnlyDictionary<string, byte[]?>
{
    private readonly Dictionary<string, Lazy<byte[]?>> _values = new(StringComparer.Ordinal);

    /// <summary>What follows from a header and its block's time and relay parent, where they are known.</summary>
    public DerivedStorage(BlockHeader header, ServedRuntime runtime, ulong? timestampMs, uint? relayParent, IReadOnlyList<byte[]> extrinsics)
    {
        _values[KnownKeys.Number] = new(() => Write(w => w.WriteUInt32(checked((uint)header.Number))));
        _values[KnownKeys.ParentHash] = new(() => header.ParentHash.ToArray());
        _values[KnownKeys.LastRuntimeUpgrade] = new(() => runtime.Version is { } version ? Write(w =>
        {
            w.WriteCompact(version.SpecVersion);
            w.WriteString(version.SpecName);
        }) : null);
        if (timestampMs is { } time)
        {
            _values[KnownKeys.Now] = new(() => Write(w => w.WriteUInt64(time)));
        }

        if (relayParent is { } relay)
        {
            _values[KnownKeys.LastRelayBlock] = new(() => Write(w => w.WriteUInt32(relay)));
            _values[KnownKeys.ValidationData] = new(() => Inherents.ValidationData(runtime, extrinsics) ?? Forged(relay));
        }
    }

    public int Count => _values.Count;

    public IEnumerable<string> Keys => _values.Keys;

    public IEnumerable<byte[]?> Values => _values.Values.Select(v => v.Value);

    public byte[]? this[string key] => _values[key].Value;

    public bool ContainsKey(string key) => _values.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out byte[]? value)
    {
        var known = _values.TryGetValue(key, out var found);
        value = found?.Value;
        return known;
    }

    public IEnumerator<KeyValuePair<string, byte[]?>> GetEnumerator() => _values.Select(v => KeyValuePair.Create(v.Key, v.Value.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // PersistedValidationData: parent head, relay parent's number and storage root, size limit. For blocks that have no such inherent.
    private static byte[] Forged(uint relayParent) => Write(w =>
    {
        w.WriteByteVector([]);
        w.WriteUInt32(relayParent);
        w.WriteBytes(default(H256).AsSpan());
        w.WriteUInt32(5 << 20);
    });

    private static byte[] Write(Action<ScaleWriter> write)
    {
        var writer = new ScaleWriter();
        write(writer);
        return writer.ToArray();
    }
}
