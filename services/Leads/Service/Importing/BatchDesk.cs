using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Contacts;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Leads.Importing;

/// <summary>What became of a batch.</summary>
/// <param name="Tally">Counts of its good rows.</param>
/// <param name="Refused">Rows that the state of the desk refused.</param>
internal sealed record BatchOutcome(Tally Tally, IReadOnlyList<(long Row, RowFault Fault)> Refused);

/// <summary>Decides and saves one batch of rows in one transaction.</summary>
internal sealed class BatchDesk(IDbContextFactory<LeadsDb> contexts, JournalBell bell, EventCatalog catalog, TimeProvider time)
{
    private const int AttemptsMax = 8;

    /// <summary>All of the batch, or nothing of it. A race with a command is decided again, by what the command has left.</summary>
    /// <remarks>
    /// A batch that keeps losing races is halved, and its halves again: the rows that nobody fights over are imported, and a single row that cannot be had
    /// ends the import by its number.
    /// </remarks>
    /// <param name="order">The import.</param>
    /// <param name="rows">Rows with content.</param>
    /// <param name="dry">Of a dry run: what its earlier batches would have written.</param>
    /// <param name="rowsDone">Saved with the batch when nothing in it is refused: how far the file is done; null for not at all.</param>
    /// <param name="stop">Ends the import; a batch that is being committed is committed.</param>
    public async Task<BatchOutcome> DecideAsync(ImportOrder order, IReadOnlyList<CheckedRow> rows, DryMemory? dry, long? rowsDone, CancellationToken stop)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            try
            {
                return await AttemptAsync(order, rows, dry, rowsDone, stop);
            }
            catch (Exception e) when (IsLostRace(e))
            {
                // Decided again, below or by halves.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1, 4 << attempt)), time, stop);
        }

        if (rows.Count == 1)
        {
            throw new RefusedException(new(RefusalKind.Contended, "CONTENDED", $"Others keep changing the account of row {rows[0].Number}. Earlier rows are imported; import the same file again to go on."));
        }

        var (first, second) = (rows.Take(rows.Count / 2).ToList(), rows.Skip(rows.Count / 2).ToList());
        var done = await DecideAsync(order, first, dry, rowsDone is null ? null : first[^1].Number, stop);
        var rest = await DecideAsync(order, second, dry, done.Refused.Count == 0 ? rowsDone : null, stop);
        done.Tally.Add(rest.Tally);
        return new(done.Tally, [.. done.Refused, .. rest.Refused]);
    }

    private async Task<BatchOutcome> AttemptAsync(ImportOrder order, IReadOnlyList<CheckedRow> rows, DryMemory? dry, long? rowsDone, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (dry is null)
        {
            // Against whoever opts out at this moment, and against another import of the same rows.
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({ContactBook.ImportLock})", stop);
        }

        var journal = new JournalCopy(db, catalog, order.Actor, order.RequestId, time.GetUtcNow());
        var copy = new LeadCopy(db, journal);
        var (outcome, isWhole) = await DecideAsync(db, journal.Now, order, rows, dry, copy, stop);
        if (dry is not null)
        {
            return outcome;
        }

        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await copy.WriteAsync(connection, stop);
        if (isWhole && rowsDone is { } done && order.Sha256 is { } digest)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into leads.import_files (sha256, format, file_name, rows_done, at) values ({digest}, {(short)order.Format}, {order.FileName}, {done}, {journal.Now})
                on conflict (sha256, format) do update set rows_done = greatest(import_files.rows_done, excluded.rows_done), file_name = excluded.file_name, at = excluded.at
                """,
                stop);
        }

        await transaction.CommitAsync(CancellationToken.None);
        if (copy.HasPublicEvents)
        {
            bell.Ring();
        }

        return outcome;
    }

    private static async Task<(BatchOutcome Outcome, bool IsWhole)> DecideAsync(
        LeadsDb db, DateTimeOffset now, ImportOrder order, IReadOnlyList<CheckedRow> rows, DryMemory? dry, LeadCopy copy, CancellationToken stop)
    {
        var lookup = new BatchLookup(db, dry, stop);
        var imported = await lookup.ImportedAsync([.. rows.Select(r => r.Hash)]);
        var keys = rows.Where(r => !imported.Contains(r.Hash)).SelectMany(r => r.Content!.Account.Keys).ToHashSet();
        var rules = new BatchRules(order.AddsToKnown, imported, await lookup.TakenAsync(keys, now));
        var accountNumbers = await NumbersAsync('A', rules.NewAtMost(rows.Select(r => (r.Content!, r.Hash))));
        var (tally, refused, placed) = (new Tally { Read = rows.Count }, new List<(long, RowFault)>(), new List<(CheckedRow Row, Guid Account, bool IsNew)>());
        foreach (var row in rows)
        {
            switch (rules.Place(row.Content!, row.Hash))
            {
                case Placement.Repeated:
                    tally.Repeated++;
                    break;
                case Placement.Refused no:
                    tally.Refused++;
                    refused.Add((row.Number, no.Fault));
                    break;
                case Placement.Known known:
                    placed.Add((row, known.AccountId, false));
                    break;
                default:
                    var account = row.Content!.Account with { Id = Guid.CreateVersion7(now), Number = accountNumbers[(int)tally.Accounts++] };
                    rules.Made(account, now);
                    copy.Account(account);
                    dry?.NoteAccount(account.Id, account.Keys);
                    placed.Add((row, account.Id, true));
                    break;
            }
        }

        tally.Imported = placed.Count;
        var leadNumbers = await NumbersAsync('L', placed.Count);
        var contacts = placed.Where(p => p.Row.Content!.Contact is not null).Select(p => (p.Account, p.IsNew, Contact: p.Row.Content!.Contact!)).ToList();
        var suppressed = await lookup.SuppressedAsync([.. contacts.SelectMany(c => c.Contact.Emails).Distinct()]);
        var people = await lookup.PeopleAsync([.. contacts.Where(c => !c.IsNew).Select(c => (c.Account, c.Contact))]);
        for (var i = 0; i < placed.Count; i++)
        {
            var (row, account, _) = placed[i];
            if (row.Content!.Contact is { } contact && people.Add(BatchLookup.Person(account, contact)))
            {
                tally.Contacts++;
                copy.Contact(account, contact, contact.Emails.Select(suppressed.GetValueOrDefault).FirstOrDefault(o => o is not null));
                dry?.NotePerson(BatchLookup.Person(account, contact));
            }

            copy.Lead(account, leadNumbers[i], row.Content, row.Hash);
            dry?.NoteRow(row.Hash);
        }

        return (new(tally, refused), refused.Count == 0);

        // A dry run takes no numbers, not even these.
        async Task<IReadOnlyList<string>> NumbersAsync(char letter, int count) =>
            count == 0 ? [] : dry is not null ? [.. Enumerable.Repeat("(new)", count)] : await db.NextNumbersAsync(letter, count, now, stop);
    }

    private static bool IsLostRace(Exception? e)
    {
        while (e is not null and not PostgresException)
        {
            e = e.InnerException;
        }

        return e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
    }
}
