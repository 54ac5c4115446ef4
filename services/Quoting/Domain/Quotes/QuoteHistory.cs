using System.Diagnostics;
using CoretimeDesk.Quoting.Approvals;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What a quote is after what happened. An event that cannot follow is a bug, and says so.</summary>
public static class QuoteHistory
{
    /// <summary>The quote after an event, or after its first when <paramref name="quote"/> is null.</summary>
    public static Quote Evolve(Quote? quote, QuoteEvent happened) => (quote, happened) switch
    {
        (null, QuoteEvent.Drafted e) => e.Quote,
        ({ Newest.State: var s }, QuoteEvent.Edited e) when s.IsUnsent() => quote.With(quote.Newest.Number, r => Unpriced(r) with { Ask = e.Ask, EndReason = "" }),
        ({ Newest.State: var s }, QuoteEvent.Priced e) when s.IsUnsent() => (quote with { Customer = e.Customer }).With(quote.Newest.Number, r => Unpriced(r) with
        {
            State = QuoteState.Priced,
            Terms = e.Terms,
            TermsSha256 = TermsDigest.Of(e.Terms),
            PricedAt = e.At,
            EndReason = "",
        }),
        ({ Newest.State: QuoteState.Priced or QuoteState.Submitted or QuoteState.Approved }, QuoteEvent.Submitted e) => quote.With(quote.Newest.Number, r => Voided(r) with
        {
            State = QuoteState.Submitted,
            Judgement = e.Judgement,
            SubmittedBy = e.By,
            Approvals = [.. Voided(r).Approvals, .. e.Asked],
            ApprovedUntil = null,
        }),
        ({ Newest.State: QuoteState.Submitted }, QuoteEvent.Given e) => Replace(quote, e.Approval),
        ({ Newest.State: QuoteState.Submitted }, QuoteEvent.Escalated e) => Replace(quote, e.Approval),
        ({ Newest.State: QuoteState.Submitted }, QuoteEvent.Declined e) => Replace(quote, e.Approval).With(quote.Newest.Number, r => Unpriced(r) with { EndReason = e.Approval.Decision!.Note }),
        ({ Newest.State: QuoteState.Submitted }, QuoteEvent.Approved e) => quote.With(quote.Newest.Number, r => r with { State = QuoteState.Approved, ApprovedUntil = e.Until }),
        ({ Newest.State: QuoteState.Approved }, QuoteEvent.Sent e) when e.Snapshot.Revision == quote.Newest.Number => quote.With(quote.Newest.Number, r => r with { State = QuoteState.Sent, Snapshot = e.Snapshot }),
        (not null, QuoteEvent.Revised e) when !quote.Newest.State.IsUnsent() && e.Revision == quote.Newest.Number + 1 =>
            quote with { Revisions = [.. quote.Revisions, new() { Number = e.Revision, Ask = e.Ask, CreatedAt = e.At }] },
        (not null, QuoteEvent.Superseded e) when StateOf(quote, e.Revision) == QuoteState.Sent => End(quote, e.Revision, QuoteState.Superseded, e.At, $"Revision {e.By} was sent."),
        (not null, QuoteEvent.Expired e) when StateOf(quote, e.Revision) == QuoteState.Sent => End(quote, e.Revision, QuoteState.Expired, e.At, WordsOf(e.Clock)),
        (not null, QuoteEvent.Withdrawn e) when StateOf(quote, e.Revision) is { } s && (s.IsUnsent() || s == QuoteState.Sent) =>
            End(quote, e.Revision, QuoteState.Withdrawn, e.At, e.Reason).With(e.Revision, Voided),
        (not null, QuoteEvent.Accepted e) when StateOf(quote, e.Revision) == QuoteState.Sent => quote.With(e.Revision, r => r with { State = QuoteState.Accepted }),
        (not null, QuoteEvent.Won e) when StateOf(quote, e.Revision) is { } s && (s.IsOut() || s is QuoteState.Expired or QuoteState.Superseded or QuoteState.Withdrawn) && quote.Revisions.First(r => r.Number == e.Revision).Snapshot is not null =>
            End(quote, e.Revision, QuoteState.Won, e.At, ""),
        (not null, QuoteEvent.WinReversed e) when StateOf(quote, e.Revision) == QuoteState.Won && (e.State.IsOut() || e.State is QuoteState.Superseded or QuoteState.Withdrawn) =>
            quote.With(e.Revision, r => r with { State = e.State, EndedAt = e.EndedAt, EndReason = e.EndedAt is null ? "" : "It had ended before the match that was taken back." }),
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow {quote?.Newest.State.ToString() ?? "nothing"}"),
    };

    private static QuoteState? StateOf(Quote quote, int revision) => quote.Revisions.FirstOrDefault(r => r.Number == revision)?.State;

    private static Quote Replace(Quote quote, Approval approval) =>
        quote.With(quote.Newest.Number, r => r with { Approvals = [.. r.Approvals.Select(a => a.Id == approval.Id ? approval : a)] });

    /// <summary>No round goes on: what was asked or given before is for the record.</summary>
    private static QuoteRevision Voided(QuoteRevision revision) => revision with
    {
        Approvals = [.. revision.Approvals.Select(a => a.State is ApprovalState.Asked or ApprovalState.Given ? a with { State = ApprovalState.Void } : a)],
    };

    private static QuoteRevision Unpriced(QuoteRevision revision) => Voided(revision) with
    {
        State = QuoteState.Draft,
        Terms = null,
        TermsSha256 = null,
        PricedAt = null,
        Judgement = null,
        SubmittedBy = null,
        ApprovedUntil = null,
    };

    private static Quote End(Quote quote, int revision, QuoteState state, DateTimeOffset at, string reason) =>
        quote.With(revision, r => r with { State = state, EndedAt = at, EndReason = reason });

    private static string WordsOf(ValidityClock clock) => clock switch
    {
        ValidityClock.Calendar => "Its days were over.",
        ValidityClock.SalePhase => "The sale phase that it was priced in ended.",
        ValidityClock.RuleVersion => "The rule version that judged it ended.",
        _ => throw new UnreachableException(),
    };
}
