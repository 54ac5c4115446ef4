using System.Text.Json.Nodes;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Tests.Plans;

public class ReadingAndCheckingPlans
{
    [Theory]
    [InlineData("", "nonsense")]
    [InlineData("", "[]")]
    [InlineData("recover_bp", """{"recover_bp":10001}""")]
    [InlineData("plans", """{"plans":7}""")]
    [InlineData("plans/1/id", """{"1":{"id":"usual-1"}}""")]
    [InlineData("plans/0/id", """{"0":{"id":null}}""")]
    [InlineData("plans/0/flat_bp", """{"0":{"flat_bp":25.0}}""")]
    [InlineData("plans/0/split", """{"0":{"flat_bp":2501}}""")]
    [InlineData("plans/0/split", """{"0":{"split":{"AE":2499}}}""")]
    [InlineData("plans/0/split", """{"0":{"split":[]}}""")]
    [InlineData("plans/0/split/AE", """{"0":{"split":{"AE":-1}}}""")]
    [InlineData("plans/0/window_days", """{"0":{"window_days":0}}""")]
    [InlineData("plans/0/clawback_days", """{"0":{"clawback_days":"180"}}""")]
    [InlineData("plans/0/overlay/from_day", """{"0":{"overlay":{"bp":200}}}""")]
    [InlineData("plans/0/accelerator/1/to_quota_bp", """{"0":{"accelerator":[{"to_quota_bp":8000,"bp":2000},{"to_quota_bp":9000,"bp":2000}]}}""")]
    [InlineData("plans/0/accelerator/1/to_quota_bp", """{"0":{"accelerator":[{"to_quota_bp":8000,"bp":2000},{"to_quota_bp":8000,"bp":2000},{"to_quota_bp":null,"bp":3000}]}}""")]
    [InlineData("plans/0/accelerator/0/to_quota_bp", """{"0":{"accelerator":[{"to_quota_bp":null,"bp":2000},{"to_quota_bp":null,"bp":3000}]}}""")]
    [InlineData("plans/0/effective_to", """{"0":{"effective_from":"2026-02-01T00:00:00Z","effective_to":"2026-02-01T00:00:00Z"}}""")]
    [InlineData("plans/0/draw/monthly_planck", """{"0":{"draw":{"monthly_planck":"0","months":3}}}""")]
    [InlineData("rate_limits/max_bp", """{"rate_limits":{"min_bp":2000,"max_bp":1999,"rule_version":2}}""")]
    [InlineData("rate_limits/rule_version", """{"rate_limits":{"min_bp":2000,"max_bp":3500}}""")]
    public void What_cannot_be_computed_with_is_named_by_its_path(string path, string changes)
    {
        var reading = PlanFile.Read(changes is "nonsense" or "[]" ? changes : Changed(changes).ToJsonString());
        Assert.Null(reading.Book);
        Assert.Equal([path], reading.Faults.Select(f => f.Field));
    }

    [Fact]
    public void All_faults_are_told_together() => Assert.Equal(
        ["recover_bp", "plans/0/flat_bp", "plans/1/window_days"],
        PlanFile.Read(Changed("""{"recover_bp":-1,"0":{"flat_bp":"25"},"1":{"window_days":null}}""").ToJsonString()).Faults.Select(f => f.Field));

    [Theory]
    [InlineData(1999, "plans/one/flat_bp")]
    [InlineData(2000, null)]
    [InlineData(3000, null)]
    [InlineData(3001, "plans/one/flat_bp")]
    public void F7_A_rate_outside_20_to_30_percent_is_refused(int bp, string? path) => Assert.Equal(path is null ? [] : [path], Check(One(bp)).Select(f => f.Field));

    [Fact]
    public void F7_So_is_every_rate_of_the_accelerator()
    {
        var faults = Check(One(2500, [(8000, 1900), (null, 3500)]));
        Assert.Equal(["plans/one/accelerator/0/bp", "plans/one/accelerator/1/bp"], faults.Select(f => f.Field));
        Assert.Contains("is 35 %, and must be 20 % to 30 %, unless a rule version says otherwise", faults[1].Message);
    }

    [Theory]
    [InlineData(1500, 3500, 0)]
    [InlineData(2600, 3500, 1)] // 25 % is outside now.
    public void F7_Unless_a_rule_version_says_otherwise(int min, int max, int faults)
    {
        var plans = One(2500, [(null, 3500)]);
        plans["rate_limits"] = new JsonObject { ["min_bp"] = min, ["max_bp"] = max, ["rule_version"] = 7 };
        var found = Check(plans);
        Assert.Equal(faults, found.Length);
        Assert.All(found, f => Assert.Contains("as rule version 7 says", f.Message));
    }

