using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Tests.Rules;

/// <summary>What holds for every list price, segment, size and role.</summary>
public class JudgingAnyConcession
{
    private static readonly string[] Roles = ["rep", "team_lead", "head_of_sales", "leadership"];
    private static readonly uint[] Commissions = [0, 1000, 2500, 3000];

    [Fact]
    public void The_bounds_of_an_explanation_are_those_of_the_judge_to_the_planck() => Seeded.Run(2000, random =>
    {
        var question = Question(random);
        var explanation = RuleExplainer.Explain(RuleFile.First, question);
        foreach (var (ranges, rebate) in new[] { (explanation.Ranges, default(Planck)), (explanation.RebateRanges, new Planck(1)) })
        {
            var expected = rebate.IsZero ? WidePlanck.Zero : (WidePlanck)rebate;
            foreach (var range in ranges)
            {
                Assert.Equal(expected, range.From);
                Agrees(range, Judge(question, range.From, rebate));
                Agrees(range, Judge(question, range.To, rebate));
                expected = range.To + new Planck(1);
            }

            // One planck beyond the last, nobody can approve.
            if (ranges.Length > 0)
            {
                Assert.Equal(explanation.Deepest!.Value, ranges[^1].To);
                Assert.Equal(VerdictKind.Refused, Judge(question, expected, rebate).Kind);
            }
        }
    });

    [Fact]
    public void The_own_ceiling_is_allowed_and_one_planck_more_is_not() => Seeded.Run(2000, random =>
    {
        var question = Question(random);
        var own = Judge(question, WidePlanck.Zero, default).OwnCeiling!.Value;
        Assert.Equal(VerdictKind.Allowed, Judge(question, own, default).Kind);
        Assert.NotEqual(VerdictKind.Allowed, Judge(question, own + new Planck(1), default).Kind);
    });

    [Fact]
    public void A_deeper_concession_never_needs_a_lower_step() => Seeded.Run(2000, random =>
    {
        var question = Question(random);
        var (less, more) = (Part(random, question.List), Part(random, question.List));
        (less, more) = less <= more ? (less, more) : (more, less);
        var (shallow, deep) = (Judge(question, less, default), Judge(question, more, default));
        Assert.True(shallow.Step <= deep.Step, $"{less} is step {shallow.Step}, {more} is step {deep.Step}");
        Assert.False(shallow.Kind == VerdictKind.Refused && deep.Kind != VerdictKind.Refused, $"{less} is refused, {more} is not");
    });

    [Fact]
    public void A_rebate_never_needs_a_lower_step_than_the_same_without() => Seeded.Run(1000, random =>
    {
        var question = Question(random);
        var amount = Part(random, question.List);
        if (amount.IsZero)
        {
            return;
        }

        Assert.True(Judge(question, amount, default).Step <= Judge(question, amount, new Planck(1)).Step);
    });

