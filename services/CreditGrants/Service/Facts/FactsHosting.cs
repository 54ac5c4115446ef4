using System.Globalization;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Grpc;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>Adds what finalised facts do to budgets, the clocks, and the books for people to look at.</summary>
public static class FactsHosting
{
    private const string Chain = "chainwatcher";
    private const double SweepSecondsUsual = 15;
    private const double SweepSecondsMost = 86_400;

    /// <summary>Call it after <c>AddJournal</c>, <c>AddBudgets</c> and <c>AddPeers</c>. Setting: <c>CreditGrants:SweepSeconds</c> (15; 0 for never).</summary>
    /// <exception cref="InvalidOperationException">The setting is no number, or out of range.</exception>
    public static DeskServiceBuilder AddFacts(this DeskServiceBuilder desk)
    {
        // In the order of a chain's events: a remark is known before the payment beside it, and a balance is seen after all payments of its block.
        desk.SubscriptionsOf<CreditGrantsDb>().To(Chain, Ordering.PerAggregateFromFirstSeen)
            .On<Purchased, PaymentHandlers>(Chain)
            .On<Renewed, PaymentHandlers>(Chain)
            .On<OnDemandOrderPlaced, PaymentHandlers>(Chain)
            .On<CreditPurchased, PaymentHandlers>(Chain)
            .On<AccountCredited, PaymentHandlers>(Chain)
            .On<Assigned, RegionHandlers>(Chain)
            .On<AssignmentRemoved, RegionHandlers>(Chain)
            .On<Pooled, RegionHandlers>(Chain)
            .On<Interlaced, RegionHandlers>(Chain)
            .On<Transferred, RegionHandlers>(Chain)
            .On<Remarked, BesideHandlers>(Chain)
            .On<BalanceSeen, BesideHandlers>(Chain)
            .On<BalanceTransferred, BesideHandlers>(Chain);
        desk.Services.AddSingleton<FactBook>();
        desk.Services.TryAddSingleton<IChainClock, WatcherClock>();
        desk.Services.AddSingleton<UseSweeper>();
        desk.Services.AddSingleton<GrantSweeper>();
        desk.Services.AddSingleton<LedgerDesk>();
        desk.Services.AddSingleton<LedgerCheck>();
        var interval = TimeSpan.FromSeconds(SweepSeconds(desk.Configuration["CreditGrants:SweepSeconds"]));
        desk.Services.AddSingleton(new SweepSettings(interval));
        if (interval > TimeSpan.Zero)
        {
            desk.Services.AddHostedService<FactSweeps>();
        }

        return desk.AddGrpcService<LedgerGrpcService>();
    }

    private static double SweepSeconds(string? text) =>
        string.IsNullOrEmpty(text) ? SweepSecondsUsual
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var set) && set is >= 0 and <= SweepSecondsMost ? set
        : throw new InvalidOperationException($"CreditGrants:SweepSeconds is \"{text}\"; give a number from 0 to {SweepSecondsMost}.");
}
