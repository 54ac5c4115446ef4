using CoretimeDesk.Insights.Reports;
using CoretimeDesk.Insights.Shelf;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Insights.Answering;

/// <summary>Reports, worked out once for the same facts and the same question.</summary>
internal sealed class ReportDesk(FactShelf shelf, TimeProvider time)
{
    private const int IdsMost = 100;
    private readonly ReportCache _reports = new(time);

    /// <summary>What a caller may see of a report.</summary>
    public async Task<Outcome<GetReportResponse>> GetAsync(ReportQuery asked, Actor viewer, CancellationToken stop)
    {
        var facts = await shelf.ReadAsync(asked.Token, stop);
        var sight = Sight.Of(viewer, facts.Staff);
        if (sight.RefusalOf(asked.By) is { } refusal)
        {
            return refusal;
        }

        var report = await _reports.GetAsync(facts, asked, stop);
        var answer = new GetReportResponse
        {
            AsOf = report.AsOf.ToTimestamp(), From = $"{report.From}", To = $"{report.To}", Token = asked.Token,
        };
        if (sight.All)
        {
            answer.Facts = Counts(report.Facts);
            answer.Figures.AddRange(report.Metrics.SelectMany(s => s.Months.Select(m => FigureMessages.Of(s.Metric.Name, m))));
            answer.UnmatchedBySale.AddRange(report.UnmatchedBySale.Select(s => new SaleGap { Sale = $"{s.Sale}", Parts = { FigureMessages.Parts(s.Figure) } }));
        }

        foreach (var group in report.Groups.Where(g => sight.Sees(report.By!.Value, g.Group)))
        {
            answer.Groups.Add(new V1.Group { Group_ = group.Group, Name = facts.Staff.NameOf(group.Group) });
            answer.GroupFigures.AddRange(group.Metrics.SelectMany(s => s.Months.Select(m => FigureMessages.Of(s.Metric.Name, $"{m.Month}", group.Group, m.Figure))));
        }

        return answer;
    }

    private static V1.FactCounts Counts(Reports.FactCounts counts) => new()
    {
        Lines = counts.Lines, Counted = counts.Counted, AfterAsOf = counts.AfterAsOf, Waiting = { counts.Waiting.Take(IdsMost) }, Backdated = { counts.Backdated.Take(IdsMost) },
        Redated = { counts.Redated.Take(IdsMost) },
    };
}
