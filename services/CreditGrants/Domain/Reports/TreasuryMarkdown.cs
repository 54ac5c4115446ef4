using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>The treasury report as Markdown: the same bytes for the same report. Amounts have their unit, dates come before blocks, and what is not known is a dash and never a zero.</summary>
public static class TreasuryMarkdown
{
    private const string None = "–";
    private static readonly SearchValues<char> BreaksLinks = SearchValues.Create("<>| \r\n");

    /// <summary>Writes it; lines end in LF.</summary>
    public static string Write(TreasuryReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var (programme, numbers) = (report.Programme, report.Report);
        Line(text, $"# Treasury report: {Inline(programme.Name)} ({report.Number})");
        Line(text);
        Line(text, $"{numbers.Months[0].Month} to {numbers.Months[^1].Month}, as of {Instant(numbers.AsOf)}. Times are UTC, and a month is a calendar month.");
        Line(text);
        Table(text, ["", ""], [
            ["Payer", programme.Payer],
            ["Pool account", $"{programme.Pool.ToSs58(report.Ss58Prefix)} ({programme.Pool})"],
            ["Network", report.Network],
            ["Mode", Mode(programme.Mode)],
            ["Referendum", programme.Referendum is { } link ? $"<{link.AbsoluteUri}>" : None],
            ["Terms", $"version {programme.Terms.Version}"],
            ["Awards", report.EndedAt is { } ended ? $"none since {Instant(ended)}" : "going on"],
        ]);
        Results(text, report);
        Months(text, report);
        Holdings(text, report);
        Grants(text, report);
        TreasuryEntries.Write(text, report);
        return text.ToString();
    }

    internal static void Heading(StringBuilder text, string heading)
    {
        Line(text);
        Line(text, $"## {heading}");
        Line(text);
    }

    internal static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');

    internal static void Table(StringBuilder text, string[] columns, IEnumerable<string[]> rows)
    {
        Line(text, $"| {string.Join(" | ", columns)} |");
        Line(text, $"|{string.Concat(Enumerable.Repeat("---|", columns.Length))}");
        foreach (var row in rows)
        {
            Line(text, $"| {string.Join(" | ", row.Select(Inline))} |");
        }
    }

    internal static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    internal static string Amount(Token token, BigInteger planck) =>
        planck.Sign >= 0 && planck <= (BigInteger)UInt128.MaxValue ? token.Format(new((UInt128)planck)) : $"{planck.ToString(CultureInfo.InvariantCulture)} planck";

    /// <summary>Where an amount can be looked up: the date first.</summary>
    internal static string Block(BlockReference block) =>
        $"{Instant(block.At)}, {block.Chain} block {block.Block.ToString(CultureInfo.InvariantCulture)}{(block.Event is { } index ? $" event {index.ToString(CultureInfo.InvariantCulture)}" : "")} ({block.Hash})";

    private static void Results(StringBuilder text, TreasuryReport report)
    {
        var (numbers, token) = (report.Report, report.Programme.Token);
        var (within, counted) = (numbers.Months.Where(m => m.IsMature).Sum(m => m.PaidWithin), numbers.Months.Where(m => m.IsMature).Sum(m => m.PaidBase));
        Heading(text, "Results");
        Table(text, ["What", "Result", "Of what"], [
            ["Utilisation", numbers.UtilisationBp is { } used ? Percent(used) : None, $"{Amount(token, numbers.EndedUsed)} used of {Amount(token, numbers.EndedValue)} in tranches that were open and have ended"],
            ["Credit-to-paid", counted == 0 ? None : Percent((int)((long)within * ProgrammeReport.Whole / counted)), $"{within} of {counted} grants: the customer paid by itself within {ActivatedGrant.PaidWithinDays} days of activation; mature months only, without customers who had paid before"],
            ["Cost per paid customer", numbers.CostPerPaidCustomer is { } cost ? Amount(token, cost) : None, $"{Amount(token, numbers.CohortSpent)} spent on grants activated in these months, {numbers.PaidCustomers} of whose customers pay by themselves"],
        ]);
        Heading(text, $"Balances as of {Instant(numbers.AsOf)}");
        var b = numbers.Balances;
        Table(text, ["Balance", "Amount"], [
            ["Funded", Amount(token, b.Funded)],
            ["Reserved for grants that run", Amount(token, b.Reserved)],
            ["Spent", Amount(token, b.Spent)],
            ["Free", Amount(token, b.Free)],
            ["Missing", Amount(token, b.Shortfall)],
            ["Ever awarded", Amount(token, b.Awarded)],
            ["Lapsed: awarded and never paid", Amount(token, b.Lapsed)],
            ["Paid beyond awards", Amount(token, b.Unreserved)],
        ]);
    }

