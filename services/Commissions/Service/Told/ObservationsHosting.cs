using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Commissions.Told;

/// <summary>Listens to the parts of the desk that commissions follow from.</summary>
public static class ObservationsHosting
{
    private const string Chain = "chainwatcher";
    private const string Quotes = "quoting";
    private const string Customers = "leads";
    private const string People = "identity";

    /// <summary>Call it after <c>AddJournal</c> and <c>AddRevocations</c>.</summary>
    public static DeskServiceBuilder AddObservations(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<ObservationCache>();
        var told = desk.SubscriptionsOf<CommissionsDb>();
        told.To(Quotes, Ordering.AnyOrder).Keep<QuoteAccepted>(Quotes).Keep<QuoteWinReversed>(Quotes).Keep<PurchaseJudged>(Quotes);
        told.To(Customers, Ordering.AnyOrder)
            .Keep<RegistrationApproved>(Customers)
            .Keep<LeadOpened>(Customers)
            .Keep<AssessmentWritten>(Customers)
            .Keep<AssessmentWithdrawn>(Customers)
            .Keep<HandOverAccepted>(Customers)
            .Keep<AccountKeyAdded>(Customers)
            .Keep<AccountKeyRemoved>(Customers)
            .Keep<ChainAccountNoted>(Customers)
            .Keep<ChainAccountRemoved>(Customers)
            .Keep<AccountsMerged>(Customers)
            .Keep<MergeUndone>(Customers);
        told.To(People, Ordering.AnyOrder)
            .Keep<PersonAccountAdded>(People)
            .Keep<PersonAccountRemoved>(People)
            .On<PersonCreated, PeopleHandlers>(People)
            .On<TeamsChanged, PeopleHandlers>(People);
        told.To(Chain, Ordering.AnyOrder)
            .Keep<Purchased>(Chain)
            .Keep<Renewed>(Chain)
            .Keep<Assigned>(Chain)
            .Keep<AssignmentRemoved>(Chain)
            .Keep<Transferred>(Chain)
            .Keep<Leased>(Chain);
        return desk;
    }

    /// <summary>Keeps events of a type as they are told.</summary>
    internal static Subscriptions<CommissionsDb> Keep<T>(this Subscriptions<CommissionsDb> told, string topic)
        where T : IMessage<T>, new() => told.InCompany<T, Observer<T>>(topic);
}
