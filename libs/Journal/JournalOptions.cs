namespace CoretimeDesk.Journal;

/// <summary>One service's settings for its journal, outbox and inbox.</summary>
public sealed class JournalOptions
{
    /// <summary>The app id on the bus, also the topic that the service publishes to: <c>leads</c>.</summary>
    public required string AppId { get; init; }

    /// <summary>The schema that holds the journal.</summary>
    public required string Schema { get; init; }

    /// <summary>The pub/sub component's name.</summary>
    public string PubSub { get; init; } = "desk-pubsub";

    /// <summary>The sidecar's HTTP API, for example <c>http://127.0.0.1:7502</c>.</summary>
    public required Uri Sidecar { get; init; }

    /// <summary>Sent with every call to the sidecar, where one is set.</summary>
    public string? SidecarToken { get; init; }

    /// <summary>Expected on every call from the sidecar, where one is set.</summary>
    public string? AppToken { get; init; }

    /// <summary>The topic for events that this service cannot accept.</summary>
    public string DeadLetterTopic => $"{AppId}-dead";

    /// <summary>Rows that one round of the dispatcher takes at most.</summary>
    public int OutboxBatchMax { get; init; } = 256;

    /// <summary>Aggregates whose events are in flight to the sidecar at once.</summary>
    public int OutboxParallelism { get; init; } = 32;

    /// <summary>How often the dispatcher looks although nobody rang.</summary>
    public TimeSpan OutboxPoll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one publish may take.</summary>
    public TimeSpan PublishTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long answers to request ids and ids of received events are remembered.</summary>
    public TimeSpan Memory { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How often new rows are sealed by themselves; a proof that is asked for does not wait for it.</summary>
    public TimeSpan SealEvery { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Rows under one seal at most; what is more becomes several.</summary>
    public int SealLeavesMax { get; init; } = 4096;
}
