using System.Numerics;
using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Tests;

/// <summary>
/// A second bookkeeper, who keeps no totals: from the list of what was accepted the balances are counted anew, word by word as docs/credits.md defines them.
/// Slow, and so simple that it can be checked by eye.
/// </summary>
internal sealed class Recount
{
    private readonly List<(BudgetEvent Event, bool WasOpen)> _accepted = [];
    private readonly Dictionary<string, int> _open = [];
    private readonly Dictionary<string, DateTimeOffset> _closed = [];

    public void Note(Budget before, BudgetEvent happened, BudgetStep step)
    {
        var wasOpen = happened is Spent { Grant: { } name, Tranche: { } number } && number >= 1 && number <= _open.GetValueOrDefault(name);
        _accepted.Add((happened, wasOpen));
        switch (happened)
        {
            case Awarded award:
                _open[award.Grant] = 1;
                break;
            case Opened opened:
                _open[opened.Grant!]++;
                break;
            case Revoked revoked:
                _closed[revoked.Grant!] = revoked.At;
                break;
            case Ticked:
                foreach (var (grant, why) in step.Closed)
                {
                    _closed[grant] = why == ClosingReason.Expired ? before.Grants[grant].ExpiresAt : before.Grants[grant].Award.At.AddDays(90);
                }

                break;
        }
    }

    public Balances Balances()
    {
        BigInteger Sum<T>(Func<T, bool> which)
            where T : ChainFact => _accepted.Select(a => a.Event).OfType<T>().Where(which).Aggregate(BigInteger.Zero, (s, f) => s + f.Amount.Value);

        BigInteger Net(Spent spent) => BigInteger.Max(0, (BigInteger)spent.Amount.Value - Sum<Refunded>(r => r.Of == spent.Id));

        bool IsRegular(Spent spent) => !_closed.TryGetValue(spent.Grant!, out var closed) || spent.At < closed;

        var (reserved, lapsed, covered, awarded) = (BigInteger.Zero, BigInteger.Zero, BigInteger.Zero, BigInteger.Zero);
        foreach (var award in _accepted.Select(a => a.Event).OfType<Awarded>())
        {
            for (var i = 0; i < award.Tranches.Length; i++)
            {
                BigInteger value = award.Tranches[i].Value;
                var net = _accepted.Where(a => a.WasOpen && a.Event is Spent s && s.Grant == award.Grant && s.Tranche == i + 1 && IsRegular(s))
                    .Aggregate(BigInteger.Zero, (sum, a) => sum + Net((Spent)a.Event));
                var left = BigInteger.Max(0, value - net);
                (reserved, lapsed) = _closed.ContainsKey(award.Grant) ? (reserved, lapsed + left) : (reserved + left, lapsed);
                (covered, awarded) = (covered + BigInteger.Min(value, net), awarded + value);
            }
        }

        var spent = _accepted.Select(a => a.Event).OfType<Spent>().Aggregate(BigInteger.Zero, (s, p) => s + Net(p));
        return new(Sum<Funded>(_ => true) - Sum<Withdrawn>(_ => true), reserved, spent, lapsed, awarded, spent - covered);
    }
}
