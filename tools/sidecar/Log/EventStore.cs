namespace CoretimeDesk.Sidecar.Log;

/// <summary>
/// The broker's memory: topics, the groups (app ids) that consume them, and what each has still to do. Publishing
/// completes when the event is on disk; only then is it handed to groups.
/// </summary>
/// <remarks>Safe from any thread; one lock guards all state and is held for microseconds.</remarks>
internal sealed class EventStore : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly string _directory;
    private readonly int _windowEvents;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DataDirectoryLock _lock;
    private readonly SegmentedLog _log;
    private readonly Compactor _compactor;
    private readonly Dictionary<string, TopicState> _topics = new(StringComparer.Ordinal);
    private readonly Queue<Accepting> _accepting = [];
    private long _nextSequence;
    private long _appliedThrough;
    private bool _closed;

    private EventStore(string directory, int windowEvents, long segmentBytes, TimeProvider time, ILogger logger)
    {
        (_directory, _windowEvents, _time, _logger) = (directory, windowEvents, time, logger);
        _lock = DataDirectoryLock.Take(directory);
        try
        {
            var recovery = new Recovery(Snapshot.Load(directory));
            _log = SegmentedLog.Open(directory, segmentBytes, _gate, recovery.Replay, Durable, logger);
            recovery.Finish(windowEvents, TopicOf, Keep);
            _nextSequence = recovery.NextSequence;
            _appliedThrough = _nextSequence - 1;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            _lock.Dispose();
            throw new SidecarStartException(e.Message, e);
        }

        _compactor = new Compactor(this, _log, logger);
        _log.Start();
        _compactor.Wake();
    }

    /// <summary>Opens a data directory, creating it if needed, and recovers what it holds.</summary>
    /// <param name="windowEvents">How many of the newest events of each topic are kept when nobody needs them.</param>
    /// <param name="segmentBytes">How large a file grows before the next is begun.</param>
    /// <exception cref="SidecarStartException">In use, unreadable or damaged; the message says what to do.</exception>
    public static EventStore Open(string directory, int windowEvents, long segmentBytes, TimeProvider time, ILogger logger) =>
        new(directory, windowEvents, segmentBytes, time, logger);

    /// <summary>Accepts an event. The task completes when it is on disk.</summary>
    /// <exception cref="IOException">It was not stored (the disk is full, or the log is broken), or that is in doubt.</exception>
    public Task PublishAsync(string topic, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var sequence = _nextSequence;
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            var (segment, offset, number) = _log.Append(
                Records.SizeOfEvent(topic, body.Length),
                (topic, sequence, now, body),
                static (into, e) => Records.WriteEvent(into.Span, e.topic, e.sequence, e.now, e.body.Span),
                awaited: true);
            return Accept(new StoredEvent(topic, sequence, now) { Segment = segment, BodyOffset = offset, BodyBytes = body.Length }, number);
        }
    }

    /// <summary>Moves a pending event to another topic, as one step that no crash can halve. Completes when on disk.</summary>
    public Task DeadLetterAsync(GroupState group, StoredEvent stored, string deadTopic, ReadOnlyMemory<byte> body)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var sequence = _nextSequence;
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            var (segment, offset, number) = _log.Append(
                Records.SizeOfDeadLetter(group.AppId, group.Topic, deadTopic, body.Length),
                (group, done: stored.Sequence, deadTopic, sequence, now, body),
                static (into, e) => Records.WriteDeadLetter(into.Span, e.group.AppId, e.group.Topic, e.done, e.deadTopic, e.sequence, e.now, e.body.Span),
                awaited: true);
            Settle(group, stored);
            return Accept(new StoredEvent(deadTopic, sequence, now) { Segment = segment, BodyOffset = offset, BodyBytes = body.Length }, number);
        }
    }

    /// <summary>
    /// Notes that a group is done with an event. It is with the operating system on return and on disk shortly after, so
    /// the death of this process does not bring the event back.
    /// </summary>
    public void Done(GroupState group, StoredEvent stored)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return; // It will be delivered again after the restart, which at-least-once allows.
            }

            try
            {
                AppendState(RecordKind.Done, group.AppId, group.Topic, stored.Sequence, awaited: false);
            }
            catch (IOException e)
            {
                _logger.LogError(e, "the acknowledgement of an event of topic {Topic} by {AppId} was not stored: it comes again after a restart", group.Topic, group.AppId);
            }

            Settle(group, stored);
        }
    }

    /// <summary>The group of an app id on a topic, created on first use with every event that is still kept.</summary>
    public GroupState Register(string appId, string topic)
    {
        lock (_gate)
        {
            var state = TopicOf(topic);
            if (state.Groups.TryGetValue(appId, out var known))
            {
                return known;
            }

            var from = state.Window.TryPeek(out var oldest) ? oldest.Sequence : _appliedThrough + 1;
            AppendState(RecordKind.Register, appId, topic, from, awaited: true);
            var group = new GroupState(appId, topic, from);
            foreach (var stored in state.Window)
            {
                group.Pending.Add(stored.Sequence, stored);
                stored.NeededBy++;
            }

            state.Groups.Add(appId, group);
            return group;
        }
    }

    /// <summary>Gives up a group and what waits for it.</summary>
    /// <returns>How many events waited, or null when there is no such group.</returns>
    public int? Forget(string appId, string topic)
    {
        lock (_gate)
        {
            if (!_topics.TryGetValue(topic, out var state) || !state.Groups.Remove(appId, out var group))
            {
                return null;
            }

            AppendState(RecordKind.Forget, appId, topic, 0, awaited: true);
            foreach (var stored in group.Pending.Values)
            {
                stored.NeededBy--;
                DropIfUseless(stored);
            }

            return group.Pending.Count;
        }
    }

    /// <summary>Hands over what waits for a group now, in order, and from then on every event as it comes.</summary>
    public void Attach(GroupState group, Action<StoredEvent> arrived)
    {
        lock (_gate)
        {
            foreach (var stored in group.Pending.Values)
            {
                arrived(stored);
            }

            group.Arrived = arrived;
        }
    }

    public void Detach(GroupState group)
    {
        lock (_gate)
        {
            group.Arrived = null;
        }
    }

    /// <summary>The bytes of an event, as accepted.</summary>
    public byte[] Read(StoredEvent stored)
    {
        Segment segment;
        long offset;
        lock (_gate)
        {
            (segment, offset) = (stored.Segment, stored.BodyOffset);
        }

        var body = new byte[stored.BodyBytes];
        for (var read = 0; read < body.Length;)
        {
            var now = RandomAccess.Read(segment.File, body.AsSpan(read), offset + read);
            read += now > 0 ? now : throw new IOException($"{segment.FilePath} is shorter than the log says");
        }

        return body;
    }

    /// <summary>Every group with the number of events that wait for it: (app id, topic, waiting).</summary>
    public IReadOnlyList<(string AppId, string Topic, int Waiting)> Backlogs()
    {
        lock (_gate)
        {
            return [.. _topics.Values.SelectMany(t => t.Groups.Values).Select(g => (g.AppId, g.Topic, g.Pending.Count))];
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        // The log's last flush still wakes the compactor, so that one goes last.
        await _compactor.StopAsync();
        _log.Dispose();
        _compactor.Dispose();
        _lock.Dispose();
    }

    /// <summary>Runs one look or change under the lock that guards segments and events. For the compactor.</summary>
    internal T Locked<T>(Func<T> action)
    {
        lock (_gate)
        {
            return action();
        }
    }

    /// <summary>Appends a second copy of an event that still counts, so that its old file can go. Under the lock.</summary>
    /// <returns>The number of the append.</returns>
    internal long Move(StoredEvent stored, byte[] body)
    {
        var (segment, offset, number) = _log.Append(
            Records.SizeOfEvent(stored.Topic, body.Length),
            (stored, body),
            static (into, e) => Records.WriteEvent(into.Span, e.stored.Topic, e.stored.Sequence, e.stored.AcceptedUnixMs, e.body),
            awaited: true);
        Lose(stored);
        (stored.Segment, stored.BodyOffset) = (segment, offset);
        Keep(stored);
        return number;
    }

    /// <summary>What every group has to do at this instant. Under the lock.</summary>
    internal Snapshot TakeSnapshot() => new(
        _nextSequence,
        _log.Tail.Segment,
        _log.Tail.Offset,
        _appliedThrough,
        [.. _topics.Values.SelectMany(t => t.Groups.Values).Select(g => new SnapshotGroup(g.AppId, g.Topic, g.From, [.. g.Pending.Keys]))]);

    internal void SaveSnapshot(Snapshot snapshot) => snapshot.Save(_directory);

    private Task Accept(StoredEvent stored, long number)
    {
        _nextSequence++;
        Keep(stored);
        var accepting = new Accepting(stored, number);
        _accepting.Enqueue(accepting);
        return accepting.Completion.Task;
    }

    private void AppendState(RecordKind kind, string appId, string topic, long sequence, bool awaited) => _log.Append(
        Records.SizeOfState(appId, topic),
        (kind, appId, topic, sequence),
        static (into, r) =>
        {
            Records.WriteState(into.Span, r.kind, r.appId, r.topic, r.sequence);
            return 0;
        },
        awaited);

    // Called by the log's flusher, in order: everything up to this append is on disk, or will never be.
    private void Durable(long number, Exception? failure)
    {
        lock (_gate)
        {
            while (_accepting.TryPeek(out var accepting) && (failure is not null || accepting.Number <= number))
            {
                _accepting.Dequeue();
                if (failure is not null && accepting.Number > number)
                {
                    accepting.Completion.SetException(new IOException("the event may not be on disk: " + failure.Message, failure));
                    continue;
                }

                Apply(accepting.Stored);
                accepting.Completion.SetResult();
            }
        }

        _compactor.Wake();
    }

    private void Apply(StoredEvent stored)
    {
        var topic = TopicOf(stored.Topic);
        _appliedThrough = stored.Sequence;
        stored.InWindow = true;
        topic.Window.Enqueue(stored);
        foreach (var group in topic.Groups.Values)
        {
            group.Pending.Add(stored.Sequence, stored);
            stored.NeededBy++;
            group.Arrived?.Invoke(stored);
        }

        if (topic.Window.Count > _windowEvents)
        {
            var oldest = topic.Window.Dequeue();
            oldest.InWindow = false;
            DropIfUseless(oldest);
            if (topic.Groups.Count == 0 && !topic.WarnedOfLoss)
            {
                topic.WarnedOfLoss = true;
                _logger.LogWarning("topic {Topic} has no subscriber and more than {Kept} events: the oldest are given up", stored.Topic, _windowEvents);
            }
        }
    }

    private static void Settle(GroupState group, StoredEvent stored)
    {
        if (group.Pending.Remove(stored.Sequence))
        {
            stored.NeededBy--;
            DropIfUseless(stored);
        }
    }

    private static void DropIfUseless(StoredEvent stored)
    {
        if (stored is { NeededBy: 0, InWindow: false })
        {
            Lose(stored);
        }
    }

    private static void Keep(StoredEvent stored)
    {
        if (stored.Segment.Live.TryAdd(stored.Sequence, stored))
        {
            stored.Segment.LiveBytes += stored.BodyBytes;
        }
    }

    private static void Lose(StoredEvent stored)
    {
        if (stored.Segment.Live.Remove(stored.Sequence))
        {
            stored.Segment.LiveBytes -= stored.BodyBytes;
        }
    }

    private TopicState TopicOf(string topic)
    {
        if (!_topics.TryGetValue(topic, out var state))
        {
            _topics.Add(topic, state = new TopicState());
        }

        return state;
    }

    private sealed record Accepting(StoredEvent Stored, long Number)
    {
        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
