using System.Collections.Concurrent;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Versions of the ownership rules. A version never changes, so it is read once.</summary>
public sealed class RulesBook
{
    private readonly ConcurrentDictionary<int, OwnershipRules> _known = new();

    /// <summary>The version in force.</summary>
    public async Task<OwnershipRules> CurrentAsync(LeadsDb db, CancellationToken stop) =>
        await OfAsync(db, await db.OwnershipRules.MaxAsync(r => r.Number, stop), stop);

    /// <summary>That version.</summary>
    public async Task<OwnershipRules> OfAsync(LeadsDb db, int number, CancellationToken stop)
    {
        if (_known.TryGetValue(number, out var rules))
        {
            return rules;
        }

        var row = await db.OwnershipRules.AsNoTracking().SingleAsync(r => r.Number == number, stop);
        return _known.GetOrAdd(number, row.ToRules());
    }
}
