using CoretimeDesk.Commissions.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Told;

/// <summary>
/// Keeps what was read last, as long as nothing was told since. How many observations there are says which: the database refuses to change or remove one, and whoever looks
/// sees them in the order in which they were committed, so that one number is one set, whichever replica asks.
/// </summary>
internal sealed class ObservationCache
{
    private (int Count, Observations All)? _last;
    private readonly Lock _gate = new();

    /// <summary>All that was told.</summary>
    public async Task<Observations> ReadAsync(CommissionsDb db, CancellationToken stop)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            // A command sees rows of its own that nobody else does, and that may never be saved.
            return new(await db.Observations.AsNoTracking().ToListAsync(stop));
        }

        var count = await db.Observations.CountAsync(stop);
        lock (_gate)
        {
            if (_last is { } last && last.Count == count)
            {
                return last.All;
            }
        }

        // More may have been told since they were counted: what was read is known by its own number.
        var rows = await db.Observations.AsNoTracking().ToListAsync(stop);
        var all = new Observations(rows);
        lock (_gate)
        {
            if (_last is not { } last || last.Count < rows.Count)
            {
                _last = (rows.Count, all);
            }
        }

        return all;
    }
}
