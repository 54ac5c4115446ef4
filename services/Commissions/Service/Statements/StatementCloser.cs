using System.Collections.Immutable;
using System.Security.Cryptography;
using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Payouts;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>When months are closed.</summary>
/// <param name="Interval">Between two looks; zero for never.</param>
/// <param name="Settle">How long after a month's end its statements are written, so that what happened in its last hours is there. Within business day 4.</param>
public sealed record ClosingSettings(TimeSpan Interval, TimeSpan Settle);

/// <summary>Writes the statements of months that are over, one month after the other. Any number of replicas may look at once: whoever comes second finds the month closed.</summary>
internal sealed class StatementCloser(CommandRunner<CommissionsDb> commands, IDbContextFactory<CommissionsDb> contexts, ClosingSettings settings, TimeProvider time, ILogger<StatementCloser> log) : Sweep(settings.Interval, time, log)
{
    public const string MonthAggregate = "closed_month";
    public const string StatementAggregate = "statement";

    /// <summary>Closes whatever is over.</summary>
    /// <returns>How many months of tokens were closed.</returns>
    public async Task<int> CloseAsync(CancellationToken stop)
    {
        IReadOnlyList<string> tokens;
        await using (var db = await contexts.CreateDbContextAsync(stop))
        {
            tokens = LedgerBook.TokensOf(await LedgerBook.ObservationsAsync(db, stop));
        }

        var closed = 0;
        foreach (var token in tokens)
        {
            while (await commands.RecordAsync(Actor.Desk, scope => CloseNextAsync(scope, token), stop))
            {
                closed++;
            }
        }

        return closed;
    }

    /// <summary>All statements of a token that were written.</summary>
    public static async Task<List<Statement>> WrittenAsync(CommissionsDb db, string token, CancellationToken stop) =>
        [.. (await db.Statements.AsNoTracking().Where(s => s.Token == token).OrderBy(s => s.Month).ThenBy(s => s.Participant).Select(s => s.Body).ToListAsync(stop)).Select(b => Statement.Parser.ParseFrom(b))];

    /// <summary>The month that is closed next, of which this is the last that was.</summary>
    public static Month? NextMonth(PlanShelf plans, string? last) => Month.TryParse(last, out var month) ? month.Next : plans.First is { } first ? Month.Of(first) : null;

    /// <inheritdoc/>
    protected override async Task SweepAsync(CancellationToken stop)
    {
        if (await CloseAsync(stop) is > 0 and var closed)
        {
            Log.LogInformation("Closed {Closed} months.", closed);
        }
    }

    private async Task<bool> CloseNextAsync(CommandScope<CommissionsDb> scope, string token)
    {
        await scope.LockAsync($"months {token}");
        var plans = await PlansDesk.ShelfAsync(scope.Db, scope.Stop);
        var last = await scope.Db.ClosedMonths.Where(m => m.Token == token).MaxAsync(m => (string?)m.Month, scope.Stop);
        if (NextMonth(plans, last) is not { } month || scope.Now < month.Next.Start + settings.Settle)
        {
            return false;
        }

        var told = await LedgerBook.ObservationsAsync(scope.Db, scope.Stop);
        var view = LedgerBook.Compute(plans, told, token, month.Next.Start);
        var before = await WrittenAsync(scope.Db, token, scope.Stop);
        var made = StatementMaker.Make(month, view, token, before, await PayoutBook.ExcessAsync(scope.Db, told, token, scope.Stop));
        var digests = made.Select(statement => Write(scope, statement)).ToImmutableArray();
        var row = new ClosedMonthRow { Id = Guid.CreateVersion7(scope.Now), Month = month.ToString(), Token = token, Sha256 = Digest(string.Join('\n', digests)), ClosedAt = scope.Now };
        scope.Db.ClosedMonths.Add(row);
        scope.Append(row, MonthAggregate, [new MonthClosed { Month = row.Month, Token = token, Statements = (uint)made.Length, Sha256 = row.Sha256, ClosedAt = scope.Now.ToTimestamp() }]);
        return true;
    }

    private static string Write(CommandScope<CommissionsDb> scope, Statement statement)
    {
        // Of what it says, not of when it was written: whoever closes the same month from the same facts has the same digest.
        var digest = Digest(JsonFormatter.Default.Format(statement));
        var row = new StatementRow
        {
            Id = Guid.CreateVersion7(scope.Now), Month = statement.Month, Token = statement.Token, Participant = statement.ParticipantId, Body = statement.ToByteArray(), Sha256 = digest, ClosedAt = scope.Now,
        };
        scope.Db.Statements.Add(row);
        scope.Append(row, StatementAggregate, [
            new StatementWritten { Json = JsonFormatter.Default.Format(statement) },
            new StatementClosed
            {
                StatementId = $"{row.Id}", Month = row.Month, Token = row.Token, ParticipantId = row.Participant, NetPlanck = statement.NetPlanck, PayoutPlanck = statement.PayoutPlanck, Sha256 = digest, ClosedAt = scope.Now.ToTimestamp(),
            },
        ]);
        return digest;
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
}
