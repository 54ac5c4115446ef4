using System.Globalization;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Tests.Rules;

/// <summary>By version 1, with a quarter commission, an assessment, and the reason "volume" unless a row says otherwise.</summary>
public class JudgingConcessions
{
    [Fact]
    public void F2_One_planck_beyond_the_ceiling_needs_a_named_approver_and_the_ceiling_itself_needs_nobody() => Check("""
        segment     tier  role       list     sponsor  rebate  verdict
        startup     S     rep        1000000  100000   0       allowed 0
        startup     S     rep        1000000  100001   0       step 1 team_lead 24h over_ceiling
        startup     M     rep        1000000  150000   0       allowed 0
        startup     M     rep        1000000  150001   0       step 1 team_lead 24h over_ceiling
        builder     L     rep        1000000  150000   0       allowed 0
        builder     L     rep        1000000  150001   0       step 1 team_lead 24h over_ceiling
        enterprise  S     rep        1000000  0        0       allowed 0
        enterprise  S     rep        1000000  1        0       step 1 team_lead 24h over_ceiling
        government  XL    rep        1000000  150000   0       allowed 0
        government  XL    rep        1000000  150001   0       step 2 head_of_sales 24h over_ceiling,size_lift
        """);

    [Fact]
    public void Each_step_of_the_ladder_ends_exactly_where_it_says() => Check("""
        segment  tier  role  list     sponsor  rebate  verdict
        startup  S     rep   1000000  200000   0       step 1 team_lead 24h over_ceiling
        startup  S     rep   1000000  200001   0       step 2 head_of_sales 24h over_ceiling
        startup  S     rep   1000000  300000   0       step 2 head_of_sales 24h over_ceiling
        startup  S     rep   1000000  300001   0       step 3 budget_holder,leadership 48h over_ceiling
        startup  S     rep   1000000  350000   0       step 3 budget_holder,leadership 48h over_ceiling
        startup  S     rep   1000000  350001   0       refused giveaway_over_ceiling
        """);

    [Fact]
    public void A_role_gives_alone_what_it_would_approve_for_others_and_never_the_last_step() => Check("""
        segment  tier  role               list     sponsor  rebate  verdict
        startup  S     team_lead          1000000  200000   0       allowed 1
        startup  S     team_lead          1000000  200001   0       step 2 head_of_sales 24h over_ceiling
        startup  S     head_of_sales      1000000  300000   0       allowed 2
        startup  S     leadership         1000000  300000   0       allowed 2
        startup  S     leadership         1000000  300001   0       step 3 budget_holder,leadership 48h over_ceiling
        startup  XL    team_lead          1000000  200000   0       allowed 0
        startup  XL    team_lead          1000000  200001   0       step 2 head_of_sales 24h over_ceiling,size_lift
        startup  XL    head_of_sales      1000000  300000   0       allowed 2
        startup  XL    head_of_sales      1000000  300001   0       step 3 budget_holder,leadership 48h over_ceiling,size_lift
        startup  S     solution_engineer  1000000  0        0       refused role_may_not_quote
        startup  S     Rep                1000000  0        0       refused role_may_not_quote
        """);

    [Fact]
    public void Any_rebate_goes_one_step_up_and_never_beyond_the_last() => Check("""
        segment  tier  role           list     sponsor  rebate  verdict
        startup  S     rep            1000000  0        1       step 1 team_lead 24h rebate_lift
        startup  S     rep            1000000  99999    1       step 1 team_lead 24h rebate_lift
        startup  S     rep            1000000  100000   1       step 2 head_of_sales 24h over_ceiling,rebate_lift
        startup  S     rep            1000000  200000   1       step 3 budget_holder,leadership 48h over_ceiling,rebate_lift
        startup  S     rep            1000000  300000   1       step 3 budget_holder,leadership 48h over_ceiling,rebate_lift
        startup  XL    rep            1000000  0        1       step 1 team_lead 24h rebate_lift
        startup  XL    rep            1000000  200000   1       step 3 budget_holder,leadership 48h over_ceiling,size_lift,rebate_lift
        startup  S     team_lead      1000000  0        1       allowed 1
        startup  S     head_of_sales  1000000  100000   1       allowed 2
        """);

    [Fact]
    public void Nothing_is_divided_to_decide_so_odd_list_prices_have_no_grey_zone() => Check("""
        segment  tier  role  list                                     sponsor                                 rebate  verdict
        startup  S     rep   9                                        0                                       0       allowed 0
        startup  S     rep   9                                        1                                       0       step 1 team_lead 24h over_ceiling
        startup  S     rep   10                                       1                                       0       allowed 0
        startup  S     rep   1000003                                  100000                                  0       allowed 0
        startup  S     rep   1000003                                  100001                                  0       step 1 team_lead 24h over_ceiling
        startup  S     rep   340282366920938463463374607431768211455  34028236692093846346337460743176821145  0       allowed 0
        startup  S     rep   340282366920938463463374607431768211455  34028236692093846346337460743176821146  0       step 1 team_lead 24h over_ceiling
        startup  S     rep   0                                        0                                       0       refused list_zero
        """);

