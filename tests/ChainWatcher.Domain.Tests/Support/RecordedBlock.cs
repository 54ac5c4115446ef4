using System.IO.Compression;
using System.Text.Json;
using CoretimeDesk.ChainLab;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Support;

/// <summary>A recorded block: of tests/Fixtures/Chain, or of the Blocks folder beside, whose files also hold what the storage was before and after.</summary>
internal sealed class RecordedBlock
{
    private static readonly Dictionary<string, Runtime> Runtimes = [];
    private static readonly Dictionary<(string, string), FactExtractor> Extractors = [];

    private RecordedBlock(string name, JsonElement json) => (Name, Json) = (name, json);

    public static string Shared { get; } = Path.Combine(Repository.Root!, "tests", "Fixtures", "Chain");

    public static string Own { get; } = Path.Combine(Repository.Root!, "tests", "ChainWatcher.Domain.Tests");

    /// <summary>All executed blocks, by the name that <see cref="Load"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Files(Path.Combine(Shared, "blocks"), "blocks/"),
        .. Files(Path.Combine(Own, "Blocks"), "Blocks/"),
    ];

    public string Name { get; }

    public JsonElement Json { get; }

    public ChainKind Kind => Json.GetProperty("chain").GetString()!.EndsWith("relay", StringComparison.Ordinal) ? ChainKind.Relay : ChainKind.Coretime;

    public ChainProfile Profile => Profiles.Of(Json.GetProperty("chain").GetString()!, Kind);

    public string MetadataFile => Json.GetProperty("metadata").GetString()!;

    public Runtime Runtime => RuntimeOf(MetadataFile);

    public FactExtractor Extractor => ExtractorOf(Profile, MetadataFile);

    public byte[] Events => Hex.Decode(Json.GetProperty("eventsHex").GetString());

    public BlockHead Head => new(new(Json.GetProperty("block").GetProperty("number").GetUInt32(), Hash(Json.GetProperty("block"), "hash")), Parent, Json.GetProperty("specVersion").GetUInt32());

    public IReadOnlyList<ReadOnlyMemory<byte>> Extrinsics => [.. Json.GetProperty("extrinsics").EnumerateArray().Select(x => (ReadOnlyMemory<byte>)Hex.Decode(x.GetString()))];

    /// <summary>The events, and what else the file has of the storage.</summary>
    public StorageValues Storage
    {
        get
        {
            var values = new Dictionary<StorageRead, byte[]?> { [Extractor.EveryBlock[0]] = Events };
            if (Json.TryGetProperty("storage", out var storage))
            {
                foreach (var (side, name) in new[] { (StorageSide.Parent, "parent"), (StorageSide.Block, "block") })
                {
                    foreach (var entry in storage.GetProperty(name).EnumerateObject())
                    {
                        values[new(entry.Name, side)] = entry.Value.ValueKind == JsonValueKind.Null ? null : Hex.Decode(entry.Value.GetString());
                    }
                }
            }

            return StorageValues.Of(values);
        }
    }

    private H256 Parent => Json.GetProperty("block").TryGetProperty("parentHash", out var own) ? H256.Parse(own.GetString()!) : Hash(Json.GetProperty("block").GetProperty("header"), "parentHash");

    public static RecordedBlock Load(string name)
    {
        var folder = name.StartsWith("Blocks/", StringComparison.Ordinal) ? Own : Shared;
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, name + ".json")));
        return new(name, document.RootElement.Clone());
    }

    public static Runtime RuntimeOf(string file)
    {
        lock (Runtimes)
        {
            if (!Runtimes.TryGetValue(file, out var runtime))
            {
                Runtimes[file] = runtime = Runtime.Parse(MetadataBytes(file));
            }

            return runtime;
        }
    }

    public static byte[] MetadataBytes(string file)
    {
        var path = Path.Combine(Shared, file);
        path = File.Exists(path) ? path : Path.Combine(ChainData.OrSkip().Folder, file);
        using var zipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zipped.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static FactExtractor ExtractorOf(ChainProfile profile, string metadata)
    {
        var runtime = RuntimeOf(metadata);
        lock (Extractors)
        {
            if (!Extractors.TryGetValue((profile.Chain.Name, metadata), out var extractor))
            {
                Extractors[(profile.Chain.Name, metadata)] = extractor = new(profile, runtime);
            }

            return extractor;
        }
    }

    public BlockScan Scan(WatchList? watch = null) => Extractor.Scan(Head, Storage, watch ?? Profiles.Watch);

    /// <summary>The block's facts, read as the watcher does: only what the scan asks for is given. Storage that the file does not have was not there.</summary>
    public BlockFacts Facts(WatchList? watch = null)
    {
        var scan = Scan(watch);
        var storage = Storage;
        var asked = scan.Needs.Storage.Select(r => KeyValuePair.Create(r, storage.TryGet(r, out var value) ? value : null));
        return Extractor.Extract(scan, scan.Needs.Body ? Extrinsics : null, StorageValues.Of(asked));
    }

    private static H256 Hash(JsonElement json, string property) => H256.Parse(json.GetProperty(property).GetString()!);

    private static IEnumerable<string> Files(string folder, string prefix) =>
        Directory.EnumerateFiles(folder, "*.json").Select(f => prefix + Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);
}
