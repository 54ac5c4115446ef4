using System.Numerics;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.CreditGrants.Data;

/// <summary>A grant, from the request on. What is reserved, paid and used of it is in its programme's ledger, under its number.</summary>
public sealed class GrantRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required Guid AccountId { get; init; }
    public required Guid? LeadId { get; init; }
    public required string Network { get; init; }
    public required long Para { get; init; }
    public required V1.GrantTier Tier { get; init; }
    public required V1.RailKind Rail { get; init; }

    /// <summary>The customer's account on rails D and T, 0x hex; empty on others.</summary>
    public required string CustomerAccount { get; init; }
    public required GrantState State { get; set; }
    public required Guid RequestedById { get; init; }

    /// <summary>Teams of who asked: their leads see it.</summary>
    public required Guid[] TeamIds { get; init; }

    /// <summary>Who gains by it: owners of the lead and of registrations.</summary>
    public required Guid[] BeneficiaryIds { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required DateTimeOffset DecideBy { get; init; }
    public bool OverdueTold { get; set; }

    /// <summary>Planck of all tranches.</summary>
    public required BigInteger Value { get; set; }
    public DateTimeOffset? AwardedAt { get; set; }
    public DateTimeOffset? ActivateBy { get; set; }
    public DateTimeOffset? ActivatedAt { get; set; }
    public DateTimeOffset? ReviewFrom { get; set; }
    public bool ReviewTold { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>SHA-256 of the code that it was asked for with; empty for none.</summary>
    public required string CodeSha256 { get; init; }

    /// <summary>A <c>Grant</c> message: everything that people said. Of what the ledger decides it holds nothing.</summary>
    public required byte[] Body { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>A decision with everything that it rested on. Written once.</summary>
public sealed class DecisionRow
{
    public required Guid Id { get; init; }
    public required Guid GrantId { get; init; }

    /// <summary>A <c>Decision</c> message.</summary>
    public required byte[] Body { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
}

internal sealed class GrantConfiguration : IEntityTypeConfiguration<GrantRow>
{
    public void Configure(EntityTypeBuilder<GrantRow> grant)
    {
        grant.ToTable("grants", table => table.HasComment("Grants of free coretime, from the request to the end."));
        grant.HasKey(g => g.Id);
        grant.Property(g => g.Id).ValueGeneratedNever();
        grant.Property(g => g.Tier).HasConversion<short>();
        grant.Property(g => g.Rail).HasConversion<short>();
        grant.Property(g => g.State).HasConversion<short>();
        grant.Property(g => g.Value).HasColumnType(SumColumn.Type);
        grant.HasIndex(g => g.Number).IsUnique();
        grant.HasIndex(g => new { g.ProgrammeId, g.State, g.Id }, "grants_by_programme");
        grant.HasIndex(g => new { g.AccountId, g.Id }, "grants_by_account");
        grant.HasIndex(g => new { g.RequestedById, g.Id }, "grants_by_requester");
        grant.HasIndex(g => g.TeamIds, "grants_by_team").HasMethod("gin");
    }
}

internal sealed class DecisionConfiguration : IEntityTypeConfiguration<DecisionRow>
{
    public void Configure(EntityTypeBuilder<DecisionRow> decision)
    {
        decision.ToTable("decisions", table => table.HasComment("Every decision about a grant, with inputs, rules and reasons. A row never changes."));
        decision.HasKey(d => d.Id);
        decision.Property(d => d.Id).ValueGeneratedNever();
        decision.HasIndex(d => new { d.GrantId, d.Id });
    }
}
