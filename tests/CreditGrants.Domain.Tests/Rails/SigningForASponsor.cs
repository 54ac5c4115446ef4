using System.IO.Compression;
using System.Text.Json;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Tests.Rails;

/// <summary>What the sponsor signs, as a real runtime encodes and reads it.</summary>
public class SigningForASponsor
{
    private static readonly RailTarget Target = new("p", "g-1", 2, 2001);
    private static readonly Lazy<Runtime> Coretime = new(() => Load("paseo-coretime-2000006"));
    private static readonly Lazy<Runtime> Relay = new(() => Load("paseo-relay-2003001"));

    [Fact]
    public void Rail_A_renews_each_core() => Check(Coretime, RailCalls.Renew(Target, 7, 8), RailChain.Coretime, "Broker.renew core=7", "Broker.renew core=8");

    [Fact]
    public void Rail_B_buys_within_the_limit_and_then_assigns_for_good()
    {
        Check(Coretime, RailCalls.Purchase(Target, new(120_000_000_000)), RailChain.Coretime, "Broker.purchase price_limit=120000000000");
        var order = RailCalls.Assign(Target, new(new(376_110), 7, CoreMask.Complete));
        var call = Decode(Coretime.Value, Assert.Single(order.Calls));
        Assert.Equal(("Broker", "assign"), (call.GetProperty("pallet").GetString(), call.GetProperty("call").GetString()));
        var args = call.GetProperty("args").GetRawText();
        Assert.Contains("376110", args, StringComparison.Ordinal);
        Assert.Contains("2001", args, StringComparison.Ordinal);
        Assert.Contains("Final", args, StringComparison.Ordinal);
        Assert.Contains("0xffffffffffffffffffff", args, StringComparison.Ordinal);
    }

    [Fact]
    public void Rail_C_orders_blocks_for_the_customers_para_on_the_relay_chain() =>
        Check(Relay, RailCalls.Order(Target, 2, new(10_000_000)), RailChain.Relay, "OnDemand.place_order_keep_alive max_amount=10000000 para_id=2001", "OnDemand.place_order_keep_alive max_amount=10000000 para_id=2001");

    [Fact]
    public void Rail_C_names_the_pallet_as_the_network_does() =>
        Assert.Contains("\"OnDemandAssignmentProvider\"", Assert.Single(RailCalls.Order(Target, 1, new(1), "OnDemandAssignmentProvider").Calls), StringComparison.Ordinal);

    [Fact]
    public void Rail_D_buys_credit_into_the_customers_account()
    {
        var call = Decode(Coretime.Value, Assert.Single(RailCalls.BuyCredit(Target, new(5), Keys.Of("customer")).Calls));
        Assert.Equal("purchase_credit", call.GetProperty("call").GetString());
        Assert.Contains(Keys.Of("customer").ToSs58(42), call.GetProperty("args").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(51)]
    public void A_batch_that_no_block_could_hold_is_not_made(int count) => Assert.Throws<ArgumentOutOfRangeException>(() => RailCalls.Order(Target, count, new(1)));

    [Fact]
    public void Every_part_of_the_target_is_in_its_digest()
    {
        RailTarget[] others = [Target, Target with { Programme = "q" }, Target with { Grant = "g-2" }, Target with { Tranche = 1 }, Target with { Para = 2002 }, new("p\n1:g", "-1", 2, 2001), new("pg", "-1", 2, 2001)];
        Assert.Equal(others.Length, others.Select(t => t.Digest()).Distinct().Count());
        Assert.Matches("^[0-9a-f]{64}$", Target.Digest());
        Assert.Equal(Target.Digest(), RailCalls.Renew(Target, 7).Remark);
    }

    private static void Check(Lazy<Runtime> runtime, RailOrder order, RailChain chain, params string[] expected)
    {
        Assert.Equal(chain, order.Chain);
        Assert.Equal(expected, order.Calls.Select(c =>
        {
            var call = Decode(runtime.Value, c);
            return $"{call.GetProperty("pallet").GetString()}.{call.GetProperty("call").GetString()} {string.Join(' ', call.GetProperty("args").EnumerateObject().Select(a => $"{a.Name}={a.Value}"))}";
        }));
    }

    private static JsonElement Decode(Runtime runtime, string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonDocument.Parse(runtime.Extrinsics.DecodeCall(runtime.Extrinsics.EncodeCall(document.RootElement)).Value.ToJson()).RootElement;
    }

    private static Runtime Load(string name)
    {
        using var zipped = new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Metadata", $"{name}.v15.scale.gz")), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zipped.CopyTo(bytes);
        return Runtime.Parse(bytes.ToArray());
    }
}
