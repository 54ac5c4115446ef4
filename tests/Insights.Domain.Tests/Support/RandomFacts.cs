using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Tests;

/// <summary>Facts that say anything that a desk may see from December 2025 to June 2026: all kinds, colliding instants, ends of months, late ones, and ones about what nobody ever heard of.</summary>
internal sealed class RandomFacts(Random random)
{
    private static readonly DateTimeOffset Start = new(2025, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Leads = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "nobody"];
    private static readonly string?[] Reps = ["ada", "bob", null];
    private readonly List<Fact> _facts = [];

    public static List<Fact> Make(Random random)
    {
        var facts = new RandomFacts(random);
        foreach (var lead in Leads[..^1])
        {
            facts.Add((id, at, known) => facts.Lead(id, at, known, lead));
        }

        foreach (var grant in new[] { "g0", "g1", "g2" })
        {
            facts.Add((id, at, known) => new GrantAwarded(id, at, known, grant, random.Of(Leads[..^1])));
            facts.Add((id, at, known) => new TrancheOpened(id, at, known, grant, 0, facts.Amount()));
        }

        for (var i = random.Next(20, 140); i > 0; i--)
        {
            facts.Any();
        }

        return facts._facts;
    }

    private void Any()
    {
        switch (random.Next(32))
        {
            case 0:
                Add((id, at, known) => Lead(id, at, known, random.Of(Leads[..^1])));
                break;
            case 1 or 2:
                Add((id, at, known) => new LeadMerged(id, at, known, random.Of(Leads), random.Of(Leads)));
                break;
            case 3:
                Add((id, at, known) => new MergeReverted(id, at, known, Known<LeadMerged>()));
                break;
            case 4:
                Add((id, at, known) => new OwnerChanged(id, at, known, random.Of(Leads), random.Of(Reps), random.Of(Reps)));
                break;
            case 5:
                Add((id, at, known) => new Qualified(id, at, known, random.Of(Leads)));
                break;
            case 6:
                Add((id, at, known) => new Registered(id, at, known, random.Of(Leads)));
                break;
            case 7:
                Add((id, at, known) => random.Next(2) == 0 ? new Released(id, at, known, random.Of(Leads)) : new Lost(id, at, known, random.Of(Leads), random.Of(["price", Lost.Duplicate])));
                break;
            case 8 or 9:
                Add((id, at, known) => new Quoted(id, at, known, Name("q"), random.Of(Leads), Amount(), Amount(), (Band)random.Next(2)));
                break;
            case 10:
                Add((id, at, known) => new Accepted(id, at, known, Name("q")));
                break;
            case 11 or 12 or 13:
                Add((id, at, known) => new Purchase(
                    id, at, known, (PurchaseHow)random.Next(3), random.Next(3) == 0 ? (Payer)random.Next(3) : Payer.Own, Amount(), random.Next(500_000), random.Next(3), random.Next(2) == 0 ? at.AddDays(random.Next(60)) : null,
                    random.Next(3) == 0 ? Known<Purchase>() : null, random.Next(2) == 0 ? Name("g", 4) : null));
                break;
            case 14 or 15 or 22:
                Add((id, at, known) => new Matched(id, at, known, Known<Purchase>(), random.Of(Leads), (MatchHow)random.Next(2), random.Next(5) == 0));
                break;
            case 16:
                Add((id, at, known) => new MatchReversed(id, at, known, Known<Matched>()));
                break;
            case 17:
                Add((id, at, known) => new GrantAwarded(id, at, known, Name("g", 4), random.Of(Leads)));
                break;
            case 18 or 23 or 24:
                Add((id, at, known) => random.Next(3) switch { 0 => new TrancheOpened(id, at, known, Name("g", 3), random.Next(2), Amount()), 1 => new TrancheUsed(id, at, known, Name("g", 3), random.Next(2), Amount()), _ => new TrancheEnded(id, at, known, Name("g", 3), random.Next(2)) });
                break;
            case 19:
                Add((id, at, known) => new ApprovalSubmitted(id, at, known, Name("p"), random.Next(6) == 0 ? long.MaxValue : random.Next(2000)));
                break;
            case 20:
                Add((id, at, known) => new ApprovalDecided(id, at, known, Name("p")));
                break;
            case 26 or 27:
                Add((id, at, known) => new QuotaGiven(id, at, known, new Month(2026, random.Next(1, 8)), random.Of(["ada", "bob"]), random.Of(Reps), Amount()));
                break;
            case 28 or 29:
                Add((id, at, known) => new PayerLearnt(id, at, known, Known<Purchase>(), (Payer)random.Next(3), random.Next(2) == 0 ? Name("g", 4) : null));
                break;
            case 30:
                Add((id, at, known) => new BaseEarned(id, at, known, new Month(2026, random.Next(1, 8)), random.Of(["ada", "bob"]), random.Of(Reps), Known<Purchase>(), random.Next(4) == 0 ? Planck.Zero : Amount()));
                break;
            case 31:
                Add((id, at, known) => new ClaimPaid(id, at, known, Name("c"), at.AddHours(random.Next(-900, 20)), Amount()));
                break;
            default:
                Add((id, at, known) => new ForecastFrozen(id, at, known, new Month(2026, random.Next(1, 8)), Amount()));
                break;
        }
    }

    private LeadCreated Lead(string id, DateTimeOffset at, DateTimeOffset known, string lead) =>
        new(id, at, known, lead, random.Of(["builder", "startup"]), random.Of(["S", "M"]), random.Of(Reps), random.Of(Reps));

    private void Add(Func<string, DateTimeOffset, DateTimeOffset, Fact> make)
    {
        // Several facts often share an instant, and some lie a millisecond before a day, and with it a month, ends.
        var at = Start.AddDays(random.Next(180)).AddMilliseconds(random.Next(4) == 0 ? -1 : 0);
        var late = random.Next(6) switch { 0 => TimeSpan.FromDays(random.Next(8)), 1 => TimeSpan.FromDays(random.Next(90)), 2 => TimeSpan.FromDays(7) + TimeSpan.FromMilliseconds(random.Next(2)), _ => TimeSpan.Zero };
        _facts.Add(make($"f{random.Next(10)}-{_facts.Count}", at, at + late));
    }

    private string Name(string prefix, int count = 6) => $"{prefix}{random.Next(count)}";

    private string Known<T>()
        where T : Fact
    {
        var known = _facts.OfType<T>().Select(f => f.Id).ToList();
        return known.Count == 0 || random.Next(20) == 0 ? "nothing" : random.Of(known);
    }

    private Planck Amount() => new(random.Next(10) == 0 ? UInt128.MaxValue - (UInt128)random.Next(3) : (UInt128)random.NextInt64(1_000_000_000_000));
}
