using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.Acceptance;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Grpc;
using CoretimeDesk.Quoting.Peers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>Adds acceptance and matching: what customers say, and what the chain says.</summary>
public static class MatchingHosting
{
    private const string Chain = "chainwatcher";
    private const string Customers = "leads";

    /// <summary>Call it after <c>AddPeers</c> and <c>AddQuotes</c>.</summary>
    public static DeskServiceBuilder AddMatching(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<MatchBook>();
        desk.Services.AddSingleton<OrderBook>();
        desk.Services.AddSingleton<SponsorAccounts>();
        desk.Services.AddSingleton<QuoteOutcomes>();
        desk.Services.AddSingleton<MatchDesk>();
        desk.Services.AddSingleton<AcceptanceDesk>();
        desk.Services.TryAddSingleton<ICalls, CallsPeer>();
        desk.SubscriptionsOf<QuotingDb>().To(Chain, Ordering.AnyOrder)
            .On<Purchased, FactHandlers>(Chain)
            .On<Renewed, FactHandlers>(Chain)
            .On<OnDemandOrderPlaced, FactHandlers>(Chain)
            .On<Remarked, FactHandlers>(Chain)
            .On<Assigned, FactHandlers>(Chain)
            .On<AssignmentRemoved, FactHandlers>(Chain);
        desk.SubscriptionsOf<QuotingDb>().To(Customers, Ordering.AnyOrder)
            .InCompany<ChainAccountNoted, CustomerHandlers>(Customers)
            .InCompany<ChainAccountRemoved, CustomerHandlers>(Customers)
            .InCompany<AccountKeyAdded, CustomerHandlers>(Customers)
            .InCompany<AccountKeyRemoved, CustomerHandlers>(Customers)
            .On<AccountsMerged, CustomerHandlers>(Customers)
            .On<MergeUndone, CustomerHandlers>(Customers);
        desk.AddGrpcService<AcceptanceGrpcService>();
        desk.AddGrpcService<MatchingGrpcService>();
        return desk;
    }
}
