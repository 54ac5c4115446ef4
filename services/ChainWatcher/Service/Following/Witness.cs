using System.Globalization;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>
/// A second node that has to tell the same of every block before its facts are saved. It never picks a side. A node that is away or behind does not disagree: it is
/// waited for, however long that takes.
/// </summary>
internal sealed class Witness(ChainSource second, FollowerBoard board, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly string _chain = second.Profile.Chain.Name;
    private readonly Lock _gate = new();
    private Task<ulong?>? _final;
    private long _askedAt;

    /// <summary>Compares a block with what the second node has at its height.</summary>
    /// <param name="header">The block.</param>
    /// <param name="events">Its events, as they were read from the first node.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <returns>What stops the follower; null when the two agree.</returns>
    public async Task<FollowerInput?> ObjectionAsync(HeaderRef header, byte[] events, CancellationToken stop)
    {
        for (var hasWaited = false; ; hasWaited = true)
        {
            try
            {
                if (await AskAsync(header, events, stop) is var (isAnswer, objection) && isAnswer)
                {
                    if (hasWaited)
                    {
                        board.WaitForWitness(_chain, "");
                    }

                    return objection;
                }
            }
            catch (RpcErrorException e) when (Pruning.IsSaidBy(e))
            {
                return new FollowerInput.Missing(header.Number, $"the second node has forgotten the state of block {header}: {e.ServerMessage}. Agreement needs two nodes with history");
            }
            catch (RpcException e)
            {
                board.WaitForWitness(_chain, $"waiting for the second node to agree on block {header.Number}: {e.Message}");
            }

            await Task.Delay(Pause, time, stop);
        }
    }

    private async Task<(bool IsAnswer, FollowerInput? Objection)> AskAsync(HeaderRef header, byte[] events, CancellationToken stop)
    {
        var hash = await second.Rpc.GetBlockHashAsync(header.Number, stop);
        if (hash == header.Hash)
        {
            return (true, (await second.EventsAsync(header, stop) ?? []).AsSpan().SequenceEqual(events)
                ? null
                : new FollowerInput.SourcesDisagree(header.Block, $"the two nodes tell the events of block {header} differently"));
        }

        // Above its last final block a node may have another block for a while, or none yet. Asked in this order: what is final does not change.
        var final = await FinalAsync(stop);
        if (final is null || final < header.Number)
        {
            board.WaitForWitness(_chain, $"waiting for the second node to agree on block {header.Number}: its last final block is {final?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}");
            return (false, null);
        }

        return await second.Rpc.GetBlockHashAsync(header.Number, stop) switch
        {
            null => (true, new FollowerInput.Missing(header.Number, $"the second node does not have block {header.Number}, which it calls final")),
            { } now when now == header.Hash => (false, null),
            { } other => (true, new FollowerInput.SourcesDisagree(header.Block, $"the first node has block {header}, and the second {other} at the same height; both call theirs final")),
        };
    }

    /// <summary>The second node's last final block, asked for once in a while however many blocks wait for it.</summary>
    private Task<ulong?> FinalAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            if (_final is null || (_final.IsCompleted && time.GetElapsedTime(_askedAt) >= Pause))
            {
                (_final, _askedAt) = (AskFinalAsync(stop), time.GetTimestamp());
            }

            return _final;
        }
    }

    private async Task<ulong?> AskFinalAsync(CancellationToken stop) => (await second.Rpc.GetHeaderAsync(await second.Rpc.GetFinalizedHeadAsync(stop), stop))?.Number;
}
