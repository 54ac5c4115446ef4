using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Support;

/// <summary>A block that a test makes up: extrinsics with their events, encoded with a runtime's own metadata.</summary>
internal sealed class MadeBlock(FactExtractor extractor)
{
    private const uint RelayParent = 30_000_000;

    private readonly JsonArray _events = [];
    private readonly List<ReadOnlyMemory<byte>> _extrinsics = [];

    public static readonly JsonObject Ok = new() { ["Ok"] = null };

    public BlockHead Head { get; init; } = new(new(7, Blake2b.Hash256("a made-up block"u8)), Blake2b.Hash256("its parent"u8), extractor.Runtime.Identity!.SpecVersion);

    /// <summary>How many events it has so far.</summary>
    public int Count => _events.Count;

    public IReadOnlyList<ReadOnlyMemory<byte>> Extrinsics => _extrinsics;

    private Runtime Runtime => extractor.Runtime;

    public static JsonObject Call(string pallet, string call, params (string Name, JsonNode? Value)[] args) => new() { ["pallet"] = pallet, ["call"] = call, ["args"] = Fields(args) };

    public static JsonObject Event(string pallet, string name, params (string Name, JsonNode? Value)[] fields) =>
        new() { [pallet] = new JsonObject { [name] = fields.Length == 0 ? null : Fields(fields) } };

    public static JsonObject Error(int pallet, int error) => new() { ["Module"] = new JsonObject { ["index"] = pallet, ["error"] = $"0x{error:x2}000000" } };

    public static JsonObject Err(JsonNode error) => new() { ["Err"] = error };

    public static JsonObject Purchased(AccountId32 who, UInt128 price) => Event(
        "Broker", "Purchased", ("who", $"{who}"), ("region_id", new JsonObject { ["begin"] = 10, ["core"] = 1, ["mask"] = "0xffffffffffffffffffff" }), ("price", $"{price}"), ("duration", 5));

    /// <summary>Events of a hook at the block's start.</summary>
    public MadeBlock Hook(params JsonObject[] events) => Add("Initialization", events);

    /// <summary>A signed extrinsic that succeeds, with its events.</summary>
    public MadeBlock Signed(AccountId32 signer, JsonObject call, params JsonObject[] events) => Signed(signer, Encode(call), events);

    /// <summary>The same, of a call that is encoded already.</summary>
    public MadeBlock Signed(AccountId32 signer, byte[] call, params JsonObject[] events) =>
        Extrinsic(signer, call).Add(Phase(), [.. events, Event("System", "ExtrinsicSuccess", ("dispatch_info", Info()))]);

    /// <summary>A signed extrinsic that fails.</summary>
    public MadeBlock Failed(AccountId32 signer, JsonObject call, JsonNode error) =>
        Extrinsic(signer, Encode(call)).Add(Phase(), Event("System", "ExtrinsicFailed", ("dispatch_error", error), ("dispatch_info", Info())));

    /// <summary>An event alone, in any phase: to make what no chain makes.</summary>
    public MadeBlock Add(JsonNode phase, params JsonObject[] events)
    {
        foreach (var one in events)
        {
            _events.Add(new JsonObject { ["phase"] = phase.DeepClone(), ["event"] = one.DeepClone(), ["topics"] = new JsonArray() });
        }

        return this;
    }

    public byte[] Events() => Runtime.Encode(Runtime.Storage("System", "Events").Entry.Value, JsonSerializer.SerializeToElement(_events));

    public StorageValues Storage()
    {
        var values = new Dictionary<StorageRead, byte[]?>
        {
            [extractor.EveryBlock[0]] = Events(),
            [Read("Timestamp", "Now")] = [0, 1, 0, 0, 0, 0, 0, 0],
        };
        if (Runtime.Metadata.Pallet("ParachainSystem") is not null)
        {
            var data = new JsonObject { ["parent_head"] = "0x", ["relay_parent_number"] = RelayParent, ["relay_parent_storage_root"] = $"{default(H256)}", ["max_pov_size"] = 0 };
            values[Read("ParachainSystem", "ValidationData")] = Runtime.Encode(Runtime.Storage("ParachainSystem", "ValidationData").Entry.Value, JsonSerializer.SerializeToElement(data));
        }

        return StorageValues.Of(values);
    }

    /// <summary>A key of a map in the runtime's storage.</summary>
    public string KeyOf(string pallet, string entry, AccountId32 account) =>
        Runtime.Metadata.Pallet(pallet)!.Storage.Any(s => s.Name == entry) ? Hex.Encode(Runtime.Storage(pallet, entry).Key(account.ToArray())) : "0x";

    public BlockFacts Facts(WatchList? watch = null, StorageValues? further = null, IReadOnlySet<AccountId32>? opening = null)
    {
        var scan = extractor.Scan(Head, Storage(), watch ?? Profiles.Watch);
        return extractor.Extract(scan, Extrinsics, further ?? StorageValues.Of(scan.Needs.Storage.Select(r => KeyValuePair.Create(r, (byte[]?)null))), opening);
    }

    private static JsonObject Fields((string Name, JsonNode? Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value?.DeepClone())));

    private static JsonObject Info() => new() { ["weight"] = new JsonObject { ["ref_time"] = "0", ["proof_size"] = "0" }, ["class"] = "Normal", ["pays_fee"] = "Yes" };

    private StorageRead Read(string pallet, string entry) => StorageRead.Of(Runtime.Storage(pallet, entry).Prefix, StorageSide.Block);

    private JsonObject Phase() => new() { ["ApplyExtrinsic"] = _extrinsics.Count - 1 };

    private byte[] Encode(JsonObject call) => Runtime.Extrinsics.EncodeCall(JsonSerializer.SerializeToElement(call));

    private MadeBlock Extrinsic(AccountId32 signer, byte[] call)
    {
        var context = new SigningContext(default, Runtime.Identity!.SpecVersion, Runtime.Identity.TransactionVersion, (ulong)_extrinsics.Count);
        _extrinsics.Add(Runtime.Extrinsics.Payload(call, context).Assemble(signer, [1, .. new byte[64]]));
        return this;
    }
}
