using System.Globalization;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>Whose a fact is. By bytes of accounts and by para ids, never by names; and never by an account that somebody merely typed.</summary>
internal static class FactMatcher
{
    private static readonly HowVerified[] Believed = [HowVerified.Declared, HowVerified.SignedChallenge, HowVerified.ParaSovereign, HowVerified.ChainFact];

    /// <summary>The customers who say, or proved, that the chain account is theirs; a proven one alone when there is one.</summary>
    public static async Task<IReadOnlyList<Guid>> ByAccountAsync(LeadsDb db, string publicKey, string network, CancellationToken stop)
    {
        var found = await db.ChainAccounts.AsNoTracking()
            .Where(c => c.PublicKey == publicKey && (c.Network == "" || c.Network == network) && Believed.Contains(c.How))
            .OrderBy(c => c.AccountId).Select(c => new { c.AccountId, c.How }).ToListAsync(stop);
        return found.Where(c => c.How != HowVerified.Declared).Select(c => c.AccountId).Take(1).ToList() is [var proven] ? [proven] : [.. found.Select(c => c.AccountId).Distinct()];
    }

    /// <summary>The customers whose parachains these are, with the para ids.</summary>
    public static async Task<IReadOnlyList<(Guid AccountId, uint Task)>> ByTasksAsync(LeadsDb db, IEnumerable<uint> tasks, string network, CancellationToken stop)
    {
        var values = tasks.Distinct().Select(t => t.ToString(CultureInfo.InvariantCulture)).ToArray();
        var found = await db.AccountKeys.AsNoTracking().Where(k => k.Kind == KeyKind.ParaId && k.Network == network && values.Contains(k.Value))
            .OrderBy(k => k.AccountId).ThenBy(k => k.Value).Select(k => new { k.AccountId, k.Value }).ToListAsync(stop);
        return [.. found.Select(f => (f.AccountId, uint.Parse(f.Value, CultureInfo.InvariantCulture)))];
    }
}
