using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Quotes;

namespace CoretimeDesk.Web.Desk.Approvals;

/// <summary>A request with all that a decision needs: the whole quote, what has changed, and how far who asked and who decides may go.</summary>
public sealed record ApprovalView(InboxItem Item, Quote Quote, ApprovalDiff Diff, ConcessionScale? Scale, IReadOnlyList<string> Codes)
{
    public QuoteRevision Newest => Quote.Revisions[^1];

    /// <summary>What is asked for.</summary>
    public QuoteTerms? Terms => Newest.Terms;

    public static async Task<ApprovalView> ReadAsync(IDeskCalls calls, Peers peers, InboxItem item, int? against, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(peers);
        ArgumentNullException.ThrowIfNull(item);
        var quote = (await calls.ReadAsync(peers.Quotes.GetQuoteAsync, new GetQuoteRequest { QuoteId = item.Quote.QuoteId }, stop)).Quote;
        var newest = quote.Revisions[^1];
        var codes = newest.Judgement is { NeedsReason: true } judged ? await ReasonCodes.OfAsync(calls, peers, judged.RuleVersion, stop) : [];
        return new(item, quote, ApprovalDiff.Of(quote, item.Approval, against), await ScaleAsync(calls, peers, newest, stop), codes);
    }

    // Beside the decision, and no condition of it: without the ladder there is still the diff.
    private static async Task<ConcessionScale?> ScaleAsync(IDeskCalls calls, Peers peers, QuoteRevision newest, CancellationToken stop)
    {
        if (newest is not { Terms: { Total: not null } terms, Judgement: { } judgement })
        {
            return null;
        }

        try
        {
            return new(terms, await calls.ReadAsync(peers.Rules.ExplainConcessionAsync, Offer.Question(terms, judgement), stop));
        }
        catch (CallException)
        {
            return null;
        }
    }
}
