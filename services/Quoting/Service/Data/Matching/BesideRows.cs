using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Quoting.Data;

/// <summary>A remark with the desk's tag and something that may be a quote's digest.</summary>
public sealed class RemarkRow
{
    public required Guid Id { get; init; }
    public required string Chain { get; init; }
    public required long BlockNumber { get; init; }
    public required string BlockHash { get; init; }
    public required long EventIndex { get; init; }
    public required long ExtrinsicIndex { get; init; }
    public required string Digest { get; init; }
}

/// <summary>A region was assigned to a task, or the assignment was taken back.</summary>
public sealed class AssignmentRow
{
    public required Guid Id { get; init; }
    public required string Chain { get; init; }
    public required long BlockNumber { get; init; }
    public required string BlockHash { get; init; }
    public required long EventIndex { get; init; }
    public required long Begin { get; init; }
    public required int Core { get; init; }
    public required bool IsWholeCore { get; init; }
    public required long? Task { get; init; }
    public required bool? IsFinal { get; init; }
}

internal sealed class RemarkConfiguration : IEntityTypeConfiguration<RemarkRow>
{
    public void Configure(EntityTypeBuilder<RemarkRow> remark)
    {
        remark.ToTable("digest_remarks", table => table.HasComment("Digests that stand on a chain behind the desk's tag."));
        remark.HasKey(r => r.Id);
        remark.HasIndex(r => r.Digest);
        remark.HasIndex(r => new { r.Chain, r.BlockHash, r.ExtrinsicIndex }, "digest_remarks_by_extrinsic");
    }
}

internal sealed class AssignmentConfiguration : IEntityTypeConfiguration<AssignmentRow>
{
    public void Configure(EntityTypeBuilder<AssignmentRow> assignment)
    {
        assignment.ToTable("assignment_facts", table => table.HasComment("What regions were assigned to."));
        assignment.HasKey(a => a.Id);
        assignment.HasIndex(a => new { a.Chain, a.Core, a.Begin }, "assignment_facts_by_core");
    }
}
