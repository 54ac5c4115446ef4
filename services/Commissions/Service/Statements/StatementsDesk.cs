using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Explaining;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Payouts;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Statement = CoretimeDesk.Commissions.V1.Statement;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>Lists, shows, explains and exports statements, to those who may see them.</summary>
internal sealed class StatementsDesk(IDbContextFactory<CommissionsDb> contexts, DeskCalendar time)
{
    internal static readonly BusinessDays Days = new();

    /// <summary>A page of closed statements, without lines.</summary>
    public async Task<ListStatementsResponse> ListAsync(Page page, string month, Guid? participant, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var sight = await StatementSight.OfAsync(db, viewer, stop);
        var seen = sight.Participants.ToArray();
        var whose = participant is { } one ? $"{one}" : "";
        var rows = await db.Statements.AsNoTracking()
            .Where(s => (sight.All || seen.Contains(s.Participant)) && (month == "" || s.Month == month) && (whose == "" || s.Participant == whose) && (page.Before == null || s.Id < page.Before))
            .OrderByDescending(s => s.Id).Take(page.Size + 1).ToListAsync(stop);
        var names = await StatementSight.NamesAsync(db, stop);
        var statements = rows.Take(page.Size).Select(r => Read(r, names, [])).ToList();
        statements.ForEach(s => s.Lines.Clear());
        return new() { Statements = { statements }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    /// <summary>A closed statement; or an open month's, as it stands now.</summary>
    public async Task<Outcome<GetStatementResponse>> GetAsync(Guid? id, Month? month, Guid participant, string token, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (name, whose) = (month?.ToString() ?? "", $"{participant}");
        var row = id is { } known
            ? await db.Statements.AsNoTracking().SingleOrDefaultAsync(s => s.Id == known, stop)
            : await db.Statements.AsNoTracking().SingleOrDefaultAsync(s => s.Month == name && s.Token == token && s.Participant == whose, stop);
        var sight = await StatementSight.OfAsync(db, viewer, stop);
        if (!sight.Sees(row?.Participant ?? whose) || (row is null && month is null))
        {
            return id is { } asked ? Refusal.NotFound("statement", asked) : new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"There is no statement of {name} that you may see.");
        }

        var names = await StatementSight.NamesAsync(db, stop);
        var now = time.GetUtcNow();
        if (row is not null)
        {
            var written = Read(row, names, await db.Disputes.AsNoTracking().Where(d => d.StatementId == row.Id).OrderBy(d => d.OpenedAt).ToListAsync(stop));
            await MarkUnfundedAsync(db, written, now, stop);
            return new GetStatementResponse { Statement = written };
        }

        return await OpenAsync(db, month!.Value, whose, token, names, now, stop) is { } open
            ? new GetStatementResponse { Statement = open }
            : new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"{names.GetValueOrDefault(whose, whose)} has no statement in {token} for {name}.");
    }

    /// <summary>A line of a closed statement, with how it came about.</summary>
    public async Task<Outcome<ExplainLineResponse>> ExplainAsync(Guid id, uint line, Actor viewer, CancellationToken stop)
    {
        var found = await GetAsync(id, null, viewer.Id, "", viewer, stop);
        return found.Refusal is { } refusal ? refusal
            : found.Response!.Statement.Lines.FirstOrDefault(l => l.Line == line) is { } one ? new ExplainLineResponse { Line = one }
            : Refusal.InvalidField("line", $"is {line}; the statement has lines 1 to {found.Response!.Statement.Lines.Count}.");
    }

    /// <summary>What became of a payment, as it stands now.</summary>
    public async Task<Outcome<ExplainPaymentResponse>> ExplainPaymentAsync(string paymentId, string token, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var sight = await StatementSight.OfAsync(db, viewer, stop);
        var view = await LedgerBook.ReadAsync(db, token, time.GetUtcNow(), stop);
        var explainer = view.Explainer;
        if (explainer.WhyNot(paymentId) is { } exclusion && sight.All)
        {
            return new ExplainPaymentResponse { Exclusion = exclusion.Reason.Word(), Sentences = { ExplanationText.Of(exclusion) } };
        }

        var lines = explainer.OfEvent(paymentId).Where(x => sight.Sees(x.Line.Participant)).ToList();
        if (lines.Count == 0)
        {
            return new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"No payment {paymentId} in {token} is known, or nothing of it is yours to see. A payment is known once it is matched to a quote.");
        }

