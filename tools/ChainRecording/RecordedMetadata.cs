using System.Globalization;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainRecording;

/// <summary>Fetches and writes the metadata of runtimes, each once, and keeps them parsed.</summary>
internal sealed class RecordedMetadata(ChainRpc chain, string folder, CancellationToken cancellation)
{
    private const string Subfolder = "metadata";

    private readonly Dictionary<uint, Task<Known>> _known = [];

    /// <param name="Runtime">Parsed.</param>
    /// <param name="Entry">As the index names it; its height is set by whoever knows it.</param>
    /// <param name="SpecName">The runtime's name.</param>
    public sealed record Known(Runtime Runtime, RuntimeEntry Entry, string SpecName);

    /// <summary>The runtime in the state after a block.</summary>
    public async Task<Known> AtAsync(H256 at)
    {
        var version = await chain.GetRuntimeVersionAsync(at, cancellation);
        Task<Known>? known;
        lock (_known)
        {
            if (!_known.TryGetValue(version.SpecVersion, out known))
            {
                _known[version.SpecVersion] = known = FetchAsync(version, at);
            }
        }

        return await known;
    }

    private async Task<Known> FetchAsync(RuntimeVersion version, H256 at)
    {
        Directory.CreateDirectory(Path.Combine(folder, Subfolder));
        var core = await chain.CallRuntimeAsync("Core_version", ReadOnlyMemory<byte>.Empty, at, cancellation);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var first = await chain.GetMetadataAsync(at, cancellation);
        Save(version.SpecVersion, first, files);
        foreach (var further in await FurtherVersionsAsync(at))
        {
            if (!files.ContainsKey(Name(further)) && await AtVersionAsync(further, at) is { } blob)
            {
                Save(version.SpecVersion, blob, files);
            }
        }

        return new(
            Runtime.Parse(first),
            new() { SpecVersion = version.SpecVersion, From = 0, Version = Hex.Encode(core), Metadata = files },
            version.SpecName);
    }

    // Runtimes of before 2023 do not have the function: they have version 14 alone.
    private async Task<IReadOnlyList<uint>> FurtherVersionsAsync(H256 at)
    {
        try
        {
            var reader = new ScaleReader(await chain.CallRuntimeAsync("Metadata_metadata_versions", ReadOnlyMemory<byte>.Empty, at, cancellation));
            var versions = new uint[reader.ReadCount(sizeof(uint))];
            for (var i = 0; i < versions.Length; i++)
            {
                versions[i] = reader.ReadUInt32();
            }

            return [.. versions.Where(v => v is >= 14 and <= 16)]; // Newer ones are unstable or unknown here.
        }
        catch (RpcErrorException)
        {
            return [];
        }
    }

    private async Task<byte[]?> AtVersionAsync(uint version, H256 at)
    {
        var arguments = new ScaleWriter();
        arguments.WriteUInt32(version);
        var reader = new ScaleReader(await chain.CallRuntimeAsync("Metadata_metadata_at_version", arguments.ToArray(), at, cancellation));
        return reader.ReadOption() ? reader.ReadByteVector().ToArray() : null;
    }

    private void Save(uint specVersion, byte[] blob, SortedDictionary<string, string> files)
    {
        if (!blob.AsSpan().StartsWith("meta"u8) || blob.Length < 6)
        {
            throw new RecorderException($"The node's metadata of spec version {specVersion} does not begin as metadata does.");
        }

        var name = Path.Combine(Subfolder, $"{specVersion}.v{Name(blob[4])}.scale.gz");
        MetadataFile.Save(Path.Combine(folder, name), blob);
        files[Name(blob[4])] = name;
    }

    private static string Name(uint version) => version.ToString(CultureInfo.InvariantCulture);
}
