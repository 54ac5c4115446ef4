using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Tests.Rules;

public class HashingRuleVersions
{
    [Fact]
    public void The_canonical_text_of_version_1_is_this_and_nothing_else()
    {
        const string Canonical =
            """{"version":1,"effective_from":"2026-01-01T00:00:00Z","effective_to":null,"segments":["startup","builder","enterprise","government"],"tiers":[{"name":"S","from":1,"to":13},{"name":"M","from":14,"to":52},{"name":"L","from":53,"to":130},{"name":"XL","from":131,"to":null}],"ceilings_bp":{"startup":{"S":1000,"M":1500,"L":1500,"XL":2000},"builder":{"S":500,"M":1000,"L":1500,"XL":2000},"enterprise":{"S":0,"M":500,"L":1000,"XL":1500},"government":{"S":500,"M":1000,"L":1000,"XL":1500}},"authority":{"head_of_sales":2,"leadership":2,"rep":0,"team_lead":1},"ladder":[{"up_to_bp_over":1000,"approvers":["team_lead"],"sla_hours":24,"needs_reason":false},{"up_to_bp_over":2000,"approvers":["head_of_sales"],"sla_hours":24,"needs_reason":false},{"up_to_bp_over":null,"approvers":["budget_holder","leadership"],"sla_hours":48,"needs_reason":true}],"lift_tiers":["XL"],"rebate_lift":1,"hard_stops":{"concession_bp":5000,"giveaway_bp":6000},"reason_codes":["competitive","volume","strategic","multi-year","migration","goodwill"],"assessment_tiers":["M","L","XL"],"urgent":{"step":1,"phase_ends_within_hours":24,"sla_hours":4},"approval_valid_days":7,"quote_days":{"default":14,"max":30}}""";
        Assert.Equal(Canonical, RuleFile.First.Canonical);
        Assert.Equal("1ffec22521eab9be1c3dd9a1060dec4d3561bf6cffbe1acb9a76dab2ce667e0c", RuleFile.First.Hash);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical))), RuleFile.First.Hash);
        Assert.Equal(RuleFile.First.Hash, RuleHash.Of(RuleFile.First));
    }

    [Fact]
    public void Blanks_the_order_of_members_and_the_order_of_sets_say_nothing()
    {
        var turned = new JsonObject(Made.FirstAsJson().Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        turned["assessment_tiers"] = new JsonArray("XL", "M", "L", "M");
        turned["authority"] = new JsonObject { ["team_lead"] = 1, ["rep"] = 0, ["leadership"] = 2, ["head_of_sales"] = 2 };
        turned["effective_from"] = "2026-01-01T02:00:00.000+02:00";
        var reading = RuleFile.Read(turned.ToJsonString(new() { WriteIndented = true }));
        Assert.Equal(RuleFile.First.Hash, reading.Version?.Hash);
    }

    [Fact]
    public void A_canonical_text_reads_back_to_the_same_version()
    {
        var odd = Made.Rules(j =>
        {
            j["segments"]![0] = "start\"up\\ \u0001 ü";
            j["ceilings_bp"]!["start\"up\\ \u0001 ü"] = j["ceilings_bp"]!["startup"]!.DeepClone();
            j["ceilings_bp"]!.AsObject().Remove("startup");
            j["effective_to"] = "2030-06-01T12:30:00.250Z";
        });
        Assert.Equal(odd.Canonical, RuleFile.Read(odd.Canonical).Version?.Canonical);
    }

    [Fact]
    public void Every_other_number_makes_another_hash()
    {
        var hashes = new HashSet<string>
        {
            RuleFile.First.Hash,
            Made.Rules(j => j["version"] = 2).Hash,
            Made.Rules(j => j["ceilings_bp"]!["startup"]!["S"] = 1001).Hash,
            Made.Rules(j => j["authority"]!["rep"] = 1).Hash,
            Made.Rules(j => j["ladder"]![0]!["sla_hours"] = 23).Hash,
            Made.Rules(j => j["lift_tiers"] = new JsonArray()).Hash,
            Made.Rules(j => j["quote_days"]!["max"] = 31).Hash,
            Made.Rules(j => j["ladder"]![2]!["approvers"] = new JsonArray("leadership", "budget_holder")).Hash,
        };
        Assert.Equal(8, hashes.Count);
    }
}
