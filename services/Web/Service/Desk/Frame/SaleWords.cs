using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Web.Desk.Calls;

namespace CoretimeDesk.Web.Desk.Frame;

using Market = CoretimeDesk.ChainWatcher.V1.Market;

/// <summary>A sale in words.</summary>
public static class SaleWords
{
    public static string Phase(SalePhase phase) => phase switch
    {
        SalePhase.Interlude => "Interlude: renewals only",
        SalePhase.Leadin => "Lead-in",
        SalePhase.FixedPrice => "Fixed price",
        _ => "No phase",
    };

    /// <summary>The first instant that is not of the phase.</summary>
    public static DateTimeOffset PhaseEnd(Market market) => (market.Phase switch
    {
        SalePhase.Interlude => market.SaleStartAt,
        SalePhase.Leadin => market.FixedPriceAt,
        _ => market.NextRotationAt,
    }).ToDateTimeOffset();

    /// <summary>Why there is no market to show.</summary>
    public static string NoMarket(Trouble trouble) => trouble.Reason switch
    {
        "NO_SALE" => "The chain has no sale yet.",
        "NOTHING_READ" => "No block has been read yet.",
        "MARKET_UNREADABLE" => "The market cannot be read at this moment; facts go on.",
        _ => trouble.Text,
    };
}
