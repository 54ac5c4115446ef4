using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Calls;

/// <summary>
/// Finds which call of an extrinsic each of its events came from, by playing the calls through against the order of the events. Where more than one way of playing
/// them explains the events, only what all ways agree on is told; where none does, nothing is.
/// </summary>
internal sealed class CallReplay
{
    private const int WaysMax = 64;
    private const int StepsFree = 10_000;

    private readonly IReadOnlyList<EventRecord> _events;
    private int _steps;

    private CallReplay(IReadOnlyList<EventRecord> events) => (_events, _steps) = (events, StepsFree + 16 * events.Count);

    /// <summary>Plays the calls of an extrinsic that succeeded.</summary>
    /// <param name="root">Its calls.</param>
    /// <param name="events">Its events in order, all reports (<see cref="ReportedResult"/>) among them, without the outcome.</param>
    public static CallTrace Play(CallNode root, IReadOnlyList<EventRecord> events)
    {
        var replay = new CallReplay(events);
        var ways = replay.Run(root, new(0, null)).Where(w => replay.NextReport(w.At) is null).ToList();
        return replay._steps < 0 ? CallTrace.Nothing : CallTrace.Of(ways.Select(w => w.Done), events);
    }

    /// <summary>Every way in which a call, begun at a state, can have succeeded.</summary>
    private List<Way> Run(CallNode node, Way from)
    {
        if (--_steps < 0)
        {
            return [];
        }

        return node.Form switch
        {
            CallForm.Plain => [Plain(node, from)],
            CallForm.Batch or CallForm.BatchAll or CallForm.ForceBatch => Batch(node, from),
            CallForm.Reporting => [.. Reported(node, from, node.Reports!, node.Items[0])],
            CallForm.Passing => [.. Passing(node, from)],
            CallForm.Multisig => [.. Reported(node, from, node.Reports!, node.Items[0]), .. Approved(node, from)],
            CallForm.Choice => [.. Choice(node, from)],
            _ => [],
        };
    }

    /// <summary>A call that runs no others owns all that happens up to the next report.</summary>
    private Way Plain(CallNode node, Way from)
    {
        var (at, done) = from;
        for (; at < _events.Count && !ReportedResult.Is(_events[at].Event); at++)
        {
            done = new(done, at, node, DeedKind.Emitted);
        }

        return new(at, new(done, at, node, DeedKind.Ran));
    }

    private List<Way> Batch(CallNode node, Way from)
    {
        var ended = new List<Way>();
        var ways = new List<Way> { from };
        for (var i = 0; i < node.Items.Count && ways.Count > 0; i++)
        {
            var next = new List<Way>();
            foreach (var way in ways)
            {
                if (node.Form == CallForm.Batch && Take(way, "BatchInterrupted", node.Items[i]) is { } interrupted && IndexOf(way) == i)
                {
                    ended.Add(interrupted);
                }

                if (node.Form == CallForm.ForceBatch && Take(way, "ItemFailed", node.Items[i]) is { } failed)
                {
                    next.Add(failed);
                }

                next.AddRange(Run(node.Items[i], way).Select(w => Take(w, "ItemCompleted")).OfType<Way>());
            }

            ways = next.Count <= WaysMax ? next : [];
        }

        foreach (var way in ways)
        {
            if ((Take(way, "BatchCompleted") ?? (node.Form == CallForm.ForceBatch ? Take(way, "BatchCompletedWithErrors") : null)) is { } completed)
            {
                ended.Add(completed);
            }
        }

        return ended;
    }

    private IEnumerable<Way> Reported(CallNode node, Way from, string report, CallNode inner)
    {
        if (Take(from, report, inner, isOk: false, node) is { } failed)
        {
            yield return failed;
        }

        foreach (var way in Run(inner, from))
        {
            if (Take(way, report, null, isOk: true, node) is { } succeeded)
            {
                yield return succeeded;
            }
        }
    }

    /// <summary>Not every version of these calls reports.</summary>
    private IEnumerable<Way> Passing(CallNode node, Way from)
    {
        foreach (var way in Run(node.Items[0], from))
        {
            yield return way;
            if (node.Reports is { } report && Take(way, report, null, isOk: true, node) is { } reported)
            {
                yield return reported;
            }
        }
    }

    private IEnumerable<Way> Approved(CallNode node, Way from) =>
        new[] { Take(from, "NewMultisig", null, null, node), Take(from, "MultisigApproval", null, null, node) }.OfType<Way>();

    private IEnumerable<Way> Choice(CallNode node, Way from)
    {
        foreach (var way in Run(node.Items[0], from))
        {
            if (Take(way, "IfElseMainSuccess") is { } first)
            {
                yield return first;
            }
        }

        foreach (var way in Run(node.Items[1], from))
        {
            if (Take(way, "IfElseFallbackCalled", node.Items[0]) is { } second)
            {
                yield return second;
            }
        }
    }

    /// <summary>Takes the next report, if it is this one. What stands before it and belongs to no call (deposits, fees) stays nobody's.</summary>
    /// <param name="way">Where the play is.</param>
    /// <param name="name">The report's name.</param>
    /// <param name="failed">The call that it reports as failed.</param>
    /// <param name="isOk">The result that it must hold.</param>
    /// <param name="by">The call that reports: a multisig's report names the account, which must be this call's.</param>
    private Way? Take(Way way, string name, CallNode? failed = null, bool? isOk = null, CallNode? by = null)
    {
        if (NextReport(way.At) is not { } at || _events[at].Event.Name != name || (isOk is { } wanted && ReportedResult.IsOk(_events[at]) != wanted))
        {
            return null;
        }

        if (by is { Form: CallForm.Multisig or CallForm.Passing } && _events[at].Fields.TryField("multisig", out var account)
            && by.Items[0].Origin.Account is { } expected && !account.AsBytes().SequenceEqual(expected.AsSpan()))
        {
            return null;
        }

        return new(at + 1, failed is null ? way.Done : new(way.Done, at, failed, DeedKind.Failed));
    }

    private int? NextReport(int at)
    {
        while (at < _events.Count && !ReportedResult.Is(_events[at].Event))
        {
            at++;
        }

        return at < _events.Count ? at : null;
    }

    private int IndexOf(Way way) => NextReport(way.At) is { } at && _events[at].Fields.TryField("index", out var index) ? checked((int)index.AsUInt32()) : -1;

    private readonly record struct Way(int At, Deed? Done);
}
