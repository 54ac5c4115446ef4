using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Grants;

/// <summary>A grant inside a command that holds its network's budgets.</summary>
internal sealed record OpenGrant(GrantRow Row, OpenBudget Open)
{
    /// <summary>What the ledger knows of it; null before the award.</summary>
    public Grant? Ledger => Open.Budget.Grants.GetValueOrDefault(Row.Number);

    public V1.Grant ToMessage() => Row.ToMessage(Open);

    /// <summary>The grant, held.</summary>
    public static async Task<(OpenGrant? Grant, Refusal? Refusal)> LockAsync(CommandScope<CreditGrantsDb> scope, BudgetBook budgets, Guid id)
    {
        // A grant's programme and code never change, so they may be looked up before the lock.
        var known = await scope.Db.Grants.Where(g => g.Id == id).Select(g => new { g.ProgrammeId, g.CodeSha256 }).SingleOrDefaultAsync(scope.Stop);
        if (known is null)
        {
            return (null, Refusal.NotFound("grant", id));
        }

        var (programme, refusal) = await ProgrammeDesk.LockAsync(scope, known.ProgrammeId, alsoEnded: true);
        if (programme is null)
        {
            return (null, refusal);
        }

        var row = await scope.Db.Grants.SingleAsync(g => g.Id == id, scope.Stop);
        return (new(row, await budgets.OpenAsync(scope.Db, programme, scope.Stop, known.CodeSha256.Length > 0 ? known.CodeSha256 : null)), null);
    }
}
