namespace CoretimeDesk.ChainLab.Tests;

[Collection(nameof(OnBulkLab))]
public sealed class BuyingACore(BulkLab fixture)
{
    [Fact]
    public async Task Happens_in_one_block_that_the_chain_shows_to_everybody()
    {
        var lab = await fixture.LabAsync();
        await lab.RunAsync("goto-phase", new { phase = "fixed" });
        var before = (await lab.InfoAsync()).Sale!;

        var run = await lab.RunAsync("purchase", new { who = "bob" });

        var bought = Assert.Single(run.Events, e => e.Name == "broker.Purchased");
        var block = Assert.Single(run.Blocks);
        Assert.NotNull(bought.Extrinsic);
        Assert.Equal(block.Hash, (await JsonRpc.PostAsync(lab.CoretimeRaw, "chain_getFinalizedHead")).GetString());
        var header = await JsonRpc.PostAsync(lab.CoretimeRaw, "chain_getHeader", block.Hash);
        Assert.Equal((block.Number, block.Parent), (JsonRpc.Number(header), header.GetProperty("parentHash").GetString()));
        var after = (await lab.InfoAsync()).Sale!;
        Assert.Equal(before.Sale.CoresSold + 1, after.Sale.CoresSold);
        Assert.Equal("fixed", after.Phase);
        Assert.Equal(after.Sale.EndPrice, after.CurrentPrice);
    }

    [Fact]
    public async Task Also_happens_by_an_extrinsic_submitted_as_a_wallet_does()
    {
        var lab = await fixture.LabAsync();
        await lab.RunAsync("goto-phase", new { phase = "fixed" });
        var extrinsic = await lab.SignAsync("Broker", "purchase", ["100000000000000000"], "charlie");

        await JsonRpc.PostAsync(lab.CoretimeRaw, "author_submitExtrinsic", extrinsic);
        var block = await lab.NewBlockAsync();

        Assert.Single(block.Events, e => e.Name == "broker.Purchased");
        var body = await JsonRpc.PostAsync(lab.CoretimeRaw, "chain_getBlock", block.Hash);
        Assert.Contains(extrinsic, body.GetProperty("block").GetProperty("extrinsics").EnumerateArray().Select(hex => hex.GetString()));
    }

    [Fact]
    public async Task Below_the_price_fails_without_the_event()
    {
        var lab = await fixture.LabAsync();
        await lab.RunAsync("goto-phase", new { phase = "fixed" });

        var run = await lab.RunAsync("purchase-overpriced");

        Assert.Single(run.Events, e => e.Name == "system.ExtrinsicFailed");
        Assert.DoesNotContain(run.Events, e => e.Name == "broker.Purchased");
    }
}