    [Fact]
    public void Selling_more_never_pays_less() => Assert.Equal(["plans/one/accelerator"], Check(One(2500, [(8000, 2600), (null, 2500)])).Select(f => f.Field));

    [Theory]
    [InlineData(null, "2026-06-01T00:00:00Z", "2026-06-01T00:00:00Z", null, false)] // one ends where the other begins
    [InlineData(null, "2026-06-01T00:00:00.001Z", "2026-06-01T00:00:00Z", null, true)]
    [InlineData(null, null, "2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z", true)]
    [InlineData("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", null, "2026-01-01T00:00:00Z", false)]
    public void Two_plans_of_one_name_are_not_in_force_together(string? from1, string? to1, string? from2, string? to2, bool overlaps)
    {
        var plans = new JsonObject { ["recover_bp"] = 5000, ["plans"] = new JsonArray(Named("a", from1, to1), Named("b", from2, to2)) };
        Assert.Equal(overlaps ? 1 : 0, Check(plans).Count(f => f.Field.EndsWith("effective_from", StringComparison.Ordinal)));
        plans["plans"]![1]!["name"] = "another";
        Assert.Empty(Check(plans));
    }

    [Theory]
    [InlineData("currency", "USD", "plans/one/currency")]
    [InlineData("currency", "DOT", null)]
    [InlineData("currency", "KSM", null)]
    [InlineData("basis", "percent_of_paid", null)]
    [InlineData("basis", "margin", "plans/one/basis")]
    public void F13_A_plan_has_a_currency_of_a_chain_and_a_basis(string field, string value, string? path)
    {
        var plans = One(2500);
        plans["plans"]![0]![field] = value;
        Assert.Equal(path is null ? [] : [path], Check(plans).Select(f => f.Field));
    }

    [Fact]
    public void F13_Without_a_word_it_is_a_percentage_of_what_was_paid_in_dot()
    {
        var plan = Computing.Plans(One(2500).ToJsonString()).Plans["one"];
        Assert.Equal(("DOT", PlanPolicy.PercentOfPaid), (plan.Currency, plan.Basis));
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    public void A_draw_runs_for_three_months_at_most(int months, int faults)
    {
        var plans = One(2500);
        plans["plans"]![0]!["draw"] = new JsonObject { ["monthly_planck"] = "5", ["months"] = months };
        Assert.Equal(faults, Check(plans).Length);
    }

    [Theory]
    [InlineData("2025-12-31T23:59:59.999Z", false)]
    [InlineData("2026-01-01T00:00:00Z", true)]
    [InlineData("2026-01-31T23:59:59.999Z", true)]
    [InlineData("2026-02-01T00:00:00Z", false)]
    public void A_plan_is_in_force_from_its_first_instant_until_just_before_its_end(string at, bool expected)
    {
        var plan = Computing.Plans(new JsonObject { ["recover_bp"] = 0, ["plans"] = new JsonArray(Named("a", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")) }.ToJsonString()).Plans["a"];
        Assert.True(Instants.TryParse(at, out var instant));
        Assert.Equal(expected, plan.IsInForce(instant));
    }

    private static System.Collections.Immutable.ImmutableArray<Fault> Check(JsonObject plans) => PlanPolicy.Check(Computing.Plans(plans.ToJsonString()));

    private static JsonObject One(int flatBp, (int? To, int Bp)[]? steps = null) => new() { ["recover_bp"] = 5000, ["plans"] = new JsonArray(Files.Plan("one", flatBp, [("AE", flatBp)], steps ?? [], 365, 180)) };

    private static JsonObject Named(string id, string? from, string? to)
    {
        var plan = Files.Plan(id, 2500, [("AE", 2500)], [], 365, 180);
        (plan["name"], plan["effective_from"], plan["effective_to"]) = ("default", from, to);
        return plan;
    }

    /// <summary>The usual file with fields of the file itself, or of its plans "0" and "1", replaced.</summary>
    private static JsonObject Changed(string changes)
    {
        var plans = Files.Plans();
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            if (name is not ("0" or "1"))
            {
                plans[name] = value?.DeepClone();
                continue;
            }

            foreach (var (field, part) in value!.AsObject())
            {
                plans["plans"]![name == "0" ? 0 : 1]![field] = part?.DeepClone();
            }
        }

        return plans;
    }
}
