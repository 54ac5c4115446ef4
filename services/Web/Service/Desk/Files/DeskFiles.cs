using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Assessments;
using CoretimeDesk.Web.Desk.Audit;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Figures;
using CoretimeDesk.Web.Desk.Sessions;
using CoretimeDesk.Web.Pages;
using Microsoft.AspNetCore.Components.Authorization;

namespace CoretimeDesk.Web.Desk.Files;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>Files that pages offer. The services make them and decide who may have them; here they only become downloads.</summary>
internal static class DeskFiles
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/results/{month}/figures.csv", FiguresAsync).RequireAuthorization();
        app.MapGet("/admin/audit.csv", AuditAsync).RequireAuthorization();
        app.MapGet("/accounts/files/{id:guid}", AttachmentAsync).RequireAuthorization();
        app.MapGet("/statements/{id:guid}/statement.csv", (Guid id, HttpContext context, IDeskCalls calls, Peers peers) => StatementAsync(id, StatementFormat.Csv, context, calls, peers)).RequireAuthorization();
        app.MapGet("/statements/{id:guid}/statement.pdf", (Guid id, HttpContext context, IDeskCalls calls, Peers peers) => StatementAsync(id, StatementFormat.Pdf, context, calls, peers)).RequireAuthorization();
        app.MapGet("/quotes/{id:guid}/r/{revision:int}/quote.pdf", QuoteAsync).RequireAuthorization();
    }

    private static Task<IResult> FiguresAsync(string month, string? vs, string? team, HttpContext context, IDeskCalls calls, Peers peers) => AnswerAsync(context, async () =>
    {
        var roles = Nav.RolesOf(context.User);
        var year = Months.Add(month, -11);
        var report = new GetReportRequest
        {
            From = Months.TryFirstDay(vs, out _) && string.CompareOrdinal(vs, year) < 0 ? vs : year, To = month,
            By = roles.Any(r => r is Role.Leadership or Role.HeadOfSales or Role.BudgetHolder) && string.IsNullOrEmpty(team) ? Grouping.Unspecified : roles.All(r => r == Role.Rep) ? Grouping.Rep : Grouping.Team,
        };
        var file = await calls.SendAsync(peers.Metrics.ExportReportAsync, new ExportReportRequest { Report = report }, context.RequestAborted);
        return (file.Content, file.MediaType, file.FileName);
    });

    private static Task<IResult> StatementAsync(Guid id, StatementFormat format, HttpContext context, IDeskCalls calls, Peers peers) => AnswerAsync(context, async () =>
    {
        var file = await calls.SendAsync(peers.Statements.ExportStatementAsync, new ExportStatementRequest { StatementId = $"{id}", Format = format }, context.RequestAborted);
        var whose = (await calls.SendAsync(peers.Statements.GetStatementAsync, new GetStatementRequest { StatementId = $"{id}" }, context.RequestAborted)).Statement;
        return (file.Content, file.MediaType, FileNames.Of($"commission {whose.Month} {whose.ParticipantName} {whose.Token}", Path.GetExtension(file.FileName)));
    });

    private static Task<IResult> QuoteAsync(Guid id, int revision, HttpContext context, IDeskCalls calls, Peers peers) => AnswerAsync(context, async () =>
    {
        var file = await calls.SendAsync(peers.Documents.RenderQuoteAsync, new RenderQuoteRequest { QuoteId = $"{id}", Revision = (uint)Math.Max(0, revision), Format = QuoteFormat.Pdf }, context.RequestAborted);
        return (file.Content, file.ContentType, file.FileName);
    });

    private static Task<IResult> AuditAsync(string? who, string? from, string? until, string? stream, string? what, string? about, HttpContext context, IDeskCalls calls, Peers peers) => AnswerAsync(context, async () =>
        (Google.Protobuf.ByteString.CopyFromUtf8(await AuditTrail.CsvAsync(AuditJournals.Of(calls, peers, context.RequestAborted), AuditQuery.Of(who, from, until, stream, what, about))), "text/csv", "audit.csv"));

    private static Task<IResult> AttachmentAsync(Guid id, HttpContext context, IDeskCalls calls, Peers peers) => AnswerAsync(context, async () =>
    {
        var (file, content) = await FileUpload.FetchAsync(calls, peers, $"{id}", context.RequestAborted);
        return (content, file.MediaType, file.FileName);
    });

    private static async Task<IResult> AnswerAsync(HttpContext context, Func<Task<(Google.Protobuf.ByteString Content, string MediaType, string FileName)>> ask)
    {
        // Calls go out as whoever is signed in; a page has that from its circuit, a download from its request.
        ((IHostEnvironmentAuthenticationStateProvider)context.RequestServices.GetRequiredService<AuthenticationStateProvider>()).SetAuthenticationState(Task.FromResult(new AuthenticationState(context.User)));
        try
        {
            var (content, mediaType, fileName) = await ask();
            context.Response.Headers.CacheControl = "private, no-store";
            return Results.File(content.ToByteArray(), mediaType, fileName);
        }
        catch (SessionOverException)
        {
            return Results.Redirect(SessionAuthentication.SignInAddress($"{context.Request.Path}{context.Request.QueryString}", hasEnded: true));
        }
        catch (CallException e)
        {
            var status = e.Trouble.Kind switch
            {
                TroubleKind.NotAllowed => StatusCodes.Status403Forbidden,
                TroubleKind.Refused => StatusCodes.Status404NotFound,
                TroubleKind.Away => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status502BadGateway,
            };
            await MessagePage.WriteAsync(context, status, "The file could not be made", e.Trouble.Text, context.RequestAborted);
            return Results.Empty;
        }
    }
}
