using CoretimeDesk.ChainWatcher.Tests.Support;
using CoretimeDesk.Substrate;
using static CoretimeDesk.ChainWatcher.Tests.Support.MadeBlock;
using static CoretimeDesk.ChainWatcher.Tests.Support.Profiles;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

public sealed class AskingForWhatIsNeeded
{
    [Fact]
    public void Reads_events_and_clock_of_every_block_and_the_settings_of_a_sale()
    {
        string[] coretime = ["System.Events", "Timestamp.Now", "ParachainSystem.ValidationData", "Broker.Configuration", "Broker.Configuration"];
        Assert.Equal(coretime, Altered.Coretime().EveryBlock.Select(r => NameOf(Altered.Coretime().Runtime, r)));
        Assert.Equal(["System.Events", "Timestamp.Now"], Altered.Relay().EveryBlock.Select(r => NameOf(Altered.Relay().Runtime, r)));
    }

    [Theory]
    [InlineData("Blocks/coretime-027-rotation", false)] // Hooks alone; but see the settings.
    [InlineData("Blocks/coretime-008-add-proxy", false)] // Extrinsics that are nobody's business.
    [InlineData("Blocks/coretime-001-remark-and-purchase", true)]
    [InlineData("Blocks/coretime-002-remark-and-overpriced", true)] // The tag is in the call.
    [InlineData("Blocks/relay-035-scheduled-credit-order", false)]
    public void Asks_for_the_extrinsics_only_where_they_matter(string block, bool body)
    {
        var recorded = RecordedBlock.Load(block);
        var known = recorded.Storage;
        if (recorded.Extractor.EveryBlock.FirstOrDefault(r => NameOf(recorded.Runtime, r) == "Broker.Configuration") is { Key: { } key })
        {
            known = known.With(new(key, StorageSide.Parent), [1]).With(new(key, StorageSide.Block), [1]);
        }

        Assert.Equal(body, recorded.Extractor.Scan(recorded.Head, known, Watch).Needs.Body);
    }

    [Fact]
    public void Asks_for_the_extrinsics_when_the_settings_have_changed() => Assert.True(RecordedBlock.Load("Blocks/coretime-027-rotation").Scan().Needs.Body);

    [Fact]
    public void Asks_for_the_extrinsics_when_nothing_else_tells_the_time()
    {
        var recorded = RecordedBlock.Load("blocks/coretime-077-empty-block"); // Has no storage beside the events.
        Assert.True(recorded.Scan().Needs.Body);
        Assert.Equal(30_806_396u, recorded.Facts().RelayBlock);
        Assert.Equal(30_806_396u / 80, recorded.Facts().Timeslice);
        Assert.Equal(1_772_323_968_000, recorded.Facts().At.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Asks_for_no_extrinsics_for_failures_when_the_desk_has_no_tag()
    {
        var recorded = RecordedBlock.Load("Blocks/relay-040-orders-fail");
        Assert.True(recorded.Scan().Needs.Body);
        Assert.False(recorded.Scan(WatchList.Nothing).Needs.Body);
    }

    [Fact]
    public void Asks_for_credit_before_and_after_of_everyone_who_ordered()
    {
        var recorded = RecordedBlock.Load("Blocks/relay-036-scheduled-balance-order");
        var credits = recorded.Runtime.Storage("OnDemand", "Credits");
        var keys = new[] { Bob, Alice }.Select(a => credits.Key(a.ToArray())).ToList();
        Assert.Equal(
            [StorageRead.Of(keys[0], StorageSide.Parent), StorageRead.Of(keys[0], StorageSide.Block), StorageRead.Of(keys[1], StorageSide.Parent), StorageRead.Of(keys[1], StorageSide.Block)],
            recorded.Scan().Needs.Storage);
    }

    [Fact]
    public void Asks_for_the_sale_that_ended() => Assert.Equal(
        [StorageRead.Of(Altered.Coretime().Runtime.Storage("Broker", "SaleInfo").Prefix, StorageSide.Parent)], RecordedBlock.Load("Blocks/coretime-027-rotation").Scan().Needs.Storage);

    [Fact]
    public void Stops_when_what_it_asked_for_is_missing()
    {
        var order = RecordedBlock.Load("Blocks/relay-035-scheduled-credit-order");
        Assert.Equal(FactFault.MissingInput, Assert.Throws<FactException>(() => order.Extractor.Extract(order.Scan(), null, StorageValues.None)).Fault);

        var sale = RecordedBlock.Load("Blocks/coretime-001-remark-and-purchase");
        Assert.Equal(FactFault.MissingInput, Assert.Throws<FactException>(() => sale.Extractor.Extract(sale.Scan(), null, StorageValues.None)).Fault);
        Assert.Equal(FactFault.MissingInput, Assert.Throws<FactException>(() => sale.Extractor.Scan(sale.Head, StorageValues.None, Watch)).Fault);
    }

    private static string NameOf(Runtime runtime, StorageRead read) => runtime.Metadata.Pallets.SelectMany(p => p.Storage.Select(s => runtime.Storage(p.Name, s.Name)))
        .Single(i => Hex.Encode(i.Prefix) == read.Key).ToString();
}
