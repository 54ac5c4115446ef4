using CoretimeDesk.Journal;

namespace CoretimeDesk.Identity.Data;

/// <summary>A team. Teams are never removed: what they did stays theirs.</summary>
public sealed class Team : IJournaled
{
    public required Guid Id { get; init; }
    public required string Name { get; set; }

    /// <summary>For uniqueness whatever the case.</summary>
    public required string NormalizedName { get; set; }

    public Guid? LeadId { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}
