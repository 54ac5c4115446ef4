using System.Text.Json;
using CoretimeDesk.ChainLab;

namespace CoretimeDesk.Substrate.Tests.Lab;

/// <summary>Two real runtimes take what this library encodes, and it decodes what they answer. Skips where the chain lab cannot run, and says why.</summary>
public sealed class SendingCallsToARealRuntime(LabFixture fixture) : IClassFixture<LabFixture>
{
    private static readonly AccountId32 Alice = AccountId32.FromText("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    private static readonly AccountId32 Bob = AccountId32.FromText("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty");

    private sealed record Purchased(AccountId32 Who, RegionId RegionId, UInt128 Price, uint Duration);

    private sealed record RegionId(uint Begin, ushort Core, byte[] Mask);

    [Fact]
    public async Task The_coretime_chain_sells_a_core_and_lets_it_be_assigned()
    {
        var lab = await fixture.LabAsync();
        await lab.RunAsync("goto-phase", new { phase = "fixed" });
        await using var wallet = await Wallet.OpenAsync(lab);
        var calls = wallet.Runtime.Extrinsics;
        var remark = "quote 0x1234"u8.ToArray();
        var batch = calls.EncodeCall("Utility", "batch_all", ("calls", new[]
        {
            calls.DecodeCall(calls.EncodeCall("System", "remark_with_event", ("remark", remark))),
            calls.DecodeCall(calls.EncodeCall("Broker", "purchase", ("price_limit", UInt128.MaxValue))),
        }));

        var number = (await wallet.Chain.GetHeaderAsync(await wallet.Chain.GetFinalizedHeadAsync()))!.Number;
        var events = await wallet.SendAsync(Alice, batch, Era.Mortal(number, 64));

        Assert.Contains(events, e => e.Is("System", "ExtrinsicSuccess"));
        Assert.Equal(Blake2b.Hash256(remark).ToString(), Hex.Encode(events.Single(e => e.Is("System", "Remarked"))["hash"].AsBytes()));
        var bought = wallet.Runtime.Events.Bind<Purchased>("Broker", "Purchased")(events.Single(e => e.Is("Broker", "Purchased")));
        Assert.Equal((Alice, 5040u), (bought.Who, bought.Duration));

        var region = new Dictionary<string, object> { ["begin"] = bought.RegionId.Begin, ["core"] = bought.RegionId.Core, ["mask"] = bought.RegionId.Mask };
        var regions = wallet.Runtime.Storage("Broker", "Regions");
        var key = regions.KeyOf(JsonSerializer.SerializeToElement(new { begin = bought.RegionId.Begin, core = bought.RegionId.Core, mask = Hex.Encode(bought.RegionId.Mask) }));
        var stored = await wallet.Chain.GetStorageAsync(key, await wallet.Chain.GetFinalizedHeadAsync());
        Assert.Equal(bought.Price, regions.DecodeOrDefault(stored)!.Value["paid"].Some.AsUInt128());

        var assigned = await wallet.SendAsync(Alice, calls.EncodeCall("Broker", "assign", ("region_id", region), ("task", 2000), ("finality", "Final")));
        Assert.Equal(2000u, assigned.Single(e => e.Is("Broker", "Assigned"))["task"].AsUInt32());
    }

    [Fact]
    public async Task A_refusal_of_the_chain_has_a_name_and_words()
    {
        var lab = await fixture.LabAsync();
        await lab.RunAsync("goto-phase", new { phase = "fixed" });
        await using var wallet = await Wallet.OpenAsync(lab);

        var events = await wallet.SendAsync(Bob, wallet.Runtime.Extrinsics.EncodeCall("Broker", "purchase", ("price_limit", 1)));

        var failed = events.Single(e => e.Is("System", "ExtrinsicFailed"));
        Assert.Equal("Broker.Overpriced", wallet.Runtime.Errors.Describe(failed["dispatch_error"]));
        Assert.Equal("The price limit is exceeded.", wallet.Runtime.Errors.In(failed.Fields).Single().Docs.ToString());
    }

    [Fact]
    public async Task The_relay_chain_takes_an_order()
    {
        var lab = await fixture.LabAsync();
        await using var wallet = await Wallet.OpenAsync(lab, LabNetwork.Relay);

        var order = wallet.Runtime.Extrinsics.EncodeCall("OnDemand", "place_order_keep_alive", ("max_amount", UInt128.MaxValue), ("para_id", 2000));
        var events = await wallet.SendAsync(Bob, order);

        var placed = events.Single(e => e.Is("OnDemand", "OnDemandOrderPlaced"));
        Assert.Equal((2000u, Bob.ToString()), (placed["para_id"].AsUInt32(), Hex.Encode(placed["ordered_by"].AsBytes())));
    }
}
