using System.Numerics;
using System.Text.Json.Nodes;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Tests.Ledger;

public class AnyFactsInAnyOrder
{
    private const int Runs = 250;
    private static readonly string PlanText = Files.Plans().ToJsonString();
    private static readonly PlanBook Plans = Computing.Plans(PlanText);

    [Fact]
    public void No_planck_appears_or_is_lost() => Seeded.Run(Runs, random =>
    {
        var ledger = Compute(RandomFacts.Make(random));
        foreach (var x in ledger.Events)
        {
            var accruals = ledger.Lines.Where(l => l.Event == x.Event && l.Kind == LineKind.Accrue).ToList();
            Assert.Equal(x.Commission + x.Overlay, Sum(accruals));
            Assert.Equal(x.Commission, Sum(accruals.Where(l => l.Work is ShareWork)));
            Assert.Equal(x.Base, Rating.Base(x.Pieces));
            Assert.Equal(x.Pieces.Aggregate(BigInteger.Zero, (sum, p) => sum + (p.Planck * p.Bp)) / 10_000, x.Commission);
            Assert.True(x.Commission * 10_000 <= x.Base * 3_000, "more than the highest rate");
        }

        foreach (var (participant, total) in ledger.Totals)
        {
            Assert.Equal(total.Net - total.Owed, total.Earned);
            Assert.True(total.Accrued >= total.Earned && total.Net >= 0 && total.Owed >= 0, participant);
            Assert.Equal(total.Accrued, Sum(ledger.Lines.Where(l => l.Participant == participant && l.Kind != LineKind.Earn)));
        }

        Assert.All(ledger.Statements, s => Assert.True(s.Reversed <= s.Earned && s.Recovered * 2 <= s.Earned - s.Reversed && s.Net == s.Earned - s.Reversed - s.Recovered));
        Assert.DoesNotContain(ledger.Lines, l => l.Planck.IsZero);
    });

    [Fact]
    public void No_account_of_an_event_ever_goes_below_zero_or_earns_more_than_is_accrued() => Seeded.Run(Runs, random =>
    {
        foreach (var lines in Compute(RandomFacts.Make(random)).Lines.GroupBy(l => (l.Event, l.Participant)))
        {
            var (accrued, earned) = (BigInteger.Zero, BigInteger.Zero);
            foreach (var cause in lines.GroupBy(l => l.Cause))
            {
                accrued += Sum(cause.Where(l => l.Kind != LineKind.Earn));
                earned += Sum(cause.Where(l => l.Kind is LineKind.Earn or LineKind.Reverse or LineKind.Clawback));
                Assert.True(accrued >= earned && earned >= 0, $"{lines.Key}: {accrued} accrued, {earned} earned");
            }
        }
    });

    [Fact]
    public void F8_Any_order_and_any_repetition_of_the_facts_gives_the_same_ledger() => Seeded.Run(Runs, random =>
    {
        var facts = RandomFacts.Make(random);
        var once = Computing.Answer(PlanText, Lines(facts));
        var repeated = random.Shuffled(facts.Concat(facts.Where(_ => random.Next(3) == 0)).Concat(facts.Where(_ => random.Next(5) == 0)));
        var again = Computing.Answer(PlanText, Lines(repeated));
        Assert.Equal(repeated.Length - facts.Count, (int)again["duplicates"]!);
        again["duplicates"] = 0;
        Seeded.AssertSame(once, again, "the ledger");
    });

    [Fact]
    public void F8_Closed_months_never_change_by_later_facts_except_through_lines_of_later_dates() => Seeded.Run(Runs, random =>
    {
        var facts = RandomFacts.Make(random);
        var end = new Month(2026 + random.Next(2), random.Next(1, 13)).Start;
        // A participant's key and a quota count whenever they became known: those of later dates are known here already.
        var before = Compute([.. facts.Where(f => At(f) < end || (string)f["kind"]! is "participant_key" or "quota")]);
        var after = Compute(facts);
        Assert.Equal(before.Lines.Select(Line), after.Lines.Where(l => l.At < end).Select(Line));
        Assert.Equal(before.Statements, after.Statements.Where(s => s.Month.Start < end));
        Assert.Equal(before.Events.Select(e => e.Event), after.Events.Take(before.Events.Length).Select(e => e.Event));
        Assert.All(before.Windows, w => Assert.Equal(w.Value, after.Windows[w.Key]));
    });

    [Fact]
    public void F9_Nothing_comes_of_events_that_are_excluded_and_every_line_of_an_event_that_is_not() => Seeded.Run(Runs, random =>
    {
        var facts = RandomFacts.Make(random);
        var ledger = Compute(facts);
        var paid = facts.Where(f => (string)f["kind"]! == "paid").Select(f => (string)f["id"]!).Order();
        Assert.Equal(paid, ledger.Events.Select(e => e.Event).Concat(ledger.Excluded.Select(x => x.Event)).Order());
        var excluded = ledger.Excluded.Select(x => x.Event).ToHashSet();
        Assert.DoesNotContain(ledger.Lines, l => excluded.Contains(l.Event));
        var unpaid = facts.Where(f => (string)f["kind"]! == "paid" && (string)f["payer"]! != "customer").Select(f => (string)f["id"]!);
        Assert.All(unpaid, id => Assert.Contains(id, excluded));
    });

    [Fact]
    public void Random_facts_are_of_every_kind_and_lead_to_lines_of_every_kind()
    {
        // Else the properties above would hold for nothing.
        var (kinds, reasons, upwards) = (new HashSet<LineKind>(), new HashSet<ExclusionReason>(), 0);
        Seeded.Run(Runs, random =>
        {
            var ledger = Compute(RandomFacts.Make(random));
            kinds.UnionWith(ledger.Lines.Select(l => l.Kind));
            reasons.UnionWith(ledger.Excluded.Select(x => x.Reason));
            upwards += ledger.Statements.Count(s => s.Owed > 0);
        });
        Assert.Equal(Enum.GetValues<LineKind>().Length, kinds.Count);
        Assert.Equal(Enum.GetValues<ExclusionReason>().Length, reasons.Count);
        Assert.True(upwards > 0, "nobody ever owed anything");
    }

    private static CommissionLedger Compute(IEnumerable<JsonObject> facts)
    {
        var reading = FactFile.Read(Lines(facts), Plans);
        Assert.Null(reading.Fault);
        return CommissionLedger.Compute(Plans, reading.Facts, reading.Duplicates);
    }

    private static IEnumerable<string> Lines(IEnumerable<JsonObject> facts) => facts.Select(f => f.ToJsonString());

    private static DateTimeOffset At(JsonObject fact) => Instants.TryParse((string)fact["at"]!, out var at) ? at : throw new InvalidOperationException("no instant");

    private static string Line(LedgerLine line) => $"{line.At:O} {line.Kind} {line.Event} {line.Participant} {line.Planck} {line.Cause}";

    private static BigInteger Sum(IEnumerable<LedgerLine> lines) => lines.Aggregate(BigInteger.Zero, (sum, l) => sum + l.Planck);
}
