using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Tests.Rules;

public class ExplainingConcessions
{
    private static readonly Token Dot = Token.Dot;

    [Fact]
    public void F2_A_rep_hears_floor_and_ceiling_and_who_decides_beyond_before_a_number_is_typed() => Assert.Equal(
        [
            "startup, tier S (1 to 13 core-periods a year), list price 100 DOT, quoted by rep; commission 25 %, overlay 0 %. Rule version 1, in force from 1 Jan 2026 00:00 UTC on.",
            "At least: 0 DOT. A concession may be nothing at all; a price above the list price is not possible.",
            "Alone: up to and including 10 DOT (10 % of the list price). Nobody else is asked.",
            "Above 10 DOT up to 20 DOT (20 %): team lead must approve, within 24 hours.",
            "Above 20 DOT up to 30 DOT (30 %): head of sales must approve, within 24 hours.",
            "Above 30 DOT up to 35 DOT (35 %): budget holder and leadership must approve, each of them, within 48 hours, with a reason code.",
            "Deepest: 35 DOT, because concession, commission (25 %) and overlay (0 %) may not be more than 60 % together. Nobody can approve more; only another rule version could allow it.",
            "A rebate in DOT, even of one planck, goes 1 step up:",
            "  Above 0 DOT up to 10 DOT (10 %) with a rebate: team lead must approve, within 24 hours.",
            "  Above 10 DOT up to 20 DOT (20 %) with a rebate: head of sales must approve, within 24 hours.",
            "  Above 20 DOT up to 35 DOT (35 %) with a rebate: budget holder and leadership must approve, each of them, within 48 hours, with a reason code.",
            "Rebates, periods that the sponsor pays and waived services count together, over all lines of the whole term.",
            "Reason codes: competitive, volume, strategic, multi-year, migration, goodwill.",
            "An approval counts for 7 days, and only for exactly what was approved. Nobody approves their own quote.",
        ],
        Explain(new() { Segment = "startup", Size = CaseSize.CorePeriods(13), Role = "rep", List = Dot.Whole(100), Commission = new(2500), At = Made.Summer }));

    [Fact]
    public void A_large_customer_goes_one_step_up_and_needs_an_assessment()
    {
        var lines = Explain(new() { Segment = "builder", Size = CaseSize.Tier("XL"), Role = "team_lead", List = Dot.Whole(1000), At = Made.Summer, PhaseEndsAt = Made.Summer + TimeSpan.FromHours(3) });
        Assert.Contains("Alone: up to and including 200 DOT (20 % of the list price). Nobody else is asked.", lines);
        Assert.Contains("Above 200 DOT up to 300 DOT (30 %): head of sales must approve, within 24 hours (one step up: tier XL).", lines);
        Assert.Contains("Above 300 DOT up to 500 DOT (50 %): budget holder and leadership must approve, each of them, within 48 hours, with a reason code (one step up: tier XL).", lines);
        Assert.Contains("Deepest: 500 DOT, because no concession may be more than 50 % of the list price. Nobody can approve more; only another rule version could allow it.", lines);
        Assert.Contains("Tier XL needs a current assessment by a solution engineer before the quote is sent.", lines);
        Assert.Contains("  Up to 200 DOT (20 %) with a rebate: alone.", lines);
    }

    [Fact]
    public void Near_the_end_of_the_sale_phase_the_hours_are_those_that_will_be_asked_for() => Assert.Contains(
        "Above 10 DOT up to 20 DOT (20 %): team lead must approve, within 4 hours.",
        Explain(new() { Segment = "startup", Size = CaseSize.Tier("S"), Role = "rep", List = Dot.Whole(100), At = Made.Summer, PhaseEndsAt = Made.Summer + TimeSpan.FromHours(24) }));

    [Fact]
    public void What_cannot_be_quoted_at_all_is_said_with_the_reason()
    {
        var lines = Explain(new() { Segment = "mining", Size = CaseSize.Tier("S"), Role = "solution_engineer", List = Planck.Zero, At = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero) });
        Assert.Equal(
            [
                "Not to be quoted: rule version 1 is in force from 1 Jan 2026 00:00 UTC on, and not at that time.",
                "Not to be quoted: these rules know no such segment; they know startup, builder, enterprise and government.",
                "Not to be quoted: that role does not quote; those that do are head of sales, leadership, rep and team lead.",
                "Not to be quoted: there is no list price to concede from.",
            ],
            lines.Skip(1));
    }

    [Fact]
    public void A_commission_that_eats_the_whole_giveaway_leaves_nothing_to_explain()
    {
        var lines = Explain(new() { Segment = "startup", Size = CaseSize.Tier("S"), Role = "rep", List = Dot.Whole(100), Commission = new(6000), Overlay = new(1), At = Made.Summer });
        Assert.Equal("Not to be quoted: concession, commission and overlay together may not be more than 60 % of the list price, whoever signs.", lines[1]);
        Assert.Equal(2, lines.Count);
        Assert.Contains("Deepest: 0 DOT", Explain(new() { Segment = "startup", Size = CaseSize.Tier("S"), Role = "rep", List = Dot.Whole(100), Commission = new(6000), At = Made.Summer })[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_price_of_a_few_planck_has_fewer_stretches_and_no_empty_ones()
    {
        var explanation = RuleExplainer.Explain(RuleFile.First, new() { Segment = "startup", Size = CaseSize.Tier("S"), Role = "rep", List = new(3), At = Made.Summer });
        Assert.Equal(["0-0 step 0", "1-1 step 3"], explanation.Ranges.Select(r => $"{r.From}-{r.To} step {r.Step}"));
    }

    [Fact]
    public void Differences_are_said_in_words()
    {
        var after = Made.Rules(j =>
        {
            j["version"] = 2;
            j["effective_from"] = "2026-09-01T00:00:00Z";
            j["ceilings_bp"]!["startup"]!["S"] = 1250;
            j["authority"]!.AsObject().Remove("leadership");
            j["authority"]!["team_lead"] = 0;
            j["ladder"]![0]!["sla_hours"] = 1;
            j["hard_stops"]!["giveaway_bp"] = 5500;
            j["lift_tiers"] = new System.Text.Json.Nodes.JsonArray();
        });
        Assert.Equal(
            [
                "In force from: 1 Sep 2026 00:00 UTC, and was 1 Jan 2026 00:00 UTC.",
                "A rep's own ceiling, startup, tier S: 12.5 %, and was 10 %.",
                "What leadership may concede alone: no longer there; it was up to step 2.",
                "What team lead may concede alone: the ceiling, and was up to step 1.",
                "Step 1: up to 10 % over the ceiling, team lead, within 1 hour, and was up to 10 % over the ceiling, team lead, within 24 hours.",
                "Tiers that go one step up: none, and was XL.",
                "The most that concession, commission and overlay may be together: 55 %, and was 60 %.",
            ],
            RuleDiff.Between(RuleFile.First, after).Select(c => c.Sentence));
        Assert.Equal("/ceilings_bp/startup/S", RuleDiff.Between(RuleFile.First, after)[1].Path);
        Assert.Empty(RuleDiff.Between(after, after));
    }

    private static IReadOnlyList<string> Explain(ExplainQuestion question) =>
        new ExplanationText(amount => Dot.Format(amount.Narrow())).Of(RuleExplainer.Explain(RuleFile.First, question));
}
