using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Insights.Data;

/// <summary>A metric fact, as it follows from what was told of its subject.</summary>
public sealed class FactRow
{
    /// <summary>"quoted/018f…/r2": names what it is about, so that whoever works it out again calls it the same.</summary>
    public required string Id { get; init; }

    /// <summary>As in the fact file: "quoted".</summary>
    public required string Kind { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Of amounts; empty for what is so in every token.</summary>
    public required string Token { get; init; }

    /// <summary>Its line in a fact file, but for what other facts complete: a team, the region that was renewed.</summary>
    public required string Body { get; init; }

    /// <summary>What is needed to complete it by other facts, as JSON; null for nothing.</summary>
    public string? Extra { get; init; }

    /// <summary>An EvidenceList, binary.</summary>
    public required byte[] Evidence { get; init; }
    public required string Subject { get; init; }

    /// <summary>It followed from less than what was told by now. Kept so that readers who have seen it learn that it is no more.</summary>
    public bool IsGone { get; init; }
}

internal sealed class FactConfiguration : IEntityTypeConfiguration<FactRow>
{
    public void Configure(EntityTypeBuilder<FactRow> fact)
    {
        fact.ToTable("facts", table => table.HasComment("Metric facts, each with its evidence: a projection of the observations, worked out subject by subject."));
        fact.HasKey(f => f.Id);
        fact.Property(f => f.Body).HasColumnType("json");
        fact.Property(f => f.Extra).HasColumnType("json");
        fact.HasIndex(f => f.Subject, "facts_by_subject");
    }
}
