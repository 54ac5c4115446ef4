using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Pool;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Substrate;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Payouts;

/// <summary>A batch that was prepared, with what the chain shows of it.</summary>
internal sealed record MatchedBatch(Month Month, BatchRow Row, PayoutBatch Batch, PayoutMatch Match);

/// <summary>What was paid from the pool, and what it can still pay.</summary>
internal static class PayoutBook
{
    /// <summary>The desk's tag in front of each remark; chain watchers look for it.</summary>
    public const string DeskTag = "coretime-desk:";

    /// <summary>All batches of a token, each with its transfers.</summary>
    public static async Task<IReadOnlyList<MatchedBatch>> BatchesAsync(CommissionsDb db, Observations told, string token, CancellationToken stop)
    {
        var rows = await db.Batches.AsNoTracking().Where(b => b.Token == token).OrderBy(b => b.Month).ToListAsync(stop);
        if (rows.Count == 0)
        {
            return [];
        }

        var seen = TransfersOf(told, token);
        return [.. rows.Select(row =>
        {
            var batch = Read(row);
            return new MatchedBatch(batch.Month, row, batch, PayoutMatcher.Match(batch, seen));
        })];
    }

    /// <summary>The lines that a row holds.</summary>
    public static PayoutBatch Read(BatchRow row)
    {
        var message = V1.Batch.Parser.ParseFrom(row.Body);
        _ = Month.TryParse(row.Month, out var month);
        return new(
            month,
            [.. message.Lines.Select(l => new PayoutLine(l.ParticipantId, l.Account, StatementMaker.Number(l.Planck), l.Tag))],
            [.. message.Unpayable.Select(u => new UnpayableLine(u.ParticipantId, StatementMaker.Number(u.Planck), u.Problem))]);
    }

    /// <summary>Transfers from all accounts that were the token's pool. Each remark is that of the first transfer after it in the same extrinsic.</summary>
    public static ImmutableArray<SeenTransfer> TransfersOf(Observations told, string token)
    {
        var pools = told.Of<PoolSet>().Where(p => p.Message.Token == token).Select(p => (p.Message.Chain, p.Message.Account)).ToHashSet();
        var remarks = told.Of<Remarked>().Select(r => r.Message).DistinctBy(r => r.Origin.FactId)
            .ToLookup(r => (r.Origin.Chain, r.Origin.BlockHash, r.Origin.HasExtrinsicIndex ? r.Origin.ExtrinsicIndex : uint.MaxValue));
        var transfers = told.Of<BalanceTransferred>().Select(t => t.Message).DistinctBy(t => t.Origin.FactId).Where(t => pools.Contains((t.Origin.Chain, t.From)));
        var seen = ImmutableArray.CreateBuilder<SeenTransfer>();
        foreach (var extrinsic in transfers.GroupBy(t => (t.Origin.Chain, t.Origin.BlockHash, t.Origin.HasExtrinsicIndex ? t.Origin.ExtrinsicIndex : uint.MaxValue)))
        {
            long after = -1;
            foreach (var transfer in extrinsic.OrderBy(t => t.Origin.EventIndex))
            {
                var remark = extrinsic.Key.Item3 == uint.MaxValue ? null
                    : remarks[extrinsic.Key].Where(r => r.Origin.EventIndex > after && r.Origin.EventIndex < transfer.Origin.EventIndex).MaxBy(r => r.Origin.EventIndex);
                seen.Add(new(transfer.Origin.FactId, remark is null ? null : TextOf(remark.Remark.Payload), transfer.To, StatementMaker.Number(transfer.Amount)));
                after = transfer.Origin.EventIndex;
            }
        }

        return seen.ToImmutable();
    }

    /// <summary>What payouts paid too much.</summary>
    public static async Task<IReadOnlyList<(string Participant, string Tag, Month Month, BigInteger Planck)>> ExcessAsync(CommissionsDb db, Observations told, string token, CancellationToken stop) =>
        [.. (await BatchesAsync(db, told, token, stop)).SelectMany(b => b.Match.Results.Where(r => r.Excess.Sign > 0).Select(r => (r.Line.Participant, r.Line.Tag, b.Month, r.Excess)))];

    /// <summary>What the pool can pay of what is accrued and not paid out.</summary>
    public static async Task<PoolCoverage> CoverageAsync(CommissionsDb db, LedgerView view, string token, CancellationToken stop)
    {
        var pool = await db.Pools.AsNoTracking().SingleOrDefaultAsync(p => p.Token == token, stop);
        var batches = await BatchesAsync(db, await LedgerBook.ObservationsAsync(db, stop), token, stop);
        var written = await StatementCloser.WrittenAsync(db, token, stop);
        var paid = new Dictionary<string, BigInteger>(StringComparer.Ordinal);
        foreach (var result in batches.SelectMany(b => b.Match.Results.Select(r => (b.Month, Result: r))).Where(r => r.Result.Arrived.Sign > 0))
        {
            var statement = written.Single(s => s.Month == result.Month.ToString() && s.ParticipantId == result.Result.Line.Participant);
            foreach (var (x, planck) in PaidBy(statement, result.Result.Arrived))
            {
                paid[x] = paid.GetValueOrDefault(x) + planck;
            }
        }

        return PoolCoverage.Of(view.Ledger, pool?.Balance is { } balance ? StatementMaker.Number(balance) : 0, paid, written.SelectMany(DrawLines.AdvancesOf));
    }

    /// <summary>What of a statement each payment brought, in the order of its lines; a draw's advance comes last.</summary>
    public static IReadOnlyList<(string Event, BigInteger Planck)> EventsOf(Statement statement) =>
        [.. statement.Lines.Where(l => l.Kind is not ("accrue" or "cancel" or StatementMaker.Overpaid or DrawLines.Recovery)).GroupBy(l => l.Event, StringComparer.Ordinal)
            .Select(g => (g.Key, g.Aggregate(BigInteger.Zero, (sum, l) => sum + StatementMaker.Number(l.Planck)))).Where(e => e.Item2.Sign > 0)];

    /// <summary>What an amount that arrived pays, payment by payment. A statement that is paid in full has paid what was kept back of it as well: that was owed.</summary>
    public static IEnumerable<(string Event, BigInteger Planck)> PaidBy(Statement statement, BigInteger arrived)
    {
        var keptBack = StatementMaker.Number(statement.RecoveredPlanck) + (statement.DrawRecoveredPlanck.Length > 0 ? StatementMaker.Number(statement.DrawRecoveredPlanck) : 0);
        var left = arrived + (arrived >= StatementMaker.PayoutOf(statement) ? keptBack : 0);
        foreach (var (x, planck) in EventsOf(statement))
        {
            var taken = BigInteger.Min(left, planck);
            left -= taken;
            if (taken.Sign > 0)
            {
                yield return (x, taken);
            }
        }
    }

    private static string? TextOf(string payload)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Hex.Decode(payload));
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null; // Not written by this desk's batches.
        }
    }
}
