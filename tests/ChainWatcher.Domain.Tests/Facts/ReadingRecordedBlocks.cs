using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.Tests.Support;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

/// <summary>Every block that a real runtime executed for these tests gives exactly the facts that another decoder finds in it.</summary>
public sealed class ReadingRecordedBlocks
{
    public static TheoryData<string> Blocks => [.. RecordedBlock.Names];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Gives_the_facts_that_another_decoder_finds(string name)
    {
        var block = RecordedBlock.Load(name).Facts();
        var actual = new JsonObject { ["facts"] = new JsonArray([.. block.Facts.Select(FactJson.Of)]), ["remarks_unread"] = block.RemarksUnread };
        Assert.Null(JsonDifference.Between(Oracle.Blocks[name], actual));
    }

    [Fact]
    public void Leaves_no_recorded_block_out() => Assert.Equal(RecordedBlock.Names.Order(StringComparer.Ordinal), Oracle.Blocks.Select(b => b.Key).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Gives_the_same_facts_and_ids_again(string name)
    {
        var first = RecordedBlock.Load(name).Facts();
        var again = RecordedBlock.Load(name).Facts();
        Assert.Equal(first.Facts, again.Facts);
        Assert.Equal(first.Facts.Select(f => f.Id), again.Facts.Select(f => f.Id));
        Assert.Equal(first.Facts.Count, first.Facts.Select(f => f.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Gives_the_same_facts_when_more_is_read_than_it_asks_for(string name)
    {
        var block = RecordedBlock.Load(name);
        var scan = block.Scan();
        var all = block.Extractor.Extract(scan, block.Extrinsics, Asked(block, scan));
        Assert.Equal(block.Facts().Facts, all.Facts);
    }

    [Fact]
    public void Gives_every_fact_of_all_blocks_an_id_of_its_own()
    {
        var ids = RecordedBlock.Names.SelectMany(n => RecordedBlock.Load(n).Facts().Facts).Select(f => f.Id).ToList();
        Assert.True(ids.Count > 150, $"only {ids.Count} facts");
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private static StorageValues Asked(RecordedBlock block, BlockScan scan)
    {
        var storage = block.Storage;
        return StorageValues.Of(scan.Needs.Storage.Select(r => KeyValuePair.Create(r, storage.TryGet(r, out var value) ? value : null)));
    }
}
