using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Pool;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>What pools pay, and what customers do with credit that a pool paid. What others pay is nobody's business here, and is not kept.</summary>
internal sealed class PaymentHandlers(FactBook book) :
    IEventHandler<CreditGrantsDb, Purchased>,
    IEventHandler<CreditGrantsDb, Renewed>,
    IEventHandler<CreditGrantsDb, OnDemandOrderPlaced>,
    IEventHandler<CreditGrantsDb, CreditPurchased>,
    IEventHandler<CreditGrantsDb, AccountCredited>
{
    public Task HandleAsync(Purchased message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) =>
        PaidAsync(scope, message.Origin, nameof(Purchased), message.Buyer, _ => false, remark => RailFacts.Of(message, remark));

    public Task HandleAsync(Renewed message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) =>
        PaidAsync(scope, message.Origin, nameof(Renewed), message.Payer, message.Tasks.Contains, remark => RailFacts.Of(message, remark));

    public Task HandleAsync(CreditPurchased message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) =>
        PaidAsync(scope, message.Origin, nameof(CreditPurchased), message.Buyer, _ => false, remark => RailFacts.Of(message, remark));

    public async Task HandleAsync(OnDemandOrderPlaced message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope)
    {
        if (!await PaidAsync(scope, message.Origin, nameof(OnDemandOrderPlaced), message.OrderedBy, para => para == message.Para, remark => RailFacts.Of(message, remark)) && message.Means == PaymentMeans.Credits)
        {
            var fact = RailFacts.Of(message, null);
            await OfCreditAsync(scope, message.Origin, message.OrderedBy, -(System.Numerics.BigInteger)fact.SpotPrice.Value, fact);
        }
    }

    public Task HandleAsync(AccountCredited message, CloudEvent envelope, CommandScope<CreditGrantsDb> scope) =>
        OfCreditAsync(scope, message.Origin, message.Account, Market.Planck.Parse(message.Amount).Value, null);

    /// <summary>Records what a pool paid. False: no pool did.</summary>
    private async Task<bool> PaidAsync(CommandScope<CreditGrantsDb> scope, FactOrigin origin, string type, string payer, Func<uint, bool> fits, Func<string?, RailFact> read)
    {
        if (await FactBook.ProgrammeOfAsync(scope, origin.Chain, payer) is not { } programme)
        {
            return false;
        }

        await FactBook.LockAsync(scope, origin.Chain);
        if (await scope.Db.PoolPayments.AnyAsync(p => p.FactId == origin.FactId, scope.Stop))
        {
            return true;
        }

        var open = await book.OpenAsync(scope, programme);
        var world = await FactBook.WorldAsync(scope, open);
        var fact = read(RailReader.RemarkOf(world, await RemarksAsync(scope, origin), fits));
        var (meaning, reference) = (RailReader.Read(world, fact), RailFacts.Ref(origin));
        foreach (var happened in meaning.Events)
        {
            if (happened is Spent { Amount.IsZero: false } spent)
            {
                await UnseenAsync(scope, open, spent, origin, reference);
                scope.Db.PoolPayments.Add(new()
                {
                    FactId = origin.FactId,
                    ProgrammeId = programme,
                    Chain = origin.Chain,
                    BlockNumber = origin.BlockNumber,
                    Planck = spent.Amount.Value,
                    Type = type,
                    GrantNumber = spent.Grant ?? "",
                    Tranche = (int)(spent.Tranche ?? 0),
                    Fact = FactBook.Bytes(reference),
                    OccurredAt = fact.At,
                });
            }

            await FactBook.ApplyAsync(scope, open, happened, reference);
        }

        await FactBook.RaiseAsync(scope, open, meaning.Alarms, reference);
        if (meaning.Core is { } core)
        {
            await AddCoreAsync(scope, open, core, fact, origin.Chain);
        }

        return true;
    }

    /// <summary>Before the payment itself, so that a ledger is not short of money that was there.</summary>
    private static async Task UnseenAsync(CommandScope<CreditGrantsDb> scope, OpenBudget open, Spent spent, FactOrigin origin, FactRef reference)
    {
        var known = await PoolFacts.KnownAsync(scope, origin.Chain, open.Row.Pool);
        if (PoolBook.Unseen(known, spent, origin.FactId, origin.BlockNumber) is { } unseen)
        {
            await FactBook.ApplyAsync(scope, open, unseen, reference);
        }
    }

    private static async Task AddCoreAsync(CommandScope<CreditGrantsDb> scope, OpenBudget open, PaidCore core, RailFact fact, string chain)
    {
        var row = new PaidCoreRow
        {
            FactId = core.FactId,
            ProgrammeId = open.Row.Id,
            Chain = chain,
            GrantNumber = core.Target.Grant,
            Tranche = core.Target.Tranche,
            Para = core.Target.Para,
            IsRegion = core.Region is not null,
            Core = core.Region?.Core ?? (fact is RenewedCore renewed ? renewed.Core : 0),
            Begin = core.Begin,
            Duration = core.Duration,
            Mask = core.Region is { } region ? $"{region.Mask}" : "",
            Price = core.Price.Value,
        };
        scope.Db.PaidCores.Add(row);

        // What became of the region may be known already: a backfill tells of old blocks after newer ones.
        if (row.IsRegion)
        {
            var world = await FactBook.WorldAsync(scope, open, row);
            foreach (var known in await RegionHandlers.OfCore(scope.Db, row).AsNoTracking().ToListAsync(scope.Stop))
            {
                var (happened, origin) = RailFacts.Of(known);
                await FactBook.RaiseAsync(scope, open, RailReader.Read(world, happened).Alarms, RailFacts.Ref(origin));
            }
        }
    }

    /// <summary>Credit arrived in an account or was spent from it. Kept for accounts that any grant by credit is for.</summary>
    private async Task OfCreditAsync(CommandScope<CreditGrantsDb> scope, FactOrigin origin, string account, System.Numerics.BigInteger planck, OrderedBlock? order)
    {
        var network = ChainNames.NetworkOf(origin.Chain);
        var programmes = await scope.Db.Grants.AsNoTracking().Where(g => g.Network == network && g.Rail == V1.RailKind.NativeCredits && g.CustomerAccount == account).Select(g => g.ProgrammeId).Distinct().ToListAsync(scope.Stop);
        if (programmes.Count == 0)
        {
            return;
        }

        await FactBook.LockAsync(scope, origin.Chain);
        if (await scope.Db.CreditFacts.AnyAsync(f => f.FactId == origin.FactId, scope.Stop))
        {
            return;
        }

        scope.Db.CreditFacts.Add(new() { FactId = origin.FactId, Chain = origin.Chain, Account = account, Planck = planck, OccurredAt = RailFacts.At(origin) });
        await scope.Db.SaveChangesAsync(scope.Stop);
        if (order is null)
        {
            return;
        }

        var (balance, reference) = (await CreditBalances.OfAsync(scope.Db, network, account, scope.Stop), RailFacts.Ref(origin));
        foreach (var programme in programmes.Order())
        {
            var open = await book.OpenAsync(scope, programme);
            var world = await FactBook.WorldAsync(scope, open);
            var meaning = RailReader.Read(world, order);
            foreach (var happened in meaning.Events)
            {
                await FactBook.ApplyAsync(scope, open, happened, reference);
            }

            await FactBook.RaiseAsync(scope, open, meaning.Alarms, reference);
            if (balance.IsOverRedeemed && world.Grants.FirstOrDefault(g => g.Kind == Rails.RailKind.NativeCredits && g.Account == order.OrderedBy) is { } grant)
            {
                await AlarmBook.RaiseAsync(
                    scope, open.Row, $"{origin.FactId}/over_redeemed", grant.Target.Grant,
                    $"More credit of {account} was spent than had arrived there: {open.Token.Format(new((UInt128)(-balance.Left)))} too much. Credit came by a way that is not watched, or facts are missing.", reference);
            }
        }
    }

    private static async Task<IReadOnlyCollection<string>> RemarksAsync(CommandScope<CreditGrantsDb> scope, FactOrigin origin)
    {
        if (!origin.HasExtrinsicIndex)
        {
            return [];
        }

        long extrinsic = origin.ExtrinsicIndex;
        return await scope.Db.Remarks.AsNoTracking().Where(r => r.Chain == origin.Chain && r.BlockNumber == origin.BlockNumber && r.Extrinsic == extrinsic).Select(r => r.Payload).Distinct().ToListAsync(scope.Stop);
    }
}
