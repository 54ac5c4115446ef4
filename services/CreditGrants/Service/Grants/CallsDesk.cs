using System.Globalization;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Peers;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using CoreMask = CoretimeDesk.Market.CoreMask;
using Planck = CoretimeDesk.Market.Planck;
using RegionId = CoretimeDesk.Market.RegionId;
using CoretimeDesk.Substrate;
using Microsoft.EntityFrameworkCore;
using RailKind = CoretimeDesk.CreditGrants.Rails.RailKind;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>What the sponsor signs next for a tranche. The desk holds no key: it prepares, and a multisig or a proxy of the pool decides.</summary>
internal sealed class CallsDesk(IDbContextFactory<CreditGrantsDb> contexts, BudgetBook budgets, IChains chains)
{
    private const string RelaySuffix = "-relay";

    public async Task<Outcome<PrepareCallsResponse>> PrepareAsync(string token, PrepareCallsRequest request, Guid id, Planck? orderLimit, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await db.Grants.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, stop) is not { } row)
        {
            return Refusal.NotFound("grant", id);
        }

        var open = await budgets.OpenAsync(db, await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == row.ProgrammeId, stop), stop);
        if (open.Budget.Grants.GetValueOrDefault(row.Number) is not { } grant)
        {
            return new Refusal(RefusalKind.Precondition, "GRANT_STATE", $"{row.Number} was not awarded: it is {row.State.ToString().ToLowerInvariant()}.");
        }

        var tranche = request.Tranche == 0 ? grant.OpenTranches : (int)request.Tranche;
        var target = new RailTarget($"{row.ProgrammeId}", row.Number, tranche, (uint)row.Para);

        // What is paid already must be assigned, also when the grant is over: otherwise it is lost.
        if (DecisionDesk.KindOf(row) is RailKind.SponsorPurchase or RailKind.HandedOverRegion && await UnassignedAsync(db, row, stop) is { } core)
        {
            return await AssignAsync(open, row, target with { Tranche = core.Tranche }, core, stop);
        }

        if (WhyNot(grant, row, tranche) is { } refusal)
        {
            return refusal;
        }

        var left = grant.Tranches[tranche - 1].Left;
        return DecisionDesk.KindOf(row) switch
        {
            RailKind.SponsorRenewal => await RenewAsync(token, open, target, request, left, stop),
            RailKind.SponsorPurchase or RailKind.HandedOverRegion => await PurchaseAsync(open, target, left, stop),
            RailKind.SponsorOrders => await OrderAsync(db, open, target, request, left, orderLimit, stop),
            RailKind.NativeCredits => await SignAsync(
                db, open, "purchase_credit", $"Buys {open.Token.Format(left)} of on-demand credit into {row.CustomerAccount}. Public networks reject the call.", open.Row.Chain, RailCalls.BuyCredit(target, left, AccountId32.Parse(row.CustomerAccount)), left, [], stop),
            _ => throw new InvalidOperationException($"Rail {row.Rail} has no calls."),
        };
    }

    private static Refusal? WhyNot(Ledger.Grant grant, GrantRow row, int tranche) =>
        grant.Closing is not null ? new(RefusalKind.Precondition, "GRANT_OVER", $"{row.Number} is over: what would be paid now counts against no award.")
        : !grant.Flags.IsEmpty ? new(RefusalKind.Precondition, "TRANCHE_GATE", $"A suspicion of abuse stands ({string.Join(", ", grant.Flags)}). Clear it first.")
        : !grant.IsOpen(tranche) ? new(RefusalKind.Precondition, "TRANCHE_CLOSED", $"Tranche {tranche} of {row.Number} is not open. Open it first: ./desk credits open {row.Number} {tranche}")
        : grant.Tranches[tranche - 1].Left.IsZero ? new(RefusalKind.Precondition, "NOTHING_TO_PAY", $"Tranche {tranche} of {row.Number} is paid.")
        : null;

    private async Task<Outcome<PrepareCallsResponse>> RenewAsync(string token, OpenBudget open, RailTarget target, PrepareCallsRequest request, Planck left, CancellationToken stop)
    {
        var renewals = await chains.RenewalsAsync(token, open.Row.Chain, target.Para, stop);
        var fitting = renewals.Where(r => !request.HasCore || r.Core == request.Core).ToList();
        if (fitting is not [var core, ..])
        {
            return new Refusal(RefusalKind.Precondition, "NO_RENEWAL", renewals.Count == 0
                ? $"No core that runs para {target.Para} can be renewed in this sale. Wait for the next one, or use rail B."
                : $"Core {request.Core} cannot be renewed for para {target.Para}; {string.Join(", ", renewals.Select(r => r.Core))} can.");
        }

        List<string> warnings = [];
        Warn(!core.IsComplete, $"The workload of core {core.Core} is not whole, so that it cannot be renewed as it stands.");
        Warn(core.Price > left, $"The renewal costs {open.Token.Format(core.Price)}, more than the {open.Token.Format(left)} that are left of the tranche.");
        return await SignAsync(
            null, open, "renew", $"Renews core {core.Core}, which runs para {target.Para}, for {open.Token.Format(core.Price)}. The last moment is {core.Deadline:yyyy-MM-dd HH:mm} UTC.", open.Row.Chain, RailCalls.Renew(target, core.Core), core.Price, warnings, stop);

        void Warn(bool holds, string sentence)
        {
            if (holds)
            {
                warnings.Add(sentence);
            }
        }
    }

    private async Task<Outcome<PrepareCallsResponse>> PurchaseAsync(OpenBudget open, RailTarget target, Planck left, CancellationToken stop)
    {
        var price = await chains.PriceAsync(open.Row.Chain, stop);
        var limit = Planck.Min(left, price.Price + new Planck(price.Price.Value / 10));
        List<string> warnings = price.Price > left ? [$"A core costs {open.Token.Format(price.Price)} now, more than the {open.Token.Format(left)} that are left of the tranche: the purchase would fail. Wait for a lower price."] : [];
        return await SignAsync(
            null, open, "purchase", $"Buys one core for one period, for at most {open.Token.Format(limit)}. Prepare again when it is final: it must be assigned to para {target.Para}.", open.Row.Chain, RailCalls.Purchase(target, limit), limit, warnings, stop);
    }

    private async Task<Outcome<PrepareCallsResponse>> OrderAsync(CreditGrantsDb db, OpenBudget open, RailTarget target, PrepareCallsRequest request, Planck left, Planck? asked, CancellationToken stop)
    {
        var relay = await RelayAsync(db, open, stop);
        if ((asked ?? await UsualLimitAsync(open, stop)) is not { } limit || limit.IsZero)
        {
            return Refusal.InvalidField("order_limit", "is needed: the price of an order is not known at this moment.");
        }

        var most = (int)UInt128.Min(left.Value / limit.Value, RailCalls.OrdersMax);
        var count = request.Orders > 0 ? (int)request.Orders : most;
        if (count == 0)
        {
            return Refusal.InvalidField("order_limit", $"of {open.Token.Format(limit)} is more than the {open.Token.Format(left)} that are left of the tranche.");
        }

        var cost = limit * (uint)count;
        List<string> warnings = cost > left ? [$"{count} orders may cost {open.Token.Format(cost)} together, more than the {open.Token.Format(left)} that are left of the tranche."] : [];
        return await SignAsync(
            db, open, "order", $"Orders {count} blocks for para {target.Para}, each for at most {open.Token.Format(limit)}.", relay, RailCalls.Order(target, count, limit), cost, warnings, stop);
    }

    private async Task<Planck?> UsualLimitAsync(OpenBudget open, CancellationToken stop) => await chains.SpotPriceAsync(open.Row.Chain, stop) is { } spot ? spot + new Planck((spot.Value / 10) + 1) : null;

    private async Task<Outcome<PrepareCallsResponse>> AssignAsync(OpenBudget open, GrantRow row, RailTarget target, PaidCoreRow core, CancellationToken stop)
    {
        var region = new RegionId(new((uint)core.Begin), (ushort)core.Core, CoreMask.Parse(core.Mask));
        return row.Rail == V1.RailKind.HandedOverRegion
            ? await SignAsync(null, open, "transfer", $"Hands the region of core {core.Core} over to {row.CustomerAccount}, who can sell it.", core.Chain, RailCalls.HandOver(target, region, AccountId32.Parse(row.CustomerAccount)), null, [], stop)
            : await SignAsync(null, open, "assign", $"Assigns core {core.Core} to para {row.Para} for good. Until then it runs nothing, and cannot be renewed.", core.Chain, RailCalls.Assign(target, region), null, [], stop);
    }

    /// <summary>A core that was bought, and that nothing was done with.</summary>
    private static async Task<PaidCoreRow?> UnassignedAsync(CreditGrantsDb db, GrantRow row, CancellationToken stop) => await db.PaidCores.AsNoTracking()
        .Where(c => c.GrantNumber == row.Number && c.IsRegion && !db.RegionFacts.Any(f => f.Chain == c.Chain && f.Core == c.Core && f.Begin >= c.Begin && f.Begin < c.Begin + c.Duration))
        .OrderBy(c => c.Begin).FirstOrDefaultAsync(stop);

    /// <summary>The chain on which on-demand orders are placed, as the chain watcher calls it: the pool's balance is followed there too.</summary>
    private static async Task<string> RelayAsync(CreditGrantsDb db, OpenBudget open, CancellationToken stop) =>
        (await db.PoolBalances.AsNoTracking().Where(p => p.Account == open.Row.Pool && p.Chain != open.Row.Chain).Select(p => p.Chain).ToListAsync(stop)).FirstOrDefault(c => ChainNames.NetworkOf(c) == open.Row.Network)
            ?? ChainNames.OrderingChainsOf(open.Row.Chain).First(c => c.EndsWith(RelaySuffix, StringComparison.Ordinal));

    private async Task<Outcome<PrepareCallsResponse>> SignAsync(
        CreditGrantsDb? db, OpenBudget open, string step, string sentence, string chain, RailOrder order, Planck? cost, List<string> warnings, CancellationToken stop)
    {
        var calls = await chains.EncodeAsync(chain, order.Remark, order.Calls, stop);
        if (cost is { } most && await HeldAsync(db, open, chain, stop) is { } held && held < most.Value)
        {
            warnings.Add($"The pool holds {open.Token.Format(new((UInt128)held))} on {chain}, less than this may cost. Send it what is missing first.");
        }

        return new PrepareCallsResponse
        {
            Step = step,
            Sentence = sentence,
            Chain = calls.Chain,
            GenesisHash = calls.GenesisHash,
            CallData = calls.CallData,
            CallHash = calls.CallHash,
            Json = calls.Json,
            SpecName = calls.SpecName,
            SpecVersion = calls.SpecVersion,
            WalletLink = calls.WalletLink,
            Remark = $"0x{order.Remark}",
            CostLimit = cost is { } limit ? limit.Value.ToString(CultureInfo.InvariantCulture) : "",
            Warnings = { warnings },
            Pool = open.Row.Pool,
        };
    }

    private async Task<System.Numerics.BigInteger?> HeldAsync(CreditGrantsDb? db, OpenBudget open, string chain, CancellationToken stop)
    {
        await using var own = db is null ? await contexts.CreateDbContextAsync(stop) : null;
        return await (db ?? own!).PoolBalances.AsNoTracking().Where(p => p.Account == open.Row.Pool && p.Chain == chain).Select(p => (System.Numerics.BigInteger?)p.Free).SingleOrDefaultAsync(stop);
    }
}
