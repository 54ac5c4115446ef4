using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;

namespace CoretimeDesk.Insights.Told;

/// <summary>Of what an event tells: the facts that follow from it follow from all that was told of the same subject, and of nothing else.</summary>
internal static class Subjects
{
    private static readonly Dictionary<string, Func<IMessage, (string Subject, string? Also)>> Kept = new(StringComparer.Ordinal);

    static Subjects()
    {
        Keep<PersonCreated>(m => $"person/{m.PersonId}");
        Keep<TeamsChanged>(m => $"person/{m.PersonId}");
        Keep<TeamCreated>(m => $"team/{m.TeamId}");
        Keep<TeamRenamed>(m => $"team/{m.TeamId}");
        Keep<AccountCreated>(m => Account(m.AccountId));
        Keep<AccountEdited>(m => Account(m.AccountId));
        Keep<SizeReviewClosed>(m => Account(m.AccountId));
        Keep<LeadOpened>(m => Account(m.AccountId));
        Keep<LeadClaimed>(m => Account(m.AccountId));
        Keep<LeadAssigned>(m => Account(m.AccountId));
        Keep<LeadClosed>(m => Account(m.AccountId));
        Keep<HandOverAccepted>(m => Account(m.AccountId));
        Keep<AssessmentWritten>(m => Account(m.AccountId));
        Keep<RegistrationClaimed>(m => Account(m.AccountId));
        Keep<RegistrationApproved>(m => Account(m.AccountId));
        Keep<RegistrationMoved>(m => Account(m.AccountId));
        Keep<RegistrationEnded>(m => Account(m.AccountId));
        Keep<AccountsMerged>(m => Account(m.AccountId));
        Keep<MergeUndone>(m => Account(m.AccountId));
        Keep<QuotePriced>(m => Quote(m.QuoteId));
        Keep<QuoteApproved>(m => Quote(m.QuoteId));
        Keep<QuoteSent>(m => Quote(m.QuoteId));
        Keep<QuoteAccepted>(m => Quote(m.QuoteId));
        Keep<QuoteWithdrawn>(m => Quote(m.QuoteId));
        Keep<QuoteExpired>(m => Quote(m.QuoteId));
        Keep<QuoteSuperseded>(m => Quote(m.QuoteId));
        Keep<ApprovalAsked>(m => Quote(m.QuoteId));
        Keep<ApprovalGiven>(m => Quote(m.QuoteId));
        Keep<ApprovalDeclined>(m => Quote(m.QuoteId));
        Keep<PurchaseJudged>(m => Paid(m.FactId));
        Keep<Purchased>(m => Paid(m.Origin.FactId));
        Keep<Renewed>(m => Paid(m.Origin.FactId));
        Keep<OnDemandOrderPlaced>(m => Paid(m.Origin.FactId));
        Keep<QuotaGiven>(m => $"quota/{m.PersonId}");
        Keep<BaseEarned>(m => $"earned/{m.Token}/{m.PersonId}/{m.Month}");
        Keep<PayoutConfirmed>(m => $"payout/{m.Token}/{m.Tag}");
        Keep<GrantAwarded>(m => Grant(m.GrantId));
        Keep<TrancheOpened>(m => Grant(m.GrantId));
        Keep<GrantExhausted>(m => Grant(m.GrantId));
        Keep<GrantEnded>(m => Grant(m.GrantId));
        Keep<GrantSpent>(m => Grant(m.GrantId), m => m.Fact is { } fact ? Paid(fact.FactId) : null);
        Keep<GrantUsed>(m => Grant(m.GrantId), m => m.Fact is { } fact ? Paid(fact.FactId) : null);
    }

    /// <summary>The event types that facts follow from.</summary>
    public static IReadOnlyCollection<string> Messages => Kept.Keys;

    /// <summary>Facts follow from events of this type: others need not be parsed.</summary>
    public static bool IsKept(EventType type) => Kept.ContainsKey(type.Message.FullName);

    /// <summary>The subject, and what else it is about.</summary>
    public static (string Subject, string? Also) Of(IMessage message) => Kept[message.Descriptor.FullName](message);

    /// <summary>A customer: what metrics call a lead.</summary>
    private static string Account(string id) => $"account/{id}";

    private static string Quote(string id) => $"quote/{id}";

    /// <summary>A finalised event that paid for something.</summary>
    private static string Paid(string id) => $"paid/{id}";

    private static string Grant(string id) => $"grant/{id}";

    private static void Keep<T>(Func<T, string> subject, Func<T, string?>? also = null)
        where T : IMessage<T>, new() => Kept.Add(new T().Descriptor.FullName, m => (subject((T)m), also?.Invoke((T)m)));
}
