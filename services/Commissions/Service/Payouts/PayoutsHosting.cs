using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Commissions.Payouts;

/// <summary>Gives the service its pools and payouts.</summary>
public static class PayoutsHosting
{
    private const string Chain = "chainwatcher";

    /// <summary>Call it after <c>AddObservations</c> and <c>AddPeers</c>.</summary>
    public static DeskServiceBuilder AddPayouts(this DeskServiceBuilder desk)
    {
        desk.Services.AddSingleton<PoolDesk>();
        desk.Services.AddSingleton<PayoutsDesk>();
        desk.Services.AddSingleton<PayoutConfirmer>();
        desk.SubscriptionsOf<CommissionsDb>().To(Chain, Ordering.AnyOrder)
            .Keep<BalanceTransferred>(Chain)
            .Keep<Remarked>(Chain)
            .On<BalanceSeen, PoolHandlers>(Chain);
        return desk.AddGrpcService<PayoutsGrpcService>();
    }
}
