using System.Threading.Channels;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>
/// Does what <see cref="Follower"/> decides, on one connection to one node: fetches headers and blocks, many at once, and hands them over in order to be saved. While
/// there are many it saves several in one transaction.
/// </summary>
/// <param name="source">The node.</param>
/// <param name="visit">The connection: when it ends, what was asked for on it counts no more.</param>
/// <param name="witness">A second node that has to agree; null for none.</param>
/// <param name="settings">How far to read ahead.</param>
/// <param name="isLive">False for a range of the past, of which the market is of no interest.</param>
/// <param name="save">Saves consecutive blocks.</param>
internal sealed class FollowerLoop(ChainSource source, NodeVisit visit, Witness? witness, ChainSettings settings, bool isLive, Func<IReadOnlyList<ReadBlock>, Task> save)
{
    private readonly Channel<(FollowerInput Input, ReadBlock? Block)> _inputs = Channel.CreateUnbounded<(FollowerInput, ReadBlock?)>(new() { SingleReader = true });
    private readonly Dictionary<uint, ReadBlock> _ready = [];
    private BlockRef? _saved;
    private bool _listsAreOld = true;

    /// <summary>Tells the loop of a head.</summary>
    public void Tell(FollowerInput input) => _inputs.Writer.TryWrite((input, null));

    /// <summary>Runs until the range is done, or for ever.</summary>
    /// <param name="state">Where it begins.</param>
    /// <param name="changed">Told of every change.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="SourceFaultException">The follower has stopped.</exception>
    /// <exception cref="RpcException">The node fails; connect again and go on from the checkpoint.</exception>
    /// <exception cref="OperationCanceledException">The connection has ended, or it was told to stop.</exception>
    public async Task RunAsync(FollowerState state, Action<FollowerState> changed, CancellationToken stop)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await foreach (var (input, block) in _inputs.Reader.ReadAllAsync(ends.Token))
            {
                if (visit.IsOver)
                {
                    throw new OperationCanceledException("The connection has ended.");
                }

                if (block is not null)
                {
                    _ready.Add(block.Block.Number, block);
                }

                (state, var actions) = Follower.Next(state, input);
                changed(state);
                foreach (var action in actions)
                {
                    await DoAsync(action, state, ends.Token);
                }

                if (state.IsFinished)
                {
                    return;
                }
            }
        }
        finally
        {
            await ends.CancelAsync();
        }
    }

    private async Task DoAsync(FollowerAction action, FollowerState state, CancellationToken stop)
    {
        switch (action)
        {
            case FollowerAction.FetchHeader fetch:
                Start(async () => (await HeaderAsync(fetch.Block.Number, fetch.Block.Hash, stop), null), stop);
                break;
            case FollowerAction.FetchHeaderAt fetch:
                Start(async () => (await HeaderAsync(fetch.Number, null, stop), null), stop);
                break;
            case FollowerAction.FetchBlock fetch:
                var isNewest = isLive && state.Head is { } head && fetch.Header.Number >= head.Number;
                var withLists = _listsAreOld || (state.Next is { } next && fetch.Header.Number > next);
                Start(() => BlockAsync(fetch.Header, isNewest, withLists, stop), stop);
                break;
            case FollowerAction.Commit commit:
                await CommitAsync(commit.Header.Block);
                Tell(new FollowerInput.Committed(commit.Header.Block));
                break;
            case FollowerAction.Stop end:
                throw SourceFaultException.Of(end.Why);
        }
    }

    /// <summary>Saves a block with all that are ready behind it; for those the state machine will ask next, and they are done already.</summary>
    private async Task CommitAsync(BlockRef block)
    {
        if (_saved is { } saved && block.Number <= saved.Number)
        {
            return;
        }

        var batch = new List<ReadBlock>();
        for (var number = block.Number; batch.Count < settings.BlocksPerCommit && _ready.Remove(number, out var ready); number++)
        {
            batch.Add(ready);
        }

        await save(batch);
        _saved = batch[^1].Block;
        var read = batch.FindLastIndex(b => b.Market?.Lists is not null);
        _listsAreOld = batch.Skip(read + 1).Any(b => Market.ListTouches.By(b.Facts)) || (_listsAreOld && read < 0);
    }

    private async Task<FollowerInput> HeaderAsync(uint number, H256? hash, CancellationToken stop)
    {
        hash ??= await source.Rpc.GetBlockHashAsync(number, stop);
        return hash is { } known && await source.HeaderAsync(known, stop) is { } header
            ? new FollowerInput.HeaderFetched(number, header)
            : new FollowerInput.Missing(number, $"the node does not have the header of block {number}{(hash is null ? "" : $" ({hash})")}, which is final");
    }

    private async Task<(FollowerInput, ReadBlock?)> BlockAsync(HeaderRef header, bool withMarket, bool withLists, CancellationToken stop)
    {
        try
        {
            var (block, events) = await source.ReadAsync(header, withMarket, withLists, stop);
            return witness is not null && await witness.ObjectionAsync(header, events, stop) is { } objection
                ? (objection, null)
                : (new FollowerInput.BlockFetched(header.Block), block);
        }
        catch (RpcErrorException e) when (Pruning.IsSaidBy(e))
        {
            return (new FollowerInput.Missing(header.Number, $"the node has forgotten the state of block {header} or of the one before: {e.ServerMessage}. Use an archive node, or begin later"), null);
        }
        catch (ForgottenException e)
        {
            return (new FollowerInput.Missing(header.Number, $"{e.Message}. Use an archive node, or begin later"), null);
        }
        catch (FactException e)
        {
            return (new FollowerInput.Unreadable(header.Block, e.Message), null);
        }
        catch (Exception e) when (e is not (RpcException or SourceFaultException or OperationCanceledException or ObjectDisposedException))
        {
            // Whatever the decoders throw at a shape that they do not know: trying again would give the same for ever.
            return (new FollowerInput.Unreadable(header.Block, e is ScaleException ? $"block {header}: {e.Message}" : $"block {header}: {e.GetType().Name}: {e.Message}"), null);
        }
    }

    private void Start(Func<Task<(FollowerInput, ReadBlock?)>> fetch, CancellationToken stop) => _ = Task.Run(
        async () =>
        {
            try
            {
                _inputs.Writer.TryWrite(await fetch());
            }
            catch (Exception e)
            {
                // Whatever it is, the loop's caller must see it: a fetch that is lost would stall the follower silently.
                _inputs.Writer.TryComplete(stop.IsCancellationRequested ? null : e);
            }
        },
        CancellationToken.None);
}
