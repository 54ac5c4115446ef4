using System.Diagnostics;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Quoting;

/// <summary>
/// Steps of a quote in the journal. Each is one private message with everything, from which alone a quote is rebuilt; what others need to know is in public
/// messages beside it (<see cref="PublicMessages"/>).
/// </summary>
internal static class StepMessages
{
    public static QuoteStepped ToStep(this QuoteEvent happened, Guid quoteId) => happened switch
    {
        QuoteEvent.Drafted e => new() { Drafted = new() { Quote = Head(e.Quote), Ask = e.Quote.Newest.Ask.ToMessage() } },
        QuoteEvent.Edited e => new() { Edited = new() { Ask = e.Ask.ToMessage(), At = e.At.ToTimestamp() } },
        QuoteEvent.Priced e => new() { Priced = new() { Terms = e.Terms.ToMessage(), Customer = e.Customer.ToMessage(), At = e.At.ToTimestamp() } },
        QuoteEvent.Submitted e => new()
        {
            Submitted = new()
            {
                Judgement = e.Judgement.ToMessage(),
                Asked = { e.Asked.Select(a => a.ToMessage(quoteId)) },
                ById = e.By.Id.ToString(),
                ByName = e.By.Name,
                At = e.At.ToTimestamp(),
            },
        },
        QuoteEvent.Given e => new() { Given = new() { Approval = e.Approval.ToMessage(quoteId) } },
        QuoteEvent.Declined e => new() { Declined = new() { Approval = e.Approval.ToMessage(quoteId) } },
        QuoteEvent.Escalated e => new() { Escalated = new() { Approval = e.Approval.ToMessage(quoteId) } },
        QuoteEvent.Approved e => new() { Approved = new() { At = e.At.ToTimestamp(), Until = e.Until.ToTimestamp() } },
        QuoteEvent.Sent => throw new UnreachableException("the step of a sent quote is made with its approvals"),
        QuoteEvent.Revised e => new() { Revised = new() { Revision = (uint)e.Revision, Ask = e.Ask.ToMessage(), At = e.At.ToTimestamp() } },
        QuoteEvent.Superseded e => new() { Superseded = new() { Revision = (uint)e.Revision, ByRevision = (uint)e.By, At = e.At.ToTimestamp() } },
        QuoteEvent.Expired e => new() { Expired = new() { Revision = (uint)e.Revision, Clock = (V1.ValidityClock)e.Clock, At = e.At.ToTimestamp() } },
        QuoteEvent.Withdrawn e => new() { Withdrawn = new() { Revision = (uint)e.Revision, Reason = e.Reason, At = e.At.ToTimestamp() } },
        QuoteEvent.Accepted e => new() { Accepted = new() { Revision = (uint)e.Revision, At = e.At.ToTimestamp() } },
        QuoteEvent.Won e => new() { Won = new() { Revision = (uint)e.Revision, At = e.At.ToTimestamp() } },
        QuoteEvent.WinReversed e => new() { WinReversed = new() { Revision = (uint)e.Revision, State = (V1.QuoteState)e.State, EndedAt = e.EndedAt?.ToTimestamp(), At = e.At.ToTimestamp() } },
        _ => throw new UnreachableException(),
    };

    /// <param name="happened">It was sent.</param>
    /// <param name="revision">The revision, with its approvals.</param>
    public static QuoteStepped ToStep(this QuoteEvent.Sent happened, Quotes.QuoteRevision revision) =>
        new() { Sent = new() { Snapshot = happened.Snapshot.ToMessage(revision.Approvals) } };

    public static QuoteEvent ToDomain(this QuoteStepped step) => step.StepCase switch
    {
        QuoteStepped.StepOneofCase.Drafted => new QuoteEvent.Drafted(Begun(step.Drafted)),
        QuoteStepped.StepOneofCase.Edited => new QuoteEvent.Edited(step.Edited.Ask.ToDomain(), step.Edited.At.ToDateTimeOffset()),
        QuoteStepped.StepOneofCase.Priced => new QuoteEvent.Priced(step.Priced.Terms.ToDomain(), step.Priced.Customer.ToDomain(), step.Priced.At.ToDateTimeOffset()),
        QuoteStepped.StepOneofCase.Submitted => new QuoteEvent.Submitted(
            step.Submitted.Judgement.ToDomain(),
            [.. step.Submitted.Asked.Select(a => a.ToDomain())],
            new(Guid.Parse(step.Submitted.ById), step.Submitted.ByName),
            step.Submitted.At.ToDateTimeOffset()),
        QuoteStepped.StepOneofCase.Given => new QuoteEvent.Given(step.Given.Approval.ToDomain()),
        QuoteStepped.StepOneofCase.Declined => new QuoteEvent.Declined(step.Declined.Approval.ToDomain()),
        QuoteStepped.StepOneofCase.Escalated => new QuoteEvent.Escalated(step.Escalated.Approval.ToDomain()),
        QuoteStepped.StepOneofCase.Approved => new QuoteEvent.Approved(step.Approved.At.ToDateTimeOffset(), step.Approved.Until.ToDateTimeOffset()),
        QuoteStepped.StepOneofCase.Sent => new QuoteEvent.Sent(step.Sent.Snapshot.ToDomain()),
        QuoteStepped.StepOneofCase.Revised => new QuoteEvent.Revised((int)step.Revised.Revision, step.Revised.Ask.ToDomain(), step.Revised.At.ToDateTimeOffset()),
        QuoteStepped.StepOneofCase.Superseded => new QuoteEvent.Superseded((int)step.Superseded.Revision, (int)step.Superseded.ByRevision, step.Superseded.At.ToDateTimeOffset()),
        QuoteStepped.StepOneofCase.Expired => new QuoteEvent.Expired((int)step.Expired.Revision, (Quotes.ValidityClock)step.Expired.Clock, step.Expired.At.ToDateTimeOffset()),
        QuoteStepped.StepOneofCase.Withdrawn => new QuoteEvent.Withdrawn((int)step.Withdrawn.Revision, step.Withdrawn.Reason, step.Withdrawn.At.ToDateTimeOffset()),
        QuoteStepped.StepOneofCase.Accepted => new QuoteEvent.Accepted((int)step.Accepted.Revision, step.Accepted.At.ToDateTimeOffset()),
        QuoteStepped.StepOneofCase.Won => new QuoteEvent.Won((int)step.Won.Revision, step.Won.At.ToDateTimeOffset()),
        QuoteStepped.StepOneofCase.WinReversed => new QuoteEvent.WinReversed(
            (int)step.WinReversed.Revision, (Quotes.QuoteState)step.WinReversed.State, step.WinReversed.EndedAt?.ToDateTimeOffset(), step.WinReversed.At.ToDateTimeOffset()),
        _ => throw new UnreachableException(),
    };

    private static V1.Quote Head(Quotes.Quote quote)
    {
        var head = quote.ToMessage(version: 0);
        head.Revisions.Clear();
        return head;
    }

    private static Quotes.Quote Begun(QuoteStepped.Types.Drafted drafted)
    {
        var quote = drafted.Quote.ToDomain();
        return quote with { Revisions = [new() { Number = 1, Ask = drafted.Ask.ToDomain(), CreatedAt = quote.CreatedAt }] };
    }
}
