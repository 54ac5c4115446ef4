using System.Numerics;
using System.Text;
using System.Text.Json;
using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Peers;
using CoretimeDesk.Commissions.Pool;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Payouts;

/// <summary>Prepares payments of months that are final, and says what became of them. It has no key: what it gives is for the pool's signatories.</summary>
internal sealed class PayoutsDesk(CommandRunner<CommissionsDb> commands, IDbContextFactory<CommissionsDb> contexts, IPoolWatcher watcher, DeskCalendar time)
{
    private const string Aggregate = "payout_batch";

    // A remark and a transfer for each line; the watcher encodes 100 calls at most.
    private const int LinesInCall = 50;

    /// <summary>Calls for what is due and funded of a month.</summary>
    public Task<Outcome<PrepareBatchResponse>> PrepareAsync(Command command, Month month, string token, CancellationToken stop) => commands.RunAsync<PrepareBatchResponse>(command, async scope =>
    {
        await scope.LockAsync($"payouts {token}");
        if (await RefuseAsync(scope, month, token) is { } refusal)
        {
            return refusal;
        }

        var pool = await scope.Db.Pools.AsNoTracking().SingleOrDefaultAsync(p => p.Token == token, scope.Stop);
        if (pool is null)
        {
            return NoPool(token);
        }

        var told = await LedgerBook.ObservationsAsync(scope.Db, scope.Stop);
        var written = (await StatementCloser.WrittenAsync(scope.Db, token, scope.Stop)).Where(s => s.Month == month.ToString()).ToList();
        var row = await BatchAsync(scope, month, token, written, AccountsOf(told));
        await scope.Db.SaveChangesAsync(scope.Stop);
        var matched = (await PayoutBook.BatchesAsync(scope.Db, told, token, scope.Stop)).Single(b => b.Month == month);
        var coverage = await PayoutBook.CoverageAsync(scope.Db, await LedgerBook.ReadAsync(scope.Db, token, scope.Now, scope.Stop), token, scope.Stop);
        var payable = PayableOf(matched, written, coverage);
        if (payable.Count == 0)
        {
            var due = matched.Match.Results.Aggregate(BigInteger.Zero, (sum, r) => sum + r.Due);
            return new Refusal(RefusalKind.Precondition, "NOTHING_DUE", due.IsZero
                ? $"Nothing is due of {month}."
                : $"{StatementMaker.Money(due, token)} are due of {month}, and the pool holds nothing for them: {StatementMaker.Money(coverage.Unfunded, token)} are missing. Fund {pool.Account}.");
        }

        List<PayoutCall> calls = [];
        foreach (var chunk in payable.Chunk(LinesInCall))
        {
            var call = await watcher.EncodeAsync(pool.Chain, [.. chunk.SelectMany(p => CallsOf(p.Line, p.Planck))], scope.Stop);
            calls.Add(new()
            {
                CallData = call.CallData, CallHash = call.CallHash, Json = call.Json, SpecName = call.SpecName, SpecVersion = call.SpecVersion, Chain = call.Chain, WalletLink = call.WalletLink,
                Tags = { chunk.Select(p => p.Line.Tag) },
            });
        }

        scope.Append(row, Aggregate, [
            new BatchPrepared
            {
                Month = row.Month, Token = token, Sha256 = row.Sha256, TotalPlanck = StatementMaker.Text(matched.Batch.Total),
                PayablePlanck = StatementMaker.Text(payable.Aggregate(BigInteger.Zero, (sum, p) => sum + p.Planck)), CallHashes = { calls.Select(c => c.CallHash) }, PreparedAt = scope.Now.ToTimestamp(),
            },
        ]);
        return new PrepareBatchResponse { Batch = ToMessage(matched, token, payable, await StatementSight.NamesAsync(scope.Db, scope.Stop)), Calls = { calls } };
    }, stop);

    /// <summary>What became of a month's batch.</summary>
    public async Task<Outcome<GetBatchResponse>> GetAsync(Month month, string token, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var all = await PayoutBook.BatchesAsync(db, await LedgerBook.ObservationsAsync(db, stop), token, stop);
        if (all.SingleOrDefault(b => b.Month == month) is not { } matched)
        {
            return new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"No batch of {month} was prepared in {token}: './desk commission payout prepare {month}'");
        }

