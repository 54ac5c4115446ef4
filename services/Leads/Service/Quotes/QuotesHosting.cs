using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Leads.Quotes;

/// <summary>Lets the service hear what becomes of quotes.</summary>
public static class QuotesHosting
{
    private const string Topic = "quoting";

    /// <summary>Call it after <c>AddActivities</c>.</summary>
    public static DeskServiceBuilder AddQuotes(this DeskServiceBuilder desk)
    {
        desk.SubscriptionsOf<LeadsDb>().To(Topic, Ordering.AnyOrder)
            .On<QuoteSent, QuoteHandlers>(Topic)
            .On<QuoteAccepted, QuoteHandlers>(Topic)
            .On<QuoteWon, QuoteHandlers>(Topic)
            .On<QuoteExpired, QuoteHandlers>(Topic)
            .On<QuoteWithdrawn, QuoteHandlers>(Topic);
        return desk;
    }
}
