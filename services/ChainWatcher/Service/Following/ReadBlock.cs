namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>A finalised block, read and turned into facts, but not saved yet.</summary>
/// <param name="Facts">What it means.</param>
/// <param name="SpecName">Name of the runtime that executed it.</param>
/// <param name="WatchVersion">Version of the watch list that it was read with.</param>
/// <param name="Market">The market after it; null when it was not read, as for blocks in the middle of a catch-up.</param>
internal sealed record ReadBlock(BlockFacts Facts, string SpecName, long WatchVersion, Market.MarketReading? Market)
{
    public BlockRef Block => Facts.Head.Block;

    public HeaderRef Header => new(Facts.Head.Block, Facts.Head.Parent);
}
