using System.Text;
using System.Text.Json.Nodes;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Tests.Rules;

/// <summary>Each change makes version 1 wrong in the way that the row says, and in no other.</summary>
public class ReadingRuleFiles
{
    [Fact]
    public void Version_1_has_the_numbers_of_the_domain()
    {
        var rules = RuleFile.First;
        Assert.Equal(1, rules.Version);
        Assert.Equal(["startup", "builder", "enterprise", "government"], rules.Segments);
        Assert.Equal(["S 1-13", "M 14-52", "L 53-130", "XL 131-"], rules.Tiers.Select(t => $"{t.Name} {t.From}-{t.To}"));
        Assert.Equal("10 % 15 % 15 % 20 %", string.Join(' ', Enumerable.Range(0, 4).Select(t => rules.Ceiling(0, t))));
        Assert.Equal("0 % 5 % 10 % 15 %", string.Join(' ', Enumerable.Range(0, 4).Select(t => rules.Ceiling(2, t))));
        Assert.Equal("50 % 60 %", $"{rules.HardStops.Concession} {rules.HardStops.Giveaway}");
        Assert.Equal(7, rules.ApprovalValidDays);
        Assert.Equal(new QuoteDays(14, 30), rules.QuoteDays);
        Assert.Equal(-1, rules.AuthorityOf("solution_engineer"));
    }

    [Fact]
    public void A_top_level_field_must_be_there_and_known() => Broken(
        Row("version", j => j.Remove("version"), "/version missing"),
        Row("urgent", j => j.Remove("urgent"), "/urgent missing"),
        Row("hard stops", j => j.Remove("hard_stops"), "/hard_stops missing"),
        Row("effective_to, which may be null but not absent", j => j.Remove("effective_to"), "/effective_to missing"),
        Row("something else", j => j["notes"] = "", "/notes unknown_field"),
        Row("a name that a pointer must escape", j => j["a/b~c"] = 1, "/a~1b~0c unknown_field"),
        Row("two at once", j => (j["x"], _) = (1, j.Remove("ladder")), "/ladder missing", "/x unknown_field"));

    [Fact]
    public void Integers_are_whole_numbers_within_their_range() => Broken(
        Row("text", j => j["version"] = "1", "/version wrong_type"),
        Row("null", j => j["rebate_lift"] = null, "/rebate_lift wrong_type"),
        Row("true", j => j["approval_valid_days"] = true, "/approval_valid_days wrong_type"),
        Row("fraction", j => j["version"] = JsonNode.Parse("1.0"), "/version wrong_type"),
        Row("exponent", j => j["version"] = JsonNode.Parse("1e0"), "/version wrong_type"),
        Row("zero", j => j["version"] = 0, "/version out_of_range"),
        Row("too large for 32 bits", j => j["version"] = 2147483648, "/version out_of_range"),
        Row("too large for 64 bits", j => j["version"] = JsonNode.Parse("99999999999999999999"), "/version out_of_range"),
        Row("below", j => j["rebate_lift"] = -1, "/rebate_lift out_of_range"),
        Row("above", j => j["rebate_lift"] = 4, "/rebate_lift out_of_range"),
        Row("days", j => j["approval_valid_days"] = 91, "/approval_valid_days out_of_range"),
        Row("more than a year", j => j["quote_days"]!["max"] = 366, "/quote_days/max out_of_range"),
        Row("default above max", j => j["quote_days"]!["default"] = 31, "/quote_days/default out_of_range"),
        Row("absent below the top", j => j["quote_days"]!.AsObject().Remove("max"), "/quote_days/max wrong_type"),
        Row("sla", j => j["ladder"]![0]!["sla_hours"] = 721, "/ladder/0/sla_hours out_of_range"),
        Row("no sla", j => j["ladder"]![1]!.AsObject().Remove("sla_hours"), "/ladder/1/sla_hours wrong_type"),
        Row("authority of the last step", j => j["authority"]!["leadership"] = 3, "/authority/leadership out_of_range"),
        Row("urgent beyond the ladder", j => j["urgent"]!["step"] = 4, "/urgent/step out_of_range"),
        Row("urgent step 0", j => j["urgent"]!["step"] = 0, "/urgent/step out_of_range"),
        Row("urgent hours", j => j["urgent"]!["phase_ends_within_hours"] = 721, "/urgent/phase_ends_within_hours out_of_range"));

