using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.Commissions.Explaining;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;

namespace CoretimeDesk.Commissions.Tests.Explaining;

public class ExplainingLines
{
    private static readonly ExplanationText Text = new(amount => $"{amount.ToString(CultureInfo.InvariantCulture)} planck");

    [Fact]
    public void Complaint14_An_accrual_says_what_was_paid_at_which_rates_and_whose_share_it_is()
    {
        var story = Story.OfAcme().HasQuota("ada", 1, 1000).Buys("buy", "3 Jan", 2000, 10, rebate: 100);
        var explanation = Explainer(story).Explain(1);
        Assert.Equal("commission = floor((piece_1 * rate_1 + piece_2 * rate_2 + piece_3 * rate_3) / 10000); amount = floor(commission * share / rate) + 1 (largest remainder)", explanation.Formula);
        Assert.Equal(["base 1900", "piece_1 800", "rate_1 2000", "piece_2 400", "rate_2 2500", "piece_3 700", "rate_3 3000", "commission 470", "share 1800", "rate 2500", "remainder 1000", "amount 339"], Numbers(explanation));
        Assert.Equal(
        [
            "Line 1, 3 Jan 2026 00:00 UTC: accrue 339 planck for ada, of payment buy.",
            "  Caused by buy: on 3 Jan 2026 00:00 UTC account acc-acme paid 2000 planck for acme (purchase).",
            "  The customer paid 2000 planck, of which 100 planck was given back: the base is 1900 planck.",
            "  800 planck at 20 % + 400 planck at 25 % + 700 planck at 30 %, rounded down once, is a commission of 470 planck.",
            "  Of it ada has 18 % of 25 %: 339 planck, with one planck that rounding down left, by the largest remainder.",
            "  By plan usual-1: rate and accelerator; split of the acceptance; frozen by the acceptance of 2 Jan 2026 00:00 UTC (accepted-002), owner ada, split ada 18 %, sol 4 %, sid 3 %.",
        ], Text.Of(explanation));
        // 470 are 338.4, 75.2 and 56.4: the planck that is left goes to the lower id of the two with .4.
        Assert.Equal(470, story.Ledger.Lines.Aggregate(BigInteger.Zero, (sum, l) => sum + l.Planck));
    }

    [Fact]
    public void Complaint14_Corrections_say_what_was_earned_when_and_why_it_is_taken()
    {
        var story = Story.OfAcme().Buys("buy", "3 Jan", 1000, 4).Delivers("buy", "4 Jan", 2).Delivers("buy", "3 Feb", 1).Reverses("buy", "10 Feb");
        var lines = Explainer(story).OfEvent("buy").Where(x => x.Line.Participant == "ada").ToList();
        Assert.Equal(["accrue", "earn", "earn", "cancel", "reverse", "clawback"], lines.Select(x => x.Line.Kind.Word()));
        Assert.Contains("  3 of 4 timeslices of what is due, 180 planck, are delivered: 135 planck may be earned, and 90 planck was before.", Text.Of(lines[2]));
        Assert.Contains("  The base is 0 planck now: 0 planck is due, and was 180 planck. With 0 planck earned, what is not earned yet goes from 45 planck to 0 planck.", Text.Of(lines[3]));
        Assert.Contains("  3 of 4 timeslices of what is due, 0 planck, are delivered: 0 planck may be earned, and 135 planck was. The latest earnings are taken first: 45 planck of 3 Feb 2026 00:00 UTC.", Text.Of(lines[4]));
        Assert.Contains("  Caused by reversed-006: on 10 Feb 2026 00:00 UTC buy was found to be no payment that counts (wrong_match).", Text.Of(lines[5]));
    }

