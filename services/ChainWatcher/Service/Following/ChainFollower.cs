using System.Diagnostics;
using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>
/// Follows one chain. It goes on by itself after everything that can mend itself (a node or the database being away), and stops where going on could
/// tell something that is not so.
/// </summary>
internal sealed class ChainFollower(ChainSettings settings, WatchList watch, FollowerStore store, FollowerBoard board, NpgsqlDataSource database, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int RecentBlocks = 256;
    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();
    private long _saved;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                board.Set(settings.Name, new(FollowerMode.Standby));
                await using var lease = await ChainLease.AcquireAsync(database, settings.Name, time, stop);
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
            catch (Exception e) when (e is NpgsqlException or DbUpdateException or InvalidOperationException { InnerException: NpgsqlException } or TimeoutException or CheckpointMovedException)
            {
                logger.LogWarning("{Chain}: {Problem}; trying again", settings.Name, e.Message);
            }
            catch (Exception e)
            {
                // A fault of ours at one chain must not end the service, and with it the other chains' followers.
                logger.LogError(e, "{Chain}: the follower failed; trying again", settings.Name);
                board.Change(settings.Name, s => s with { Mode = FollowerMode.Stopped, Detail = e.Message });
                await WaitAsync(10 * Pause, stop);
            }

            await WaitAsync(Pause, stop);
        }
    }

    /// <summary>Follows while the lease is held. A follower that has stopped waits to be told to go on.</summary>
    private async Task HoldAsync(CancellationToken stop)
    {
        while (true)
        {
            if (await store.FindAsync(settings.Name, stop) is { StopReason: not null } stopped)
            {
                board.Change(settings.Name, s => s with { Mode = FollowerMode.Stopped, Detail = stopped.StopMessage! });
                await Task.Delay(Pause, time, stop);
                continue;
            }

            try
            {
                await FollowAsync(stop);
            }
            catch (SourceFaultException e)
            {
                logger.LogError("{Chain}: stopped, {Reason}: {Problem}", settings.Name, e.Reason, e.Message);
                board.Change(settings.Name, s => s with { Mode = FollowerMode.Stopped, Detail = e.Message });
                if (!await store.StopAsync(settings.Name, e.Reason, e.Message, stop))
                {
                    await Task.Delay(10 * Pause, time, stop); // Nothing was read yet, so there is nothing to keep from going on with another node.
                }
            }
            catch (RpcException e)
            {
                logger.LogWarning("{Chain}: {Problem}; connecting again", settings.Name, e.Message);
                await Task.Delay(Pause, time, stop);
            }
        }
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        board.Set(settings.Name, new(FollowerMode.Connecting));
        var row = await store.FindAsync(settings.Name, stop);
        _saved = row?.BlockNumber ?? 0;
        await using var client = settings.Connect(settings.Endpoints, row, time);
        await using var second = settings.Agreement ? settings.Connect(settings.Endpoints.Skip(1), row, time) : null;
        var (source, witness) = await OpenAsync(client, second, row, stop);

        var loop = new FollowerLoop(source, witness, settings, isLive: true, blocks => SaveAsync(source.Profile.Chain, blocks, stop));
        await using var heads = await source.Rpc.SubscribeFinalizedHeadsAsync(new() { Overflow = Overflow.KeepLatest }, stop);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var listening = ListenAsync(heads, loop, client, ends.Token);
        try
        {
            var state = FollowerState.Begin(await StartAsync(row, stop), settings.Prefetch);
            var running = loop.RunAsync(state, s => Show(s, client), ends.Token);
            await await Task.WhenAny(running, listening);
        }
        finally
        {
            await ends.CancelAsync();
        }
    }

    private async Task<(ChainSource Source, Witness? Witness)> OpenAsync(RpcClient client, RpcClient? second, ChainRow? row, CancellationToken stop)
    {
        var rpc = new ChainRpc(client);
        var genesis = await rpc.GetGenesisHashAsync(stop);
        if (row is not null && !row.GenesisHash.AsSpan().SequenceEqual(genesis.AsSpan()))
        {
            throw new SourceFaultException(SourceFaultException.WrongChain, $"The node serves the chain with genesis {genesis}; what was read of {settings.Name} is of {Hex.Encode(row.GenesisHash)}.");
        }

        var source = new ChainSource(new(settings.ToChain(genesis)), settings, rpc, watch);
        return (source, second is null ? null : new(source, new(source.Profile, settings, new(second), watch), time));
    }

    private async Task<StartPoint> StartAsync(ChainRow? row, CancellationToken stop) => row is not null
        ? new StartPoint.After(new((uint)row.BlockNumber, H256.FromBytes(row.BlockHash)), [.. await store.RecentAsync(row.Id, RecentBlocks, stop)])
        : settings.Start == "head" ? new StartPoint.AtHead() : new StartPoint.At(uint.Parse(settings.Start));

    private async Task ListenAsync(RpcSubscription<BlockHeader> heads, FollowerLoop loop, RpcClient client, CancellationToken stop)
    {
        var isNew = true;
        await foreach (var item in heads.WithCancellation(stop))
        {
            if (item is not SubscriptionItem<BlockHeader>.Notification { Value: var header })
            {
                isNew = true;
                loop.Tell(FollowerInput.Reconnected.Instance);
                continue;
            }

            // Another node may be behind the last one. It is waited for; whether it is on the same chain shows when it gets to our last block.
            isNew &= header.Number < (ulong)Interlocked.Read(ref _saved);
            board.Change(settings.Name, s => s with { Endpoint = $"{client.CurrentEndpoint}", Detail = isNew ? $"the node is behind, at block {header.Number}" : "" });
            if (!isNew)
            {
                loop.Tell(new FollowerInput.HeadFinalized(new(new(checked((uint)header.Number), header.ComputeHash()), header.ParentHash)));
            }
        }
    }

    private async Task SaveAsync(ChainRef chain, IReadOnlyList<ReadBlock> blocks, CancellationToken stop)
    {
        await store.SaveAsync(chain, blocks, stop);
        Interlocked.Exchange(ref _saved, blocks[^1].Block.Number);
        var seconds = _sinceSave.Elapsed.TotalSeconds;
        _sinceSave.Restart();

        // A speed is told while catching up; of single blocks it would only be the chain's own.
        board.Change(settings.Name, s => s with { BlocksPerSecond = blocks.Count > 1 ? Math.Round(blocks.Count / Math.Max(seconds, 0.001), 1) : 0 });
        board.Saved(settings.Name, blocks.Count, blocks.Sum(b => b.Facts.Facts.Count));
    }

    private void Show(FollowerState state, RpcClient client) => board.Change(settings.Name, s => s with
    {
        Mode = state.Behind > 2 ? FollowerMode.CatchingUp : FollowerMode.Live,
        Finalized = state.Head?.Number ?? s.Finalized,
        Endpoint = $"{client.CurrentEndpoint}",
        Detail = "",
    });

    private async Task WaitAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await Task.Delay(wait, time, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }
}
