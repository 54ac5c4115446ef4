using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Calls;

/// <summary>What a call did.</summary>
internal enum DeedKind
{
    /// <summary>The event at the position came from it.</summary>
    Emitted,

    /// <summary>The event at the position reports that it failed.</summary>
    Failed,

    /// <summary>It had succeeded before the event at the position, which may be one past the last.</summary>
    Ran,
}

/// <summary>A step of a replay, and those before it.</summary>
/// <param name="Before">The step before; null at the beginning.</param>
/// <param name="At">The position among the extrinsic's events.</param>
/// <param name="Node">The call.</param>
/// <param name="Kind">What it did.</param>
internal sealed record Deed(Deed? Before, int At, CallNode Node, DeedKind Kind);

/// <summary>Which of an extrinsic's calls did what, as far as it can be told for certain.</summary>
internal sealed class CallTrace
{
    private readonly Dictionary<int, CallNode> _byEvent;

    private CallTrace(Dictionary<int, CallNode> byEvent, IReadOnlyList<(CallNode, int?)> ran) => (_byEvent, Ran) = (byEvent, ran);

    /// <summary>Nothing can be told.</summary>
    public static CallTrace Nothing { get; } = new([], []);

    /// <summary>Calls that run no others and succeeded, in order, each with the block's event that reports it next; null where only the outcome does.</summary>
    public IReadOnlyList<(CallNode Node, int? Report)> Ran { get; }

    /// <summary>The call that an event came from, or whose failure it reports; null when that cannot be told.</summary>
    /// <param name="index">The event's position in the block.</param>
    public CallNode? Of(int index) => _byEvent.GetValueOrDefault(index);

    /// <summary>What all ways of playing the calls agree on.</summary>
    public static CallTrace Of(IEnumerable<Deed?> ways, IReadOnlyList<EventRecord> events)
    {
        CallTrace? agreed = null;
        foreach (var way in ways)
        {
            var one = Of(way, events);
            agreed = agreed is null ? one : agreed.And(one);
        }

        return agreed ?? Nothing;
    }

    private static CallTrace Of(Deed? last, IReadOnlyList<EventRecord> events)
    {
        var byEvent = new Dictionary<int, CallNode>();
        var ran = new List<(CallNode, int?)>();
        for (var deed = last; deed is not null; deed = deed.Before)
        {
            if (deed.Kind == DeedKind.Ran)
            {
                ran.Add((deed.Node, deed.At < events.Count ? events[deed.At].Index : null));
            }
            else
            {
                byEvent[events[deed.At].Index] = deed.Node;
            }
        }

        ran.Reverse();
        return new(byEvent, ran);
    }

    private CallTrace And(CallTrace other) => new(
        _byEvent.Where(e => ReferenceEquals(other.Of(e.Key), e.Value)).ToDictionary(),
        [.. Ran.Where(r => other.Ran.Any(o => ReferenceEquals(o.Node, r.Node) && o.Report == r.Report))]);
}
