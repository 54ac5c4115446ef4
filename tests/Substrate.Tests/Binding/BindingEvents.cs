using System.Text.Json;
using CoretimeDesk.Substrate.Tests.Chain;

namespace CoretimeDesk.Substrate.Tests.Binding;

/// <summary>Events of runtimes years apart, read into the same records and compared with what another decoder made of them.</summary>
public sealed class BindingEvents
{
    [Theory]
    [InlineData("blocks/coretime-035-three-buyers-one-block", 2)]
    [InlineData("encoded/paseo-coretime-1003000-Broker-Purchased", 1)]
    public void Reads_purchases(string file, int atLeast) => Check<Purchased>(file, "Purchased", atLeast, (bought, fields) =>
    {
        Assert.Equal(Hex32(fields, "who"), bought.Who);
        CheckRegion(fields.GetProperty("region_id"), bought.RegionId);
        Assert.Equal(fields.GetProperty("price").GetString(), $"{bought.Price}");
        Assert.Equal(fields.GetProperty("duration").GetUInt32(), bought.Duration);
    });

    [Theory]
    [InlineData("blocks/coretime-062-renew", 1)]
    [InlineData("blocks/coretime-076-rotate-sale", 1)]
    public void Reads_renewals_with_their_workload(string file, int atLeast) => Check<Renewed>(file, "Renewed", atLeast, (renewed, fields) =>
    {
        Assert.Equal(Hex32(fields, "who"), renewed.Who);
        Assert.Equal((fields.GetProperty("old_core").GetUInt16(), fields.GetProperty("core").GetUInt16()), (renewed.OldCore, renewed.Core));
        Assert.Equal((fields.GetProperty("begin").GetUInt32(), fields.GetProperty("duration").GetUInt32()), (renewed.Begin, renewed.Duration));
        Assert.Equal(fields.GetProperty("price").GetString(), $"{renewed.Price}");
        var workload = fields.GetProperty("workload").EnumerateArray().ToList();
        Assert.NotEmpty(workload);
        Assert.Equal(workload.Count, renewed.Workload.Count);
        foreach (var (expected, item) in workload.Zip(renewed.Workload))
        {
            Assert.Equal(expected.GetProperty("mask").GetString(), Hex.Encode(item.Mask));
            Assert.Null(JsonComparison.Difference(expected.GetProperty("assignment"), JsonDocument.Parse(item.Assignment.ToJson()).RootElement));
        }
    });

    [Theory]
    [InlineData("blocks/coretime-023-transfer", 1)]
    [InlineData("encoded/paseo-coretime-1003000-Broker-Transferred", 1)]
    public void Reads_transfers_with_owners_that_may_be_none(string file, int atLeast) => Check<Transferred>(file, "Transferred", atLeast, (moved, fields) =>
    {
        CheckRegion(fields.GetProperty("region_id"), moved.RegionId);
        Assert.Equal(Optional(fields, "old_owner"), moved.OldOwner);
        Assert.Equal(Optional(fields, "owner"), moved.Owner);
    });

    [Fact]
    public void Reads_both_owners_and_none()
    {
        var fixture = ChainFixture.Load("encoded/paseo-coretime-1003000-Broker-Transferred");
        var read = fixture.Runtime.Events.Bind<Transferred>("Broker", "Transferred");
        var owners = fixture.Runtime.Events.Decode(fixture.Events).Where(e => e.Is("Broker", "Transferred")).Select(e => read(e)).SelectMany(t => (AccountId32?[])[t.OldOwner, t.Owner]).ToList();
        Assert.Contains(owners, o => o is null);
        Assert.Contains(owners, o => o is not null);
    }

    [Theory]
    [InlineData("blocks/coretime-061-rotate-sale", 1)]
    [InlineData("encoded/paseo-coretime-1003000-Broker-SaleInitialized", 1)]
    public void Reads_sales(string file, int atLeast) => Check<SaleInitialized>(file, "SaleInitialized", atLeast, (sale, fields) =>
    {
        Assert.Equal(fields.GetProperty("sale_start").GetUInt32(), sale.SaleStart);
        Assert.Equal(fields.GetProperty("leadin_length").GetUInt32(), sale.LeadinLength);
        Assert.Equal(fields.GetProperty("start_price").GetString(), $"{sale.StartPrice}");
        Assert.Equal(fields.GetProperty("end_price").GetString(), $"{sale.EndPrice}");
        Assert.Equal((fields.GetProperty("region_begin").GetUInt32(), fields.GetProperty("region_end").GetUInt32()), (sale.RegionBegin, sale.RegionEnd));
        Assert.Equal((fields.GetProperty("ideal_cores_sold").GetUInt16(), fields.GetProperty("cores_offered").GetUInt16()), (sale.IdealCoresSold, sale.CoresOffered));
    });

    [Fact]
    public void Is_for_one_event_of_one_runtime()
    {
        var fixture = ChainFixture.Load("blocks/coretime-035-three-buyers-one-block");
        var read = fixture.Runtime.Events.Bind<Purchased>("Broker", "Purchased");
        var records = fixture.Runtime.Events.Decode(fixture.Events);
        var other = records.First(r => !r.Is("Broker", "Purchased"));
        Assert.Throws<ArgumentException>(() => read(other));
        var elsewhere = ChainFixture.RuntimeOf("metadata/paseo-coretime-2000006.v16.scale.gz").Events.Decode(fixture.Events).First(r => r.Is("Broker", "Purchased"));
        Assert.Throws<ArgumentException>(() => read(elsewhere));
        Assert.Throws<KeyNotFoundException>(() => fixture.Runtime.Events.Bind<Purchased>("Broker", "Bought"));
    }

    private static void Check<T>(string file, string name, int atLeast, Action<T, JsonElement> compare)
    {
        var fixture = ChainFixture.Load(file);
        var read = fixture.Runtime.Events.Bind<T>("Broker", name);
        var expected = fixture.Decoded.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("pallet").GetString() == "Broker" && e.GetProperty("event").GetString() == name).ToList();
        var actual = fixture.Runtime.Events.Decode(fixture.Events).Where(e => e.Is("Broker", name)).ToList();
        Assert.Equal(expected.Count, actual.Count);
        Assert.True(actual.Count >= atLeast, $"{actual.Count} events");
        foreach (var (json, record) in expected.Zip(actual))
        {
            compare(read(record), json.GetProperty("fields"));
        }
    }

    private static void CheckRegion(JsonElement expected, RegionId actual)
    {
        Assert.Equal((expected.GetProperty("begin").GetUInt32(), expected.GetProperty("core").GetUInt16()), (actual.Begin, actual.Core));
        Assert.Equal(expected.GetProperty("mask").GetString(), Hex.Encode(actual.Mask));
    }

    private static AccountId32? Optional(JsonElement fields, string name) => fields.GetProperty(name).ValueKind == JsonValueKind.Null ? null : Hex32(fields, name);

    private static AccountId32 Hex32(JsonElement fields, string name) => AccountId32.Parse(fields.GetProperty(name).GetProperty("hex").GetString()!);
}
