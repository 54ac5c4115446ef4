using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Facts;

/// <summary>A quote was sent.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Quote">The quote.</param>
/// <param name="Lead">To which lead.</param>
/// <param name="List">What it costs at list price, in planck.</param>
/// <param name="Concession">What of that is conceded, in planck.</param>
/// <param name="Band">Who could concede it.</param>
public sealed record Quoted(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Quote, string Lead, Planck List, Planck Concession, Band Band)
    : AboutLead(Id, OccurredAt, RecordedAt, Lead)
{
    /// <inheritdoc/>
    public override string Kind => "quoted";
}

/// <summary>A quote was accepted.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Quote">The quote.</param>
public sealed record Accepted(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Quote) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "accepted";
}

/// <summary>A decision was asked for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Approval">Which.</param>
/// <param name="SlaHours">Within how many hours it is to be made.</param>
public sealed record ApprovalSubmitted(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Approval, long SlaHours) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "approval_submitted";
}

/// <summary>A decision was made, whichever.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Approval">Which.</param>
public sealed record ApprovalDecided(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Approval) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "approval_decided";
}

/// <summary>What a month was expected to bring; of no effect when it was recorded after the month's first instant.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Month">The month.</param>
/// <param name="Amount">How much net new coretime, in planck.</param>
public sealed record ForecastFrozen(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, Month Month, Planck Amount) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "forecast_frozen";
}

/// <summary>Who could concede what a quote concedes.</summary>
public enum Band
{
    /// <summary>The rep alone.</summary>
    Rep,

    /// <summary>Somebody had to approve.</summary>
    Approval,
}
