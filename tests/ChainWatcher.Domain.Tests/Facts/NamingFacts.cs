using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Facts;

public sealed class NamingFacts
{
    private static readonly H256 Chain = Blake2b.Hash256("a chain"u8);
    private static readonly H256 Other = Blake2b.Hash256("another"u8);
    private static readonly H256 Block = Blake2b.Hash256("a block"u8);

    [Fact]
    public void Gives_an_id_of_version_8_and_the_variant_of_the_standard()
    {
        for (var index = 0u; index < 200; index++)
        {
            var text = $"{FactId.Of(Chain, Block, index)}";
            Assert.Equal('8', text[14]);
            Assert.Contains(text[19], "89ab".ToCharArray());
        }
    }

    [Fact]
    public void Gives_another_id_for_another_chain_block_or_event()
    {
        Guid[] ids = [FactId.Of(Chain, Block, 1), FactId.Of(Other, Block, 1), FactId.Of(Chain, Other, 1), FactId.Of(Chain, Block, 2), FactId.Of(Chain, Block, null), FactId.Of(Block, Chain, 1)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Equal(ids[0], FactId.Of(Chain, Block, 1));
    }

    [Fact]
    public void Compares_lists_by_their_items()
    {
        Listed<int> one = [1, 2];
        Assert.Equal(one, Listed.From([1, 2]));
        Assert.Equal(one.GetHashCode(), Listed.From([1, 2]).GetHashCode());
        Assert.NotEqual(one, Listed.From([2, 1]));
        Assert.False(one.Equals(Listed.From([1, 2, 3])));
    }

    [Fact]
    public void Knows_the_desks_remarks_by_their_first_bytes()
    {
        var watch = new WatchList("desk:"u8);
        Assert.Equal(new DeskRemark("0x6465736b3a01", "0x01"), watch.Read([.. "desk:"u8, 1]));
        Assert.Equal("0x", watch.Read("desk:"u8)!.Payload);
        Assert.Null(watch.Read("desk"u8));
        Assert.Null(watch.Read("Desk:"u8));
        Assert.Null(watch.Read([0, .. "desk:"u8]));
        Assert.NotNull(watch.Read([.. "desk:"u8, .. new byte[WatchList.RemarkBytesMax - 5]]));
        Assert.Null(watch.Read([.. "desk:"u8, .. new byte[WatchList.RemarkBytesMax - 4]]));
        Assert.Null(WatchList.Nothing.Read("desk:"u8)); // No tag is no tag, and not the beginning of every remark.
    }
}
