using System.Globalization;
using System.Text;
using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Market;
using Google.Protobuf;

namespace CoretimeDesk.Commissions.Treasury;

/// <summary>The report in Markdown, for a treasury's readers: what a core-year earns, what was sold, who was paid, and the block of each payment.</summary>
internal sealed class EconomicsText
{
    private readonly Economics _economics;
    private readonly EconomicsWords _words;
    private readonly StringBuilder _text = new();

    private EconomicsText(Economics economics, bool withNames) => (_economics, _words) = (economics, new(economics, withNames));

    /// <summary>The file.</summary>
    public static ExportEconomicsResponse Of(Economics economics, bool withNames)
    {
        var report = new EconomicsText(economics, withNames);
        report.Write();
        return new() { FileName = $"{report._words.FileName}.md", MediaType = "text/markdown; charset=utf-8", Content = ByteString.CopyFromUtf8($"{report._text}") };
    }

    private void Write()
    {
        Line($"# Unit economics of coretime sales, {_words.Months}, in {_economics.Token}");
        Line($"As of {Date(_economics.AsOf)}. Amounts are exact; a core-period is a core for 28 days (5,040 timeslices).");
        Heading("A core-year at today's price");
        Line(_economics.Today is { } today
            ? $"A core costs {_words.Money(today.Planck)} for one period{Source(today)}, and a renewal {new Perbill(today.RenewalBump)} more than the one before it. A core-year is 13 periods: bought now, and renewed at once each time."
            : $"Not known. {_economics.TodayProblem}");
        Table(
            ["plan", "rate", "customer pays", "commission", "overlay beside it", "at its lowest to highest rate", "by role"],
            _economics.Plans.Where(p => p.CoreYear is not null).Select(p => new[]
            {
                $"{p.PlanId}{(p.InForce ? "" : " (over)")}", $"{new BasisPoints(p.FlatBp)}", _words.Money(p.CoreYear.RevenuePlanck), _words.Money(p.CoreYear.CommissionPlanck), _words.Money(p.CoreYear.OverlayPlanck),
                $"{_words.Money(p.CoreYear.LowestPlanck)} to {_words.Money(p.CoreYear.HighestPlanck)}", string.Join(", ", p.CoreYear.ByRole.Select(r => $"{r.Role} {_words.Money(r.Planck)}")),
            }));
        Heading("What was sold");
        Line("Payments of customers in these months that earn a commission, without what was given back. Sponsored coretime is none of it.");
        Table(
            ["plan", "payments", "customers paid", "core-periods", "commission due", "of it delivered", "share", "for a core-period"],
            _economics.Plans.Where(p => p.Sold is not null).Select(p => Row(p.PlanId, p.Sold)).Concat(_economics.Total is { } total ? [Row("all", total)] : []));
        Heading("Sellers");
        Line("Commission is their own part of any deal; the rest is of deals that are theirs. Paid out is what finalised transfers brought them for these months.");
        Table(
            ["seller", "customers paid", "core-periods", "commission due", "of it delivered", "paid out", "a core-year sold today brings"],
            _economics.Sellers.Select(s => new[]
            {
                _words.Seller(s.ParticipantId), _words.Money(s.Owned.BasePlanck), CorePeriods(s.Owned.CoreTimeslices), _words.Money(s.AccruedPlanck), _words.Money(s.EarnedPlanck), _words.Money(s.PaidOutPlanck),
                _words.Money(s.CoreYearPlanck),
            }));
        Heading("Evidence");
        Table(
            ["when (UTC)", "block", "seller", "plan", "customer paid", "core-periods", "commission due", "payment"],
            _economics.Payments.Select(p => new[]
            {
                Date(p.At), p.Block, _words.Seller(p.OwnerId), p.PlanId, _words.Money(p.BasePlanck), CorePeriods(p.CoreTimeslices), _words.Money(p.AccruedPlanck), p.Payment,
            }));
    }

    private static string Source(TodaysPrice today) => today.Chain.Length == 0
        ? " (as given)"
        : string.Create(CultureInfo.InvariantCulture, $" ({today.Phase}; {Date(today.At)}, {today.Chain}, block {today.BlockNumber:N0} {today.BlockHash})");

    private string[] Row(string name, V1.Sold sold) =>
    [
        name, sold.Payments.ToString(CultureInfo.InvariantCulture), _words.Money(sold.BasePlanck), CorePeriods(sold.CoreTimeslices), _words.Money(sold.AccruedPlanck), _words.Money(sold.EarnedPlanck),
        EconomicsWords.Share(sold), _words.Money(sold.PerCorePeriodPlanck),
    ];

    private static string CorePeriods(string coreTimeslices) => UnitEconomics.CorePeriods(StatementMaker.Number(coreTimeslices));

    private void Heading(string text)
    {
        _text.Append('\n');
        Line($"## {text}");
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    private void Table(IReadOnlyList<string> columns, IEnumerable<string[]> rows)
    {
        var cells = rows.ToList();
        if (cells.Count == 0)
        {
            Line("\nNothing.");
            return;
        }

        _text.Append('\n');
        Cells(columns);
        Line($"|{string.Concat(columns.Select(_ => "---|"))}");
        cells.ForEach(Cells);
    }

    // Names are people's own: a bar or a line's end in one would be a cell or a row.
    private void Cells(IEnumerable<string> cells) => Line($"| {string.Join(" | ", cells.Select(c => string.Join(' ', c.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal)))} |");

    private static string Date(Google.Protobuf.WellKnownTypes.Timestamp at) => at.ToDateTimeOffset().UtcDateTime.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