    [Fact]
    public void Tiers_follow_one_another_without_gap_and_overlap() => Broken(
        Row("gap", j => j["tiers"]![1]!["from"] = 15, "/tiers/1/from gap"),
        Row("overlap", j => j["tiers"]![2]!["from"] = 52, "/tiers/2/from overlap"),
        Row("does not begin with 1", j => j["tiers"]![0]!["from"] = 2, "/tiers/0/from gap"),
        Row("closed", j => j["tiers"]![3]!["to"] = 1000, "/tiers/3/to gap"),
        Row("open before the last", j => j["tiers"]![1]!["to"] = null, "/tiers/1/to open_before_last"),
        Row("ends before it starts", j => (j["tiers"]![1]!["to"], j["tiers"]![2]!["from"]) = (13, 14), "/tiers/1/to ends_before_start"),
        Row("a bound that cannot be read", j => j["tiers"]![1]!["to"] = "52", "/tiers/1/to wrong_type"),
        Row("no bound", j => j["tiers"]![3]!.AsObject().Remove("to"), "/tiers/3/to wrong_type"),
        Row("zero", j => j["tiers"]![0]!["from"] = 0, "/tiers/0/from out_of_range"),
        Row("twice the same name", j => j["tiers"]!.AsArray().Insert(3, JsonNode.Parse("""{"name": "S", "from": 131, "to": 140}""")), "/tiers/3/name duplicate", "/tiers/4/from overlap"),
        Row("no name", j => (j["lift_tiers"], j["tiers"]![3]!["name"], _) = (new JsonArray(), 5, RemoveXl(j)), "/tiers/3/name wrong_type"));

    [Fact]
    public void Ceilings_stand_for_every_segment_and_tier_and_never_fall() => Broken(
        Row("no cell", j => j["ceilings_bp"]!["government"]!.AsObject().Remove("M"), "/ceilings_bp/government/M missing"),
        Row("no row", j => j["ceilings_bp"]!.AsObject().Remove("builder"), "/ceilings_bp/builder missing"),
        Row("a row for nobody", j => j["ceilings_bp"]!["mining"] = new JsonObject(), "/ceilings_bp/mining unknown_segment"),
        Row("a cell for nobody", j => j["ceilings_bp"]!["startup"]!["XXL"] = 1, "/ceilings_bp/startup/XXL unknown_tier"),
        Row("falls", j => j["ceilings_bp"]!["enterprise"]!["L"] = 499, "/ceilings_bp/enterprise/L not_monotonic"),
        Row("beyond the hard stop", j => j["ceilings_bp"]!["startup"]!["XL"] = 5001, "/ceilings_bp/startup/XL over_hard_stop"),
        Row("more than all", j => j["ceilings_bp"]!["startup"]!["XL"] = 10001, "/ceilings_bp/startup/XL out_of_range"),
        Row("null", j => j["ceilings_bp"]!["startup"]!["XL"] = null, "/ceilings_bp/startup/XL wrong_type"),
        Row("a row of the wrong type", j => j["ceilings_bp"]!["startup"] = new JsonArray(), "/ceilings_bp/startup wrong_type"),
        Row("all of the wrong type", j => j["ceilings_bp"] = 5, "/ceilings_bp wrong_type"));

    [Fact]
    public void The_ladder_rises_and_its_last_step_has_no_end() => Broken(
        Row("falls", j => j["ladder"]![1]!["up_to_bp_over"] = 1000, "/ladder/1/up_to_bp_over not_monotonic"),
        Row("open before the last", j => j["ladder"]![0]!["up_to_bp_over"] = null, "/ladder/0/up_to_bp_over open_before_last"),
        Row("closed at the end", j => j["ladder"]![2]!["up_to_bp_over"] = 5000, "/ladder/2/up_to_bp_over closed_last"),
        Row("no bound", j => j["ladder"]![0]!.AsObject().Remove("up_to_bp_over"), "/ladder/0/up_to_bp_over missing"),
        Row("zero", j => j["ladder"]![0]!["up_to_bp_over"] = 0, "/ladder/0/up_to_bp_over out_of_range"),
        Row("nobody approves", j => j["ladder"]![0]!["approvers"] = new JsonArray(), "/ladder/0/approvers empty"),
        Row("somebody approves twice", j => j["ladder"]![2]!["approvers"] = new JsonArray("leadership", "leadership"), "/ladder/2/approvers duplicate"),
        Row("no role", j => j["ladder"]![2]!["approvers"]![0] = 5, "/ladder/2/approvers/0 wrong_type"),
        Row("no approvers", j => j["ladder"]![2]!.AsObject().Remove("approvers"), "/ladder/2/approvers wrong_type"),
        Row("reason or not", j => j["ladder"]![2]!["needs_reason"] = "yes", "/ladder/2/needs_reason wrong_type"),
        Row("four steps", j => j["ladder"]!.AsArray().Insert(2, JsonNode.Parse("""{"up_to_bp_over": 2500, "approvers": ["leadership"], "sla_hours": 1, "needs_reason": false}""")), "/ladder out_of_range"),
        Row("no object", j => j["ladder"]![1] = 5, "/ladder/1 wrong_type"));

