using System.Collections.Concurrent;
using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>The rule versions. One never changes, so each is read once.</summary>
public sealed class RuleBook
{
    private readonly ConcurrentDictionary<int, RuleVersion> _known = new();

    /// <summary>The version that counts at an instant: the highest number of those in force. Null when none is.</summary>
    public async Task<RuleVersion?> InForceAsync(QuotingDb db, DateTimeOffset at, CancellationToken stop)
    {
        var number = await db.RuleVersions.Where(v => v.EffectiveFrom <= at && (v.EffectiveTo == null || v.EffectiveTo > at)).MaxAsync(v => (int?)v.Number, stop);
        return number is { } found ? await OfAsync(db, found, stop) : null;
    }

    /// <summary>The version of that number; null when there is none.</summary>
    public async Task<RuleVersion?> OfAsync(QuotingDb db, int number, CancellationToken stop)
    {
        if (_known.TryGetValue(number, out var rules))
        {
            return rules;
        }

        var row = await db.RuleVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Number == number, stop);
        return row is null ? null : _known.GetOrAdd(number, Read(row));
    }

    /// <summary>What was written as a version still is one, with the same hash.</summary>
    private static RuleVersion Read(RuleVersionRow row) => RuleFile.Read(row.Canonical).Version is { } rules && rules.Hash == row.Sha256
        ? rules
        : throw new InvalidOperationException($"Rule version {row.Number} in the database is not what was adopted: its text does not have the hash {row.Sha256}.");
}
