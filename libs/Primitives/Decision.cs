namespace CoretimeDesk;

/// <summary>What a rule decided: events to record, nothing at all, or a refusal.</summary>
/// <typeparam name="TEvent">The aggregate's base type of events.</typeparam>
public readonly struct Decision<TEvent>
{
    private readonly IReadOnlyList<TEvent>? _events;

    private Decision(IReadOnlyList<TEvent>? events, Refusal? refusal) => (_events, Refusal) = (events, refusal);

    /// <summary>The events, in order; empty when the command changes nothing or was refused.</summary>
    public IReadOnlyList<TEvent> Events => _events ?? [];

    /// <summary>Why not, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Record these.</summary>
    public static Decision<TEvent> Emit(params IReadOnlyList<TEvent> events) => new(events, null);

    /// <summary>A repeat of what is already so: success, and nothing to record.</summary>
    public static Decision<TEvent> Nothing => new([], null);

    /// <summary>Refuse; nothing is recorded.</summary>
    public static implicit operator Decision<TEvent>(Refusal refusal) => new(null, refusal);
}
