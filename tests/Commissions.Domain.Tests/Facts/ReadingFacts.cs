using System.Text.Json.Nodes;
using CoretimeDesk.Commissions.Facts;

namespace CoretimeDesk.Commissions.Tests.Facts;

public class ReadingFacts
{
    private const string Registered = """{"id":"r","kind":"registered","at":"2026-01-01T00:00:00Z","customer":"acme"}""";

    [Theory]
    [InlineData("""nonsense""", "")]
    [InlineData("""[]""", "")]
    [InlineData("""{"id":"x"} {"id":"y"}""", "")]
    [InlineData("""{"kind":"won"}""", "id")]
    [InlineData("""{"id":"","kind":"paid"}""", "id")]
    [InlineData("""{"id":7,"kind":"paid"}""", "id")]
    [InlineData("""{"id":"x"}""", "kind")]
    [InlineData("""{"id":"x","kind":"Paid"}""", "kind")]
    [InlineData("""{"id":"x","kind":"registered"}""", "at")]
    [InlineData("""{"id":"x","kind":"registered","at":"2026-01-01","customer":""}""", "at")]
    [InlineData("""{"id":"x","kind":"registered","at":"2026-01-01T00:00:00Z"}""", "customer")]
    [InlineData("""{"id":"x","kind":"registered","at":"2026-01-01T00:00:00Z","customer":"a","tenant_before":"yes"}""", "tenant_before")]
    [InlineData("""{"id":"x","kind":"participant_key","at":"2026-01-01T00:00:00Z","participant":"a","account":null}""", "account")]
    [InlineData("""{"id":"x","kind":"participant_key","at":"2026-01-01T00:00:00Z","participant":"a","account":"b","until":"soon"}""", "until")]
    [InlineData("""{"id":"x","kind":"quota","at":"2026-01-01T00:00:00Z","participant":"a","month":"2026-13","planck":"1"}""", "month")]
    [InlineData("""{"id":"x","kind":"quota","at":"2026-01-01T00:00:00Z","participant":"a","month":"2026-12","planck":"0"}""", "planck")]
    [InlineData("""{"id":"x","kind":"delivered","at":"2026-01-01T00:00:00Z","event":"e","timeslices":0}""", "timeslices")]
    [InlineData("""{"id":"x","kind":"delivered","at":"2026-01-01T00:00:00Z","event":"e","timeslices":1.0}""", "timeslices")]
    [InlineData("""{"id":"x","kind":"delivered","at":"2026-01-01T00:00:00Z","event":"e","timeslices":"1"}""", "timeslices")]
    [InlineData("""{"id":"x","kind":"rebate","at":"2026-01-01T00:00:00Z","event":"e","planck":"0"}""", "planck")]
    [InlineData("""{"id":"x","kind":"reversed","at":"2026-01-01T00:00:00Z","event":"e","cause":"because"}""", "cause")]
    public void The_first_bad_field_is_named(string line, string field)
    {
        var fault = FactFile.Read([Registered, "", line, "also bad"], new Story().Plans).Fault;
        Assert.Equal((3, field), (fault!.Line, fault.Field));
    }

    [Theory]
    [InlineData("planck", "-1")]
    [InlineData("planck", "01")]
    [InlineData("planck", "1.0")]
    [InlineData("planck", "")]
    [InlineData("planck", "340282366920938463463374607431768211456")] // 2^128
    [InlineData("planck", "9999999999999999999999999999999999999999")] // Forty digits.
    [InlineData("rebate_planck", "2")]
    [InlineData("how", "gift")]
    [InlineData("payer", "me")]
    public void A_payment_says_which_of_its_fields_is_wrong(string field, string value) => Assert.Equal((1, field), Fault(Paid(f => f[field] = value)));

    [Fact]
    public void The_first_of_several_bad_fields_is_the_first_of_the_table()
    {
        Assert.Equal((1, "account"), Fault(Paid(f => (f["timeslices"], f["how"], f["rebate_planck"], f["planck"], f["account"]) = (0, "gift", "9", "1.5", 5))));
        Assert.Equal((1, "planck"), Fault(Paid(f => (f["timeslices"], f["how"], f["rebate_planck"], f["planck"]) = (0, "gift", "9", "1.5"))));
        Assert.Equal((1, "rebate_planck"), Fault(Paid(f => (f["timeslices"], f["how"], f["rebate_planck"]) = (0, "gift", "9"))));
        Assert.Equal((1, "how"), Fault(Paid(f => (f["timeslices"], f["payer"], f["how"]) = (0, "me", "gift"))));
    }

