using System.Runtime.CompilerServices;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>Brings what facts mean to the ledgers of programmes. The caller holds the network's lock.</summary>
internal sealed class FactBook(BudgetBook budgets)
{
    // Events that waited for their predecessor share its transaction. A budget is opened once in it, from what is committed: what the budget book remembers must not be
    // what is rolled back with a later event. By transaction and not by context: contexts are used again.
    private readonly ConditionalWeakTable<IDbContextTransaction, Dictionary<Guid, OpenBudget>> _open = [];

    /// <summary>The programme that pays from an account, also when it has ended; null for none.</summary>
    public static Task<Guid?> ProgrammeOfAsync(CommandScope<CreditGrantsDb> scope, string chain, string pool)
    {
        var network = ChainNames.NetworkOf(chain);
        return pool.Length == 0 ? Task.FromResult<Guid?>(null) : scope.Db.Programmes.AsNoTracking().Where(p => p.Network == network && p.Pool == pool).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(scope.Stop);
    }

    /// <summary>Whether any programme gives on a chain's network: before that no fact matters.</summary>
    public static Task<bool> GivesOnAsync(CommandScope<CreditGrantsDb> scope, string chain)
    {
        var network = ChainNames.NetworkOf(chain);
        return scope.Db.Programmes.AsNoTracking().AnyAsync(p => p.Network == network, scope.Stop);
    }

    public static Task LockAsync(CommandScope<CreditGrantsDb> scope, string chain) => scope.LockAsync(BudgetBook.LockOf(ChainNames.NetworkOf(chain)));

    /// <summary>The budget, with all that this transaction has done to it.</summary>
    public async Task<OpenBudget> OpenAsync(CommandScope<CreditGrantsDb> scope, Guid programme)
    {
        var open = _open.GetOrCreateValue(scope.Db.Database.CurrentTransaction ?? throw new InvalidOperationException("Hold the network's lock before a budget is opened."));
        if (!open.TryGetValue(programme, out var budget))
        {
            open[programme] = budget = await budgets.OpenAsync(scope.Db, await scope.Db.Programmes.SingleAsync(p => p.Id == programme, scope.Stop), scope.Stop);
            await PoolFacts.AdoptAsync(scope, budget);
        }

        return budget;
    }

    /// <summary>All that must be known to say what a fact means to a programme.</summary>
    public static async Task<RailWorld> WorldAsync(CommandScope<CreditGrantsDb> scope, OpenBudget open, params IEnumerable<PaidCoreRow> cores)
    {
        var grants = await scope.Db.Grants.AsNoTracking().Where(g => g.ProgrammeId == open.Row.Id && g.AwardedAt != null).Select(g => new { g.Number, g.Rail, g.Para, g.CustomerAccount }).ToListAsync(scope.Stop);
        return new(
            AccountId32.Parse(open.Row.Pool),
            [
                .. grants.Where(g => open.Budget.Grants.ContainsKey(g.Number)).SelectMany(g =>
                    FollowedGrant.Of($"{open.Row.Id}", open.Budget.Grants[g.Number], KindOf(g.Rail), checked((uint)g.Para), RailFacts.Account(g.CustomerAccount))),
            ],
            [.. cores.Select(CoreOf)]);
    }

    public static PaidCore CoreOf(PaidCoreRow row) => new(
        row.FactId,
        new($"{row.ProgrammeId}", row.GrantNumber, row.Tranche, checked((uint)row.Para)),
        row.IsRegion ? new(new(checked((uint)row.Begin)), checked((ushort)row.Core), Market.CoreMask.Parse(row.Mask)) : null,
        checked((uint)row.Begin),
        checked((uint)row.Duration),
        new((UInt128)row.Price));

    /// <summary>Gives the ledger what a fact means. What it refuses is told to people: a fact is never lost in silence.</summary>
    public static async Task ApplyAsync(CommandScope<CreditGrantsDb> scope, OpenBudget open, BudgetEvent happened, FactRef fact)
    {
        // What costs nothing moves nothing: a ledger has no entry for it.
        if (happened is ChainFact { Amount.IsZero: true })
        {
            return;
        }

        var step = await BudgetBook.ApplyAsync(scope, open, happened, fact);
        if (step.Result == BudgetResult.Refused)
        {
            await AlarmBook.RaiseAsync(scope, open.Row, $"{happened.Id}/{step.Reasons[0]}", BudgetMessages.GrantOf(happened) ?? "", ReasonWords.Sentence(step.Reasons[0]), fact);
        }
    }

    /// <summary>Raises what nobody planned about a fact, each once.</summary>
    public static async Task RaiseAsync(CommandScope<CreditGrantsDb> scope, OpenBudget open, IEnumerable<RailAlarm> alarms, FactRef fact)
    {
        foreach (var (index, alarm) in alarms.Index())
        {
            await AlarmBook.RaiseAsync(scope, open.Row, $"{fact.FactId}/rail/{index}", alarm.Grant ?? "", alarm.Sentence, fact);
        }
    }

    public static byte[] Bytes(IMessage message) => message.ToByteArray();

    private static Rails.RailKind KindOf(V1.RailKind kind) => (Rails.RailKind)((int)kind - 1);
}
