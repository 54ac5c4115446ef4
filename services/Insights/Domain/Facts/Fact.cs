namespace CoretimeDesk.Insights.Facts;

/// <summary>Something that happened and that figures follow from. Two facts are the same when they are equal but for <see cref="RecordedAt"/>.</summary>
/// <param name="Id">Its id, of which there is one; a redelivery has the same.</param>
/// <param name="OccurredAt">When it happened: the block's time, or when a person says that it did.</param>
/// <param name="RecordedAt">When the desk first knew of it; not before <paramref name="OccurredAt"/>.</param>
public abstract record Fact(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt)
{
    /// <summary>What a person says later than this is labelled.</summary>
    public static readonly TimeSpan LabelledAfter = TimeSpan.FromDays(1);

    /// <summary>What a person says later than this counts by when it was said.</summary>
    public static readonly TimeSpan BackdatedMost = TimeSpan.FromDays(7);

    /// <summary>As files write it.</summary>
    public abstract string Kind { get; }

    /// <summary>The chain says so, and not a person: it counts by the block's time, however late it was seen.</summary>
    public virtual bool IsOfChain => false;

    /// <summary>When it happened, in UTC. Files know milliseconds, so nothing finer is kept: what is written and read again gives the same figures.</summary>
    public DateTimeOffset OccurredAt { get; init; } = ToTheMillisecond(OccurredAt);

    /// <summary>When the desk first knew of it, in UTC, to the millisecond.</summary>
    public DateTimeOffset RecordedAt { get; init; } = ToTheMillisecond(RecordedAt);

    /// <summary>The instant by which it counts.</summary>
    public DateTimeOffset At => IsOfChain || RecordedAt - OccurredAt <= BackdatedMost ? OccurredAt : RecordedAt;

    /// <summary>A person's statement that was late, and counts by when it happened all the same.</summary>
    public bool IsBackdated => !IsOfChain && RecordedAt - OccurredAt > LabelledAfter && RecordedAt - OccurredAt <= BackdatedMost;

    /// <summary>A person's statement that was too late to count by when it happened.</summary>
    public bool IsRedated => !IsOfChain && RecordedAt - OccurredAt > BackdatedMost;

    /// <summary>Says the same; only when it was recorded may differ.</summary>
    public bool SaysTheSameAs(Fact other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Equals(other with { RecordedAt = RecordedAt });
    }

    internal static DateTimeOffset ToTheMillisecond(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}

/// <summary>A fact of a kind that this program does not know; counted, and nothing else.</summary>
internal sealed record UnknownFact(string Id, string KindName, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt) : Fact(Id, OccurredAt, RecordedAt)
{
    public override string Kind => KindName;
}
