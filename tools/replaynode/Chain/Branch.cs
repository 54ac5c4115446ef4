using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Chain;

/// <summary>Another chain from some height on: a sibling of the block there, and the recorded blocks after it made anew on top of it.</summary>
/// <param name="source">The recorded blocks.</param>
/// <param name="sibling">The first block of the branch.</param>
/// <param name="below">The branch that it grew on; null for the recorded chain.</param>
internal sealed class Branch(IBlockSource source, ReplayBlock sibling, Branch? below)
{
    private readonly List<ReplayBlock> _blocks = [sibling];
    private readonly Dictionary<H256, ulong> _heights = new() { [sibling.Hash] = sibling.Number };

    public ulong From => sibling.Number;

    public Branch? Below => below;

    /// <summary>The height up to which it was told to anybody.</summary>
    public ulong Seen { get; set; }

    public ReplayBlock At(ulong height)
    {
        while (From + (ulong)_blocks.Count <= height)
        {
            var next = source.At(From + (ulong)_blocks.Count).Onto(_blocks[^1].Hash);
            _heights[next.Hash] = next.Number;
            _blocks.Add(next);
        }

        return _blocks[checked((int)(height - From))];
    }

    public ulong? HeightOf(H256 hash) => _heights.TryGetValue(hash, out var height) ? height : null;
}
