using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>Who works an account, as far as leads tell: whoever was the first to claim one.</summary>
public static class AccountOwners
{
    /// <summary>The owners of these accounts; accounts that nobody works are missing.</summary>
    public static async Task<IReadOnlyDictionary<Guid, (string Name, DateTimeOffset Since)>> OfAsync(LeadsDb db, IReadOnlyCollection<Guid> accounts, CancellationToken stop)
    {
        var claimed = await db.Leads.AsNoTracking().Where(l => accounts.Contains(l.AccountId) && l.OwnerId != null)
            .GroupBy(l => l.AccountId)
            .Select(g => g.OrderBy(l => l.ClaimedAt).ThenBy(l => l.Id).Select(l => new { l.AccountId, l.OwnerName, l.ClaimedAt }).First())
            .ToListAsync(stop);
        return claimed.ToDictionary(l => l.AccountId, l => (l.OwnerName!, l.ClaimedAt!.Value));
    }

    /// <summary>The key, if another account has it; else null.</summary>
    public static async Task<TakenKey?> TakenAsync(LeadsDb db, StrongKey key, Guid except, CancellationToken stop) =>
        await TakenAsync(db, [key], except, stop) is [var taken, ..] ? taken : null;

    /// <summary>Those of the keys that other accounts have.</summary>
    public static async Task<IReadOnlyList<TakenKey>> TakenAsync(LeadsDb db, IReadOnlyCollection<StrongKey> keys, Guid? except, CancellationToken stop)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        var values = keys.Select(k => k.Value).ToArray();
        var found = await db.AccountKeys.AsNoTracking().Where(k => values.Contains(k.Value) && k.AccountId != except)
            .Join(db.Accounts, k => k.AccountId, a => a.Id, (k, a) => new { Key = k, a.Number, a.Name, a.CreatedAt })
            .ToListAsync(stop);
        found = [.. found.Where(f => keys.Contains(f.Key.ToKey()))];
        var owners = await OfAsync(db, [.. found.Select(f => f.Key.AccountId)], stop);
        return
        [
            .. found.OrderBy(f => f.Key.Kind).ThenBy(f => f.Key.Value, StringComparer.Ordinal).Select(f =>
                owners.TryGetValue(f.Key.AccountId, out var owner)
                    ? new TakenKey(f.Key.ToKey(), f.Key.AccountId, f.Number, f.Name, f.CreatedAt, owner.Name, owner.Since)
                    : new TakenKey(f.Key.ToKey(), f.Key.AccountId, f.Number, f.Name, f.CreatedAt, null, null)),
        ];
    }
}
