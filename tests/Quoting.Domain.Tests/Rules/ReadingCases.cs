using System.Text;
using System.Text.Json.Nodes;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Tests.Rules;

public class ReadingCases
{
    private const string Fine = """
        {"case": "fine", "at": "2026-07-01T00:00:00Z", "phase_ends_at": null, "segment": "startup", "tier": "S", "role": "rep", "list_planck": "1000", "unknown": [1]}
        """;

    [Fact]
    public void What_is_left_out_is_nothing() => Answers.AssertSame(
        """{"case": "fine", "verdict": "allowed", "tier": "S", "step": 0, "approvers": [], "sla_hours": null, "reasons": [], "concession_planck": "0", "own_ceiling_planck": "100", "deepest_planck": "500"}""",
        Answers.To(RuleFile.First, Fine));

    [Fact]
    public void Values_that_cannot_be_read_are_named_and_nothing_else_is_said()
    {
        foreach (var (change, invalid) in new (Action<JsonObject>, string)[]
        {
            (j => j.Remove("at"), "at"),
            (j => j["at"] = "2026-07-01T00:00:00", "at"),
            (j => j["at"] = "2026-07-01T00:00:00.1Z", "at"),
            (j => j["at"] = "2026-07-01T24:00:00Z", "at"),
            (j => j["phase_ends_at"] = 5, "phase_ends_at"),
            (j => j.Remove("list_planck"), "list_planck"),
            (j => j["list_planck"] = 5, "list_planck"),
            (j => j["list_planck"] = "", "list_planck"),
            (j => j["list_planck"] = "340282366920938463463374607431768211456", "list_planck"),
            (j => j["rebate_planck"] = "-1", "rebate_planck"),
            (j => j["sponsor_paid_planck"] = "+1", "sponsor_paid_planck"),
            (j => j["waived_planck"] = "01", "waived_planck"),
            (j => j["waived_planck"] = "1\0", "waived_planck"),
            (j => j["waived_planck"] = "١", "waived_planck"),
            (j => j["waived_planck"] = null, "waived_planck"),
            (j => j["commission_bp"] = 10001, "commission_bp"),
            (j => j["commission_bp"] = JsonNode.Parse("2.5e3"), "commission_bp"),
            (j => j["overlay_bp"] = -1, "overlay_bp"),
            (j => j["overlay_bp"] = null, "overlay_bp"),
            (j => j["assessment"] = "yes", "assessment"),
            (j => j.Remove("tier"), "tier"),
            (j => j["annual_core_periods"] = 5, "tier"),
            (j => (j["annual_core_periods"], _) = (-5, j.Remove("tier")), "annual_core_periods"),
            (j => (j["on_demand"], _) = (JsonNode.Parse("""{"spent_planck": "5", "end_price_planck": "0"}"""), j.Remove("tier")), "on_demand"),
            (j => (j["on_demand"], _) = (5, j.Remove("tier")), "on_demand"),
            (j => j["lines"] = new JsonArray(), "lines"),
            (j => j["lines"] = new JsonArray(5), "lines"),
            (j => j["lines"] = JsonNode.Parse("""[{"list_planck": "1"}, {"rebate_planck": "x", "waived_planck": 1}]"""), "lines/1/list_planck invalid:lines/1/rebate_planck invalid:lines/1/waived_planck"),
        })
        {
            var json = JsonNode.Parse(Fine)!.AsObject();
            change(json);
            Assert.Equal($"invalid:{invalid}", string.Join(' ', JsonNode.Parse(Answers.To(RuleFile.First, json.ToJsonString()))!["reasons"]!.AsArray().Select(r => (string)r!)));
        }
    }

    [Fact]
    public void All_that_cannot_be_read_stands_in_the_order_of_the_fields() => Answers.AssertSame(
        """
        {"case": null, "verdict": "refused", "tier": null, "step": null, "approvers": [], "sla_hours": null,
         "reasons": ["invalid:at", "invalid:phase_ends_at", "invalid:list_planck", "invalid:waived_planck", "invalid:commission_bp", "invalid:overlay_bp", "invalid:annual_core_periods", "invalid:assessment", "invalid:on_demand", "invalid:tier"],
         "concession_planck": null, "own_ceiling_planck": null, "deepest_planck": null}
        """,
        Answers.To(RuleFile.First, """{"on_demand": 1, "assessment": 1, "annual_core_periods": "1", "overlay_bp": "", "commission_bp": 1.5, "waived_planck": 1, "phase_ends_at": "soon", "at": "now"}"""));

    [Fact]
    public void What_names_nothing_is_refused_by_the_rules_and_not_by_the_reader()
    {
        var json = JsonNode.Parse(Fine)!.AsObject();
        (json["segment"], json["role"], json["tier"], json["reason_code"]) = (5, null, true, 5);
        Assert.Equal(
            "unknown_segment unknown_tier role_may_not_quote reason_code_unknown",
            string.Join(' ', JsonNode.Parse(Answers.To(RuleFile.First, json.ToJsonString()))!["reasons"]!.AsArray().Select(r => (string)r!)));
    }

    [Fact]
    public void A_name_that_is_no_text_names_nothing_even_where_the_empty_name_is_one()
    {
        var rules = Made.Rules(j =>
        {
            (j["segments"]![0], j["reason_codes"]![0]) = ("", "5");
            j["ceilings_bp"]![""] = j["ceilings_bp"]!["startup"]!.DeepClone();
            j["ceilings_bp"]!.AsObject().Remove("startup");
        });
        var json = JsonNode.Parse(Fine)!.AsObject();
        (json["segment"], json["reason_code"]) = (null, 5);
        Assert.Equal(["unknown_segment", "reason_code_unknown"], JsonNode.Parse(Answers.To(rules, json.ToJsonString()))!["reasons"]!.AsArray().Select(r => (string)r!));
        (json["segment"], json["reason_code"]) = ("", "5");
        Assert.Equal("allowed", (string)JsonNode.Parse(Answers.To(rules, json.ToJsonString()))!["verdict"]!);
    }

    [Fact]
    public void A_size_of_any_length_is_a_size()
    {
        foreach (var (digits, tier) in new[] { ("0", null), ("-0", null), ("14", "M"), ("99999999999999999999999999999999", "XL") })
        {
            var line = Fine.Replace("\"tier\": \"S\"", $"\"annual_core_periods\": {digits}", StringComparison.Ordinal);
            Assert.Equal(tier, (string?)JsonNode.Parse(Answers.To(RuleFile.First, line))!["tier"]);
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("{\"case\"")]
    [InlineData("{\"case\": \"\\ud800\"}")]
    public void A_line_that_is_no_JSON_object_is_no_case(string line) => Assert.Null(CaseReader.Read(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void Every_truncation_of_a_case_is_no_case()
    {
        var bytes = Encoding.UTF8.GetBytes(Fine.Trim());
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(CaseReader.Read(bytes.AsMemory(0, length)));
        }
    }
}
