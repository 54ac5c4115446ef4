using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Leads.Accounts;

/// <summary>Once at start: makes findable what was entered before accounts had search terms, or was copied in without them.</summary>
internal sealed class SearchTermsBackfill(IDbContextFactory<LeadsDb> contexts, ILogger<SearchTermsBackfill> log) : BackgroundService
{
    private const int RowsPerStep = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var after = Guid.Empty;
        var filled = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(stoppingToken);
                var lacking = await AccountBook.Whole(db).Where(a => a.Id > after && a.MergedIntoId == null && !db.SearchTerms.Any(t => t.AccountId == a.Id)).OrderBy(a => a.Id).Take(RowsPerStep).ToListAsync(stoppingToken);
                if (lacking.Count == 0)
                {
                    break;
                }

                foreach (var account in lacking)
                {
                    db.SearchTerms.AddRange(SearchTerms.Of(account.ToState(), await SearchTerms.AbsorbedAsync(db, account.Id, stoppingToken)));
                }

                await db.SaveChangesAsync(stoppingToken);
                (after, filled) = (lacking[^1].Id, filled + lacking.Count);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
            {
                // Another replica, or a command, was here at the same moment: look again at what is still lacking.
                log.LogDebug(e, "Search terms were being written by somebody else too.");
            }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException { InnerException: NpgsqlException })
            {
                log.LogWarning(e, "Accounts without search terms are not looked for: the database does not answer. They are at the next start.");
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        if (filled > 0)
        {
            log.LogInformation("{Accounts} accounts can be searched for now.", filled);
        }
    }
}
