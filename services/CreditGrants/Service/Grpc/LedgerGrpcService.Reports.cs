using CoretimeDesk.CreditGrants.Reports;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using Grpc.Core;

namespace CoretimeDesk.CreditGrants.Grpc;

/// <content>Reports and decisions.</content>
internal sealed partial class LedgerGrpcService
{
    private const string MonthHint = "is no month; write it as 2026-07, or leave it empty.";

    public override async Task<GetReportResponse> GetReport(GetReportRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("programme_id", request.ProgrammeId, out var programme);
        var (first, last) = Months(check, request.FromMonth, request.ToMonth);
        check.ThrowIfAny();
        return (await reports.GetAsync(programme, first, last, context.CancellationToken)).OrThrow();
    }

    public override async Task<ExportReportResponse> ExportReport(ExportReportRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("programme_id", request.ProgrammeId, out var programme).KnownEnum("format", request.Format);
        var (first, last) = Months(check, request.FromMonth, request.ToMonth);
        check.ThrowIfAny();
        return (await reports.ExportAsync(programme, first, last, request.Format, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListDecisionsResponse> ListDecisions(ListDecisionsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("grant_id", request.GrantId, out var grant);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return (await reports.DecisionsAsync(context.GetActor(), grant, page, context.CancellationToken)).OrThrow();
    }

    private static (Month? First, Month? Last) Months(Check check, string first, string last)
    {
        return (Read("from_month", first), Read("to_month", last));

        Month? Read(string field, string text)
        {
            check.Satisfies(field, text.Length == 0 || Month.TryParse(text, out _), MonthHint);
            return Month.TryParse(text, out var month) ? month : null;
        }
    }
}
