using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Tests;

/// <summary>Random lives of a small budget, where everything collides: few grants, few clusters, few planck, few days.</summary>
internal sealed class RandomBudget(Random random)
{
    private static readonly string[] Grants = ["a", "b", "c", "d"];
    private int _ids;

    /// <summary>Any event, sensible or not.</summary>
    public BudgetEvent Any() => _ids == 0 ? new Funded(Id(), At(), Amount(150)) : random.Next(20) switch
    {
        0 => new Funded(Id(), At(), Amount(60)),
        1 => new Withdrawn(Id(), At(), Amount(20)),
        2 or 3 or 4 or 5 or 6 => Award(),
        7 or 8 or 9 or 10 => new Spent(Id(), At(), Amount(20), Grant(), Tranche()),
        11 or 12 => new Refunded(Id(), At(), Amount(12), $"e{random.Next(1, _ids + 4)}"),
        13 => new Used(Id(), At(), Amount(20), Grant(), Tranche()),
        14 => new Opened(Id(), At(), Grant(), random.Next(2, 4)),
        15 => random.Next(4) switch { 0 => new Flagged(Id(), At(), Grant(), "f"), 1 => new Unflagged(Id(), At(), Grant(), "f"), 2 => new MilestoneReached(Id(), At(), Grant(), 2), _ => new Extended(Id(), At(), Grant(), At()) },
        16 => new Revoked(Id(), At(), Grant()),
        _ => new Ticked(Id(), At()),
    };

    /// <summary>The same events, with chain facts in another order wherever no command stands between them.</summary>
    public IReadOnlyList<BudgetEvent> WithFactsPermuted(IReadOnlyList<BudgetEvent> events)
    {
        var (permuted, facts) = (new List<BudgetEvent>(), new List<BudgetEvent>());
        foreach (var happened in events)
        {
            if (happened is ChainFact)
            {
                facts.Add(happened);
                continue;
            }

            Flush();
            permuted.Add(happened);
        }

        Flush();
        return permuted;

        void Flush()
        {
            var order = facts.ToArray();
            random.Shuffle(order);
            permuted.AddRange(order);
            facts.Clear();
        }
    }

    private Awarded Award()
    {
        var at = At();
        ImmutableArray<Planck> tranches = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Amount(15))];
        return new(Id(), at, Grant(), random.Next(3) == 0 ? "shared" : $"c{random.Next(4)}", (GrantTier)random.Next(2), tranches, (ulong)random.Next(1, 20), at.AddDays(random.Next(60, 200)), null, random.Next(4) == 0);
    }

    private string Id() => $"e{++_ids}";

    private string Grant() => Grants[random.Next(Grants.Length)];

    private int Tranche() => random.Next(3) == 0 ? random.Next(1, 4) : 1;

    private Planck Amount(int max) => new((UInt128)random.Next(1, max + 1));

    /// <summary>Half a year: deadlines and ends are reached and missed.</summary>
    private DateTimeOffset At() => BudgetTable.Day("0").AddDays(random.Next(180));
}
