using System.Text.Json;

namespace CoretimeDesk.Market.Tests;

/// <summary>What a chain did in the lab, as another decoder read it: storage and blocks of tests/Fixtures/Chain.</summary>
internal static class Recorded
{
    private static readonly Lazy<JsonElement[]> AllBlocks = new(() =>
        [.. Directory.GetFiles(Path.Combine(Folder, "blocks"), "coretime-*.json").Order(StringComparer.Ordinal).Select(Read)]);

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Recorded");

    /// <summary>The blocks of the Coretime chain, in order, without the one that a reorganisation dropped.</summary>
    public static IEnumerable<JsonElement> Blocks => AllBlocks.Value.Where(b => Id(b) != "coretime-037-purchase");

    public static JsonElement Prices { get; } = Read(Path.Combine(Folder, "prices.json"));

    public static SaleConfiguration Configuration { get; } = ConfigurationOf(Item("coretime-sale-interlude", "Configuration"));

    public static string Id(JsonElement block) => block.GetProperty("id").GetString()!;

    public static JsonElement Block(string id) => AllBlocks.Value.Single(b => Id(b) == id);

    public static RelayBlock RelayParent(JsonElement block) => new(block.GetProperty("block").GetProperty("relayParentNumber").GetUInt32());

    public static DateTimeOffset Time(JsonElement block) => DateTimeOffset.FromUnixTimeMilliseconds(block.GetProperty("block").GetProperty("timestampMs").GetInt64());

    public static IEnumerable<JsonElement> Events(JsonElement block, params string[] names) =>
        block.GetProperty("decoded").GetProperty("events").EnumerateArray().Where(e => e.GetProperty("pallet").GetString() == "Broker" && names.Contains(e.GetProperty("event").GetString()));

    public static JsonElement Storage(string file) => Read(Path.Combine(Folder, "storage", $"{file}.json"));

    public static IEnumerable<JsonElement> Entries(string file, string item) =>
        Storage(file).GetProperty("entries").EnumerateArray().Where(e => e.GetProperty("item").GetString() == item);

    public static JsonElement Item(string file, string item) => Entries(file, item).Single().GetProperty("decoded");

    public static SaleInfo Sale(string file)
    {
        var json = Item(file, "SaleInfo");
        return new(
            new(U32(json, "sale_start")),
            U32(json, "leadin_length"),
            Amount(json.GetProperty("end_price")),
            new(U32(json, "region_begin")),
            new(U32(json, "region_end")),
            U16(json, "ideal_cores_sold"),
            U16(json, "cores_offered"),
            U16(json, "first_core"),
            json.GetProperty("sellout_price") is { ValueKind: JsonValueKind.String } sellout ? Amount(sellout) : null,
            U16(json, "cores_sold"));
    }

    public static RegionId RegionId(JsonElement json) => new(new(U32(json, "begin")), U16(json, "core"), CoreMask.Parse(json.GetProperty("mask").GetString()!));

    public static Planck Amount(JsonElement json) => Planck.Parse(json.GetString()!);

    public static Planck Amount(JsonElement json, string name) => Amount(json.GetProperty(name));

    public static uint U32(JsonElement json, string name) => json.GetProperty(name).GetUInt32();

    public static ushort U16(JsonElement json, string name) => json.GetProperty(name).GetUInt16();

    private static SaleConfiguration ConfigurationOf(JsonElement json) => new(
        U32(json, "advance_notice"),
        U32(json, "interlude_length"),
        U32(json, "leadin_length"),
        U32(json, "region_length"),
        new(U32(json, "ideal_bulk_proportion")),
        json.GetProperty("limit_cores_offered") is { ValueKind: JsonValueKind.Number } limit ? limit.GetUInt16() : null,
        new(U32(json, "renewal_bump")),
        U32(json, "contribution_timeout"));

    private static JsonElement Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        return document.RootElement.Clone();
    }
}
