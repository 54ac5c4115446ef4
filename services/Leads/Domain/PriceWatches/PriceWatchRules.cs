using CoretimeDesk.Market;

namespace CoretimeDesk.Leads.PriceWatches;

/// <summary>A sale as it was announced: enough to work out when its price comes down to an amount.</summary>
/// <param name="Curve">How the price of a core falls.</param>
/// <param name="Clock">A relay block whose time is known.</param>
public sealed record AnnouncedSale(LeadinCurve Curve, RelayClock Clock);

/// <summary>Somebody waits for a price: a customer who will buy at it.</summary>
public static class PriceWatchRules
{
    /// <summary>The longest note, in UTF-16 units.</summary>
    public const int NoteLengthMax = 500;

    /// <summary>The most open watches of one account.</summary>
    public const int OpenMax = 20;

    /// <summary>About when a core costs no more than this; null when this sale's price never gets so low.</summary>
    /// <remarks>An estimate: the chain counts blocks, and blocks are late now and then. It asks a rep to look, and moves nothing.</remarks>
    public static DateTimeOffset? ExpectedAt(AnnouncedSale sale, Planck price) =>
        sale.Curve.FirstBlockAtOrBelow(price) is { } block ? sale.Clock.EstimateAt(block) : null;
}
