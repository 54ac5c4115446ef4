using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>Whose accounts and tasks are whose, after merges: a small copy of what Leads has told.</summary>
internal static class CustomerMap
{
    private static readonly AccountTrust[] Believed = [AccountTrust.Declared, AccountTrust.SignedChallenge, AccountTrust.ParaSovereign, AccountTrust.ChainFact];

    // Far longer than any real chain of merges; a circle would be a fault of what was told, and must not hang a transaction.
    private const int MergesMax = 64;

    /// <summary>Who an account is after merges.</summary>
    public static async Task<Guid> SurvivorAsync(QuotingDb db, Guid account, CancellationToken stop)
    {
        for (var i = 0; i < MergesMax; i++)
        {
            var next = await db.MergedAccounts.AsNoTracking().Where(m => m.AbsorbedId == account && !m.IsUndone).OrderByDescending(m => m.MergeId).Select(m => (Guid?)m.SurvivorId).FirstOrDefaultAsync(stop);
            if (next is not { } survivor)
            {
                break;
            }

            account = survivor;
        }

        return account;
    }

    /// <summary>All accounts that are one customer with an account, itself among them: for use within another statement. A circle, which would be a fault of what was told, ends by itself.</summary>
    public static IQueryable<Guid> Family(QuotingDb db, Guid account) => db.Database.SqlQuery<Guid>($"""
        with recursive family ("Value") as (
            select {account}
            union
            select case m.survivor_id when f."Value" then m.absorbed_id else m.survivor_id end
            from family f join quoting.merged_accounts m on (m.survivor_id = f."Value" or m.absorbed_id = f."Value") and not m.is_undone)
        select "Value" from family
        """);

    /// <summary>An account with all that were merged into it.</summary>
    public static async Task<Guid[]> FamilyAsync(QuotingDb db, Guid survivor, CancellationToken stop)
    {
        HashSet<Guid> family = [survivor];
        for (List<Guid> last = [survivor]; last.Count > 0;)
        {
            var parts = await db.MergedAccounts.AsNoTracking().Where(m => last.Contains(m.SurvivorId) && !m.IsUndone).Select(m => m.AbsorbedId).ToListAsync(stop);
            last = [.. parts.Where(family.Add)];
        }

        return [.. family];
    }

    /// <summary>The chain accounts that count as a customer's on a network.</summary>
    public static async Task<IReadOnlyList<string>> AccountsOfAsync(QuotingDb db, Guid account, string network, CancellationToken stop)
    {
        var family = await FamilyAsync(db, account, stop);
        return await db.CustomerAccounts.AsNoTracking()
            .Where(a => family.Contains(a.AccountId) && !a.IsGone && (a.Network == "" || a.Network == network) && Believed.Contains(a.How))
            .Select(a => a.PublicKey).Distinct().OrderBy(k => k).ToListAsync(stop);
    }

    /// <summary>The chain accounts by whose signature a customer accepts: those that they have signed with, or bought with, before.</summary>
    public static async Task<IReadOnlyList<string>> SignersOfAsync(QuotingDb db, Guid account, CancellationToken stop)
    {
        var family = await FamilyAsync(db, await SurvivorAsync(db, account, stop), stop);
        return await db.CustomerAccounts.AsNoTracking()
            .Where(a => family.Contains(a.AccountId) && !a.IsGone && (a.How == AccountTrust.SignedChallenge || a.How == AccountTrust.ChainFact))
            .Select(a => a.PublicKey).Distinct().OrderBy(k => k).ToListAsync(stop);
    }

    /// <summary>The para ids of a customer on a network.</summary>
    public static async Task<IReadOnlyList<uint>> TasksOfAsync(QuotingDb db, Guid account, string network, CancellationToken stop)
    {
        var family = await FamilyAsync(db, account, stop);
        var tasks = await db.CustomerTasks.AsNoTracking().Where(t => family.Contains(t.AccountId) && !t.IsGone && t.Network == network).Select(t => t.Task).Distinct().OrderBy(t => t).ToListAsync(stop);
        return [.. tasks.Select(t => (uint)t)];
    }

    /// <summary>The customers to whom a chain account belongs: where it is proven to be somebody's, what others merely declared counts for nothing.</summary>
    public static async Task<IReadOnlyList<(string Account, Guid Customer)>> OwnersOfAsync(QuotingDb db, string[] accounts, string network, CancellationToken stop)
    {
        var found = await db.CustomerAccounts.AsNoTracking()
            .Where(a => accounts.Contains(a.PublicKey) && !a.IsGone && (a.Network == "" || a.Network == network) && Believed.Contains(a.How))
            .Select(a => new { a.PublicKey, a.AccountId, a.How }).ToListAsync(stop);
        List<(string, Guid)> owners = [];
        foreach (var of in found.GroupBy(a => a.PublicKey))
        {
            var proven = of.Where(a => a.How != AccountTrust.Declared).ToList();
            foreach (var owner in (proven.Count > 0 ? proven : [.. of]).Select(a => a.AccountId).Distinct())
            {
                owners.Add((of.Key, await SurvivorAsync(db, owner, stop)));
            }
        }

        return [.. owners.Distinct()];
    }

    /// <summary>The customers whose tasks these are.</summary>
    public static async Task<IReadOnlyList<(uint Task, Guid Customer)>> TaskOwnersAsync(QuotingDb db, long[] tasks, string network, CancellationToken stop)
    {
        var found = await db.CustomerTasks.AsNoTracking().Where(t => tasks.Contains(t.Task) && !t.IsGone && t.Network == network).Select(t => new { t.Task, t.AccountId }).ToListAsync(stop);
        List<(uint, Guid)> owners = [];
        foreach (var of in found)
        {
            owners.Add(((uint)of.Task, await SurvivorAsync(db, of.AccountId, stop)));
        }

        return [.. owners.Distinct()];
    }
}
