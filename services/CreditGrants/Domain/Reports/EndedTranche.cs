using System.Numerics;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>A tranche that was open and has ended: its grant is over, or all of it is paid and used. What never opened is in no utilisation.</summary>
/// <param name="Grant">Its grant's name.</param>
/// <param name="Tranche">From 1.</param>
/// <param name="Value">What was awarded.</param>
/// <param name="Used">What was used of it, at most its value: what was paid beyond an award is not part of it.</param>
/// <param name="EndedAt">When.</param>
public sealed record EndedTranche(string Grant, int Tranche, Planck Value, BigInteger Used, DateTimeOffset EndedAt)
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<EndedTranche> Of(Budget budget)
    {
        var lastUse = budget.Accepted.Values.OfType<Used>().Where(u => u is { Grant: not null, Tranche: not null })
            .GroupBy(u => (u.Grant!, u.Tranche!.Value)).ToDictionary(g => g.Key, g => g.Max(u => u.At));
        List<EndedTranche> ended = [];
        foreach (var grant in budget.Grants.Values)
        {
            for (var i = 0; i < grant.OpenTranches; i++)
            {
                var tranche = grant.Tranches[i];
                var isUsedUp = tranche.Left.IsZero && tranche.Used >= tranche.Net.Value;
                DateTimeOffset? usedUp = isUsedUp && lastUse.TryGetValue((grant.Name, i + 1), out var last) ? last : null;
                if (Earlier(usedUp, grant.Closing?.At) is { } at)
                {
                    ended.Add(new(grant.Name, i + 1, tranche.Value, BigInteger.Min(tranche.Used, tranche.Value.Value), at));
                }
            }
        }

        return ended;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other : one;
}
