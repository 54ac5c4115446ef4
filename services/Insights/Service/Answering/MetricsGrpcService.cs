using CoretimeDesk.Hosting;
using CoretimeDesk.Insights.Rebuilding;
using CoretimeDesk.Insights.Shelf;
using CoretimeDesk.Insights.Translating;
using CoretimeDesk.Insights.V1;
using Grpc.Core;
using Group = CoretimeDesk.Insights.Explaining.Group;

namespace CoretimeDesk.Insights.Answering;

/// <summary>Translates only.</summary>
internal sealed class MetricsGrpcService(ReportDesk reports, ExplainDesk explanations, FactShelf shelf, Rebuilder rebuilder, TimeProvider time) : MetricsService.MetricsServiceBase
{
    private const int LinesAtOnce = 500;
    private const int GroupMost = 100;
    private const int ItemsUsual = 500;
    private const int ItemsMost = 5000;

    public override async Task<GetReportResponse> GetReport(GetReportRequest request, ServerCallContext context) =>
        (await reports.GetAsync(ReportQuery.Read(request, time.GetUtcNow(), await shelf.UsualTokenAsync(context.CancellationToken)), context.GetActor(), context.CancellationToken)).OrThrow();

    public override async Task<ExportReportResponse> ExportReport(ExportReportRequest request, ServerCallContext context) =>
        ReportCsv.Of(await GetReport(request.Report ?? new(), context));

    public override async Task<ExplainFigureResponse> ExplainFigure(ExplainFigureRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalEnum("by", request.By).OptionalText("group", request.Group, GroupMost);
        var (month, by) = (ReportQuery.MonthOf(check, "month", request.Month), ReportQuery.ByOf(request.By));
        check.Satisfies("metric", ReportQuery.IsMetric(request.Metric), $"is none that there is; one of {string.Join(", ", ReportQuery.Names)}.")
            .Satisfies("group", by is null == (request.Group.Length == 0), "and by belong together: give both, or none for the total.")
            .Satisfies("by", by is null || ReportQuery.GroupNames.Contains(request.Metric), $"splits these metrics alone: {string.Join(", ", ReportQuery.GroupNames)}.");
        check.Satisfies("items", request.Items <= ItemsMost, $"is more than {ItemsMost}; export the facts for all of them.");
        var (asOf, token) = (ReportQuery.AsOfOf(check, request.AsOf, time.GetUtcNow()), ReportQuery.TokenOf(check, request.Token, await shelf.UsualTokenAsync(context.CancellationToken)));
        check.ThrowIfAny();
        var asked = new FigureQuery(request.Metric, month, by is { } some ? new Group(some, request.Group) : null, asOf, token, request.Items == 0 ? ItemsUsual : (int)request.Items);
        return (await explanations.ExplainAsync(asked, context.GetActor(), context.CancellationToken)).OrThrow();
    }

    public override async Task ExportFacts(ExportFactsRequest request, IServerStreamWriter<ExportFactsResponse> responseStream, ServerCallContext context)
    {
        var (check, now) = (Check.That(request), time.GetUtcNow());
        var (asOf, token) = (ReportQuery.AsOfOf(check, request.AsOf, now), ReportQuery.TokenOf(check, request.Token, await shelf.UsualTokenAsync(context.CancellationToken)));
        check.ThrowIfAny();
        foreach (var part in (await shelf.ReadAsync(token, context.CancellationToken)).All(asOf ?? now).Chunk(LinesAtOnce))
        {
            await responseStream.WriteAsync(new() { Lines = { part.Select(SubjectFacts.Line) } }, context.CancellationToken);
        }
    }

    public override async Task Rebuild(RebuildRequest request, IServerStreamWriter<RebuildResponse> responseStream, ServerCallContext context)
    {
        await foreach (var answer in rebuilder.RunAsync(context.RequestHeaders.GetValue("authorization") ?? "", context.CancellationToken))
        {
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
    }
}