    [Fact]
    public void The_largest_amount_is_read_and_what_is_ordered_on_demand_needs_no_timeslices()
    {
        Assert.Null(FactFile.Read([Paid(f => f["planck"] = "340282366920938463463374607431768211455").ToJsonString()], new Story().Plans).Fault);
        Assert.Null(FactFile.Read([Paid(f => (f["how"], f["timeslices"]) = ("on_demand", "many")).ToJsonString()], new Story().Plans).Fault);
        Assert.Equal((1, "timeslices"), Fault(Paid(f => f.Remove("timeslices"))));
    }

    [Theory]
    [InlineData("plan", """{"plan":"other"}""")]
    [InlineData("owner", """{"owner":"bob"}""")]
    [InlineData("owner", """{"owner":"bob","split":[{"id":"ada","bp":1}]}""")] // The owner comes before the split.
    [InlineData("split", """{"split":[{"id":"ada","bp":2499}]}""")]
    [InlineData("split", """{"split":[{"id":"ada","bp":1250},{"id":"ada","bp":1250}]}""")]
    [InlineData("split", """{"split":[{"id":"ada","bp":2600},{"id":"bob","bp":-100}]}""")]
    [InlineData("split", """{"split":[{"id":"ada"}]}""")]
    [InlineData("split", """{"split":["ada"]}""")]
    [InlineData("split", """{"split":null}""")]
    [InlineData("split", """{"split":[]}""", "owner")]
    [InlineData("csm", """{"csm":7}""")]
    public void Complaint14_An_acceptance_whose_split_does_not_add_up_is_refused(string field, string changes, string? instead = null)
    {
        var fact = new JsonObject { ["id"] = "a", ["kind"] = "accepted", ["at"] = "2026-01-01T00:00:00Z", ["customer"] = "acme", ["plan"] = "usual-1", ["owner"] = "ada", ["split"] = new JsonArray(new JsonObject { ["id"] = "ada", ["bp"] = 2500 }) };
        Assert.Null(FactFile.Read([fact.ToJsonString()], new Story().Plans).Fault);
        foreach (var (name, value) in JsonNode.Parse(changes)!.AsObject())
        {
            fact[name] = value?.DeepClone();
        }

        Assert.Equal((1, instead ?? field), Fault(fact));
    }

    [Fact]
    public void The_same_fact_again_is_ignored_however_it_is_written_and_another_with_its_id_is_not()
    {
        var again = """{ "customer":"acme","at":"2026-01-01T01:00:00+01:00","tenant_before":false,"note":"unknown fields say nothing","kind":"registered","id":"r"}""";
        var reading = FactFile.Read([Registered, again, Registered], new Story().Plans);
        Assert.Equal((null, 2, 1), (reading.Fault, reading.Duplicates, reading.Facts.Length));
        foreach (var other in new[] { Registered.Replace("acme", "beta", StringComparison.Ordinal), Registered.Replace("registered", "won", StringComparison.Ordinal), """{"id":"r","kind":"paid","at":"never"}""" })
        {
            Assert.Equal((2, "id"), (FactFile.Read([Registered, other], new Story().Plans).Fault!.Line, FactFile.Read([Registered, other], new Story().Plans).Fault!.Field));
        }
    }

    [Fact]
    public void A_file_cut_off_at_any_byte_is_refused_at_its_last_line_or_is_what_is_left_of_it()
    {
        var line = Paid(_ => { }).ToJsonString();
        for (var length = 1; length < line.Length; length++)
        {
            Assert.Equal((2, ""), (FactFile.Read([Registered, line[..length]], new Story().Plans).Fault!.Line, FactFile.Read([Registered, line[..length]], new Story().Plans).Fault!.Field));
        }
    }

    private static (int, string) Fault(JsonObject fact) => FactFile.Read([fact.ToJsonString()], new Story().Plans).Fault is { } fault ? (fault.Line, fault.Field) : (0, "nothing is wrong");

    private static JsonObject Paid(Action<JsonObject> change)
    {
        var fact = new JsonObject
        {
            ["id"] = "p", ["kind"] = "paid", ["at"] = "2026-01-01T00:00:00Z", ["customer"] = "acme", ["account"] = "acc", ["planck"] = "1", ["rebate_planck"] = "0", ["how"] = "purchase", ["payer"] = "customer", ["timeslices"] = 5,
        };
        change(fact);
        return fact;
    }
}
