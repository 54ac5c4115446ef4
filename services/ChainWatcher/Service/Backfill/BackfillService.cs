using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Following;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.Watching;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Backfill;

/// <summary>Runs backfills, one replica each, and goes on from where the last one was ended.</summary>
internal sealed class BackfillService(
    WatcherSettings settings, WatchBook watch, BackfillStore store, FollowerBoard board, NpgsqlDataSource database, TimeProvider time, ILogger<BackfillService> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(settings.Chains.Select(chain => Task.Run(() => RunAsync(chain, stoppingToken), stoppingToken)));

    private async Task RunAsync(ChainSettings chain, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (await store.FindAsync(chain.Name, stop) is not null)
                {
                    await using var lease = await ChainLease.AcquireAsync(database, $"{chain.Name}/backfill", time, () => { }, stop);
                    await ReadAsync(chain, lease.Held);
                }
            }
            catch (OperationCanceledException)
            {
                // Stopping, or the lease is lost; the loop tells which.
            }
            catch (Exception e) when (Transient.Is(e))
            {
                logger.LogWarning("{Chain}: backfill: {Problem}; trying again", chain.Name, e.Message);
            }
            catch (Exception e)
            {
                // Neither the other chains nor the followers must end with it.
                logger.LogError(e, "{Chain}: the backfill failed; trying again", chain.Name);
            }

            await Task.Delay(Pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Goes from node to node until nothing is left to read.</summary>
    private async Task ReadAsync(ChainSettings chain, CancellationToken stop)
    {
        NodeClient? nodes = null;
        try
        {
            while (await store.FindAsync(chain.Name, stop) is var (row, backfill))
            {
                nodes ??= new(chain.FirstNodes(H256.FromBytes(row.GenesisHash), time), _ => { });
                using var visit = await nodes.VisitAsync(stop);
                try
                {
                    await VisitAsync(chain, row, backfill, visit);
                }
                catch (Exception e) when (!stop.IsCancellationRequested && (e is NodeUnfitException or RpcException || (e is OperationCanceledException && visit.IsOver)))
                {
                    logger.LogWarning("{Chain}: backfill: {Problem}; connecting again", chain.Name, e is OperationCanceledException ? nodes.LastProblem : e.Message);
                    if (e is not (OperationCanceledException or RpcConnectionException))
                    {
                        nodes.Leave(visit);
                    }

                    await Task.Delay(Pause, time, stop);
                }
            }
        }
        finally
        {
            await (nodes?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private async Task VisitAsync(ChainSettings chain, ChainRow row, BackfillRow backfill, NodeVisit visit)
    {
        try
        {
            await VisitAsync(chain, row, backfill, visit, await HeadAsync(row, backfill, visit));
        }
        catch (BackfillEndedException)
        {
            logger.LogInformation("{Chain}: the backfill was stopped", chain.Name);
        }
        catch (SourceFaultException e)
        {
            var beginning = e.Reason == nameof(StopReason.HistoryMissing) ? await new History(visit.Rpc).BeginningAsync((uint)backfill.FromBlock, (uint)backfill.ToBlock, visit.Token) : "";
            logger.LogError("{Chain}: backfill stopped, {Reason}: {Problem}", chain.Name, e.Reason, e.Message);
            await store.EndAsync(backfill.Id, $"{e.Message}. {beginning}".Trim(), visit.Token);
        }
        catch (Exception e) when (!Transient.Is(e) && e is not (NodeUnfitException or OperationCanceledException))
        {
            logger.LogError(e, "{Chain}: the backfill failed", chain.Name);
            await store.EndAsync(backfill.Id, $"It failed: {e.GetType().Name}: {e.Message}", visit.Token);
        }
    }

    private async Task VisitAsync(ChainSettings chain, ChainRow row, BackfillRow backfill, NodeVisit visit, HeaderRef head)
    {
        var source = new ChainSource(new(chain.ToChain(H256.FromBytes(row.GenesisHash))), chain, visit.Rpc);
        await using var second = chain.Agreement ? new RpcClient(chain.SecondNodes(source.Profile.Chain.Genesis, time)) : null;
        var witness = second is null ? null : new Witness(new(source.Profile, chain, new(second)), board, time);
        var loop = new FollowerLoop(source, visit, witness, chain, watch, isLive: false, blocks => store.SaveAsync(backfill.Id, row.Id, blocks, visit.Token));
        StartPoint start = backfill.AtHash.Length > 0
            ? new StartPoint.After(new((uint)backfill.AtBlock, H256.FromBytes(backfill.AtHash)))
            : new StartPoint.At((uint)backfill.FromBlock);
        loop.Tell(new FollowerInput.HeadFinalized(head));
        await loop.RunAsync(FollowerState.Begin(start, chain.Prefetch, (uint)backfill.ToBlock), _ => { }, visit.Token);
    }

    /// <summary>The last block of the range, from a node that has the follower's checkpoint: what such a node has at a lower height is the same chain's.</summary>
    private static async Task<HeaderRef> HeadAsync(ChainRow row, BackfillRow backfill, NodeVisit visit)
    {
        var checkpoint = new BlockRef((uint)row.BlockNumber, H256.FromBytes(row.BlockHash));
        var hash = await visit.Rpc.GetBlockHashAsync(checkpoint.Number, visit.Token) ?? throw new NodeUnfitException($"{visit.Endpoint} is behind: it does not have block {checkpoint.Number}");
        if (hash != checkpoint.Hash)
        {
            throw new SourceFaultException(nameof(StopReason.NotDescendant), $"the node has block {hash} at height {checkpoint.Number}, and the follower has saved {checkpoint.Hash} there");
        }

        var last = await visit.Rpc.GetBlockHashAsync((uint)backfill.ToBlock, visit.Token);
        return last is { } known && await visit.Rpc.GetHeaderAsync(known, visit.Token) is { } header && header.ComputeHash() == known
            ? new(new((uint)backfill.ToBlock, known), header.ParentHash)
            : throw new SourceFaultException(nameof(StopReason.HistoryMissing), $"the node does not have block {backfill.ToBlock}");
    }
}