    [Fact]
    public void Names_are_there_once_and_name_something() => Broken(
        Row("a segment twice", j => j["segments"]!.AsArray().Add("startup"), "/segments/4 duplicate"),
        Row("a reason twice", j => j["reason_codes"]!.AsArray().Add("volume"), "/reason_codes/6 duplicate"),
        Row("no reasons", j => j["reason_codes"] = new JsonArray(), "/reason_codes empty"),
        Row("a tier that is none", j => j["lift_tiers"]!.AsArray().Add("XXL"), "/lift_tiers/1 unknown_tier"),
        Row("an assessed tier that is none", j => j["assessment_tiers"]![0] = "m", "/assessment_tiers/0 unknown_tier"),
        Row("no text", j => j["reason_codes"]![0] = null, "/reason_codes/0 wrong_type"));

    [Fact]
    public void Stops_and_validity_make_sense() => Broken(
        Row("no concession", j => j["hard_stops"]!.AsObject().Remove("concession_bp"), "/hard_stops/concession_bp missing"),
        Row("giveaway below concession", j => j["hard_stops"]!["giveaway_bp"] = 4999, "/hard_stops/giveaway_bp below_concession"),
        Row("ends when it begins", j => j["effective_to"] = "2026-01-01T01:00:00+01:00", "/effective_to ends_before_start"),
        Row("a day is no instant", j => j["effective_from"] = "2026-01-01", "/effective_from not_an_instant"),
        Row("no offset", j => j["effective_to"] = "2027-01-01T00:00:00", "/effective_to not_an_instant"),
        Row("a number is no instant", j => j["effective_from"] = 0, "/effective_from wrong_type"));

    [Fact]
    public void Several_faults_are_all_named_in_order_of_their_paths() => Broken(
        Row("many", j =>
        {
            j["version"] = 0;
            j["tiers"]![1]!["from"] = 15;
            j["ceilings_bp"]!["startup"]!["S"] = 2001;
            j["hard_stops"]!["giveaway_bp"] = "all";
            j["zzz"] = 1;
        }, "/ceilings_bp/startup/M not_monotonic", "/hard_stops/giveaway_bp wrong_type", "/tiers/1/from gap", "/version out_of_range", "/zzz unknown_field"));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"version\": 1,}")]
    [InlineData("{\"version\": \"\\ud800\"}")]
    [InlineData("{\"\\udc00\": 1}")]
    public void What_is_no_JSON_object_is_refused_as_a_whole(string text)
    {
        var complaint = Assert.Single(RuleFile.Read(text).Complaints);
        Assert.Equal(("", "wrong_type"), (complaint.Path, complaint.Code));
    }

    [Fact]
    public void Bytes_that_are_no_text_and_nesting_without_end_are_refused_too()
    {
        Assert.Single(RuleFile.Read(new byte[] { 0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D }).Complaints);
        Assert.Single(RuleFile.Read(new string('[', 100_000)).Complaints);
    }

    [Fact]
    public void A_byte_order_mark_is_skipped()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(RuleFile.First.Canonical)];
        Assert.Equal(RuleFile.First.Hash, RuleFile.Read(bytes).Version?.Hash);
    }

    private static bool RemoveXl(JsonObject json)
    {
        json["assessment_tiers"]!.AsArray().RemoveAt(2);
        foreach (var (_, row) in json["ceilings_bp"]!.AsObject())
        {
            row!.AsObject().Remove("XL");
        }

        return true;
    }

    private static (string What, Action<JsonObject> Change, string[] Complaints) Row(string what, Action<JsonObject> change, params string[] complaints) => (what, change, complaints);

    private static void Broken(params (string What, Action<JsonObject> Change, string[] Complaints)[] rows)
    {
        foreach (var (what, change, expected) in rows)
        {
            var json = Made.FirstAsJson();
            change(json);
            var reading = RuleFile.Read(json.ToJsonString());
            var found = reading.Complaints.Select(c => $"{c.Path} {c.Code}").ToArray();
            Assert.True(expected.SequenceEqual(found), $"{what}: expected {string.Join("; ", expected)}, found {string.Join("; ", found)}");
            Assert.Null(reading.Version);
            Assert.All(reading.Complaints, c => Assert.NotEmpty(c.Message));
        }
    }
}
