using CoretimeDesk.ChainRecording;
using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.ReplayNode.Chain;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>Reads the state after a block, as far as it is known.</summary>
internal sealed class StateReader(ReplayChain chain, Mischief mischief, Counters counters)
{
    /// <summary>The block, or the best one.</summary>
    /// <exception cref="RpcFailure">It is unknown, or its state is gone.</exception>
    public ReplayBlock At(H256? hash)
    {
        if (hash == chain.ParentOfFirst)
        {
            throw RpcFailure.Discarded(chain.ParentOfFirst); // As if everything before the recording had been pruned.
        }

        var block = hash is { } given ? chain.ByHash(given) ?? throw RpcFailure.UnknownBlock(given) : chain.Best;
        return chain.HasState(block) ? block : throw RpcFailure.Discarded(block.Hash);
    }

    /// <summary>The runtime in the state after a block.</summary>
    /// <exception cref="RpcFailure">The block is unknown, or its state is gone; nodes word that differently than for storage.</exception>
    public ServedRuntime RuntimeAt(H256? hash)
    {
        try
        {
            return hash == chain.ParentOfFirst && chain.RuntimeBeforeFirst is { } before ? before : chain.RuntimeAfter(At(hash));
        }
        catch (RpcFailure e)
        {
            throw e.AsCall();
        }
    }

    /// <summary>A value; null where there is none.</summary>
    public byte[]? Read(ReplayBlock block, string key)
    {
        if (key == KnownKeys.Events)
        {
            var events = chain.EventsOf(block);
            return events is not null && mischief.NextEvents() ? Spoilt(events) : events;
        }

        if (chain.Added(key) is { } added)
        {
            return added;
        }

        if (!block.Storage.TryGet(key, out var value))
        {
            counters.Unrecorded(key);
        }

        return value;
    }

    /// <summary>The keys with a value that begin so and lie behind <paramref name="after"/>, in order.</summary>
    public IEnumerable<string> Keys(ReplayBlock block, string prefix, string? after)
    {
        var keys = block.Storage.KeysUnder(prefix);
        if (KnownKeys.Events.StartsWith(prefix, StringComparison.Ordinal) && chain.EventsOf(block) is not null)
        {
            keys = keys.Append(KnownKeys.Events);
        }

        return keys.Where(key => after is null || string.CompareOrdinal(key, after) > 0).Order(StringComparer.Ordinal);
    }

    // A valid beginning, so that a decoder finds out late: the first record is there, the last is cut off.
    private static byte[] Spoilt(byte[] events) => events.Length > 4 ? events[..(events.Length * 3 / 4)] : [0xff];
}
