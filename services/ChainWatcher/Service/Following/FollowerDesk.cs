using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>Questions about the followers, and the one order that they take.</summary>
internal sealed class FollowerDesk(WatcherSettings settings, FollowerBoard board, CommandRunner<WatcherDb> commands, IDbContextFactory<WatcherDb> contexts, TimeProvider time)
{
    public async Task<ListFollowersResponse> ListAsync(CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var rows = await db.Chains.AsNoTracking().ToDictionaryAsync(c => c.Name, stop);
        return new() { Followers = { settings.Chains.Select(c => Describe(c, rows.GetValueOrDefault(c.Name))) } };
    }

    public Task<Outcome<ResumeFollowerResponse>> ResumeAsync(Command command, string chain, CancellationToken stop) => commands.RunAsync<ResumeFollowerResponse>(command, async scope =>
    {
        if (settings.Refuse(chain) is { } unknown)
        {
            return unknown;
        }

        if (await scope.Db.Chains.SingleOrDefaultAsync(c => c.Name == chain, scope.Stop) is not { StopReason: not null } row)
        {
            return new Refusal(RefusalKind.Precondition, "NOT_STOPPED", $"The follower of '{chain}' has not stopped for good; what it is doing is in its detail.");
        }

        (row.StopReason, row.StopMessage) = (null, null);
        row.Version++;
        return new ResumeFollowerResponse();
    }, stop);

    private V1.Follower Describe(ChainSettings chain, ChainRow? row)
    {
        var (status, now) = (board.Of(chain.Name), time.GetUtcNow());
        var isStopped = row?.StopReason is not null || status.Mode == FollowerMode.Stopped;
        var follower = new V1.Follower
        {
            Chain = chain.Name,
            Kind = (V1.ChainKind)chain.Kind,
            Mode = isStopped ? FollowerMode.Stopped : status.Mode,
            FinalizedNumber = status.Finalized,
            FinalizedAt = status.Highest > 0 && status.RoseAt is { } rose ? Timestamp.FromDateTimeOffset(rose) : null,
            BestNumber = status.Best,
            Endpoint = status.Endpoint,
            BlocksPerSecond = status.BlocksPerSecond,
            StopReason = row?.StopReason ?? status.Reason,
            StopMessage = row?.StopMessage ?? (isStopped ? status.Detail : ""),
            Detail = isStopped ? "" : string.Join("; ", DetailsOf(chain, row, status, now)),
            Replica = Environment.MachineName,
        };
        if (row is not null)
        {
            (follower.GenesisHash, follower.BlockNumber, follower.BlockHash) = (Hex.Encode(row.GenesisHash), (uint)row.BlockNumber, Hex.Encode(row.BlockHash));
            (follower.SpecName, follower.SpecVersion, follower.Facts) = (row.SpecName, (uint)row.SpecVersion, (ulong)row.Facts);
            follower.BlockTime = row.BlockTime is { } at ? Timestamp.FromDateTimeOffset(at) : null;
            follower.LagSeconds = row.BlockTime is { } then ? Math.Max(0, (now - then).TotalSeconds) : 0;
        }

        return follower;
    }

    private static IEnumerable<string> DetailsOf(ChainSettings chain, ChainRow? row, FollowerStatus status, DateTimeOffset now)
    {
        string?[] details =
        [
            status.Detail,
            status.Witness,
            status.Overdue(now, chain.Quiet),
            row?.MarketProblem is { } market ? $"the market cannot be read: {market}" : null,
            row?.ListsProblem is { } lists ? $"regions and renewals cannot be read: {lists}" : null,
        ];
        return details.Where(d => !string.IsNullOrEmpty(d))!;
    }
}
