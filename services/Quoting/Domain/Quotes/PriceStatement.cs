using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What one core costs in one period.</summary>
/// <param name="Period">1 is the region of the current sale.</param>
/// <param name="Begin">Its first timeslice.</param>
/// <param name="End">The first timeslice after it.</param>
/// <param name="BeginsAt">Estimated.</param>
/// <param name="EndsAt">Estimated.</param>
/// <param name="Min">The least that a renewal may cost; of the first period the price now.</param>
/// <param name="Expected">What it costs if the market stays as it is: list value goes by this.</param>
/// <param name="Max">The most; null when working it out needs more than 128 bits.</param>
public sealed record PeriodPrice(uint Period, Timeslice Begin, Timeslice End, DateTimeOffset BeginsAt, DateTimeOffset EndsAt, Planck Min, Planck Expected, Planck? Max);

/// <summary>The sale that cores are priced in.</summary>
/// <param name="Phase">Its phase at the block; never the interlude, in which nobody can buy.</param>
/// <param name="PhaseEndsAt">The first instant that is not of the phase, estimated when it was priced, and final since.</param>
/// <param name="PhaseEnd">The relay block of that.</param>
/// <param name="RegionBegin">First timeslice of the regions sold.</param>
/// <param name="RegionEnd">The first after them.</param>
/// <param name="ListNow">Exactly what a core costs in the block.</param>
/// <param name="Limit">What a purchase may cost at most: the price only falls until the phase ends.</param>
/// <param name="CoresLeft">How many could still be bought.</param>
/// <param name="Periods">What a core costs in each period of the longest line.</param>
public sealed record SalePrice(
    SalePhase Phase, DateTimeOffset PhaseEndsAt, RelayBlock PhaseEnd, Timeslice RegionBegin, Timeslice RegionEnd, Planck ListNow, Planck Limit, uint CoresLeft, IReadOnlyList<PeriodPrice> Periods);

/// <summary>What things cost, and which finalised block says so.</summary>
/// <param name="Chain">The Coretime chain, as the watcher calls it.</param>
/// <param name="Token">What amounts are of.</param>
/// <param name="BlockNumber">Height on that chain.</param>
/// <param name="BlockHash">0x hex.</param>
/// <param name="BlockTime">The block's own time.</param>
/// <param name="RelayBlock">Its relay parent.</param>
/// <param name="Recorded">The market is a recording: its newest block counts as made when the quote was priced.</param>
/// <param name="Sale">Null for a quote without cores.</param>
public sealed record PriceStatement(
    string Chain, Token Token, uint BlockNumber, string BlockHash, DateTimeOffset BlockTime, RelayBlock RelayBlock, bool Recorded, SalePrice? Sale)
{
    /// <summary>What a core costs in each period; none for a quote without cores.</summary>
    public IReadOnlyList<PeriodPrice> Periods => Sale?.Periods ?? [];
}
