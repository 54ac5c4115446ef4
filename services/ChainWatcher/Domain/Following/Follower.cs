using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// Decides what a follower of a chain's final blocks does next. It is a function: it keeps nothing, waits for nothing, asks nobody. Blocks are committed in the order of
/// their heights, each once, and only after its line of parents has been followed down to the last commit. A state lives as long as one connection to one node: only
/// that node's own word for a height counts, and after another connection the follower begins again behind its last commit.
/// </summary>
public static class Follower
{
    private const int RecentMax = 256;

    /// <summary>What follows from an input.</summary>
    /// <returns>The new state, and what is to be done, in that order.</returns>
    public static (FollowerState State, IReadOnlyList<FollowerAction> Actions) Next(FollowerState state, FollowerInput input)
    {
        if (state.Stopped is not null || state.IsFinished)
        {
            return (state, []);
        }

        var actions = new List<FollowerAction>();
        var next = Take(state, input);
        next = next.Stopped is null ? Tie(next) : next;
        if (next is { Stopped: null, Obstacle: { } obstacle } && (next.Next is not { } due || obstacle.At <= due))
        {
            next = next with { Stopped = obstacle };
        }

        next = next.Stopped is null ? Ask(next, actions) : next;
        if (next.Stopped is { } stop)
        {
            return (next, [new FollowerAction.Stop(stop)]);
        }

        if (next.IsFinished)
        {
            actions.Add(new FollowerAction.Finished(next.Committed!.Value));
        }

        return (next, actions);
    }

    private static FollowerState Take(FollowerState state, FollowerInput input) => input switch
    {
        FollowerInput.HeadFinalized head => Announced(state, head.Header),
        FollowerInput.HeaderFetched fetched => Fetched(state, fetched.Asked, fetched.Header),
        FollowerInput.BlockFetched fetched => Fetched(state, fetched.Block),
        FollowerInput.Committed committed => Committed(state, committed.Block),
        FollowerInput.Missing missing => Hinder(state, StopReason.HistoryMissing, missing.Number, missing.What),
        FollowerInput.Unreadable unreadable => Hinder(state, StopReason.Unreadable, unreadable.Block.Number, unreadable.Problem),
        FollowerInput.SourcesDisagree disagree => Hinder(state, StopReason.SourcesDisagree, disagree.Block.Number, disagree.Problem),
        _ => throw new ArgumentException($"{input} is no input of a follower.", nameof(input)),
    };

    private static FollowerState Announced(FollowerState state, HeaderRef head)
    {
        if (state.Committed is { } committed && head.Number <= committed.Number)
        {
            return Below(state, head, committed);
        }

        // Known heights are compared; a head at an unknown one waits until the line reaches it.
        var known = Known(state, head.Number);
        if (known is { } other && other.Hash != head.Hash)
        {
            return Fork(state, head, other);
        }

        if (state.Head is { } highest && head.Number < highest.Number)
        {
            return WentBack(state, head, highest.Block);
        }

        // Beyond the window only the highest is kept: a head comes every few seconds, and catching up may take a day.
        var loose = state.Head is { } last && last.Number > state.WindowEnd ? state.Loose.Remove(last.Number) : state.Loose;
        var next = state.Next ?? head.Number;
        var isTied = state.Line.ContainsKey(head.Number);
        return state with { IsFresh = false, Lagging = null, Next = next, Head = head, Loose = head.Number < next || isTied ? loose : loose.SetItem(head.Number, head) };
    }

    /// <summary>
    /// A head that is not above the last commit. The same one again is no news. A node that was just connected to may lag behind: it is waited for, and whether it is
    /// on our chain shows at the latest when it gets to our last commit. Finality of one node never goes back: anything else is a fault of the source.
    /// </summary>
    private static FollowerState Below(FollowerState state, HeaderRef head, BlockRef committed)
    {
        if (state.Recent.TryGetValue(head.Number, out var ours) && ours != head.Hash)
        {
            return Stop(state, StopReason.NotDescendant, head.Number, $"block {head} is said to be final, and block {ours} is committed at that height");
        }

        if (head.Number == committed.Number)
        {
            return state.Head is { } highest && highest.Number > head.Number ? WentBack(state, head, highest.Block) : state with { IsFresh = false, Lagging = null, Head = head };
        }

        return !state.IsFresh ? WentBack(state, head, committed)
            : state.Lagging is not { } before || before.Number < head.Number || before == head ? state with { Lagging = head }
            : before.Number == head.Number ? Fork(state, head, before)
            : WentBack(state, head, before.Block);
    }

    private static FollowerState Fetched(FollowerState state, uint height, HeaderRef header)
    {
        if (header.Number != height)
        {
            return Stop(state, StopReason.WrongAnswer, height, $"the block of height {height} was asked for, and {header} was answered");
        }

        // A second answer is no news; it must only not contradict.
        if (!state.HeadersAsked.TryGetValue(header.Number, out var hash))
        {
            return Known(state, header.Number) is { } known && known.Hash != header.Hash ? Fork(state, header, known) : state;
        }

        if (hash is { } asked && asked != header.Hash)
        {
            return Stop(state, StopReason.WrongAnswer, header.Number, $"block {asked} was asked for, and {header} was answered");
        }

        var answered = state with { HeadersAsked = state.HeadersAsked.Remove(header.Number) };
        return Known(state, header.Number) is { } other
            ? other.Hash == header.Hash ? answered : Fork(state, header, other)
            : answered with { Loose = answered.Loose.SetItem(header.Number, header) };
    }

