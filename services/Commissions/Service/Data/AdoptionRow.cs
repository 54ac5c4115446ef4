using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Commissions.Data;

/// <summary>A plan file that was adopted. Written once; the database refuses to change it.</summary>
public sealed class AdoptionRow : IJournaled
{
    public required Guid Id { get; init; }

    /// <summary>1, 2, 3…</summary>
    public required int Number { get; init; }
    public required string Json { get; init; }
    public required string Sha256 { get; init; }
    public required Guid AdoptedById { get; init; }
    public required string AdoptedBy { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset AdoptedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

internal sealed class AdoptionConfiguration : IEntityTypeConfiguration<AdoptionRow>
{
    public void Configure(EntityTypeBuilder<AdoptionRow> adoption)
    {
        adoption.ToTable("plan_adoptions", table => table.HasComment("Plan files, in the order in which they were adopted. A row is written once; deals keep the plan that they were accepted with."));
        adoption.HasKey(a => a.Id);
        adoption.Property(a => a.Id).ValueGeneratedNever();
        adoption.Property(a => a.Sha256).HasMaxLength(64);
        adoption.HasIndex(a => a.Number).IsUnique();
    }
}
