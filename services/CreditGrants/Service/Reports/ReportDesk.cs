using System.Text;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>Answers questions about what became of a programme, and why its grants were decided as they were. Changes nothing.</summary>
internal sealed class ReportDesk(IDbContextFactory<CreditGrantsDb> contexts, BudgetBook book, TimeProvider time)
{
    /// <summary>A report covers ten years at most.</summary>
    public const int MonthsMax = 120;

    /// <summary>The numbers of some months; without a first month from the programme's beginning on, without a last one until now.</summary>
    public async Task<Outcome<GetReportResponse>> GetAsync(Guid programme, Month? first, Month? last, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (source, from, to, refusal) = await OpenAsync(db, programme, first, last, stop);
        return refusal is not null ? refusal : ProgrammeReport.Make(source!.Facts, from, to).ToMessage();
    }

    /// <summary>The treasury report as a file.</summary>
    public async Task<Outcome<ExportReportResponse>> ExportAsync(Guid programme, Month? first, Month? last, ReportFormat format, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (source, from, to, refusal) = await OpenAsync(db, programme, first, last, stop);
        if (refusal is not null)
        {
            return refusal;
        }

        var report = await source!.ToTreasuryAsync(db, from, to, stop);
        var (text, ending, type) = format == ReportFormat.Csv ? (EntriesCsv.Write(report), "csv", "text/csv; charset=utf-8") : (TreasuryMarkdown.Write(report), "md", "text/markdown; charset=utf-8");
        return new ExportReportResponse
        {
            FileName = $"{report.Number}-{from}-{to}.{ending}",
            ContentType = type,
            Content = ByteString.CopyFrom(text, Encoding.UTF8),
        };
    }

    /// <summary>What a grant's decisions rested on, the newest first.</summary>
    public async Task<Outcome<ListDecisionsResponse>> DecisionsAsync(Actor viewer, Guid grant, Page page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var row = await db.Grants.AsNoTracking().Where(g => g.Id == grant).Select(g => new { g.TeamIds }).SingleOrDefaultAsync(stop);

        // The lead of a team sees what was asked for in it; those who decide about money see all.
        if (row is null || (!viewer.Is(Role.HeadOfSales, Role.Leadership, Role.BudgetHolder, Role.Service) && !row.TeamIds.Any(viewer.Teams.Contains)))
        {
            return Refusal.NotFound("grant", grant);
        }

        var found = db.Decisions.AsNoTracking().Where(d => d.GrantId == grant);
        found = page.Before is { } before ? found.Where(d => d.Id < before) : found;
        var rows = await found.OrderByDescending(d => d.Id).Take(page.Size + 1).Select(d => new { d.Id, d.Body }).ToListAsync(stop);
        return new ListDecisionsResponse { Decisions = { rows.Take(page.Size).Select(d => Decision.Parser.ParseFrom(d.Body)) }, NextPageToken = page.NextToken(rows, d => d.Id) };
    }

    private async Task<(ReportSource? Source, Month First, Month Last, Refusal? Refusal)> OpenAsync(CreditGrantsDb db, Guid programme, Month? first, Month? last, CancellationToken stop)
    {
        if (await ReportSource.ReadAsync(db, book, programme, time.GetUtcNow(), stop) is not { } source)
        {
            return (null, default, default, Refusal.NotFound("programme", programme));
        }

        var (from, to) = (first ?? Month.Of(source.Row.CreatedAt), last ?? Month.Of(source.Facts.AsOf));
        return to < from ? (null, from, to, Refusal.InvalidField("to_month", $"is {to}, before the first month, {from}."))
            : Month.Between(from, to).Take(MonthsMax + 1).Count() > MonthsMax ? (null, from, to, Refusal.InvalidField("to_month", $"is {to}: from {from} on that is more than {MonthsMax} months."))
            : (source, from, to, null);
    }
}
