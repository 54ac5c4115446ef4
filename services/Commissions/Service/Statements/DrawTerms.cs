using System.Numerics;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>Where somebody's draw stands as a month is closed.</summary>
/// <param name="Draw">What runs in the month; null when nothing does.</param>
/// <param name="Number">Which of its months this is, from 1.</param>
/// <param name="Plan">The plan that grants it; empty when nothing runs.</param>
/// <param name="Acceptance">The fact that began it; empty when nothing runs.</param>
/// <param name="Balance">What was advanced and not recovered before: negative, or zero.</param>
internal sealed record DrawTerms(Draw? Draw, int Number, string Plan, string Acceptance, BigInteger Balance)
{
    /// <summary>
    /// By participant; of those with a draw, or with something to recover. The owner of a deal has the draw of its plan, from the month of the acceptance on: one draw for each
    /// participant and token, by the first such deal, whatever is accepted later. Its months are counted in statements that were written, so that none is paid twice whatever
    /// becomes known, and one that became known after its month was closed is not lost.
    /// </summary>
    public static IReadOnlyDictionary<string, DrawTerms> Of(Month month, IEnumerable<Deal> deals, IReadOnlyList<V1.Statement> earlier)
    {
        var stated = earlier.Where(s => s.DrawBalancePlanck.Length > 0).GroupBy(s => s.ParticipantId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (Balance: StatementMaker.Number(g.Last().DrawBalancePlanck), Months: g.Count(s => s.DrawPaidPlanck.Length > 0)), StringComparer.Ordinal);
        var granted = deals.Where(d => d.Plan?.Draw is not null).GroupBy(d => $"{d.Roles.First(r => r.Role == Deal.OwnerRole).Person}", StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderBy(d => d.At).ThenBy(d => d.FactId, StringComparer.Ordinal).First(), StringComparer.Ordinal);
        var terms = new Dictionary<string, DrawTerms>(StringComparer.Ordinal);
        foreach (var participant in stated.Keys.Union(granted.Keys))
        {
            var (balance, months) = stated.GetValueOrDefault(participant);
            if (granted.TryGetValue(participant, out var deal) && Month.Of(deal.At) <= month && months < deal.Plan!.Draw!.Months)
            {
                terms[participant] = new(deal.Plan.Draw, months + 1, deal.Plan.Id, deal.FactId, balance);
            }
            else if (!balance.IsZero)
            {
                terms[participant] = new(null, months, "", "", balance);
            }
        }

        return terms;
    }
}
