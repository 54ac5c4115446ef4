namespace CoretimeDesk.Market;

/// <summary>A straight piece of a price curve.</summary>
/// <param name="Phase">What is going on meanwhile.</param>
/// <param name="From">Its first block.</param>
/// <param name="To">Its last block, which is the first of the next piece.</param>
/// <param name="FromPrice">The price at its first block.</param>
/// <param name="ToPrice">The price at its last block.</param>
public readonly record struct PriceSegment(SalePhase Phase, RelayBlock From, RelayBlock To, Planck FromPrice, Planck ToPrice);
