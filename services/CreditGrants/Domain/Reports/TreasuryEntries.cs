using System.Globalization;
using System.Text;
using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>The part of the treasury report that everything else can be checked with: what moved, and in which block.</summary>
internal static class TreasuryEntries
{
    public static void Write(StringBuilder text, TreasuryReport report)
    {
        Section(text, report, "Money that came and went", ["fund", "withdraw"], "No deposit and no withdrawal was seen in these months.");
        Section(text, report, "Payments for grants", ["spend", "refund"], "The sponsor paid nothing in these months.");
        Section(text, report, "Use, as measured on the chain", ["use"], "Nothing was used in these months.");
        Section(text, report, "Awards and their ends", ["award", "open", "milestone", "extend", "revoke", "tick"], "Nothing was decided in these months.");
        Alarms(text, report);
    }

    private static void Section(StringBuilder text, TreasuryReport report, string heading, string[] kinds, string nothing)
    {
        TreasuryMarkdown.Heading(text, heading);
        var entries = report.Entries.Where(e => kinds.Contains(e.Kind)).ToList();
        if (entries.Count == 0)
        {
            TreasuryMarkdown.Line(text, nothing);
            return;
        }

        TreasuryMarkdown.Table(text, ["When", "What", "Grant", "Amount", "Rests on", "Entry"], entries.Select(e => new[]
        {
            TreasuryMarkdown.Instant(e.At),
            e.Kind,
            e.Grant.Length == 0 ? "–" : e.Tranche is { } tranche ? $"{e.Grant}, tranche {tranche.ToString(CultureInfo.InvariantCulture)}" : e.Grant,
            e.Amount is { } amount ? TreasuryMarkdown.Amount(report.Programme.Token, amount) : "–",
            e.Block is { } block ? TreasuryMarkdown.Block(block) : e.Actor.Length > 0 ? "a decision" : "the clock",
            e.Number.ToString(CultureInfo.InvariantCulture),
        }));
    }

    private static void Alarms(StringBuilder text, TreasuryReport report)
    {
        TreasuryMarkdown.Heading(text, "What nobody planned");
        var alarms = report.Entries.Where(e => e.Result == "alarm").ToList();
        if (alarms.Count == 0)
        {
            TreasuryMarkdown.Line(text, "Nothing in these months.");
            return;
        }

        TreasuryMarkdown.Table(text, ["When", "What", "Why it is alarming", "Rests on", "Entry"], alarms.Select(e => new[]
        {
            TreasuryMarkdown.Instant(e.At),
            e.Kind,
            string.Join(" ", e.Reasons.Select(ReasonWords.Sentence)),
            e.Block is { } block ? TreasuryMarkdown.Block(block) : "–",
            e.Number.ToString(CultureInfo.InvariantCulture),
        }));
    }
}
