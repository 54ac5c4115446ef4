using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainRecording;

/// <summary>A recorded chain in a folder. Blocks and metadata are read when asked for.</summary>
public sealed class Recording
{
    /// <summary>Name of the index in a folder of its own.</summary>
    public const string IndexName = "recording.json";

    private Recording(string file, RecordingIndex index) => (File, Index) = (file, index);

    /// <summary>The index file.</summary>
    public string File { get; }

    /// <summary>Its folder: paths in the index are relative to it.</summary>
    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>What it says.</summary>
    public RecordingIndex Index { get; }

    /// <summary>Hash of block 0.</summary>
    public H256 Genesis { get; private init; }

    /// <summary>Opens a recording.</summary>
    /// <param name="path">
    /// An index file, or a folder that holds <c>recording.json</c>, or with a chain's name <c>NAME/recording.json</c> or
    /// <c>replay-NAME.json</c>.
    /// </param>
    /// <param name="chain">Which one, where the folder holds several.</param>
    /// <exception cref="RecordingException">There is none, or its index is wrong.</exception>
    public static Recording Open(string path, string? chain = null)
    {
        var file = Path.GetFullPath(Find(path, chain));
        RecordingIndex index;
        try
        {
            index = JsonSerializer.Deserialize<RecordingIndex>(System.IO.File.ReadAllText(file), RecordingIndex.Json)
                ?? throw new RecordingException(file, "is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new RecordingException(file, $"cannot be read: {e.Message}", e);
        }

        Check(file, index);
        return H256.TryParse(index.GenesisHash, out var genesis)
            ? new(file, index) { Genesis = genesis }
            : throw new RecordingException(file, "genesisHash is no hash");
    }

    /// <summary>Reads the block of an entry, and checks it against what the index says of it.</summary>
    /// <exception cref="RecordingException">The file cannot be read, or is another block.</exception>
    public RecordedBlock Load(BlockEntry entry)
    {
        var file = PathOf(entry.File);
        var block = RecordedBlock.Load(file);
        if (entry.Hash is { } hash && !hash.Equals(block.Hash.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            throw new RecordingException(file, $"block.hash is {block.Hash}, but {Path.GetFileName(File)} says {hash}");
        }

        return entry.Number is { } number && number != block.Header?.Number
            ? throw new RecordingException(file, $"block.number is {block.Header?.Number}, but {Path.GetFileName(File)} says {number}")
            : block;
    }

    /// <summary>What was recorded of the state after a block, in layers: the first that knows a key answers.</summary>
    /// <param name="block">A block of this recording.</param>
    /// <param name="recorded">Gives an earlier block, where its storage is the same; without it the file is read.</param>
    /// <exception cref="RecordingException">The earlier block is not in the recording, or its file cannot be read.</exception>
    public IReadOnlyList<IReadOnlyDictionary<string, byte[]?>> StorageOf(RecordedBlock block, Func<ulong, RecordedBlock>? recorded = null)
    {
        if (block.StorageAt is not { } at)
        {
            return [block.Storage];
        }

        var entry = at < block.Header?.Number ? Index.Blocks.FirstOrDefault(e => (e.Number ?? Load(e).Header?.Number) == at) : null;
        return entry is not null
            ? [block.Storage, (recorded?.Invoke(at) ?? Load(entry)).Storage]
            : throw new RecordingException(File, $"block {block.Header?.Number}: storageAt is {at}, and should be the height of an earlier block of the recording");
    }

    /// <summary>A runtime's metadata in a version; null when that was not recorded.</summary>
    /// <exception cref="RecordingException">The file cannot be read.</exception>
    public byte[]? LoadMetadata(RuntimeEntry runtime, int version) =>
        runtime.Metadata.TryGetValue(version.ToString(CultureInfo.InvariantCulture), out var file) ? MetadataFile.Load(PathOf(file), version) : null;

    /// <summary>Storage that was read at single blocks, by height.</summary>
    /// <exception cref="RecordingException">A file cannot be read.</exception>
    public Dictionary<ulong, Dictionary<string, byte[]?>> LoadSnapshots()
    {
        var found = new Dictionary<ulong, Dictionary<string, byte[]?>>();
        foreach (var name in Index.Snapshots ?? [])
        {
            var file = PathOf(name);
            try
            {
                using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(file));
                var json = JsonFields.Root(file, document.RootElement);
                var at = json.Object("at") ?? throw json.Wrong("at", "is missing");
                var number = at.Needed(at.Number("number"), "number");
                var values = found.TryGetValue(number, out var known) ? known : found[number] = new(StringComparer.Ordinal);
                foreach (var entry in json.Objects("entries"))
                {
                    values[Hex.Encode(entry.Needed(entry.Bytes("key"), "key"))] = entry.Bytes("value");
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
            {
                throw new RecordingException(file, $"cannot be read: {e.Message}", e);
            }
        }

        return found;
    }

    /// <summary>Writes an index, whole or not at all.</summary>
    public static void SaveIndex(string folder, RecordingIndex index)
    {
        var file = Path.Combine(folder, IndexName);
        System.IO.File.WriteAllText(file + ".part", JsonSerializer.Serialize(index, RecordingIndex.Json) + "\n");
        System.IO.File.Move(file + ".part", file, overwrite: true);
    }

    private string PathOf(string relative) => Path.Combine(Folder, relative);

    private static string Find(string path, string? chain)
    {
        if (System.IO.File.Exists(path))
        {
            return path;
        }

        if (!Directory.Exists(path))
        {
            throw new RecordingException(path, "there is no such file or folder");
        }

        string[] candidates = chain is null
            ? [Path.Combine(path, IndexName)]
            : [Path.Combine(path, chain, IndexName), Path.Combine(path, $"replay-{chain}.json"), Path.Combine(path, IndexName)];
        if (Array.Find(candidates, System.IO.File.Exists) is { } found)
        {
            return found;
        }

        var several = Directory.EnumerateFiles(path, "replay-*.json").Select(f => Path.GetFileNameWithoutExtension(f)["replay-".Length..])
            .Concat(Directory.EnumerateDirectories(path).Where(d => System.IO.File.Exists(Path.Combine(d, IndexName))).Select(d => Path.GetFileName(d)))
            .Order(StringComparer.Ordinal).ToArray();
        throw new RecordingException(path, several.Length > 0
            ? $"has several chains: {string.Join(", ", several)}; {(chain is null ? "say which" : $"'{chain}' is none of them")}"
            : $"has no {string.Join(" or ", candidates.Select(c => Path.GetRelativePath(path, c)))}");
    }

    private static void Check(string file, RecordingIndex index)
    {
        if (index.Format != RecordingIndex.CurrentFormat)
        {
            throw new RecordingException(file, $"format is {index.Format}; this program reads {RecordingIndex.CurrentFormat}");
        }

        if (index.Mode is not (RecordingIndex.Recorded or RecordingIndex.Relinked))
        {
            throw new RecordingException(file, $"mode is '{index.Mode}', and should be '{RecordingIndex.Recorded}' or '{RecordingIndex.Relinked}'");
        }

        if (index.Properties.ValueKind != JsonValueKind.Object)
        {
            throw new RecordingException(file, "properties should be an object");
        }

        if (index.Blocks.Count == 0 || index.Runtimes.Count == 0)
        {
            throw new RecordingException(file, $"{(index.Blocks.Count == 0 ? "blocks" : "runtimes")} is empty");
        }

        for (var i = 1; i < index.Runtimes.Count; i++)
        {
            if (index.Runtimes[i].From <= index.Runtimes[i - 1].From)
            {
                throw new RecordingException(file, $"runtimes[{i}].from is not above that of the one before");
            }
        }
    }
}
