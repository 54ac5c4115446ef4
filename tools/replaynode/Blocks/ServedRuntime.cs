using CoretimeDesk.ChainRecording;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>A runtime as it is served: its version, and its metadata in the versions that were recorded.</summary>
internal sealed class ServedRuntime
{
    private readonly SortedDictionary<int, Lazy<byte[]>> _metadata;
    private readonly Lazy<Runtime> _parsed;
    private readonly Lazy<RecordedVersion?> _version;
    private readonly Lazy<byte[]?> _versionJson;

    private ServedRuntime(uint specVersion, ulong from, SortedDictionary<int, Lazy<byte[]>> metadata, Func<ServedRuntime, RecordedVersion?> version)
    {
        (SpecVersion, From, _metadata) = (specVersion, from, metadata);
        _parsed = new(() => Runtime.Parse(_metadata.First().Value.Value));
        _version = new(() => version(this));
        _versionJson = new(() => Version?.ToJson());
    }

    public uint SpecVersion { get; }

    /// <summary>The first block that it executes.</summary>
    public ulong From { get; }

    /// <summary>What it says of itself; null when neither the recording nor the metadata tells.</summary>
    public RecordedVersion? Version => _version.Value;

    public byte[]? VersionJson => _versionJson.Value;

    public Runtime Parsed => _parsed.Value;

    public IEnumerable<int> MetadataVersions => _metadata.Keys;

    /// <summary>The blob, beginning with <c>meta</c>; null when that version was not recorded.</summary>
    public byte[]? Metadata(int version) => _metadata.TryGetValue(version, out var blob) ? blob.Value : null;

    /// <summary>The blob of <c>state_getMetadata</c>: version 14, or the oldest that was recorded where 14 was not.</summary>
    public byte[] OldestMetadata => _metadata.First().Value.Value;

    public static ServedRuntime Of(Recording recording, RuntimeEntry entry)
    {
        var metadata = new SortedDictionary<int, Lazy<byte[]>>();
        foreach (var name in entry.Metadata.Keys)
        {
            if (!int.TryParse(name, out var version) || version is < 14 or > 16)
            {
                throw new RecordingException(recording.File, $"runtimes: '{name}' is no metadata version that this program knows (14 to 16)");
            }

            metadata[version] = new(() => recording.LoadMetadata(entry, version)!);
        }

        return metadata.Count == 0
            ? throw new RecordingException(recording.File, $"runtimes: spec version {entry.SpecVersion} has no metadata")
            : new(entry.SpecVersion, entry.From, metadata, runtime => entry.Version is { } hex
                ? RecordedVersion.Decode(Hex.Decode(hex))
                : MetadataFile.VersionIn(runtime.Parsed.Metadata));
    }

    /// <summary>The same runtime under another spec version: its metadata says so as well.</summary>
    public ServedRuntime As(uint specVersion, ulong from)
    {
        var metadata = new SortedDictionary<int, Lazy<byte[]>>();
        foreach (var (version, blob) in _metadata)
        {
            metadata[version] = new(() => Patched(blob.Value, specVersion));
        }

        return new(specVersion, from, metadata, _ => Version is { } known ? known with { SpecVersion = specVersion } : null);
    }

    /// <summary>A runtime of metadata given by hand.</summary>
    public static ServedRuntime Of(byte[] blob, uint specVersion, ulong from)
    {
        var whole = new ServedRuntime(specVersion, from, new() { [blob[4]] = new(() => blob) }, runtime => MetadataFile.VersionIn(runtime.Parsed.Metadata));
        return whole.Version is { } known && known.SpecVersion != specVersion ? whole.As(specVersion, from) : whole;
    }

    // The constant's bytes hold both names and all API versions: they occur once.
    private byte[] Patched(byte[] blob, uint specVersion)
    {
        if (MetadataFile.ConstantIn(Parsed.Metadata) is not { } constant)
        {
            return blob;
        }

        var changed = (RecordedVersion.Decode(constant.Span) with { SpecVersion = specVersion }).Encode();
        var at = blob.AsSpan().IndexOf(constant.Span);
        var patched = blob.ToArray();
        changed.CopyTo(patched.AsSpan(at));
        return patched;
    }
}