    private static void Months(StringBuilder text, TreasuryReport report)
    {
        var token = report.Programme.Token;
        Heading(text, "Months");
        Table(text, ["Month", "Requested", "Awarded", "Refused", "Activated", "Lapsed", "Expired", "Revoked", "Value awarded", "Spent", "Used", "Lapsed value", "Credit-to-paid"], report.Report.Months.Select(m => new[]
        {
            $"{m.Month}", $"{m.Requested}", $"{m.Awarded}", $"{m.Refused}", $"{m.Activated}", $"{m.Lapsed}", $"{m.Expired}", $"{m.Revoked}",
            Amount(token, m.AwardedPlanck), Amount(token, m.SpentPlanck), Amount(token, m.UsedPlanck), Amount(token, m.LapsedPlanck),
            m.CreditToPaidBp is { } rate ? $"{Percent(rate)} ({m.PaidWithin} of {m.PaidBase}){(m.IsMature ? "" : ", so far")}" : None,
        }));
    }

    private static void Holdings(StringBuilder text, TreasuryReport report)
    {
        Heading(text, "What the pool holds");
        if (report.Holdings.IsEmpty)
        {
            Line(text, "Its balance was not seen on any chain yet.");
            return;
        }

        Table(text, ["Chain", "Free balance", "Last changed in"], report.Holdings.Select(h => new[] { h.Block.Chain, Amount(report.Programme.Token, h.Free), Block(h.Block) }));
    }

    private static void Grants(StringBuilder text, TreasuryReport report)
    {
        var token = report.Programme.Token;
        Heading(text, "Grants");
        if (report.Grants.IsEmpty)
        {
            Line(text, "None was awarded.");
            return;
        }

        Table(text, ["Awarded", "Grant", "Tier", "Delivered by", "Para", "Now", "Value", "Paid for it", "Used", "Milestones", "Ends or ended"], report.Grants.Select(g => new[]
        {
            Instant(g.Ledger.Award.At), g.Number, g.Tier.ToName().Replace('_', ' '), g.Rail, g.Para.ToString(CultureInfo.InvariantCulture), g.State,
            Amount(token, Sum(g, t => t.Value.Value)), Amount(token, Sum(g, t => t.Net.Value)), Amount(token, Sum(g, t => t.Used)),
            g.Ledger.Award.HasMilestones ? $"{g.Ledger.Milestones.Count} of {g.Ledger.Tranches.Length - 1}{(g.Deliverables.IsEmpty ? "" : $": {string.Join("; ", g.Deliverables)}")}" : None,
            Instant(g.Ledger.Closing?.At ?? g.Ledger.ExpiresAt),
        }));
    }

    private static string Percent(int basisPoints) => string.Create(CultureInfo.InvariantCulture, $"{basisPoints / 100}.{basisPoints % 100:00} %");

    private static string Mode(ProgrammeMode mode) => mode switch
    {
        ProgrammeMode.Retro => "retro: paid afterwards, for what was shown to have been done",
        ProgrammeMode.Retainer => "retainer: paid beforehand, for a time",
        _ => "mixed: part beforehand, part afterwards",
    };

    private static BigInteger Sum(TreasuryGrant grant, Func<Tranche, BigInteger> amount) => grant.Ledger.Tranches.Aggregate(BigInteger.Zero, (sum, t) => sum + amount(t));

    /// <summary>What people typed stays inside its cell, and is no markup; an https link in angle brackets is one.</summary>
    private static string Inline(string text)
    {
        if (text.StartsWith("<https://", StringComparison.Ordinal) && text.EndsWith('>') && !text.AsSpan(1, text.Length - 2).ContainsAny(BreaksLinks))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is '|' or '<' or '>' or '`' or '*' or '_' or '[' or ']' or '\\' or '#')
            {
                safe.Append('\\');
            }

            safe.Append(char.IsControl(c) ? ' ' : c);
        }

        return safe.ToString();
    }
}
