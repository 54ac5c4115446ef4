using CoretimeDesk.CreditGrants.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Parties;

/// <summary>Which accounts are one customer after merges.</summary>
internal sealed class AccountFamilies
{
    // Far longer than any real chain of merges; a circle would be a fault of what was told, and must not hang a command.
    private const int MergesMax = 64;

    private readonly Dictionary<Guid, Guid> _survivors;
    private readonly ILookup<Guid, Guid> _absorbed;

    private AccountFamilies(Dictionary<Guid, Guid> survivors)
    {
        _survivors = survivors;
        _absorbed = survivors.Keys.ToLookup(SurvivorOf);
    }

    /// <summary>All merges that stand. They are few: one for each mistake that people made.</summary>
    public static async Task<AccountFamilies> LoadAsync(CreditGrantsDb db, CancellationToken stop)
    {
        var merges = await db.MergedAccounts.AsNoTracking().Where(m => !m.IsUndone && m.AbsorbedId != Guid.Empty).ToListAsync(stop);

        // Told of twice, without the undoing in between: the newest merge counts.
        return new(merges.GroupBy(m => m.AbsorbedId).ToDictionary(g => g.Key, g => g.MaxBy(m => m.MergeId)!.SurvivorId));
    }

    /// <summary>Who an account is now.</summary>
    public Guid SurvivorOf(Guid account)
    {
        for (var i = 0; i < MergesMax && _survivors.TryGetValue(account, out var survivor); i++)
        {
            account = survivor;
        }

        return account;
    }

    /// <summary>All accounts that are one customer with this one, itself among them.</summary>
    public IReadOnlyList<Guid> MembersOf(Guid account) => [SurvivorOf(account), .. _absorbed[SurvivorOf(account)]];
}
