using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainRecording;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>
/// A recording of blocks of 2024, whose events are encoded here by the names in the metadata of that time, and then of blocks that today's runtime executed. What was
/// Pooled by number then is CoreCountRequested today.
/// </summary>
internal sealed class UpgradedRecording : IDisposable
{
    public const uint FirstOfToday = 6;
    public const uint Last = 9;
    public const string MetadataToday = "metadata/paseo-coretime-2000006.v14.scale.gz";

    /// <summary>What the blocks mean, from the second one on.</summary>
    public static readonly string[] Facts =
    [
        "2 Pooled", "3 CreditPurchased", "4 SaleInitialized", "4 Pooled", "5 CoreUnassigned", "6 Purchased", "7 Purchased", "7 Purchased", "8 Purchased", "8 Purchased", "9 CreditPurchased",
    ];

    private const string MetadataThen = "metadata/paseo-coretime-1003000.v14.scale.gz";
    private static readonly string Fixtures = Path.Combine(Repository.Root!, "tests", "Fixtures", "Chain");
    private readonly JsonArray _blocks = [];

    public UpgradedRecording()
    {
        Folder = Directory.CreateTempSubdirectory("desk-upgrade-").FullName;
        Directory.CreateDirectory(Path.Combine(Folder, "metadata"));
        foreach (var metadata in new[] { MetadataThen, MetadataToday })
        {
            File.Copy(Path.Combine(Fixtures, metadata), Path.Combine(Folder, metadata));
        }

        var then = Runtime.Parse(MetadataFile.Load(Path.Combine(Fixtures, MetadataThen)));
        var pooled = Event("Pooled", ("region_id", Region()), ("duration", 5040));
        Add(then, Event("Purchased", ("who", Account(1)), ("region_id", Region()), ("price", "1"), ("duration", 5040)));
        Add(then, pooled);
        Add(then, Event("CreditPurchased", ("who", Account(1)), ("beneficiary", Account(2)), ("amount", "10000000000")));
        Add(then, Event("SaleInitialized", ("sale_start", 10), ("leadin_length", 20), ("start_price", "100"), ("end_price", "10"), ("region_begin", 1), ("region_end", 2), ("ideal_cores_sold", 3), ("cores_offered", 4)), pooled);
        Add(then, Event("CoreAssigned", ("core", 3), ("when", 7), ("assignment", new JsonArray())));
        foreach (var file in new[] { "coretime-008-purchase", "coretime-035-three-buyers-one-block", "coretime-012-purchase-batch-all", "coretime-046-purchase-credit" })
        {
            Add(RecordedBlock.Load(Path.Combine(Fixtures, "blocks", file + ".json")), MetadataToday);
        }

        File.WriteAllText(Path.Combine(Folder, "recording.json"), new JsonObject
        {
            ["format"] = 1,
            ["mode"] = "relinked",
            ["chain"] = "Coretime with an upgrade",
            ["genesisHash"] = $"0x{new string('7', 64)}",
            ["properties"] = new JsonObject { ["ss58Format"] = 42, ["tokenDecimals"] = 10, ["tokenSymbol"] = "PAS" },
            ["runtimes"] = new JsonArray(Entry(1_003_000, 1, MetadataThen), Entry(2_000_006, FirstOfToday, MetadataToday)),
            ["relinking"] = new JsonObject { ["first"] = 1, ["timestampMs"] = 1_772_323_200_000, ["relayParent"] = 30_000_000 },
            ["blocks"] = _blocks,
        }.ToJsonString());
    }

    public string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static JsonObject Entry(uint version, uint from, string metadata) => new() { ["specVersion"] = version, ["from"] = from, ["metadata"] = new JsonObject { ["14"] = metadata } };

    private static JsonObject Event(string name, params (string Name, JsonNode Value)[] fields) =>
        new() { ["Broker"] = new JsonObject { [name] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Value.DeepClone()))) } };

    private static JsonObject Region() => new() { ["begin"] = 10, ["core"] = 1, ["mask"] = "0xffffffffffffffffffff" };

    private static string Account(byte number) => $"0x{new string('0', 62)}{number:x2}";

    private static JsonObject Success() => new()
    {
        ["System"] = new JsonObject
        {
            ["ExtrinsicSuccess"] = new JsonObject { ["dispatch_info"] = new JsonObject { ["weight"] = new JsonObject { ["ref_time"] = "0", ["proof_size"] = "0" }, ["class"] = "Normal", ["pays_fee"] = "Yes" } },
        },
    };

    /// <summary>A block of two extrinsics: the inherent that sets the time, and one that causes the events.</summary>
    private void Add(Runtime runtime, params JsonObject[] events)
    {
        var records = new JsonArray();
        foreach (var (extrinsic, one) in new[] { (0, Success()) }.Concat(events.Select(e => (1, e))).Append((1, Success())))
        {
            records.Add(new JsonObject { ["phase"] = new JsonObject { ["ApplyExtrinsic"] = extrinsic }, ["event"] = one.DeepClone(), ["topics"] = new JsonArray() });
        }

        var blob = runtime.Encode(runtime.Storage("System", "Events").Entry.Value, JsonSerializer.SerializeToElement(records));
        Add(new() { Id = $"made-{_blocks.Count + 1}", Kind = "encoded", SpecVersion = runtime.Identity!.SpecVersion, Events = blob }, MetadataThen);
    }

    private void Add(RecordedBlock block, string metadata)
    {
        var file = $"{_blocks.Count + 1}.json";
        block.Save(Path.Combine(Folder, file), "paseo-coretime-local", "coretime-paseo", metadata);
        _blocks.Add(new JsonObject { ["file"] = file });
    }
}
