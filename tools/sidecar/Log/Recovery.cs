namespace CoretimeDesk.Sidecar.Log;

/// <summary>Rebuilds topics and groups from the snapshot and the records of the log.</summary>
/// <remarks>
/// An event may stand in the log twice (it was moved out of an old segment): the later copy counts. State records from
/// before the snapshot are skipped, because the file that took one of them back may be gone already.
/// </remarks>
internal sealed class Recovery(Snapshot snapshot)
{
    private readonly Dictionary<long, StoredEvent> _events = [];
    private readonly Dictionary<(string Group, string Topic), GroupDraft> _groups =
        snapshot.Groups.ToDictionary(g => (g.AppId, g.Topic), g => new GroupDraft(g.From, snapshot.AppliedThrough, g.Pending.ToHashSet()));

    public long NextSequence { get; private set; } = snapshot.NextSequence;

    public void Replay(Segment segment, long payloadOffset, byte[] content, int payloadBytes)
    {
        var record = Records.Read(content.AsSpan(checked((int)payloadOffset), payloadBytes));
        if (record.Kind is RecordKind.Event or RecordKind.DeadLetter)
        {
            var carried = record.Stored;
            _events[carried.Sequence] = new StoredEvent(carried.Topic, carried.Sequence, carried.AcceptedUnixMs)
            {
                Segment = segment,
                BodyOffset = payloadOffset + carried.BodyOffset,
                BodyBytes = carried.BodyBytes,
            };
            NextSequence = Math.Max(NextSequence, carried.Sequence + 1);
        }

        if (record.Kind == RecordKind.Event || (segment.Id, payloadOffset).CompareTo((snapshot.Segment, snapshot.Offset)) < 0)
        {
            return;
        }

        var key = (record.Group, record.Topic);
        switch (record.Kind)
        {
            case RecordKind.Register:
                // The snapshot did not know this group, so it says nothing of what the group has done.
                _groups.TryAdd(key, new GroupDraft(record.Sequence, 0, []));
                break;
            case RecordKind.Forget:
                _groups.Remove(key);
                break;
            default:
                if (_groups.TryGetValue(key, out var group))
                {
                    group.Done.Add(record.Sequence);
                }

                break;
        }
    }

    /// <summary>Every event that somebody may still need is handed to <paramref name="keep"/>, in order of acceptance.</summary>
    public void Finish(int windowEvents, Func<string, TopicState> topicOf, Action<StoredEvent> keep)
    {
        foreach (var ((appId, topic), draft) in _groups)
        {
            topicOf(topic).Groups.Add(appId, new GroupState(appId, topic, draft.From));
        }

        foreach (var ofTopic in _events.Values.GroupBy(e => e.Topic, StringComparer.Ordinal))
        {
            var topic = topicOf(ofTopic.Key);
            var ordered = ofTopic.OrderBy(e => e.Sequence).ToList();
            for (var i = 0; i < ordered.Count; i++)
            {
                var stored = ordered[i];
                foreach (var group in topic.Groups.Values.Where(g => _groups[(g.AppId, g.Topic)].IsPending(stored.Sequence)))
                {
                    group.Pending.Add(stored.Sequence, stored);
                    stored.NeededBy++;
                }

                if (i >= ordered.Count - windowEvents)
                {
                    stored.InWindow = true;
                    topic.Window.Enqueue(stored);
                }

                if (stored.InWindow || stored.NeededBy > 0)
                {
                    keep(stored);
                }
            }
        }
    }

    /// <param name="From">The first number it is entitled to.</param>
    /// <param name="ListedThrough">Up to this number, <paramref name="Listed"/> is the whole of what it had to do.</param>
    /// <param name="Listed">What it had to do by the snapshot.</param>
    private sealed record GroupDraft(long From, long ListedThrough, HashSet<long> Listed)
    {
        public HashSet<long> Done { get; } = [];

        public bool IsPending(long sequence) =>
            sequence >= From && !Done.Contains(sequence) && (sequence > ListedThrough || Listed.Contains(sequence));
    }
}