        var written = (await StatementCloser.WrittenAsync(db, token, stop)).Where(s => s.Month == month.ToString()).ToList();
        var coverage = await PayoutBook.CoverageAsync(db, await LedgerBook.ReadAsync(db, token, time.GetUtcNow(), stop), token, stop);
        var tags = all.SelectMany(b => b.Batch.Lines).Select(l => l.Tag).ToHashSet(StringComparer.Ordinal);
        var batch = ToMessage(matched, token, PayableOf(matched, written, coverage), await StatementSight.NamesAsync(db, stop));
        batch.Unknown.AddRange(matched.Match.Unknown.Where(t => t.Tag is null || !tags.Contains(t.Tag)).Select(t => new UnknownTransfer { FactId = t.Id, Tag = t.Tag ?? "", To = t.To, Planck = StatementMaker.Text(t.Planck) }));
        return new GetBatchResponse { Batch = batch };
    }

    internal static Refusal NoPool(string token) => new(RefusalKind.Precondition, "NO_POOL", $"No pool pays commissions in {token} yet: './desk commission payout set-pool ACCOUNT' names one.");

    /// <summary>Where people are paid: the account that they added last.</summary>
    internal static Dictionary<string, string> AccountsOf(Observations told)
    {
        var events = told.Of<PersonAccountAdded>().Select(a => (a.Message.PersonId, a.Message.Account, a.Sequence, IsThere: true))
            .Concat(told.Of<PersonAccountRemoved>().Select(a => (a.Message.PersonId, a.Message.Account, a.Sequence, IsThere: false)));
        return events.GroupBy(a => (a.PersonId, a.Account)).Select(g => g.MaxBy(a => a.Sequence)).Where(a => a.IsThere)
            .GroupBy(a => a.PersonId).ToDictionary(g => g.Key, g => g.MaxBy(a => a.Sequence).Account, StringComparer.Ordinal);
    }

    private static async Task<Refusal?> RefuseAsync(CommandScope<CommissionsDb> scope, Month month, string token)
    {
        var calendar = StatementCalendar.Of(month, StatementsDesk.Days);
        var name = month.ToString();
        var isWritten = await scope.Db.ClosedMonths.AnyAsync(m => m.Token == token && m.Month == name, scope.Stop);
        return calendar.StageAt(scope.Now, isWritten) == Calendar.StatementStage.Final
            ? null
            : new(RefusalKind.Precondition, "NOT_FINAL", $"{month} is not final in {token}: {(isWritten ? $"participants look at it until {calendar.ReviewUntil:yyyy-MM-dd HH:mm} UTC" : "its statements are not written")}.");
    }

    /// <summary>The month's batch. Lines stay as they are; who has got an account since gets a line.</summary>
    private static async Task<BatchRow> BatchAsync(CommandScope<CommissionsDb> scope, Month month, string token, List<V1.Statement> written, Dictionary<string, string> accounts)
    {
        var name = month.ToString();
        var row = await scope.Db.Batches.SingleOrDefaultAsync(b => b.Token == token && b.Month == name, scope.Stop);
        var known = row is null ? null : PayoutBook.Read(row);
        foreach (var line in known?.Lines ?? [])
        {
            accounts[line.Participant] = line.Account;
        }

        var batch = PayoutBatch.Of(month, written.Select(s => new Ledger.Statement(
            month, s.ParticipantId, StatementMaker.Number(s.EarnedPlanck), StatementMaker.Number(s.ReversedPlanck), StatementMaker.Number(s.ClawedBackPlanck), StatementMaker.Number(s.RecoveredPlanck),
            StatementMaker.Number(s.OwedPlanck), StatementMaker.PayoutOf(s))), accounts);
        var body = new Batch
        {
            Month = name,
            Token = token,
            Lines = { batch.Lines.Select(l => new V1.PayoutLine { ParticipantId = l.Participant, Account = l.Account, Planck = StatementMaker.Text(l.Planck), Tag = l.Tag }) },
            Unpayable = { batch.Unpayable.Select(u => new V1.UnpayableLine { ParticipantId = u.Participant, Planck = StatementMaker.Text(u.Planck), Problem = u.Problem }) },
        }.ToByteArray();
        if (row is null)
        {
            row = new() { Id = Guid.CreateVersion7(scope.Now), Month = name, Token = token, Body = body, Sha256 = batch.Digest(), PreparedAt = scope.Now };
            scope.Db.Batches.Add(row);
        }
        else
        {
            (row.Body, row.Sha256) = (body, batch.Digest());
        }

        return row;
    }

    /// <summary>What of each line is due, and is for payments that the pool covers.</summary>
    private static List<(PayoutLine Line, BigInteger Planck)> PayableOf(MatchedBatch matched, List<V1.Statement> written, PoolCoverage coverage)
    {
        var waiting = coverage.Events.Where(e => !e.IsFunded).Select(e => e.Event).ToHashSet(StringComparer.Ordinal);
        List<(PayoutLine, BigInteger)> payable = [];
        var left = coverage.Balance;
        foreach (var result in matched.Match.Results.Where(r => r.Due.Sign > 0))
        {
            var statement = written.Single(s => s.ParticipantId == result.Line.Participant);
            var paid = PayoutBook.PaidBy(statement, result.Arrived).ToDictionary(p => p.Event, p => p.Planck, StringComparer.Ordinal);
            var funded = PayoutBook.EventsOf(statement).Where(e => !waiting.Contains(e.Event)).Aggregate(BigInteger.Zero, (sum, e) => sum + e.Planck - paid.GetValueOrDefault(e.Event));
            var planck = BigInteger.Min(BigInteger.Min(result.Due, funded), left);
            if (planck.Sign > 0)
            {
                payable.Add((result.Line, planck));
                left -= planck;
            }
        }

        return payable;
    }

    private static IEnumerable<string> CallsOf(PayoutLine line, BigInteger planck)
    {
        yield return JsonSerializer.Serialize(new { pallet = "System", call = "remark_with_event", args = new { remark = Hex.Encode(Encoding.UTF8.GetBytes(PayoutBook.DeskTag + line.Tag)) } });
        yield return JsonSerializer.Serialize(new { pallet = "Balances", call = "transfer_keep_alive", args = new { dest = new { Id = line.Account }, value = StatementMaker.Text(planck) } });
    }

    private static Batch ToMessage(MatchedBatch matched, string token, List<(PayoutLine Line, BigInteger Planck)> payable, IReadOnlyDictionary<string, string> names) => new()
    {
        Month = matched.Month.ToString(),
        Token = token,
        Sha256 = matched.Row.Sha256,
        TotalPlanck = StatementMaker.Text(matched.Batch.Total),
        PreparedAt = matched.Row.PreparedAt.ToTimestamp(),
        Lines =
        {
            matched.Match.Results.Select(r => new V1.PayoutLine
            {
                ParticipantId = r.Line.Participant,
                ParticipantName = names.GetValueOrDefault(r.Line.Participant, ""),
                Account = r.Line.Account,
                Planck = StatementMaker.Text(r.Line.Planck),
                Tag = r.Line.Tag,
                State = (PayoutState)((int)r.Outcome + 1),
                ArrivedPlanck = StatementMaker.Text(r.Arrived),
                DuePlanck = StatementMaker.Text(r.Due),
                ExcessPlanck = StatementMaker.Text(r.Excess),
                AstrayPlanck = StatementMaker.Text(r.Astray),
                Transfers = { r.Transfers },
                Closed = r.IsClosed,
                PayablePlanck = StatementMaker.Text(payable.FirstOrDefault(p => p.Line.Tag == r.Line.Tag).Planck),
            }),
        },
        Unpayable = { matched.Batch.Unpayable.Select(u => new V1.UnpayableLine { ParticipantId = u.Participant, Planck = StatementMaker.Text(u.Planck), Problem = u.Problem }) },
    };
}
