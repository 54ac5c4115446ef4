using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>Lets the service hear what finalised blocks say.</summary>
public static class ChainFactsHosting
{
    private const string Topic = "chainwatcher";

    /// <summary>Call it after <c>AddActivities</c>.</summary>
    public static DeskServiceBuilder AddChainFacts(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<SaleBook>();
        desk.Services.AddSingleton<UnknownBuyers>();
        desk.Services.AddSingleton<UseDrops>();
        desk.SubscriptionsOf<LeadsDb>().To(Topic, Ordering.AnyOrder)
            .On<Purchased, PurchaseHandlers>(Topic)
            .On<CreditPurchased, PurchaseHandlers>(Topic)
            .On<OnDemandOrderPlaced, OnDemandHandlers>(Topic)
            .On<SaleInitialized, RenewalHandlers>(Topic)
            .On<Renewable, RenewalHandlers>(Topic)
            .On<Renewed, RenewalHandlers>(Topic)
            .On<AutoRenewalFailed, RenewalHandlers>(Topic)
            .On<PotentialRenewalDropped, RenewalHandlers>(Topic)
            .On<PotentialRenewalRemoved, RenewalHandlers>(Topic)
            .On<Assigned, AssignmentHandlers>(Topic);
        return desk;
    }
}
