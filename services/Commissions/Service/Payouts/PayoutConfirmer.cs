using System.Numerics;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Commissions.Payouts;

/// <summary>Tells of each line of a batch, once, when finalised transfers have brought all of it.</summary>
internal sealed class PayoutConfirmer(CommandRunner<CommissionsDb> commands, IDbContextFactory<CommissionsDb> contexts, ClosingSettings settings, TimeProvider time, ILogger<PayoutConfirmer> log)
    : Sweep(settings.Interval, time, log)
{
    private const string Earn = "earn";

    /// <summary>Tells of whatever has arrived.</summary>
    /// <returns>Of how many lines.</returns>
    public async Task<int> ConfirmAsync(CancellationToken stop)
    {
        List<string> tokens = [];
        await using (var db = await contexts.CreateDbContextAsync(stop))
        {
            var told = await LedgerBook.ObservationsAsync(db, stop);
            foreach (var token in await db.Batches.Select(b => b.Token).Distinct().ToListAsync(stop))
            {
                if ((await ArrivedAsync(db, told, token, stop)).Count > 0)
                {
                    tokens.Add(token);
                }
            }
        }

        var confirmed = 0;
        foreach (var token in tokens)
        {
            confirmed += await commands.RecordAsync(Actor.Desk, scope => ConfirmAsync(scope, token), stop);
        }

        return confirmed;
    }

    /// <inheritdoc/>
    protected override async Task SweepAsync(CancellationToken stop)
    {
        if (await ConfirmAsync(stop) is > 0 and var confirmed)
        {
            Log.LogInformation("{Confirmed} payouts have arrived.", confirmed);
        }
    }

    private static async Task<int> ConfirmAsync(CommandScope<CommissionsDb> scope, string token)
    {
        await scope.LockAsync($"payouts {token}");
        var arrived = await ArrivedAsync(scope.Db, await LedgerBook.ObservationsAsync(scope.Db, scope.Stop), token, scope.Stop);
        foreach (var (_, confirmed) in arrived)
        {
            await Observing.DecideAsync(scope, IdOf(token, confirmed.Tag), confirmed);
        }

        return arrived.Count;
    }

    /// <summary>Lines that have arrived and that nobody was told of, in order.</summary>
    private static async Task<List<(Month Month, PayoutConfirmed Confirmed)>> ArrivedAsync(CommissionsDb db, Observations told, string token, CancellationToken stop)
    {
        var known = told.Of<PayoutConfirmed>().Select(c => c.Aggregate).ToHashSet();
        var batches = await PayoutBook.BatchesAsync(db, told, token, stop);
        if (!batches.SelectMany(b => b.Match.Results).Any(r => r.Due.IsZero && !known.Contains(IdOf(token, r.Line.Tag))))
        {
            return [];
        }

        var transfers = told.Of<BalanceTransferred>().Select(t => t.Message).DistinctBy(t => t.Origin.FactId).ToDictionary(t => t.Origin.FactId, StringComparer.Ordinal);
        var written = (await StatementCloser.WrittenAsync(db, token, stop)).ToDictionary(s => (s.Month, s.ParticipantId));
        return
        [
            .. from batch in batches
               from result in batch.Match.Results
               where result.Due.IsZero && !known.Contains(IdOf(token, result.Line.Tag))
               let completed = LastOf(result, result.Transfers.Select(id => transfers[id]))
               select (batch.Month, ToMessage(batch.Month, token, result.Line, completed, written[(batch.Month.ToString(), result.Line.Participant)])),
        ];
    }

    /// <summary>The transfer with which all of a line had arrived.</summary>
    private static FactOrigin LastOf(PayoutResult result, IEnumerable<BalanceTransferred> transfers)
    {
        var arrived = BigInteger.Zero;
        return transfers.Where(t => t.To == result.Line.Account).OrderBy(t => t.Origin.OccurredAt.ToDateTimeOffset()).ThenBy(t => t.Origin.BlockNumber).ThenBy(t => t.Origin.EventIndex)
            .First(t => (arrived += StatementMaker.Number(t.Amount)) >= result.Line.Planck).Origin;
    }

    private static PayoutConfirmed ToMessage(Month month, string token, PayoutLine line, FactOrigin by, Statement statement)
    {
        var message = new PayoutConfirmed
        {
            Month = month.ToString(), Token = token, ParticipantId = line.Participant, Tag = line.Tag, Planck = StatementMaker.Text(line.Planck),
            FactId = by.FactId, Chain = by.Chain, BlockNumber = by.BlockNumber, BlockHash = by.BlockHash, ConfirmedAt = by.OccurredAt,
            Claims =
            {
                statement.Lines.Where(l => l.Kind == Earn && StatementMaker.Number(l.Planck).Sign > 0)
                    .Select(l => new PayoutConfirmed.Types.Claim { Line = l.Line, PaymentId = l.Event, Planck = l.Planck, DueAt = l.At }),
            },
        };
        if (by.HasEventIndex)
        {
            message.EventIndex = by.EventIndex;
        }

        return message;
    }

    private static Guid IdOf(string token, string tag) => Observing.IdOf($"payout/{token}/{tag}");
}
