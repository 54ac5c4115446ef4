using CoretimeDesk.Quoting.Approvals;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>
/// What happened to a quote. <c>At</c> is the instant from which it holds: of what a clock causes, the instant that was due, however late somebody looked.
/// Events without a revision are of the newest.
/// </summary>
public abstract record QuoteEvent
{
    /// <summary>It was begun.</summary>
    public sealed record Drafted(Quote Quote) : QuoteEvent;

    /// <summary>It asks for something else.</summary>
    public sealed record Edited(QuoteAsk Ask, DateTimeOffset At) : QuoteEvent;

    /// <summary>It has terms.</summary>
    public sealed record Priced(QuoteTerms Terms, QuoteCustomer Customer, DateTimeOffset At) : QuoteEvent;

    /// <summary>The rules have judged its terms.</summary>
    /// <param name="Judgement">What they said; never a refusal.</param>
    /// <param name="Asked">Who must decide; of those who have agreed to as much before, the answer.</param>
    /// <param name="By">Who submitted it.</param>
    /// <param name="At">When.</param>
    public sealed record Submitted(Judgement Judgement, IReadOnlyList<Approval> Asked, Person By, DateTimeOffset At) : QuoteEvent;

    /// <summary>Somebody said yes.</summary>
    public sealed record Given(Approval Approval) : QuoteEvent;

    /// <summary>Somebody said no: a draft again.</summary>
    public sealed record Declined(Approval Approval) : QuoteEvent;

    /// <summary>Nobody decided in time.</summary>
    public sealed record Escalated(Approval Approval) : QuoteEvent;

    /// <summary>It may be sent.</summary>
    public sealed record Approved(DateTimeOffset At, DateTimeOffset Until) : QuoteEvent;

    /// <summary>It is with the customer.</summary>
    public sealed record Sent(QuoteSnapshot Snapshot) : QuoteEvent;

    /// <summary>The next revision was begun.</summary>
    public sealed record Revised(int Revision, QuoteAsk Ask, DateTimeOffset At) : QuoteEvent;

    /// <summary>A later revision was sent.</summary>
    public sealed record Superseded(int Revision, int By, DateTimeOffset At) : QuoteEvent;

    /// <summary>One of its clocks has run out.</summary>
    public sealed record Expired(int Revision, ValidityClock Clock, DateTimeOffset At) : QuoteEvent;

    /// <summary>It was taken back.</summary>
    public sealed record Withdrawn(int Revision, string Reason, DateTimeOffset At) : QuoteEvent;

    /// <summary>The customer agrees.</summary>
    public sealed record Accepted(int Revision, DateTimeOffset At) : QuoteEvent;

    /// <summary>A finalised purchase was matched to it. What ended it in the meantime does not matter, where the block was made before: it was bought in time, and known late.</summary>
    public sealed record Won(int Revision, DateTimeOffset At) : QuoteEvent;

    /// <summary>The match that had won it was wrong.</summary>
    /// <param name="Revision">Which revision.</param>
    /// <param name="State">Where it stands without it.</param>
    /// <param name="EndedAt">When it had ended before; null when it had not.</param>
    /// <param name="At">When the match was taken back.</param>
    public sealed record WinReversed(int Revision, QuoteState State, DateTimeOffset? EndedAt, DateTimeOffset At) : QuoteEvent;
}
