namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>How deliveries are made, and how they are disturbed on purpose.</summary>
internal sealed record DeliverySettings
{
    /// <summary>Deliveries under way at a time, per app and topic. One means strictly in order.</summary>
    public required int Concurrency { get; init; }

    /// <summary>How long a handler may take when no timeout policy says otherwise.</summary>
    public required TimeSpan HandlerLimit { get; init; }

    /// <summary>When an event that failed and has no dead-letter topic is tried again.</summary>
    public required TimeSpan Redelivery { get; init; }

    public required Disturbance Disturbance { get; init; }
}
