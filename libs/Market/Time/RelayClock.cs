namespace CoretimeDesk.Market;

/// <summary>Estimates dates of relay blocks from one whose time is known, as if every block took equally long.</summary>
/// <remarks>
/// An estimate, and one that drifts: relay chains miss slots now and then, and then everything to come is later. So take a
/// recent block as the anchor, and use the chain's own timestamp for what has happened.
/// </remarks>
public sealed record RelayClock
{
    /// <summary>What the relay chains of Polkadot, Kusama and Paseo aim at.</summary>
    public static readonly TimeSpan NominalBlockTime = TimeSpan.FromSeconds(6);

    // Longer blocks could push a block number of 32 bits out of the calendar.
    private static readonly TimeSpan BlockTimeMax = TimeSpan.FromSeconds(30);

    /// <summary>A clock.</summary>
    /// <param name="anchor">A block whose time is known.</param>
    /// <param name="anchoredAt">Its time.</param>
    /// <param name="blockTime">How long a block takes, up to 30 seconds; <see cref="NominalBlockTime"/> if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The block time is not positive or too long, or the time is not of this age.</exception>
    public RelayClock(RelayBlock anchor, DateTimeOffset anchoredAt, TimeSpan? blockTime = null)
    {
        var each = blockTime ?? NominalBlockTime;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(each, TimeSpan.Zero, nameof(blockTime));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(each, BlockTimeMax, nameof(blockTime));
        if (anchoredAt.UtcDateTime.Year is < 2000 or > 3000)
        {
            throw new ArgumentOutOfRangeException(nameof(anchoredAt), anchoredAt, "No relay chain had a block in that year.");
        }

        (Anchor, AnchoredAt, BlockTime) = (anchor, anchoredAt.ToUniversalTime(), each);
    }

    /// <summary>The block whose time is known.</summary>
    public RelayBlock Anchor { get; }

    /// <summary>The time of <see cref="Anchor"/>, in UTC.</summary>
    public DateTimeOffset AnchoredAt { get; }

    /// <summary>How long a block takes.</summary>
    public TimeSpan BlockTime { get; }

    /// <summary>About when a block is or was, in UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">That is before the calendar begins; only with long blocks and a late anchor.</exception>
    public DateTimeOffset EstimateAt(RelayBlock block) => AnchoredAt.AddTicks((block - Anchor) * BlockTime.Ticks);

    /// <summary>About when a timeslice begins, in UTC.</summary>
    /// <exception cref="OverflowException">It has no blocks; see <see cref="Timeslice.LastWithBlocks"/>.</exception>
    public DateTimeOffset EstimateAt(Timeslice timeslice) => EstimateAt(timeslice.FirstBlock());

    /// <summary>About which block is the newest at a time; null for a time before the first block or after the last block number.</summary>
    public RelayBlock? BlockAt(DateTimeOffset time)
    {
        var ticks = (time - AnchoredAt).Ticks;
        // Rounds towards the past on both sides of the anchor: a block that has not begun is not the newest.
        var blocks = (ticks / BlockTime.Ticks) - (ticks % BlockTime.Ticks < 0 ? 1 : 0);
        return Anchor.Value + blocks is >= 0 and <= uint.MaxValue and var number ? new RelayBlock((uint)number) : null;
    }

    /// <summary>How long so many timeslices take: 5,040 of them are 28 days.</summary>
    public TimeSpan DurationOf(uint timeslices) => TimeSpan.FromTicks(BlockTime.Ticks * Timeslice.Period * timeslices);
}