        var text = StatementMaker.TextOf(token);
        return new ExplainPaymentResponse
        {
            Sentences = { lines.SelectMany(text.Of), },
            Lines =
            {
                lines.Select(x => new StatementLine
                {
                    Line = (uint)x.Number, At = x.Line.At.ToTimestamp(), Kind = x.Line.Kind.Word(), Event = x.Line.Event, Planck = StatementMaker.Text(x.Line.Planck), Cause = x.Line.Cause,
                    Explanations = { StatementMaker.ToMessage(x, text) },
                }),
            },
        };
    }

    /// <summary>A closed statement as a file.</summary>
    public async Task<Outcome<ExportStatementResponse>> ExportAsync(Guid id, StatementFormat format, Actor viewer, CancellationToken stop)
    {
        var found = await GetAsync(id, null, viewer.Id, "", viewer, stop);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        await using var db = await contexts.CreateDbContextAsync(stop);
        var blocks = FactBlocks.Of(await LedgerBook.ObservationsAsync(db, stop));
        return format == StatementFormat.Pdf ? StatementPdf.Of(found.Response!.Statement, blocks) : StatementCsv.Of(found.Response!.Statement, blocks);
    }

    /// <summary>The statement that a row holds, with what is known about it now.</summary>
    internal Statement Read(StatementRow row, IReadOnlyDictionary<string, string> names, IEnumerable<DisputeRow> disputes)
    {
        var statement = Statement.Parser.ParseFrom(row.Body);
        (statement.StatementId, statement.Sha256, statement.ClosedAt) = ($"{row.Id}", row.Sha256, row.ClosedAt.ToTimestamp());
        statement.Disputes.AddRange(disputes.Select(d => ToMessage(d, time.GetUtcNow())));
        return Dated(statement, names, isWritten: true);
    }

    internal static Dispute ToMessage(DisputeRow row, DateTimeOffset now) => new()
    {
        DisputeId = $"{row.Id}",
        StatementId = $"{row.StatementId}",
        Line = (uint)row.Line,
        OpenedBy = row.OpenedBy,
        Text = row.Text,
        OpenedAt = row.OpenedAt.ToTimestamp(),
        AnswerBy = row.AnswerBy.ToTimestamp(),
        AnsweredBy = row.AnsweredBy ?? "",
        Answer = row.Answer ?? "",
        Upheld = row.IsUpheld == true,
        AnsweredAt = row.AnsweredAt?.ToTimestamp(),
        Overdue = (row.AnsweredAt ?? now) >= row.AnswerBy,
    };

    private Statement Dated(Statement statement, IReadOnlyDictionary<string, string> names, bool isWritten)
    {
        _ = Month.TryParse(statement.Month, out var month);
        var calendar = StatementCalendar.Of(month, Days);
        statement.ParticipantName = names.GetValueOrDefault(statement.ParticipantId, "");
        (statement.ReviewUntil, statement.DisputeUntil, statement.PayOn) = (calendar.ReviewUntil.ToTimestamp(), calendar.DisputeUntil.ToTimestamp(), $"{calendar.PayOn:yyyy-MM-dd}");
        statement.Stage = (V1.StatementStage)((int)calendar.StageAt(time.GetUtcNow(), isWritten) + 1);
        return statement;
    }

    /// <summary>What would be written for a month if it were closed now; null when that is nothing, or it was closed without this participant.</summary>
    private async Task<Statement?> OpenAsync(CommissionsDb db, Month month, string participant, string token, IReadOnlyDictionary<string, string> names, DateTimeOffset now, CancellationToken stop)
    {
        var plans = await PlansDesk.ShelfAsync(db, stop);
        var last = await db.ClosedMonths.Where(m => m.Token == token).MaxAsync(m => (string?)m.Month, stop);
        if (StatementCloser.NextMonth(plans, last) is not { } next || month < next || month > Month.Of(now))
        {
            return null;
        }

        var told = await LedgerBook.ObservationsAsync(db, stop);
        var before = await StatementCloser.WrittenAsync(db, token, stop);
        var excess = await PayoutBook.ExcessAsync(db, told, token, stop);
        for (var at = next; ; at = at.Next)
        {
            var made = StatementMaker.Make(at, LedgerBook.Compute(plans, told, token, at.Next.Start < now ? at.Next.Start : now), token, before, excess);
            if (at >= month || at > Month.Of(now))
            {
                var own = at == month ? made.FirstOrDefault(s => s.ParticipantId == participant) : null;
                if (own is not null)
                {
                    await MarkUnfundedAsync(db, own, now, stop);
                }

                return own is null ? null : Dated(own, names, isWritten: false);
            }

            before.AddRange(made);
        }
    }

    private static async Task MarkUnfundedAsync(CommissionsDb db, Statement statement, DateTimeOffset now, CancellationToken stop)
    {
        var waiting = (await PayoutBook.CoverageAsync(db, await LedgerBook.ReadAsync(db, statement.Token, now, stop), statement.Token, stop)).Events.Where(e => !e.IsFunded).Select(e => e.Event).ToHashSet(StringComparer.Ordinal);
        foreach (var line in statement.Lines)
        {
            line.Unfunded = waiting.Contains(line.Event);
        }
    }
}
