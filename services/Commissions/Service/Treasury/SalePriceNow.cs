using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Commissions.Peers;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CoretimeDesk.Commissions.Treasury;

/// <summary>What a core costs today: as it was given, or as the sale has it.</summary>
internal static class SalePriceNow
{
    /// <summary>What a renewal costs more when whoever gives a price says nothing of it: 3 %, as on Polkadot.</summary>
    public static readonly Perbill UsualBump = new(30_000_000);

    /// <summary>A price that was given.</summary>
    public static TodaysPrice Given(Planck price, uint? bump) => new() { Planck = $"{price.Value}", RenewalBump = bump ?? UsualBump.Parts };

    /// <summary>Asks the chain watcher; or says why nobody knows.</summary>
    public static async Task<(TodaysPrice? Price, string Problem)> AskAsync(IPoolWatcher watcher, string token, CancellationToken stop)
    {
        try
        {
            var sale = await watcher.SaleAsync(stop);
            return sale.Token != token
                ? (null, $"The sale that is followed, on {sale.Chain}, is in {sale.Token}. Give a price in {token}, and the core-years are reckoned with it.")
                : (new()
                {
                    Planck = $"{sale.Price.Value}", RenewalBump = sale.RenewalBump.Parts, Chain = sale.Chain, BlockNumber = sale.BlockNumber, BlockHash = sale.BlockHash, At = sale.At.ToTimestamp(), Phase = sale.Phase,
                }, "");
        }
        catch (RefusedException e)
        {
            return (null, $"The chain watcher knows no price: {e.Refusal.Message} Give a price, and the core-years are reckoned with it.");
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            return (null, "The chain watcher does not answer. Give a price, or ask again later.");
        }
    }

    /// <summary>A core for 13 periods at that price.</summary>
    public static UnitEconomics YearOf(Plans.PlanBook plans, string planId, TodaysPrice today, SoldBy? by = null) =>
        UnitEconomics.Of(plans, planId, Planck.Parse(today.Planck), new(today.RenewalBump), by: by);
}
