using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Sale;

namespace CoretimeDesk.Web.Desk.Quotes;

/// <summary>A sale and how its price falls.</summary>
public sealed record SaleNow(CoretimeDesk.ChainWatcher.V1.Market Market, IReadOnlyList<CurvePoint> Points);

/// <summary>Terms as the quoting service would make them now, what it says of them, and how far concessions reach.</summary>
public sealed record Offer(QuoteAsk Ask, QuoteTerms Terms, Judgement Judgement, CommissionEstimate? Commission, ConcessionScale Scale, IReadOnlyList<string> ReasonCodes)
{
    /// <summary>Asks for it. Nothing is saved.</summary>
    public static async Task<Offer> AskAsync(IDeskCalls calls, Peers peers, QuoteCustomer customer, QuoteAsk ask, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(peers);
        ArgumentNullException.ThrowIfNull(customer);
        var preview = await calls.ReadAsync(peers.Quotes.PreviewQuoteAsync, new PreviewQuoteRequest { AccountId = customer.AccountId, LeadId = customer.LeadId, Ask = ask }, stop);
        var rules = calls.ReadAsync(peers.Rules.ExplainConcessionAsync, Question(preview.Terms, preview.Judgement), stop);
        var codes = Quotes.ReasonCodes.OfAsync(calls, peers, preview.Judgement.RuleVersion, stop);
        return new(ask, preview.Terms, preview.Judgement, preview.Commission, new(preview.Terms, await rules), await codes);
    }

    /// <summary>How far concessions of these terms reach, as whom they were judged and by the version that judged them.</summary>
    public static ExplainConcessionRequest Question(QuoteTerms terms, Judgement judgement)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(judgement);
        var question = new ExplainConcessionRequest
        {
            Segment = terms.Segment,
            Role = judgement.Role,
            ListPlanck = terms.Total.ListPlanck,
            CommissionBp = terms.CommissionBp,
            OverlayBp = terms.OverlayBp,
            PhaseEndsAt = terms.Price.PhaseEndsAt,
            Version = judgement.RuleVersion,
            Token = terms.Price.Token,
        };
        if (judgement.Tier.Length > 0)
        {
            question.Tier = judgement.Tier;
        }
        else
        {
            question.AnnualCorePeriods = terms.AnnualCorePeriods;
        }

        return question;
    }
}
