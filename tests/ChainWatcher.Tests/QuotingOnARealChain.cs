using System.Text.Json;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Acceptance;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Tests.Lab;
using CoretimeDesk.Testing;
using Google.Protobuf;
using Grpc.Core;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.ChainWatcher.Tests;

/// <summary>
/// What the desk quotes is what the real runtime charges, and what the desk gives to sign, the real runtime executes. Skips where the chain lab cannot run, and says why.
/// </summary>
public sealed class QuotingOnARealChain(LabFixture fixture) : IClassFixture<LabFixture>
{
    private const string Chain = "lab-coretime";
    private static readonly AccountId32 Alice = AccountId32.FromText("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
    private static readonly QuoteAsk TwoCores = new() { Lines = [new QuoteLine.Coretime([new(1, 2)], [], default)], Settlement = Settlement.CustomerBuys };

    [Fact]
    public async Task F13_In_every_phase_the_quoted_price_is_the_price_that_the_runtime_charges_and_the_batch_is_one_extrinsic_with_the_digest()
    {
        await using var world = await WatcherWorld.StartAsync(fixture);
        foreach (var phase in new[] { "quarter", "half", "three-quarters", "fixed" })
        {
            await world.Lab.RunAsync("goto-phase", new { phase });
            await world.SeesAllAsync();
            var quoted = Priced(await MarketAsync(world));
            var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Guid.CreateVersion7().ToByteArray()));
            var call = await world.Watcher().EncodeCallAsync(new() { Chain = Chain, Remark = $"0x{digest}", Calls = { PurchaseCalls.Purchases(2, quoted.Limit) } });
            Assert.Equal(("coretime-paseo", Chain), (call.SpecName, call.Chain));

            await using var wallet = await Wallet.OpenAsync(world.Lab);
            var events = await wallet.SendAsync(Alice, Hex.Decode(call.CallData));
            Assert.Contains(events, e => e.Is("System", "ExtrinsicSuccess"));
            var heads = await world.SeesAllAsync();

            // The same extrinsic, two purchases, and the digest behind the desk's tag.
            var facts = (await world.Watcher().ListFactsAsync(new() { Chain = Chain, FromBlock = heads[Chain].Number, ToBlock = heads[Chain].Number, PageSize = 50 }, world.Staff.As(world.Ada))).Facts;
            var remark = JsonParser.Default.Parse<Remarked>(facts.Single(f => f.Type == nameof(Remarked)).Json);
            var bought = facts.Where(f => f.Type == nameof(Purchased)).Select(f => JsonParser.Default.Parse<Purchased>(f.Json)).ToList();
            Assert.Equal((2, $"0x{digest}"), (bought.Count, remark.Remark.Payload));
            Assert.All(bought, b => Assert.Equal((remark.Origin.ExtrinsicHash, $"{Alice}", $"{quoted.Limit}"), (b.Origin.ExtrinsicHash, b.Buyer, b.PriceLimit)));

            // Of the block that it landed in, a quote says exactly what was paid; of any block before in the phase, at least that.
            var landed = Priced(await MarketAsync(world));
            Assert.All(bought, b => Assert.Equal(landed.ListNow, Planck.Parse(b.Price)));
            Assert.True(landed.ListNow <= quoted.Limit, $"{phase}: {landed.ListNow} was paid, {quoted.Limit} quoted");
        }
    }

    [Fact]
    public async Task Calls_that_the_runtime_does_not_have_are_refused_by_field_and_a_single_call_stands_alone()
    {
        await using var world = await WatcherWorld.StartAsync(fixture);
        var watcher = world.Watcher();
        async Task<string> RefusedAsync(EncodeCallRequest request) =>
            Hosting.Refusals.RefusalOf(await Assert.ThrowsAsync<RpcException>(async () => await watcher.EncodeCallAsync(request))) is { } refusal ? string.Join(' ', refusal.Fields.Select(f => f.Field)) : "";
        Assert.Equal("calls[0]", await RefusedAsync(new() { Chain = Chain, Calls = { """{"pallet":"Broker","call":"steal","args":{}}""" } }));
        Assert.Equal("calls[1]", await RefusedAsync(new() { Chain = Chain, Calls = { Purchase("1"), """{"pallet":"Broker","call":"purchase","args":{"price_limit":"-1"}}""" } }));
        Assert.Equal("calls[0]", await RefusedAsync(new() { Chain = Chain, Calls = { "{" } }));
        Assert.Equal("calls", await RefusedAsync(new() { Chain = Chain }));
        Assert.Equal("remark", await RefusedAsync(new() { Chain = Chain, Calls = { Purchase("1") }, Remark = "0x0" }));
        Assert.Equal("chain", await RefusedAsync(new() { Chain = "nowhere", Calls = { Purchase("1") } }));

        // Without a token, and without naming the only Coretime chain.
        var one = await watcher.EncodeCallAsync(new() { Calls = { Purchase("5") } });
        using var json = JsonDocument.Parse(one.Json);
        Assert.Equal("Broker", json.RootElement.GetProperty("pallet").GetString());
        Assert.Equal(Blake2b.Hash256(Hex.Decode(one.CallData)).ToString(), one.CallHash);
        Assert.Contains(Uri.EscapeDataString(world.Lab.CoretimeNode.GetLeftPart(UriPartial.Authority)), one.WalletLink);
    }

    private static string Purchase(string limit) => $$$"""{"pallet":"Broker","call":"purchase","args":{"price_limit":"{{{limit}}}"}}""";

    private static async Task<V1.Market> MarketAsync(WatcherWorld world) => (await world.Watcher().GetMarketAsync(new() { Chain = Chain })).Market;

    /// <summary>What the Quoting service makes of a market: the same rules, the same libs/Market.</summary>
    private static SalePrice Priced(V1.Market market)
    {
        var (price, refusal) = Pricing.Of(
            new()
            {
                Chain = market.Chain,
                SpecName = market.SpecName,
                Token = new Token(market.Token.Symbol, (int)market.Token.Decimals),
                BlockNumber = market.BlockNumber,
                BlockHash = market.BlockHash,
                BlockTime = market.BlockTime.ToDateTimeOffset(),
                RelayBlock = new(market.RelayBlock),
                Sale = new(
                    new(market.SaleStart), market.LeadinLength, Planck.Parse(market.EndPrice), new(market.RegionBegin), new(market.RegionEnd), (ushort)market.IdealCoresSold, (ushort)market.CoresOffered, 0,
                    market.SelloutPrice.Length > 0 ? Planck.Parse(market.SelloutPrice) : null, (ushort)market.CoresSold),
                Configuration = new(market.AdvanceNotice, market.InterludeLength, market.LeadinLength, market.RegionLength, new(Perbill.One), null, new(market.RenewalBump), 0),
            },
            TwoCores,
            market.BlockTime.ToDateTimeOffset(),
            new());
        Assert.Null(refusal);
        return price!.Sale!;
    }
}
