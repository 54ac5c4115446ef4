using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.ChainWatcher.Watching;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate.Rpc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>
/// Follows one chain. It goes on by itself after everything that can mend itself (a node or the database being away), and stops where going on could
/// tell something that is not so.
/// </summary>
internal sealed class ChainFollower(ChainSettings settings, WatchBook watch, FollowerStore store, FollowerBoard board, NpgsqlDataSource database, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var lease = await ChainLease.AcquireAsync(database, settings.Name, time, () => board.Set(settings.Name, new(FollowerMode.Standby)), stop);
                await HoldAsync(lease.Held);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (OperationCanceledException)
            {
                logger.LogWarning("{Chain}: the lock on the chain was lost; another replica may follow it now", settings.Name);
            }
            catch (Exception e) when (Transient.Is(e))
            {
                logger.LogWarning("{Chain}: {Problem}; trying again", settings.Name, e.GetBaseException().Message);
                ShowProblem(e.GetBaseException() is PostgresException refusal ? $"the database refuses: {refusal.MessageText}" : "the database does not answer");
            }
            catch (Exception e)
            {
                // A fault of ours at one chain must not end the service, and with it the other chains' followers.
                logger.LogError(e, "{Chain}: the follower failed; trying again", settings.Name);
                ShowStop("Failed", $"{e.GetType().Name}: {e.Message}");
                await WaitAsync(10 * Pause, stop);
            }

            await WaitAsync(Pause, stop);
        }
    }

    /// <summary>Follows while the lease is held. A follower that has stopped waits to be told to go on.</summary>
    private async Task HoldAsync(CancellationToken stop)
    {
        // After a failure of our own the clocks of what is overdue run on.
        board.Change(settings.Name, s => s.Mode == FollowerMode.Standby || s.RoseAt is null ? new(FollowerMode.Connecting) { RoseAt = time.GetUtcNow() } : s);
        while (true)
        {
            var wasStopped = false;
            for (; await store.FindAsync(settings.Name, stop) is { StopReason: { } reason, StopMessage: { } message }; wasStopped = true)
            {
                ShowStop(reason, message);
                await Task.Delay(Pause, time, stop);
            }

            if (wasStopped)
            {
                board.Change(settings.Name, s => s with { Mode = FollowerMode.Connecting, Reason = "", Detail = "", RoseAt = time.GetUtcNow(), UnsavedSince = null });
            }

            try
            {
                await FollowAsync(stop);
            }
            catch (SourceFaultException e)
            {
                logger.LogError("{Chain}: stopped, {Reason}: {Problem}", settings.Name, e.Reason, e.Message);
                var isNoted = await store.StopAsync(settings.Name, e.Reason, e.Message, stop);
                ShowStop(e.Reason, isNoted ? e.Message : $"{e.Message} (Nothing was read yet, so it is tried again by itself.)");
                if (!isNoted)
                {
                    await Task.Delay(10 * Pause, time, stop);
                }
            }
        }
    }

    /// <summary>Goes from node to node until the follower has to stop.</summary>
    private async Task FollowAsync(CancellationToken stop)
    {
        await using var nodes = new NodeClient(settings.FirstNodes(time), ShowConnection);
        var strangers = new HashSet<int>();
        while (true)
        {
            using var visit = await nodes.VisitAsync(stop);
            try
            {
                await new ChainVisit(settings, watch, visit, store, board, time).RunAsync(await store.FindAsync(settings.Name, stop));
            }
            catch (Exception e) when (!stop.IsCancellationRequested && (e is NodeUnfitException or RpcException || (e is OperationCanceledException && visit.IsOver)))
            {
                var problem = e is OperationCanceledException ? nodes.LastProblem : e.Message;
                logger.LogWarning("{Chain}: {Problem}; connecting again", settings.Name, problem);
                var isStranger = e is NodeUnfitException { IsStranger: true };
                _ = isStranger ? strangers.Add(visit.Endpoint.Index) : strangers.Remove(visit.Endpoint.Index);
                if (isStranger && strangers.Count == settings.FirstNodes(time).Endpoints.Count)
                {
                    throw new SourceFaultException(SourceFaultException.WrongChain, problem);
                }

                ShowProblem(problem);
                if (e is not (OperationCanceledException or RpcConnectionException))
                {
                    nodes.Leave(visit);
                }
            }

            await Task.Delay(Pause, time, stop);
        }
    }

    private void ShowConnection(RpcState state)
    {
        if (state is { Status: RpcStatus.Connecting or RpcStatus.Waiting, LastError: { } error })
        {
            ShowProblem(error.Message);
        }
    }

    /// <summary>A follower that stopped before it had read anything goes on showing that, until it follows.</summary>
    private void ShowProblem(string problem) =>
        board.Change(settings.Name, s => s.Mode == FollowerMode.Stopped ? s : s with { Mode = FollowerMode.Connecting, Detail = problem, Witness = "", Endpoint = "" });

    private void ShowStop(string reason, string message) =>
        board.Change(settings.Name, s => s with { Mode = FollowerMode.Stopped, Reason = reason, Detail = message, Witness = "", BlocksPerSecond = 0 });

    private async Task WaitAsync(TimeSpan wait, CancellationToken stop) => await Task.Delay(wait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
