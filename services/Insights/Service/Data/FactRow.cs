using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Insights.Data;

/// <summary>A metric fact, as it follows from what was told of its subject.</summary>
public sealed class FactRow
{
    /// <summary>"quoted/018f…/r2": names what it is about, so that whoever works it out again calls it the same.</summary>
    public required string Id { get; init; }

    /// <summary>As in the fact file: "quoted".</summary>
    public required string Kind { get; set; }
    public required DateTimeOffset OccurredAt { get; set; }
    public required DateTimeOffset RecordedAt { get; set; }

    /// <summary>Of amounts; empty for what is so in every token.</summary>
    public required string Token { get; set; }

    /// <summary>Its line in a fact file, but for what other facts complete: a team, the region that was renewed.</summary>
    public required string Body { get; set; }

    /// <summary>What is needed to complete it by other facts, as JSON; null for nothing.</summary>
    public string? Extra { get; set; }

    /// <summary>An EvidenceList, binary.</summary>
    public required byte[] Evidence { get; set; }
    public required string Subject { get; set; }

    /// <summary>It followed from less than what was told by now. Kept so that readers who have seen it learn that it is no more.</summary>
    public bool IsGone { get; set; }

    /// <summary>The same facts, whatever their rows.</summary>
    internal bool Says(FactRow other) =>
        Id == other.Id && Kind == other.Kind && OccurredAt == other.OccurredAt && RecordedAt == other.RecordedAt && Token == other.Token && Body == other.Body && Extra == other.Extra
        && Subject == other.Subject && IsGone == other.IsGone && Evidence.AsSpan().SequenceEqual(other.Evidence);

    /// <summary>Becomes what another says.</summary>
    internal void Become(FactRow other) =>
        (Kind, OccurredAt, RecordedAt, Token, Body, Extra, Evidence, Subject, IsGone) =
            (other.Kind, other.OccurredAt, other.RecordedAt, other.Token, other.Body, other.Extra, other.Evidence, other.Subject, other.IsGone);
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