    private static FollowerState Fetched(FollowerState state, BlockRef block)
    {
        if (!state.Blocks.ContainsKey(block.Number))
        {
            return state;
        }

        return state.Line[block.Number].Hash == block.Hash
            ? state with { Blocks = state.Blocks.SetItem(block.Number, true) }
            : Stop(state, StopReason.WrongAnswer, block.Number, $"block {state.Line[block.Number]} was asked for, and {block} was answered");
    }

    private static FollowerState Committed(FollowerState state, BlockRef block)
    {
        if (!state.IsCommitting || block.Number != state.Next || state.Line[block.Number].Hash != block.Hash)
        {
            throw new InvalidOperationException($"Block {block} was committed, and it was not its turn.");
        }

        var recent = state.Recent.SetItem(block.Number, block.Hash);
        return state with
        {
            Committed = block,
            Next = block.Number + 1,
            IsCommitting = false,
            Line = state.Line.Remove(block.Number),
            Blocks = state.Blocks.Remove(block.Number),
            Recent = recent.Count > RecentMax ? recent.Remove(recent.First().Key) : recent,
        };
    }

    /// <summary>Ties waiting headers to the line, as far as each is the parent of the next.</summary>
    private static FollowerState Tie(FollowerState state)
    {
        var (line, loose) = (state.Line.ToBuilder(), state.Loose.ToBuilder());
        var tip = state.Tip;
        for (var number = state.LineEnd; number <= state.WindowEnd && loose.Remove(number.Value, out var header); number++)
        {
            if (tip is { } parent && header.Parent != parent.Hash)
            {
                return Stop(state, StopReason.NotDescendant, header.Number, $"block {header} is final, and its parent is {header.Parent} instead of {parent.Hash}");
            }

            line[header.Number] = header;
            tip = header.Block;
        }

        return state with { Line = line.ToImmutable(), Loose = loose.ToImmutable(), Tip = tip };
    }

    /// <summary>Asks for what is wanted within the window, and lets the next block be committed.</summary>
    private static FollowerState Ask(FollowerState state, List<FollowerAction> actions)
    {
        if (state is not { Next: { } next, Head: { } head })
        {
            return state;
        }

        var last = Math.Min(Math.Min(head.Number, state.Until ?? uint.MaxValue), Math.Min(state.WindowEnd, state.Obstacle?.At - 1 ?? uint.MaxValue));
        var (asked, blocks) = (state.HeadersAsked.ToBuilder(), state.Blocks.ToBuilder());
        foreach (var (number, header) in state.Line)
        {
            if (number <= last && blocks.TryAdd(number, false))
            {
                actions.Add(new FollowerAction.FetchBlock(header));
            }
        }

        for (var number = state.LineEnd!.Value; number <= last; number++)
        {
            if (state.Loose.ContainsKey(number) || asked.ContainsKey(number))
            {
                continue;
            }

            // The child's word for it is better than the node's for a height.
            var hash = state.Loose.TryGetValue(number + 1, out var child) ? child.Parent : (H256?)null;
            asked[number] = hash;
            actions.Add(hash is { } known ? new FollowerAction.FetchHeader(new(number, known)) : new FollowerAction.FetchHeaderAt(number));
        }

        var isCommitting = state.IsCommitting;
        if (!isCommitting && blocks.TryGetValue(next, out var isReady) && isReady)
        {
            isCommitting = true;
            actions.Add(new FollowerAction.Commit(state.Line[next]));
        }

        return state with { HeadersAsked = asked.ToImmutable(), Blocks = blocks.ToImmutable(), IsCommitting = isCommitting };
    }

    private static HeaderRef? Known(FollowerState state, uint number) =>
        state.Line.TryGetValue(number, out var tied) ? tied : state.Loose.TryGetValue(number, out var loose) ? loose : null;

    private static FollowerState Fork(FollowerState state, HeaderRef header, HeaderRef known) =>
        Stop(state, StopReason.NotDescendant, header.Number, $"both block {header} and block {known} are said to be final");

    /// <summary>A block that cannot be got past. Those before it are fine, and are committed first: the follower stops at it, and not short of it.</summary>
    private static FollowerState Hinder(FollowerState state, StopReason reason, uint at, string problem) =>
        state.Obstacle is { } lower && lower.At <= at ? state : state with { Obstacle = new(reason, at, problem) };

    private static FollowerState WentBack(FollowerState state, HeaderRef head, BlockRef before) =>
        Stop(state, StopReason.FinalityWentBack, head.Number, $"block {head} is said to be the last final one, and block {before} was before it");

    private static FollowerState Stop(FollowerState state, StopReason reason, uint at, string problem) => state with { Stopped = new(reason, at, problem) };
}
