using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.ChainWatcher.Watching;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>Follows a chain over one connection to one node, from the checkpoint on, until the connection ends or something else does.</summary>
internal sealed class ChainVisit(ChainSettings settings, WatchBook watch, NodeVisit node, FollowerStore store, FollowerBoard board, TimeProvider time)
{
    private const int RecentBlocks = 256;
    private static readonly SubscriptionOptions OnlyHere = new() { Overflow = Overflow.KeepLatest, Resubscribe = false };
    private long _savedAt = time.GetTimestamp();
    private long _heardAt = time.GetTimestamp();

    /// <summary>Follows.</summary>
    /// <param name="row">What was read before; null for nothing.</param>
    /// <exception cref="SourceFaultException">The follower has to stop.</exception>
    /// <exception cref="NodeUnfitException">Another node may be better.</exception>
    /// <exception cref="RpcException">The node fails.</exception>
    /// <exception cref="OperationCanceledException">The connection has ended, or everything is to stop.</exception>
    public async Task RunAsync(ChainRow? row)
    {
        var source = await OpenAsync(row);
        var chain = source.Profile.Chain;
        await using var second = settings.Agreement ? new RpcClient(settings.SecondNodes(chain.Genesis, time)) : null;
        var witness = second is null ? null : new Witness(new(source.Profile, settings, new(second)), board, time);
        var loop = new FollowerLoop(source, node, witness, settings, watch, isLive: true, blocks => SaveAsync(chain, blocks));
        var state = FollowerState.Begin(await StartAsync(row), settings.Prefetch);

        await using var finals = await node.Rpc.SubscribeFinalizedHeadsAsync(OnlyHere, node.Token);
        await using var heads = await node.Rpc.SubscribeNewHeadsAsync(OnlyHere, node.Token);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(node.Token);
        Task[] tasks = [loop.RunAsync(state, Show, ends.Token), ListenAsync(finals, loop, row?.BlockNumber ?? 0, ends.Token), ListenAsync(heads, ends.Token), WaitForNewsAsync(ends.Token)];
        var first = await Task.WhenAny(tasks);
        await ends.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // None of them outlives the visit: what is being saved is saved.
        await first;
    }

    private async Task<ChainSource> OpenAsync(ChainRow? row)
    {
        var genesis = await node.Rpc.GetGenesisHashAsync(node.Token);
        var expected = row is not null ? H256.FromBytes(row.GenesisHash) : settings.Genesis ?? genesis;
        if (settings.Genesis is { } given && given != expected)
        {
            throw new SourceFaultException(SourceFaultException.WrongChain, $"The setting GenesisHash of {settings.Name} is {given}, and what was read before is of the chain with genesis {expected}.");
        }

        return genesis == expected
            ? new(new(settings.ToChain(genesis)), settings, node.Rpc)
            : throw new NodeUnfitException($"{node.Endpoint} serves another chain, with genesis {genesis}; {settings.Name} is the one with {expected}", isStranger: true);
    }

    private async Task<StartPoint> StartAsync(ChainRow? row) => row is not null
        ? new StartPoint.After(new((uint)row.BlockNumber, H256.FromBytes(row.BlockHash)), [.. await store.RecentAsync(row.Id, RecentBlocks, node.Token)])
        : settings.FirstBlock is { } first ? new StartPoint.At(first) : new StartPoint.AtHead();

    private async Task ListenAsync(RpcSubscription<BlockHeader> finals, FollowerLoop loop, long saved, CancellationToken stop)
    {
        var highest = (ulong)Math.Max(saved - 1, 0); // Below that a head is no news: the node is behind.
        await foreach (var item in finals.WithCancellation(stop))
        {
            if (item is not SubscriptionItem<BlockHeader>.Notification { Value: var header })
            {
                continue;
            }

            if (header.Number > uint.MaxValue)
            {
                throw new SourceFaultException(nameof(StopReason.WrongAnswer), $"{header.Number} is said to be the number of the last final block");
            }

            if (header.Number > highest)
            {
                highest = header.Number;
                Interlocked.Exchange(ref _heardAt, time.GetTimestamp());
            }

            loop.Tell(new FollowerInput.HeadFinalized(new(new((uint)header.Number, header.ComputeHash()), header.ParentHash)));
        }
    }

    private async Task ListenAsync(RpcSubscription<BlockHeader> heads, CancellationToken stop)
    {
        await foreach (var item in heads.WithCancellation(stop))
        {
            if (item is SubscriptionItem<BlockHeader>.Notification { Value: var header })
            {
                board.Change(settings.Name, s => s with { Best = (uint)Math.Min(header.Number, uint.MaxValue) });
            }
        }
    }

    /// <summary>A node that tells of no new final block may be cut off from the others, or has lost the subscription: its connection looks fine all the while.</summary>
    private async Task WaitForNewsAsync(CancellationToken stop)
    {
        while (true)
        {
            var quiet = time.GetElapsedTime(Interlocked.Read(ref _heardAt));
            if (quiet > settings.Quiet)
            {
                throw new NodeUnfitException($"{node.Endpoint} has told of no new final block for {quiet.TotalSeconds:0} s");
            }

            await Task.Delay(settings.Quiet - quiet + TimeSpan.FromMilliseconds(10), time, stop);
        }
    }

    private async Task SaveAsync(ChainRef chain, IReadOnlyList<ReadBlock> blocks)
    {
        await store.SaveAsync(chain, blocks, node.Token);
        var seconds = time.GetElapsedTime(_savedAt).TotalSeconds;
        _savedAt = time.GetTimestamp();

        // A speed is told while catching up; of single blocks it would only be the chain's own.
        board.Change(settings.Name, s => s with
        {
            BlocksPerSecond = blocks.Count > 1 ? Math.Round(blocks.Count / Math.Max(seconds, 0.001), 1) : 0,
            UnsavedSince = time.GetUtcNow(),
        });
        board.Saved(settings.Name, blocks.Count, blocks.Sum(b => b.Facts.Facts.Count));
    }

    private void Show(FollowerState state)
    {
        var now = time.GetUtcNow();
        var final = (state.Lagging ?? state.Head)?.Number;
        board.Change(settings.Name, s => (final is { } number ? s.WithFinal(number, now) : s) with
        {
            Mode = final is null || state.Lagging is not null ? FollowerMode.Connecting : state.Behind > 2 ? FollowerMode.CatchingUp : FollowerMode.Live,
            Endpoint = $"{node.Endpoint}",
            UnsavedSince = state.Behind == 0 || state.Lagging is not null ? null : s.UnsavedSince ?? now,
            Reason = "",
            Detail = state.Lagging is { } lagging ? $"the node is behind: its last final block is {lagging.Number}, and block {state.Committed?.Number} is saved"
                : state is { Next: { } next, Head: { } head } && next > head.Number + 1L ? $"waiting for block {next} to begin with; the last final one is {head.Number}"
                : "",
        });
    }
}