    [Fact]
    public void However_a_quote_is_cut_into_lines_the_verdict_is_the_same() => Seeded.Run(1000, random =>
    {
        var question = Question(random);
        var whole = new ConcessionLine(question.List, Part(random, question.List).Narrow(), Part(random, question.List).Narrow(), Part(random, question.List).Narrow());
        var lines = new ConcessionLine[random.Next(1, 6)];
        var (list, rebate, sponsor, waived) = (Cut(random, whole.List, lines.Length), Cut(random, whole.Rebate, lines.Length), Cut(random, whole.SponsorPaid, lines.Length), Cut(random, whole.Waived, lines.Length));
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = new(list[i], rebate[i], sponsor[i], waived[i]);
        }

        Same(RuleJudge.Evaluate(RuleFile.First, Case(question, new(whole))), RuleJudge.Evaluate(RuleFile.First, Case(question, ConcessionTotals.Of(lines))));
    });

    [Fact]
    public void The_judge_agrees_with_the_same_rules_written_down_a_second_time_in_big_integers() => Seeded.Run(5000, random =>
    {
        var question = Question(random);
        var line = new ConcessionLine(question.List, random.Next(2) == 0 ? default : random.Planck(), random.Next(2) == 0 ? Part(random, question.List).Narrow() : random.Planck(), default);
        var verdict = RuleJudge.Evaluate(RuleFile.First, Case(question, new(line)));
        Assert.Equal(Step(question, line), verdict.Step);
        Assert.Equal(line.Rebate.Big() + line.SponsorPaid.Big(), verdict.Concession.ToBigInteger());
        var (x, l, given) = (verdict.Concession.ToBigInteger(), question.List.Big(), question.Commission.Value);
        Assert.Equal(x * 10_000 > 5000 * l, verdict.Reasons.HasFlag(VerdictReasons.ConcessionOverHardStop));
        Assert.Equal((x * 10_000) + (given * l) > 6000 * l, verdict.Reasons.HasFlag(VerdictReasons.GiveawayOverCeiling));
    });

    [Fact]
    public void Judging_allocates_nothing()
    {
        var (rules, question) = (RuleFile.First, Made.Case(new(1_000_000), new(100_001)));
        ConcessionLine[] lines = [new(new(600_000), SponsorPaid: new(50_000)), new(new(400_000), SponsorPaid: new(50_001))];
        var kinds = 0;
        Judge(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Judge(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(8000, kinds);

        void Judge(int times)
        {
            for (var i = 0; i < times; i++)
            {
                kinds += (int)RuleJudge.Evaluate(rules, question).Kind;
                kinds += (int)RuleJudge.Evaluate(rules, Whole(ConcessionTotals.Of(lines))).Kind;
            }
        }

        static ConcessionCase Whole(ConcessionTotals totals) => new() { At = Made.Summer, Segment = "startup", Size = CaseSize.CorePeriods(5), Role = "rep", Totals = totals, Commission = new(2500) };
    }

    private static int Step(ExplainQuestion q, ConcessionLine line)
    {
        var segment = RuleFile.First.FindSegment(q.Segment);
        var tier = Judge(q, WidePlanck.Zero, default).Tier!;
        var ceiling = new[] { new[] { 1000, 1500, 1500, 2000 }, [500, 1000, 1500, 2000], [0, 500, 1000, 1500], [500, 1000, 1000, 1500] }[segment][Array.IndexOf(["S", "M", "L", "XL"], tier)];
        var x = (line.Rebate.Big() + line.SponsorPaid.Big() + line.Waived.Big()) * 10_000;
        var plain = x <= ceiling * q.List.Big() ? 0 : x <= (ceiling + 1000) * q.List.Big() ? 1 : x <= (ceiling + 2000) * q.List.Big() ? 2 : 3;
        return Math.Min(3, plain + (plain > 0 && tier == "XL" ? 1 : 0) + (line.Rebate.IsZero ? 0 : 1));
    }

    private static ExplainQuestion Question(Random random)
    {
        var list = random.Planck();
        return new()
        {
            Segment = random.Of(RuleFile.First.Segments),
            Size = random.Next(2) == 0 ? CaseSize.Tier(random.Of(RuleFile.First.Tiers).Name) : CaseSize.CorePeriods((ulong)random.Next(1, 200)),
            Role = random.Of(Roles),
            List = list.IsZero ? new(1) : list,
            Commission = new(random.Of(Commissions)),
            At = Made.Summer,
            PhaseEndsAt = random.Next(2) == 0 ? null : Made.Summer + TimeSpan.FromHours(random.Next(1, 48)),
        };
    }

    private static ConcessionCase Case(ExplainQuestion q, ConcessionTotals totals) => new()
    {
        At = q.At,
        PhaseEndsAt = q.PhaseEndsAt,
        Segment = q.Segment,
        Size = q.Size,
        Role = q.Role,
        Totals = totals,
        Commission = q.Commission,
        Overlay = q.Overlay,
        HasAssessment = true,
        ReasonCode = "volume",
    };

    private static Verdict Judge(ExplainQuestion q, WidePlanck concession, Planck rebate) => RuleJudge.Evaluate(RuleFile.First, Case(q, new(q.List, rebate, concession)));

    private static void Agrees(ConcessionRange range, Verdict verdict)
    {
        Assert.Equal(range.IsOwn ? VerdictKind.Allowed : VerdictKind.NeedsApproval, verdict.Kind);
        Assert.Equal(range.Step, verdict.Step);
        Assert.Equal(range.Approvers, verdict.Approvers);
        Assert.Equal(range.SlaHours, verdict.SlaHours);
    }

    private static void Same(Verdict one, Verdict other)
    {
        Assert.Equal((one.Kind, one.Step, one.Reasons, one.SlaHours), (other.Kind, other.Step, other.Reasons, other.SlaHours));
        Assert.Equal((one.Concession, one.OwnCeiling, one.Deepest), (other.Concession, other.OwnCeiling, other.Deepest));
    }

    /// <summary>Up to six tenths of an amount, often exactly on a bound of the rules or one planck beside it.</summary>
    private static WidePlanck Part(Random random, Planck of)
    {
        var part = ((WidePlanck)of).Share((uint)(random.Next(2) == 0 ? random.Next(13) * 500 : random.Next(6001)));
        return random.Next(3) switch { 0 => part + new Planck(1), 1 when !part.IsZero => part - new Planck(1), _ => part };
    }

    private static Planck[] Cut(Random random, Planck amount, int parts)
    {
        var cuts = Enumerable.Range(0, parts - 1).Select(_ => ((WidePlanck)amount).Share((uint)random.Next(10_001)).Narrow()).Append(amount).Order().ToArray();
        return [.. cuts.Select((cut, i) => cut - (i == 0 ? Planck.Zero : cuts[i - 1]))];
    }
}
