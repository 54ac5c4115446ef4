using System.Globalization;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Insights;
using CoretimeDesk.Insights.Reports;
using Spectre.Console;

namespace CoretimeDesk.Desk.Commands.Metrics;

/// <summary>A report as people read it: a row for each metric, a column for each month.</summary>
internal sealed class MetricsView(FigureText text)
{
    private readonly Screen _screen = new();

    public void Show(MetricReport report)
    {
        _screen.Line($"As of {report.AsOf.UtcDateTime.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture)} UTC");
        Table("metric", report, report.Metrics.Select(m => (m.Metric.Name, m.Months.Select(text.Of))));
        foreach (var group in report.Groups)
        {
            _screen.Line($"{report.By!.Value.Word()} {group.Group}");
            Table("metric", report, group.Metrics.Select(m => (m.Metric.Name, m.Months.Select(x => text.Of(x.Figure)))));
        }

        foreach (var sale in report.UnmatchedBySale.Where(s => s.Figure.EventsUnmatched > 0))
        {
            _screen.Line($"Sale {sale.Sale.ToString(CultureInfo.InvariantCulture)}, unmatched: {text.Of(sale.Figure)}.");
        }

        foreach (var restatement in report.Metrics.SelectMany(m => m.Months.SelectMany(x => x.Restatements.Select(r => (m.Metric, x.Month, Change: r)))))
        {
            _screen.Line($"{restatement.Metric.Name} of {restatement.Month}, revision {restatement.Change.Revision.ToString(CultureInfo.InvariantCulture)}: {text.Of(restatement.Change.After)}, since {Instants.Format(restatement.Change.RecordedAt)}, because of {string.Join(", ", restatement.Change.Causes)}.");
        }

        var f = report.Facts;
        _screen.Note($"{f.Counted} of {f.Lines} facts count: {f.AfterAsOf} were recorded later, {f.Duplicates} are repeated, {f.UnknownKind} of unknown kind. {f.Waiting.Length} wait for what they are about, {f.Backdated.Length} were stated days late, {f.Redated.Length} too late to count by when they happened.");
        _screen.Note("so far: the time within which things count is not over. small: of fewer than 5, too few to compare. open: not published yet. './desk metrics explain' says what a figure is made of.");
    }

    private void Table(string first, MetricReport report, IEnumerable<(string Name, IEnumerable<string> Cells)> rows)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn(new TableColumn(first) { NoWrap = true });
        foreach (var month in Month.Range(report.From, report.To))
        {
            table.AddColumn(month.ToString());
        }

        foreach (var (name, cells) in rows)
        {
            table.AddRow([Markup.Escape(name), .. cells.Select(Markup.Escape)]);
        }

        _screen.Table(table);
    }
}
