using System.Threading.Channels;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.Watching;
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
/// <param name="watch">What the desk watches, which may change at any time.</param>
/// <param name="isLive">False for a range of the past, of which neither the market nor what accounts held is of interest.</param>
/// <param name="save">Saves consecutive blocks.</param>
internal sealed class FollowerLoop(ChainSource source, NodeVisit visit, Witness? witness, ChainSettings settings, WatchBook watch, bool isLive, Func<IReadOnlyList<ReadBlock>, Task> save)
{
    private readonly Channel<(FollowerInput Input, ReadBlock? Block)> _inputs = Channel.CreateUnbounded<(FollowerInput, ReadBlock?)>(new() { SingleReader = true });
    private readonly Dictionary<uint, ReadBlock> _ready = [];
    private BlockRef? _saved;
    private bool _listsAreOld = true;
    private Watched? _watched;
    private long? _allAreOpenAt;

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
            _watched = await WatchedAsync(ends.Token);
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
                var watched = _watched!;
                Start(() => BlockAsync(fetch.Header, watched, isNewest, withLists, stop), stop);
                break;
            case FollowerAction.Commit commit:
                await CommitAsync(commit.Header.Block, stop);
                break;
            case FollowerAction.Stop end:
                throw SourceFaultException.Of(end.Why);
        }
    }

    /// <summary>Saves a block with all that are ready behind it; for those the state machine will ask next, and they are done already.</summary>
    private async Task CommitAsync(BlockRef block, CancellationToken stop)
    {
        if (_saved is { } saved && block.Number <= saved.Number)
        {
            Tell(new FollowerInput.Committed(block));
            return;
        }

        var read = new List<ReadBlock>();
        for (var number = block.Number; read.Count < settings.BlocksPerCommit && _ready.Remove(number, out var ready); number++)
        {
            read.Add(ready);
        }

        var (batch, problem) = await RefreshAsync(read, stop);
        if (batch.Count > 0)
        {
            await save(batch);
            _saved = batch[^1].Block;
            _allAreOpenAt = _watched!.Version;
            var lists = batch.FindLastIndex(b => b.Market?.Lists is not null);
            _listsAreOld = batch.Skip(lists + 1).Any(b => Market.ListTouches.By(b.Facts)) || (_listsAreOld && lists < 0);
            Tell(new FollowerInput.Committed(block));
        }

        if (problem is not null)
        {
            Tell(problem);
        }
    }

    /// <summary>
    /// Blocks are read far ahead, and the watch list may have changed since: then their facts are made again, of the list as it is now. So an account is told of from the
    /// first block on that is saved after it was put on the list, and in the first one what it holds, once.
    /// </summary>
    /// <returns>The blocks up to one that cannot be read so, and why.</returns>
    private async Task<(List<ReadBlock> Blocks, FollowerInput? Problem)> RefreshAsync(List<ReadBlock> batch, CancellationToken stop)
    {
        _watched = await WatchedAsync(stop);
        IReadOnlySet<AccountId32> unopened = _allAreOpenAt == _watched.Version || !isLive ? new HashSet<AccountId32>() : await watch.UnopenedAsync(settings.Name, _watched.List, stop);
        for (var i = 0; i < batch.Count; i++)
        {
            var opening = i == 0 && unopened.Count > 0 ? unopened : null;
            if (opening is null && batch[i].WatchVersion == _watched.Version)
            {
                continue;
            }

            if (await FactsAsync(batch[i].Header, _watched, opening, stop) is var (again, problem) && again is null)
            {
                return (batch[..i], problem);
            }

            batch[i] = again with { Market = batch[i].Market };
        }

        return (batch, null);
    }

    private async Task<Watched> WatchedAsync(CancellationToken stop) => await watch.NewestAsync(stop) is var newest && isLive ? newest : newest with { List = newest.List.WithoutBalances };

    /// <summary>Reads a block once more for its facts alone.</summary>
    private async Task<(ReadBlock? Block, FollowerInput Input)> FactsAsync(HeaderRef header, Watched watched, IReadOnlySet<AccountId32>? opening, CancellationToken stop)
    {
        ReadBlock? again = null;
        var input = await TryAsync(header, async () =>
        {
            (again, _) = await source.ReadAsync(header, watched, opening, withMarket: false, withLists: false, stop);
            return new FollowerInput.BlockFetched(header.Block);
        });
        return (again, input);
    }

    private async Task<FollowerInput> HeaderAsync(uint number, H256? hash, CancellationToken stop)
    {
        hash ??= await source.Rpc.GetBlockHashAsync(number, stop);
        return hash is { } known && await source.HeaderAsync(known, stop) is { } header
            ? new FollowerInput.HeaderFetched(number, header)
            : new FollowerInput.Missing(number, $"the node does not have the header of block {number}{(hash is null ? "" : $" ({hash})")}, which is final");
    }

    private async Task<(FollowerInput, ReadBlock?)> BlockAsync(HeaderRef header, Watched watched, bool withMarket, bool withLists, CancellationToken stop)
    {
        ReadBlock? block = null;
        var input = await TryAsync(header, async () =>
        {
            (var read, var events) = await source.ReadAsync(header, watched, opening: null, withMarket, withLists, stop);
            var objection = witness is null ? null : await witness.ObjectionAsync(header, events, stop);
            block = objection is null ? read : null;
            return objection ?? new FollowerInput.BlockFetched(header.Block);
        });
        return (input, block);
    }

    /// <summary>Reads a block, and tells why it cannot be where trying again would not help.</summary>
    private static async Task<FollowerInput> TryAsync(HeaderRef header, Func<Task<FollowerInput>> read)
    {
        try
        {
            return await read();
        }
        catch (RpcErrorException e) when (Pruning.IsSaidBy(e))
        {
            return new FollowerInput.Missing(header.Number, $"the node has forgotten the state of block {header} or of the one before: {e.ServerMessage}. Use an archive node, or begin later");
        }
        catch (ForgottenException e)
        {
            return new FollowerInput.Missing(header.Number, $"{e.Message}. Use an archive node, or begin later");
        }
        catch (FactException e)
        {
            return new FollowerInput.Unreadable(header.Block, e.Message);
        }
        catch (Exception e) when (e is not (RpcException or SourceFaultException or OperationCanceledException or ObjectDisposedException))
        {
            // Whatever the decoders throw at a shape that they do not know: trying again would give the same for ever.
            return new FollowerInput.Unreadable(header.Block, e is ScaleException ? $"block {header}: {e.Message}" : $"block {header}: {e.GetType().Name}: {e.Message}");
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
