using CoretimeDesk.CreditGrants.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>Which customer an account is part of by now, after merges.</summary>
internal sealed class MergedCustomers
{
    // Far longer than any real chain of merges; a circle would be a fault of what was told, and must not hang a report.
    private const int MergesMax = 64;
    private readonly Dictionary<Guid, Guid> _survivors;

    private MergedCustomers(Dictionary<Guid, Guid> survivors) => _survivors = survivors;

    public static async Task<MergedCustomers> ReadAsync(CreditGrantsDb db, CancellationToken stop)
    {
        var merges = await db.MergedAccounts.AsNoTracking().Where(m => !m.IsUndone).ToListAsync(stop);

        // Told of twice, without the undoing in between: the newest merge counts, by its id.
        return new(merges.Where(m => m.AbsorbedId != Guid.Empty).GroupBy(m => m.AbsorbedId).ToDictionary(g => g.Key, g => g.MaxBy(m => $"{m.MergeId}", StringComparer.Ordinal)!.SurvivorId));
    }

    public Guid Of(Guid account)
    {
        for (var i = 0; i < MergesMax && _survivors.TryGetValue(account, out var survivor); i++)
        {
            account = survivor;
        }

        return account;
    }
}
