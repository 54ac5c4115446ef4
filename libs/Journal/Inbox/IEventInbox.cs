namespace CoretimeDesk.Journal;

/// <summary>What became of a delivery, in the sidecar's words.</summary>
public enum Delivery
{
    /// <summary>Done, or done before: never send it again.</summary>
    Success,

    /// <summary>It may work later.</summary>
    Retry,

    /// <summary>It can never work: to the dead letters with it.</summary>
    Drop,
}

/// <summary>How the sidecar is told.</summary>
internal static class DeliveryWords
{
    public static string ToWord(this Delivery delivery) => delivery switch { Delivery.Success => "SUCCESS", Delivery.Drop => "DROP", _ => "RETRY" };
}

/// <summary>A delivery's end and, unless it is <see cref="Delivery.Success"/>, the reason.</summary>
public readonly record struct DeliveryResult(Delivery Delivery, string Reason = "");

/// <summary>Takes deliveries of the bus. At-least-once goes in; the effect happens exactly once.</summary>
public interface IEventInbox
{
    /// <summary>The topics of this service, and how each is applied.</summary>
    IReadOnlyDictionary<string, Ordering> Topics { get; }

    /// <summary>Whether a topic's events are best delivered many at once: what is handled of it is handled together, or some of it is.</summary>
    bool IsTogether(string topic);

    /// <summary>Applies a delivered event, or says why not. Does not throw for anything the event can cause.</summary>
    Task<DeliveryResult> ReceiveAsync(string topic, ReadOnlyMemory<byte> body, CancellationToken stop);

    /// <summary>Keeps an event that the sidecar gave up on.</summary>
    Task<DeliveryResult> KeepDeadLetterAsync(ReadOnlyMemory<byte> body, CancellationToken stop);
}