    [Fact]
    public void Complaint14_A_payment_that_earns_nothing_says_why()
    {
        var story = Story.OfAcme().Orders("gift", "3 Jan", 100, PayerKind.Sponsor);
        Assert.Equal("Payment gift earns nothing: the desk's own sponsor account paid it (sponsor_paid).", ExplanationText.Of(Explainer(story).WhyNot("gift")!));
        Assert.Empty(Explainer(story).OfEvent("gift"));
    }

    [Fact]
    public void Complaint14_Whoever_follows_the_formula_of_any_line_comes_to_its_amount() => Seeded.Run(120, random =>
    {
        var plans = new Story().Plans;
        var facts = FactFile.Read(RandomFacts.Make(random).Select(f => f.ToJsonString()), plans).Facts;
        var ledger = CommissionLedger.Compute(plans, facts);
        var explainer = new LineExplainer(plans, facts, ledger);
        for (var number = 1; number <= ledger.Lines.Length; number++)
        {
            var x = explainer.Explain(number);
            Assert.Equal(x.Line.Planck, ByHand(x));
            Assert.Equal(x.Line.Cause, x.Cause.Id);
            Assert.All(Text.Of(x), sentence => Assert.DoesNotContain("{", sentence, StringComparison.Ordinal));
        }
    });

    [Fact]
    public void As_data_an_explanation_has_the_line_formula_numbers_with_units_and_sentences()
    {
        var story = Story.OfAcme().Orders("now", "3 Jan", 100);
        var x = Explainer(story).Explain(4);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            ExplanationJson.Write(writer, x, Text.Of(x));
        }

        var json = JsonNode.Parse(stream.ToArray())!.AsObject();
        Assert.Equal(["line", "at", "kind", "event", "participant", "planck", "cause", "formula", "numbers", "rule", "plan", "acceptance", "sentences"], json.Select(p => p.Key));
        Assert.Equal((4, "earn", "18", "usual-1", "accepted-002"), ((int)json["line"]!, (string)json["kind"]!, (string)json["planck"]!, (string)json["plan"]!, (string)json["acceptance"]!));
        Assert.Equal("""{"name":"due","value":"18","unit":"planck"}""", json["numbers"]![0]!.ToJsonString());
    }

    [Fact]
    public void There_is_no_line_0_and_none_after_the_last()
    {
        var story = Story.OfAcme().Orders("now", "3 Jan", 100);
        Assert.Throws<ArgumentOutOfRangeException>(() => Explainer(story).Explain(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Explainer(story).Explain(7));
    }

    private static LineExplainer Explainer(Story story) => new(story.Plans, story.Facts, story.Ledger);

    private static IEnumerable<string> Numbers(LineExplanation x) => x.Numbers.Select(n => $"{n.Name} {n.Value.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>What the formula says, from nothing but its numbers.</summary>
    private static BigInteger ByHand(LineExplanation x)
    {
        BigInteger N(string name) => x.Numbers.First(n => n.Name == name).Value;
        var pieces = x.Numbers.Where(n => n.Name.StartsWith("piece_", StringComparison.Ordinal)).Aggregate(BigInteger.Zero, (sum, n) => sum + (n.Value * N(n.Name.Replace("piece_", "rate_", StringComparison.Ordinal))));
        var taken = x.Numbers.Where(n => n.Name.StartsWith("taken from ", StringComparison.Ordinal)).Aggregate(BigInteger.Zero, (sum, n) => sum + n.Value);
        return x.Line.Kind switch
        {
            LineKind.Accrue when x.Formula.Contains("overlay", StringComparison.Ordinal) => N("base") * N("overlay") / 10_000,
            LineKind.Accrue => (pieces / 10_000 * N("share") / N("rate")) + (x.Formula.Contains("+ 1 (", StringComparison.Ordinal) ? 1 : 0),
            LineKind.Earn => (N("due") * N("delivered") / N("bought")) - N("earned_before"),
            LineKind.Cancel => BigInteger.Max(N("due"), N("earned")) - N("earned") - N("unearned_before"),
            _ => -taken,
        };
    }
}
