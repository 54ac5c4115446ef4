using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Insights.Data;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;

namespace CoretimeDesk.Insights.Told;

/// <summary>Listens to the parts of the desk that facts come from.</summary>
internal static class ToldHosting
{
    public const string Chain = "chainwatcher";
    public const string Quotes = "quoting";
    public const string Customers = "leads";
    public const string Grants = "creditgrants";
    public const string Commissions = "commissions";
    public const string People = "identity";

    /// <summary>The topics, in the order in which a rebuild reads their journals.</summary>
    public static IReadOnlyList<string> Topics { get; } = [People, Customers, Quotes, Grants, Commissions, Chain];

    /// <summary>Call it after <c>AddJournal</c> and <c>AddRevocations</c>.</summary>
    public static DeskServiceBuilder AddTold(this DeskServiceBuilder desk)
    {
        var told = desk.SubscriptionsOf<InsightsDb>();
        told.To(Customers, Ordering.AnyOrder)
            .Keep<AccountCreated>(Customers).Keep<AccountEdited>(Customers).Keep<SizeReviewClosed>(Customers)
            .Keep<LeadOpened>(Customers).Keep<LeadClaimed>(Customers).Keep<LeadAssigned>(Customers).Keep<LeadClosed>(Customers)
            .Keep<HandOverAccepted>(Customers).Keep<AssessmentWritten>(Customers)
            .Keep<RegistrationClaimed>(Customers).Keep<RegistrationApproved>(Customers).Keep<RegistrationMoved>(Customers).Keep<RegistrationEnded>(Customers)
            .Keep<AccountsMerged>(Customers).Keep<MergeUndone>(Customers);
        told.To(Quotes, Ordering.AnyOrder)
            .Keep<QuotePriced>(Quotes).Keep<QuoteApproved>(Quotes).Keep<QuoteSent>(Quotes).Keep<QuoteAccepted>(Quotes)
            .Keep<QuoteWithdrawn>(Quotes).Keep<QuoteExpired>(Quotes).Keep<QuoteSuperseded>(Quotes)
            .Keep<ApprovalAsked>(Quotes).Keep<ApprovalGiven>(Quotes).Keep<ApprovalDeclined>(Quotes)
            .Keep<PurchaseJudged>(Quotes);
        told.To(Grants, Ordering.AnyOrder)
            .Keep<GrantAwarded>(Grants).Keep<TrancheOpened>(Grants).Keep<GrantSpent>(Grants).Keep<GrantUsed>(Grants).Keep<GrantExhausted>(Grants).Keep<GrantEnded>(Grants);
        told.To(Commissions, Ordering.AnyOrder).Keep<QuotaGiven>(Commissions).Keep<BaseEarned>(Commissions).Keep<PayoutConfirmed>(Commissions);
        told.To(Chain, Ordering.AnyOrder).Keep<Purchased>(Chain).Keep<Renewed>(Chain).Keep<OnDemandOrderPlaced>(Chain);
        told.To(People, Ordering.AnyOrder).Keep<PersonCreated>(People).Keep<TeamsChanged>(People).Keep<TeamCreated>(People).Keep<TeamRenamed>(People);
        return desk;
    }

    private static Subscriptions<InsightsDb> Keep<T>(this Subscriptions<InsightsDb> told, string topic)
        where T : IMessage<T>, new() => told.Together<T, Observer>(topic);
}
