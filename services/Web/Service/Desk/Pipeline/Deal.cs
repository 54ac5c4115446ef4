using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.Pipeline;

/// <summary>A card: a lead and the newest quote for it.</summary>
public sealed record Deal(Lead Lead, Quote? Quote, Stage Stage)
{
    public string Id => Lead.LeadId;

    public string Account => Lead.AccountName;

    public string Title => Lead.Title;

    public string Owner => Lead.OwnerName;

    public string StageName => Name(Stage);

    public DateTime Since => (Lead.ClaimedAt ?? Lead.OpenedAt).ToDateTime();

    public string Number => Lead.Number;

    /// <summary>Cores times periods of the newest quote; 0 while there is none.</summary>
    public ulong CorePeriods => Quote is null ? 0 : Periods(Quote.Revisions[^1].Ask);

    /// <summary>When the quote ends by itself; null when it is not with the customer.</summary>
    public DateTimeOffset? RunsOut => Stage == Stage.Sent ? Quote?.Revisions[^1].Snapshot?.ValidUntil?.ToDateTimeOffset() : null;

    /// <summary>The columns' names.</summary>
    public static string Name(Stage stage) => stage == Stage.Won ? "Won on chain" : $"{stage}";

    /// <summary>Cards of leads that are open, or were won; those that were lost have left the board.</summary>
    public static IReadOnlyList<Deal> Of(IEnumerable<Lead> leads, IEnumerable<Quote> quotes)
    {
        var newest = quotes.Where(q => q.Revisions.Count > 0).OrderBy(q => q.CreatedAt).ToLookup(q => q.Customer.LeadId, StringComparer.Ordinal);
        return [.. leads.DistinctBy(l => l.LeadId).Where(l => l.State != LeadState.Closed || l.Won).Select(lead =>
        {
            // A quote that ended says nothing any more, unless nothing came after it.
            var own = newest[lead.LeadId].ToList();
            var quote = own.LastOrDefault(q => q.Revisions[^1].State is not (QuoteState.Expired or QuoteState.Withdrawn or QuoteState.Superseded));
            return new Deal(lead, quote, StageOf(lead, quote));
        })];
    }

    /// <summary>"2 cores × 13".</summary>
    public string Size => Quote?.Revisions[^1].Ask.Lines.FirstOrDefault(l => l.Coretime is not null)?.Coretime.Ramp is { Count: > 0 } ramp
        ? $"{string.Join(" + ", ramp.Select(r => $"{Words.Count(r.Cores, "core")} × {r.Periods}"))}" : "";

    private static Stage StageOf(Lead lead, Quote? quote) => lead.Won ? Stage.Won : quote?.Revisions[^1].State switch
    {
        QuoteState.Won => Stage.Won,
        QuoteState.Accepted => Stage.Accepted,
        QuoteState.Sent => Stage.Sent,
        QuoteState.Draft or QuoteState.Priced or QuoteState.Submitted or QuoteState.Approved => Stage.Quoting,
        _ => lead.State == LeadState.Open ? Stage.Lead : Stage.Claimed,
    };

    private static ulong Periods(QuoteAsk ask)
    {
        ulong sum = 0;
        foreach (var part in ask.Lines.Where(l => l.Coretime is not null).SelectMany(l => l.Coretime.Ramp))
        {
            sum += (ulong)part.Cores * part.Periods;
        }

        return sum;
    }
}
