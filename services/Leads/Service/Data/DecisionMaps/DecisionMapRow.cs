using System.Numerics;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.DecisionMaps;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>How a customer decides.</summary>
public sealed class DecisionMapRow : IJournaled, IOfAccount
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; set; }
    public Guid? LeadId { get; init; }
    public required string Title { get; set; }
    public required string TrackName { get; set; }
    public required PowerUnit Unit { get; set; }
    public required int ApprovalBasisPoints { get; set; }
    public BigInteger? Turnout { get; set; }
    public required int SupportBasisPoints { get; set; }
    public BigInteger? Electorate { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AccountRow? Account { get; init; }
    public List<DecisionMemberRow> Members { get; } = [];

    /// <summary>The track as the rules see it.</summary>
    public DecisionTrack ToTrack() => new(ApprovalBasisPoints, Turnout, SupportBasisPoints, Electorate);
}

/// <summary>Somebody who has a say. What is written about people is here and nowhere else.</summary>
public sealed class DecisionMemberRow
{
    public required Guid Id { get; init; }
    public required Guid MapId { get; init; }
    public string Label { get; set; } = "";
    public Guid? ContactId { get; set; }
    public string Address { get; set; } = "";
    public BigInteger? Weight { get; set; }
    public long? WeightBlock { get; set; }
    public string? WeightBlockHash { get; set; }
    public bool Imported { get; set; }
    public short SoftPower { get; set; }
    public string Evidence { get; set; } = "";
    public short[] Roles { get; set; } = [];
    public Stance Stance { get; set; }
    public DateOnly? ContactedOn { get; set; }
    public string ContactedBy { get; set; } = "";
    public ContactRow? Contact { get; init; }
}

internal sealed class DecisionMapConfiguration : IEntityTypeConfiguration<DecisionMapRow>
{
    public void Configure(EntityTypeBuilder<DecisionMapRow> map)
    {
        map.ToTable("decision_maps", table =>
        {
            table.HasComment("How customers that are DAOs decide.");
            table.HasCheckConstraint("decision_maps_track", "approval_basis_points between 1 and 10000 and support_basis_points between 0 and 10000 and (support_basis_points = 0 or electorate is not null)");
        });
        map.HasKey(m => m.Id);
        map.Property(m => m.Id).ValueGeneratedNever();
        map.Property(m => m.Unit).HasConversion<short>();
        map.Property(m => m.Turnout).HasColumnType("numeric(39,0)");
        map.Property(m => m.Electorate).HasColumnType("numeric(39,0)");
        map.HasOne(m => m.Account).WithMany().HasForeignKey(m => m.AccountId).OnDelete(DeleteBehavior.Restrict);
        map.HasOne<LeadRow>().WithMany().HasForeignKey(m => m.LeadId).OnDelete(DeleteBehavior.Restrict);
        map.HasMany(m => m.Members).WithOne().HasForeignKey(m => m.MapId).OnDelete(DeleteBehavior.Restrict);
        map.HasIndex(m => new { m.AccountId, m.Id }, "decision_maps_of_account");
    }
}

internal sealed class DecisionMemberConfiguration : IEntityTypeConfiguration<DecisionMemberRow>
{
    public void Configure(EntityTypeBuilder<DecisionMemberRow> member)
    {
        member.ToTable("decision_members", table =>
        {
            table.HasComment("Those who have a say. What is written about people is deleted with the contact that they are.");
            table.HasCheckConstraint("decision_members_weight", "weight >= 0 and (weight is null or weight = 0 or (weight_block is not null and weight_block_hash is not null))");
            table.HasCheckConstraint("decision_members_soft_power", "soft_power between 0 and 5 and (soft_power = 0 or evidence <> '')");
        });
        member.HasKey(m => m.Id);
        member.Property(m => m.Id).ValueGeneratedNever();
        member.Property(m => m.Weight).HasColumnType("numeric(39,0)");
        member.Property(m => m.Stance).HasConversion<short>();
        member.HasOne(m => m.Contact).WithMany().HasForeignKey(m => m.ContactId).OnDelete(DeleteBehavior.Restrict);
        member.HasIndex(m => new { m.MapId, m.Address }, "decision_members_one_address").IsUnique().HasFilter("address <> ''");
        member.HasIndex(m => m.ContactId);
    }
}
