using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Ledger;

/// <summary>What a participant is paid for a month.</summary>
/// <param name="Month">The month.</param>
/// <param name="Participant">Who.</param>
/// <param name="Earned">What was earned in it.</param>
/// <param name="Reversed">What of that was taken back within the month.</param>
/// <param name="ClawedBack">What of earlier months became owed in it.</param>
/// <param name="Recovered">What is kept back for what is owed.</param>
/// <param name="Owed">What is still owed after it.</param>
/// <param name="Net">What is paid.</param>
public sealed record Statement(Month Month, string Participant, BigInteger Earned, BigInteger Reversed, BigInteger ClawedBack, BigInteger Recovered, BigInteger Owed, BigInteger Net);

/// <summary>A participant's account in all.</summary>
/// <param name="Accrued">What is due, after corrections.</param>
/// <param name="Earned">What of it was earned, after corrections.</param>
/// <param name="Net">What all statements pay.</param>
/// <param name="Owed">What is still owed.</param>
public sealed record ParticipantTotal(BigInteger Accrued, BigInteger Earned, BigInteger Net, BigInteger Owed);

/// <summary>Makes statements of lines.</summary>
public static class Statements
{
    /// <summary>One for each month and participant with a line that is earned, reversed or clawed back; by month, then participant.</summary>
    /// <param name="lines">All lines.</param>
    /// <param name="recoverBp">The most of a statement that is kept back.</param>
    public static ImmutableArray<Statement> Of(IEnumerable<LedgerLine> lines, uint recoverBp)
    {
        var owed = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        var months = lines.Where(l => l.Kind is LineKind.Earn or LineKind.Reverse or LineKind.Clawback)
            .GroupBy(l => (Month: Month.Of(l.At), l.Participant))
            .OrderBy(g => g.Key.Month).ThenBy(g => g.Key.Participant, StringComparer.Ordinal);
        var statements = ImmutableArray.CreateBuilder<Statement>();
        foreach (var group in months)
        {
            var (earned, reversed, clawedBack) = (Sum(group, LineKind.Earn), -Sum(group, LineKind.Reverse), -Sum(group, LineKind.Clawback));
            var debt = owed.GetValueOrDefault(group.Key.Participant) + clawedBack;
            var recovered = BigInteger.Min(debt, (earned - reversed) * recoverBp / BasisPoints.One);
            owed[group.Key.Participant] = debt - recovered;
            statements.Add(new(group.Key.Month, group.Key.Participant, earned, reversed, clawedBack, recovered, debt - recovered, earned - reversed - recovered));
        }

        return statements.ToImmutable();
    }

    /// <summary>All accounts, by participant.</summary>
    public static ImmutableSortedDictionary<string, ParticipantTotal> Totals(IReadOnlyCollection<LedgerLine> lines, IReadOnlyCollection<Statement> statements)
    {
        var byParticipant = statements.GroupBy(s => s.Participant, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (Net: g.Aggregate(BigInteger.Zero, (sum, s) => sum + s.Net), g.Last().Owed), StringComparer.Ordinal);
        return lines.GroupBy(l => l.Participant, StringComparer.Ordinal).ToImmutableSortedDictionary(
            g => g.Key,
            g =>
            {
                var taken = Sum(g, LineKind.Reverse) + Sum(g, LineKind.Clawback);
                var (net, owed) = byParticipant.GetValueOrDefault(g.Key);
                return new ParticipantTotal(Sum(g, LineKind.Accrue) + Sum(g, LineKind.Cancel) + taken, Sum(g, LineKind.Earn) + taken, net, owed);
            },
            StringComparer.Ordinal);
    }

    private static BigInteger Sum(IEnumerable<LedgerLine> lines, LineKind kind) => lines.Where(l => l.Kind == kind).Aggregate(BigInteger.Zero, (sum, l) => sum + l.Planck);
}
