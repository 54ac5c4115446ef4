using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Quoting;

/// <summary>What others are told of a quote's step, on topic "quoting".</summary>
internal static class PublicMessages
{
    /// <param name="happened">The step.</param>
    /// <param name="quote">The quote after it.</param>
    public static IEnumerable<IMessage> Of(QuoteEvent happened, Quotes.Quote quote)
    {
        var (id, account, revision) = (quote.Id.ToString(), quote.Customer.AccountId.ToString(), (uint)quote.Newest.Number);
        switch (happened)
        {
            case QuoteEvent.Drafted e:
                yield return new QuoteDrafted
                {
                    QuoteId = id,
                    Number = quote.Number,
                    AccountId = account,
                    LeadId = LeadOf(quote),
                    OwnerId = quote.Owner.Id.ToString(),
                    OwnerName = quote.Owner.Name,
                    DraftedAt = e.Quote.CreatedAt.ToTimestamp(),
                };
                break;
            case QuoteEvent.Priced e:
                yield return new QuotePriced
                {
                    QuoteId = id,
                    Revision = revision,
                    AccountId = account,
                    TermsSha256 = quote.Newest.TermsSha256,
                    ListPlanck = e.Terms.Total.List.ToText(),
                    ConcessionPlanck = e.Terms.Total.Concession.ToText(),
                    Token = e.Terms.Price.Token.Symbol,
                    PricedAt = e.At.ToTimestamp(),
                };
                break;
            case QuoteEvent.Submitted e:
                yield return new QuoteSubmitted
                {
                    QuoteId = id,
                    Revision = revision,
                    AccountId = account,
                    TermsSha256 = quote.Newest.TermsSha256,
                    Verdict = e.Judgement.Verdict.ToMessage(),
                    Step = (uint)(e.Judgement.Step ?? 0),
                    RuleVersion = (uint)e.Judgement.RuleVersion,
                    RuleHash = e.Judgement.RuleHash,
                    SubmittedAt = e.At.ToTimestamp(),
                };
                foreach (var asked in e.Asked)
                {
                    yield return new ApprovalAsked
                    {
                        QuoteId = id,
                        Revision = revision,
                        ApprovalId = asked.Id.ToString(),
                        Role = asked.Role,
                        TermsSha256 = asked.TermsSha256,
                        AskedAt = asked.AskedAt.ToTimestamp(),
                        DueAt = asked.DueAt.ToTimestamp(),
                        TeamIds = { quote.TeamIds.Select(t => t.ToString()) },
                    };
                    if (asked.State == Approvals.ApprovalState.Given)
                    {
                        // Carried over from an earlier round: it is an approval of these terms too, and has its place in the journal.
                        yield return Given(asked, id, revision);
                    }
                }

                break;
            case QuoteEvent.Given e:
                yield return Given(e.Approval, id, revision);
                break;
            case QuoteEvent.Declined e:
                yield return Declined(e.Approval, id, revision);
                break;
            case QuoteEvent.Escalated e:
                yield return new ApprovalEscalated
                {
                    QuoteId = id,
                    Revision = revision,
                    ApprovalId = e.Approval.Id.ToString(),
                    Roles = { e.Approval.EscalatedTo },
                    EscalatedAt = e.Approval.EscalatedAt!.Value.ToTimestamp(),
                    DueAt = e.Approval.DueAt.ToTimestamp(),
                };
                break;
            case QuoteEvent.Approved e:
                yield return new QuoteApproved
                {
                    QuoteId = id,
                    Revision = revision,
                    AccountId = account,
                    TermsSha256 = quote.Newest.TermsSha256,
                    Automatic = quote.Newest.Judgement!.Approvers.Count == 0,
                    ApprovedAt = e.At.ToTimestamp(),
                    ValidUntil = e.Until.ToTimestamp(),
                };
                break;
            case QuoteEvent.Sent e:
                yield return Sent(e.Snapshot, quote);
                break;
            case QuoteEvent.Revised e:
                yield return new QuoteRevised { QuoteId = id, Revision = (uint)e.Revision, AccountId = account, RevisedAt = e.At.ToTimestamp() };
                break;
            case QuoteEvent.Superseded e:
                yield return new QuoteSuperseded { QuoteId = id, Revision = (uint)e.Revision, AccountId = account, ByRevision = (uint)e.By, SupersededAt = e.At.ToTimestamp() };
                break;
            case QuoteEvent.Expired e:
                yield return new QuoteExpired { QuoteId = id, Revision = (uint)e.Revision, AccountId = account, Number = quote.Number, Clock = (V1.ValidityClock)e.Clock, ExpiredAt = e.At.ToTimestamp() };
                break;
            case QuoteEvent.Withdrawn e:
                yield return new QuoteWithdrawn { QuoteId = id, Revision = (uint)e.Revision, AccountId = account, Number = quote.Number, WithdrawnAt = e.At.ToTimestamp() };
                break;
        }
    }

    private static string LeadOf(Quotes.Quote quote) => quote.Customer.LeadId?.ToString() ?? "";

    // The row of this event is in the customer's quote file: it says who and when, and not for what reason. That stands in the private step beside it.
    private static ApprovalGiven Given(Approvals.Approval approval, string quoteId, uint revision) => new()
    {
        QuoteId = quoteId,
        Revision = revision,
        ApprovalId = approval.Id.ToString(),
        Role = approval.Role,
        TermsSha256 = approval.TermsSha256,
        ById = approval.Decision!.By.Id.ToString(),
        ByName = approval.Decision.By.Name,
        ForId = approval.Decision.For?.Id.ToString() ?? "",
        ForName = approval.Decision.For?.Name ?? "",
        CarriedFromSha256 = approval.Decision.CarriedFrom ?? "",
        GivenAt = approval.Decision.At.ToTimestamp(),
        AskedAt = approval.AskedAt.ToTimestamp(),
    };

    private static ApprovalDeclined Declined(Approvals.Approval approval, string quoteId, uint revision) => new()
    {
        QuoteId = quoteId,
        Revision = revision,
        ApprovalId = approval.Id.ToString(),
        Role = approval.Role,
        ById = approval.Decision!.By.Id.ToString(),
        ByName = approval.Decision.By.Name,
        ForId = approval.Decision.For?.Id.ToString() ?? "",
        ForName = approval.Decision.For?.Name ?? "",
        DeclinedAt = approval.Decision.At.ToTimestamp(),
        AskedAt = approval.AskedAt.ToTimestamp(),
    };

    // The row of this event is in the customer's quote file, too.
    private static QuoteSent Sent(Quotes.QuoteSnapshot sent, Quotes.Quote quote) => new()
    {
        QuoteId = quote.Id.ToString(),
        Revision = (uint)sent.Revision,
        Number = quote.Number,
        AccountId = quote.Customer.AccountId.ToString(),
        LeadId = LeadOf(quote),
        OwnerId = quote.Owner.Id.ToString(),
        OwnerName = quote.Owner.Name,
        QuoteSha256 = sent.Sha256,
        TermsSha256 = sent.TermsSha256,
        ListPlanck = sent.Terms.Total.List.ToText(),
        ConcessionPlanck = sent.Terms.Total.Concession.ToText(),
        Token = sent.Terms.Price.Token.Symbol,
        CorePeriods = sent.Terms.Ask.CorePeriods,
        SentAt = sent.SentAt.ToTimestamp(),
        ValidUntil = sent.ValidUntil.ToTimestamp(),
        Clock = (V1.ValidityClock)sent.Clock,
    };
}
