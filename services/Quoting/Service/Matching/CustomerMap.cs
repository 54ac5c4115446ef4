using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>Whose accounts and tasks are whose, after merges: a small copy of what Leads has told.</summary>
internal static class CustomerMap
{
    private static readonly AccountTrust[] Believed = [AccountTrust.Declared, AccountTrust.SignedChallenge, AccountTrust.ParaSovereign, AccountTrust.ChainFact];

    // Far longer than any real chain of merges; a circle would be a fault of what was told, and must not hang a transaction.
    private const int MergesMax = 64;

    /// <summary>Who some accounts are after merges: one statement for all of them, and one more for each merge upon a merge.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Guid>> SurvivorsAsync(QuotingDb db, IEnumerable<Guid> accounts, CancellationToken stop)
    {
        var now = accounts.Distinct().ToDictionary(a => a);
        for (var i = 0; i < MergesMax && now.Count > 0; i++)
        {
            var asked = now.Values.Distinct().ToArray();
            var merges = await db.MergedAccounts.AsNoTracking().Where(m => asked.Contains(m.AbsorbedId) && !m.IsUndone).ToListAsync(stop);
            if (merges.Count == 0)
            {
                break;
            }

            // Told of twice, without the undoing in between: the newest merge counts, in the order that the database has.
            var next = merges.GroupBy(m => m.AbsorbedId).ToDictionary(g => g.Key, g => g.MaxBy(m => $"{m.MergeId}", StringComparer.Ordinal)!.SurvivorId);
            foreach (var account in now.Keys.ToArray())
            {
                now[account] = next.GetValueOrDefault(now[account], now[account]);
            }
        }

        return now;
    }

    /// <summary>
    /// All accounts that are one customer with some of these, themselves among them: for use within another statement. Of several merges of one account the newest counts.
    /// A circle, which would be a fault of what was told, ends by itself.
    /// </summary>
    public static IQueryable<Guid> Family(QuotingDb db, params Guid[] accounts) => db.Database.SqlQuery<Guid>($"""
        with recursive family ("Value") as (
            select unnest({accounts})
            union
            select case m.survivor_id when f."Value" then m.absorbed_id else m.survivor_id end
            from family f join quoting.merged_accounts m on (m.survivor_id = f."Value" or m.absorbed_id = f."Value") and not m.is_undone
                and not exists (select 1 from quoting.merged_accounts n where n.absorbed_id = m.absorbed_id and not n.is_undone and n.merge_id > m.merge_id))
        select "Value" from family
        """);

    /// <summary>The chain accounts that count as some customers' on a network.</summary>
    public static async Task<IReadOnlyList<string>> AccountsOfAsync(QuotingDb db, Guid[] customers, string network, CancellationToken stop)
    {
        var family = Family(db, customers);
        return await db.CustomerAccounts.AsNoTracking()
            .Where(a => family.Contains(a.AccountId) && !a.IsGone && (a.Network == "" || a.Network == network) && Believed.Contains(a.How))
            .Select(a => a.PublicKey).Distinct().OrderBy(k => k).ToListAsync(stop);
    }

    /// <summary>The chain accounts by whose signature a customer accepts: those that they have signed with, or bought with, before.</summary>
    public static async Task<IReadOnlyList<string>> SignersOfAsync(QuotingDb db, Guid account, CancellationToken stop)
    {
        var family = Family(db, account);
        return await db.CustomerAccounts.AsNoTracking()
            .Where(a => family.Contains(a.AccountId) && !a.IsGone && (a.How == AccountTrust.SignedChallenge || a.How == AccountTrust.ChainFact))
            .Select(a => a.PublicKey).Distinct().OrderBy(k => k).ToListAsync(stop);
    }

    /// <summary>The para ids of some customers on a network.</summary>
    public static async Task<IReadOnlyList<uint>> TasksOfAsync(QuotingDb db, Guid[] customers, string network, CancellationToken stop)
    {
        var family = Family(db, customers);
        var tasks = await db.CustomerTasks.AsNoTracking().Where(t => family.Contains(t.AccountId) && !t.IsGone && t.Network == network).Select(t => t.Task).Distinct().OrderBy(t => t).ToListAsync(stop);
        return [.. tasks.Select(t => (uint)t)];
    }

    /// <summary>The customers to whom a chain account belongs: where it is proven to be somebody's, what others merely declared counts for nothing.</summary>
    public static async Task<IReadOnlyList<(string Account, Guid Customer)>> OwnersOfAsync(QuotingDb db, string[] accounts, string network, CancellationToken stop)
    {
        var found = await db.CustomerAccounts.AsNoTracking()
            .Where(a => accounts.Contains(a.PublicKey) && !a.IsGone && (a.Network == "" || a.Network == network) && Believed.Contains(a.How))
            .Select(a => new { a.PublicKey, a.AccountId, a.How }).ToListAsync(stop);
        var survivors = await SurvivorsAsync(db, found.Select(a => a.AccountId), stop);
        List<(string, Guid)> owners = [];
        foreach (var of in found.GroupBy(a => a.PublicKey))
        {
            var proven = of.Where(a => a.How != AccountTrust.Declared).ToList();
            foreach (var owner in (proven.Count > 0 ? proven : [.. of]).Select(a => a.AccountId).Distinct())
            {
                owners.Add((of.Key, survivors[owner]));
            }
        }

        return [.. owners.Distinct()];
    }

    /// <summary>The customers whose tasks these are.</summary>
    public static async Task<IReadOnlyList<(uint Task, Guid Customer)>> TaskOwnersAsync(QuotingDb db, long[] tasks, string network, CancellationToken stop)
    {
        var found = await db.CustomerTasks.AsNoTracking().Where(t => tasks.Contains(t.Task) && !t.IsGone && t.Network == network).Select(t => new { t.Task, t.AccountId }).ToListAsync(stop);
        var survivors = await SurvivorsAsync(db, found.Select(t => t.AccountId), stop);
        return [.. found.Select(of => ((uint)of.Task, survivors[of.AccountId])).Distinct()];
    }
}
