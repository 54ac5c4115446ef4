using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.Data;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What somebody is shown of a quote.</summary>
internal static class QuoteSight
{
    /// <summary>The quote as of now, as much of it as the viewer may see; null when that is nothing.</summary>
    public static V1.Quote? Of(QuoteRow row, Actor viewer, IReadOnlyList<Delegation> delegations, DateTimeOffset now)
    {
        var sight = QuoteAccess.SightOf(row, viewer, delegations);
        if (sight == Sight.None)
        {
            return null;
        }

        var quote = QuoteDue.By(now, QuoteBook.Read(row)).Aggregate(QuoteBook.Read(row), QuoteHistory.Evolve).ToMessage(row.Version);
        return sight == Sight.Whole ? quote : Technical(quote);
    }

    /// <summary>For lists.</summary>
    public static V1.Quote NewestOnly(V1.Quote quote)
    {
        var newest = quote.Revisions[^1];
        quote.Revisions.Clear();
        quote.Revisions.Add(newest);
        return quote;
    }

    /// <summary>Cores, periods, regions, dates and the assessment; no amount, no concession, no word of the approval.</summary>
    private static V1.Quote Technical(V1.Quote quote)
    {
        quote.TechnicalOnly = true;
        foreach (var revision in quote.Revisions)
        {
            Hide(revision.Ask);
            (revision.Judgement, revision.Snapshot, revision.EndReason) = (null, null, "");
            revision.Approvals.Clear();
            if (revision.Terms is { } terms)
            {
                Hide(terms.Ask);
                terms.LineAmounts.Clear();
                (terms.Total, terms.PlanId, terms.CommissionBp, terms.OverlayBp, terms.InternalSalt, terms.InternalSha256) = (null, "", 0, 0, "", "");
                (terms.Price.ListNowPlanck, terms.Price.LimitPlanck) = ("", "");
                foreach (var period in terms.Price.Periods)
                {
                    (period.MinPlanck, period.ExpectedPlanck, period.MaxPlanck) = ("", "", "");
                }
            }
        }

        return quote;
    }

    private static void Hide(V1.QuoteAsk ask)
    {
        (ask.ReasonCode, ask.ReasonNote) = ("", "");
        foreach (var line in ask.Lines)
        {
            if (line.Coretime is { } coretime)
            {
                coretime.Sponsored.Clear();
                (coretime.RebatePlanck, coretime.WaivedPlanck, coretime.WaivedServices) = ("", "", "");
            }

            if (line.OnDemand is { } onDemand)
            {
                (onDemand.BudgetPlanck, onDemand.SponsoredPlanck, onDemand.RebatePlanck, onDemand.WaivedPlanck, onDemand.WaivedServices) = ("", "", "", "", "");
            }
        }
    }
}
