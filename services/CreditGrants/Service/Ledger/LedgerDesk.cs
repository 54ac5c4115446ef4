using System.Globalization;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>One page of a ledger, newest first. The token is the number of the last entry of the page before.</summary>
/// <param name="Size">Rows per page.</param>
/// <param name="Before">Only entries below this one.</param>
internal readonly record struct EntryPage(int Size, long Before)
{
    /// <summary>Reads <c>page_size</c> and <c>page_token</c>, noting what is wrong with them.</summary>
    public static EntryPage Read(Check check, int size, string token)
    {
        var before = long.MaxValue;
        check.Satisfies(
            "page_token", token.Length == 0 || (long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out before) && before > 0), "is no token that this list handed out; leave it empty for the first page.");
        return new(Page.Read(check, size, "").Size, before);
    }
}

/// <summary>Shows a programme's books and alarms, and lets people close alarms.</summary>
internal sealed class LedgerDesk(CommandRunner<CreditGrantsDb> commands, IDbContextFactory<CreditGrantsDb> contexts)
{
    public async Task<Outcome<ListEntriesResponse>> ListAsync(Guid programme, Guid? grant, EntryPage page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (!await db.Programmes.AnyAsync(p => p.Id == programme, stop))
        {
            return Refusal.NotFound("programme", programme);
        }

        var found = db.BudgetEvents.AsNoTracking().Where(e => e.ProgrammeId == programme && e.Number < page.Before);
        if (grant is { } id)
        {
            if (await db.Grants.Where(g => g.Id == id && g.ProgrammeId == programme).Select(g => g.Number).SingleOrDefaultAsync(stop) is not { } number)
            {
                return Refusal.NotFound("grant", id);
            }

            found = found.Where(e => e.GrantNumber == number);
        }

        var rows = await found.OrderByDescending(e => e.Number).Take(page.Size + 1).ToListAsync(stop);
        return new ListEntriesResponse
        {
            Entries = { rows.Take(page.Size).Select(Of) },
            NextPageToken = rows.Count > page.Size ? rows[page.Size - 1].Number.ToString(CultureInfo.InvariantCulture) : "",
        };
    }

    public async Task<Outcome<ListAlarmsResponse>> AlarmsAsync(Guid programme, bool includeClosed, Page page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (!await db.Programmes.AnyAsync(p => p.Id == programme, stop))
        {
            return Refusal.NotFound("programme", programme);
        }

        var rows = await db.Alarms.AsNoTracking().Where(a => a.ProgrammeId == programme && (includeClosed || a.ClosedAt == null) && (page.Before == null || a.Id < page.Before))
            .OrderByDescending(a => a.Id).Take(page.Size + 1).ToListAsync(stop);
        return new ListAlarmsResponse { Alarms = { rows.Take(page.Size).Select(Of) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    public Task<Outcome<CloseAlarmResponse>> CloseAsync(Command command, Guid id, string note, CancellationToken stop) => commands.RunAsync<CloseAlarmResponse>(command, async scope =>
    {
        if (await scope.Db.Alarms.AsNoTracking().Where(a => a.Id == id).Join(scope.Db.Programmes, a => a.ProgrammeId, p => p.Id, (_, p) => p.Network).SingleOrDefaultAsync(scope.Stop) is not { } network)
        {
            return Refusal.NotFound("alarm", id);
        }

        await scope.LockAsync(BudgetBook.LockOf(network));
        var row = await scope.Db.Alarms.SingleAsync(a => a.Id == id, scope.Stop);
        if (row.ClosedAt is { } closed)
        {
            return new Refusal(RefusalKind.Precondition, "ALARM_CLOSED", $"{row.ClosedBy} closed it at {closed:yyyy-MM-dd HH:mm} UTC: {row.ClosingNote}");
        }

        (row.ClosedAt, row.ClosedBy, row.ClosingNote) = (scope.Now, scope.Actor.Name, note);
        var programme = await scope.Db.Programmes.SingleAsync(p => p.Id == row.ProgrammeId, scope.Stop);
        scope.Append(programme, BudgetBook.Aggregate, [new ProgrammeStored { What = "alarm_closed", Value = $"{row.Id}", Reason = note }]);
        return new CloseAlarmResponse { Alarm = Of(row) };
    }, stop);

    private static LedgerEntry Of(BudgetEventRow row)
    {
        var moved = BudgetMoved.Parser.ParseFrom(row.Body);
        return new()
        {
            Number = row.Number,
            EventId = moved.EventId,
            Kind = moved.Kind,
            At = moved.At,
            RecordedAt = row.RecordedAt.ToTimestamp(),
            GrantNumber = moved.GrantNumber,
            Tranche = moved is { HasTranche: true, Tranche: > 0 and <= uint.MaxValue } ? (uint)moved.Tranche : 0,
            Planck = moved.Planck,
            Result = moved.Result,
            Reasons = { moved.Reasons },
            Postings = { moved.Postings },
            After = moved.After,
            Fact = moved.Fact,
            ActorName = row.ActorName,
        };
    }

    private static Alarm Of(AlarmRow row) => new()
    {
        AlarmId = $"{row.Id}",
        ProgrammeId = $"{row.ProgrammeId}",
        GrantNumber = row.GrantNumber,
        Sentence = row.Sentence,
        Fact = row.Fact.Length > 0 ? FactRef.Parser.ParseFrom(row.Fact) : null,
        RaisedAt = row.RaisedAt.ToTimestamp(),
        ClosedAt = row.ClosedAt?.ToTimestamp(),
        ClosedBy = row.ClosedBy,
        ClosingNote = row.ClosingNote,
    };
}
