namespace CoretimeDesk.Identity.Data;

/// <summary>A chain account that a person controls. Who had it before is in the journal.</summary>
public sealed class PersonAccount
{
    /// <summary>0x hex.</summary>
    public required string Account { get; init; }
    public required Guid PersonId { get; init; }
    public required string Note { get; init; }
    public required Guid AddedById { get; init; }
    public required DateTimeOffset AddedAt { get; init; }
}