    [Fact]
    public void All_refusals_are_named_in_their_order()
    {
        var verdict = Made.Judge(new()
        {
            At = new(2025, 12, 31, 23, 59, 59, TimeSpan.Zero),
            PhaseEndsAt = new(2025, 12, 31, 23, 59, 59, TimeSpan.Zero),
            Segment = "mining",
            Size = CaseSize.CorePeriods(0),
            Role = "guest",
            Totals = new(new ConcessionLine(new(1000), SponsorPaid: new(1001))),
            Commission = new(2500),
            ReasonCode = "because",
        });
        Assert.Equal(VerdictKind.Refused, verdict.Kind);
        Assert.Equal(
            ["rule_not_in_force", "phase_ended", "unknown_segment", "size_below_range", "role_may_not_quote", "concession_over_hard_stop", "giveaway_over_ceiling", "reason_code_unknown"],
            verdict.Reasons.ToNames());
        Assert.Null(verdict.Step);
        Assert.Null(verdict.OwnCeiling);
        Assert.Empty(verdict.Approvers);
    }

    [Fact]
    public void F11_From_tier_M_on_a_quote_needs_an_assessment()
    {
        foreach (var (tier, needs) in new[] { ("S", false), ("M", true), ("L", true), ("XL", true) })
        {
            var verdict = Made.Judge(WithoutAssessment(tier));
            Assert.Equal(needs ? ["assessment_missing"] : [], verdict.Reasons.ToNames());
        }

        static ConcessionCase WithoutAssessment(string tier) => new()
        {
            At = Made.Summer,
            Segment = "startup",
            Size = CaseSize.Tier(tier),
            Role = "rep",
            Totals = new(new ConcessionLine(new(1000))),
        };
    }

    [Fact]
    public void The_last_step_needs_a_reason_unless_nobody_has_to_be_asked()
    {
        Assert.Equal(["reason_code_missing"], Made.Judge(Made.Case(new(1000), new(301), reason: null)).Reasons.ToNames());
        Assert.Equal(["reason_code_unknown"], Made.Judge(Made.Case(new(1000), new(0), reason: "Volume")).Reasons.ToNames());
        Assert.Equal(VerdictKind.NeedsApproval, Made.Judge(Made.Case(new(1000), new(300), reason: null)).Kind);
        Assert.Equal(["role_may_not_quote"], Made.Judge(Made.Case(new(1000), new(301), role: "guest", reason: null)).Reasons.ToNames());
    }

    [Fact]
    public void Near_the_end_of_the_sale_phase_the_first_step_is_decided_in_four_hours()
    {
        Assert.Equal(4, Hours(new(1, 0, 0, 0)));
        Assert.Equal(24, Hours(new TimeSpan(1, 0, 0, 0) + TimeSpan.FromMilliseconds(1)));
        Assert.Equal(4, Hours(TimeSpan.FromMilliseconds(1)));
        Assert.Equal(24, Hours(new(1, 0, 0), sponsor: 250));
        Assert.Null(Hours(TimeSpan.Zero));

        static int? Hours(TimeSpan left, uint sponsor = 150) => Made.Judge(new()
        {
            At = Made.Summer,
            PhaseEndsAt = Made.Summer + left,
            Segment = "startup",
            Size = CaseSize.Tier("S"),
            Role = "rep",
            Totals = new(new ConcessionLine(new(1000), SponsorPaid: new(sponsor))),
        }).SlaHours;
    }

    [Fact]
    public void What_is_spent_on_demand_counts_as_core_periods_but_never_beyond_the_second_tier()
    {
        var rules = RuleFile.First;
        foreach (var (spent, price, tier) in new (UInt128, UInt128, string)[]
        {
            (0, 10, "S"), (9, 10, "S"), (139, 10, "S"), (140, 10, "M"), (UInt128.MaxValue, 1, "M"), (UInt128.MaxValue, UInt128.MaxValue, "S"),
        })
        {
            Assert.Equal(tier, RuleJudge.Evaluate(rules, Sized(CaseSize.OnDemand(new(spent), new(price)))).Tier);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => CaseSize.OnDemand(new(5), Planck.Zero));
    }

    [Fact]
    public void Tiers_begin_and_end_where_they_say()
    {
        foreach (var (periods, tier) in new (ulong, string?)[] { (0, null), (1, "S"), (13, "S"), (14, "M"), (52, "M"), (53, "L"), (130, "L"), (131, "XL"), (ulong.MaxValue, "XL") })
        {
            Assert.Equal(tier, RuleJudge.Evaluate(RuleFile.First, Sized(CaseSize.CorePeriods(periods))).Tier);
        }
    }

    private static ConcessionCase Sized(CaseSize size) => new() { At = Made.Summer, Segment = "startup", Size = size, Role = "rep", Totals = new(new ConcessionLine(new(1000))), HasAssessment = true };

    private static void Check(string table)
    {
        var rows = table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var cells = row.Split(' ', 7, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var verdict = Made.Judge(Made.Case(Planck.Parse(cells[3]), Planck.Parse(cells[4]), Planck.Parse(cells[5]), cells[0], cells[1], cells[2]));
            var found = verdict.Kind switch
            {
                VerdictKind.Allowed => string.Create(CultureInfo.InvariantCulture, $"allowed {verdict.Step}"),
                VerdictKind.NeedsApproval => string.Create(CultureInfo.InvariantCulture, $"step {verdict.Step} {string.Join(',', verdict.Approvers)} {verdict.SlaHours}h {Names(verdict)}"),
                _ => $"refused {Names(verdict)}",
            };
            Assert.True(cells[6] == found, $"{row.Trim()}{Environment.NewLine}was {found}");
        }
    }

    private static string Names(Verdict verdict) => string.Join(',', verdict.Reasons.ToNames());
}
