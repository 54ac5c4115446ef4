using CoretimeDesk.Leads.ChainFacts;
using CoretimeDesk.Leads.SizeReviews;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>A finalised fact by which an account has a core.</summary>
public sealed class CoreUseRow : IOfAccount
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; set; }
    public required UseKind Kind { get; init; }
    public required string FactId { get; init; }
    public required string Chain { get; init; }
    public required int Core { get; init; }
    public required string Mask { get; init; }
    public required long Begin { get; init; }
    public required long Timeslices { get; init; }
    public required DateTimeOffset ObtainedAt { get; init; }
    public required DateTimeOffset BeginsAt { get; init; }

    /// <summary>As the rules see it.</summary>
    public CoreUse ToUse() => new(Kind, FactId, Chain, checked((uint)Core), CoreMask.Parse(Mask), checked((uint)Begin), checked((uint)Timeslices), ObtainedAt, BeginsAt);
}

/// <summary>What an account spent on on-demand blockspace in a network on a day. After a merge a day may have two rows.</summary>
public sealed class OnDemandUseRow : IOfAccount
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; set; }

    /// <summary>The relay chain.</summary>
    public required string Network { get; init; }
    public required DateOnly On { get; init; }

    /// <summary>Planck.</summary>
    public UInt128 Spent { get; set; }
    public int Facts { get; set; }
    public required DateTimeOffset FirstAt { get; set; }
    public required string FirstFactId { get; set; }
    public required string LastFactId { get; set; }

    /// <summary>As the rules see it.</summary>
    public OnDemandUse ToUse() => new(Network, On, new(Spent), Facts, FirstAt, FirstFactId, LastFactId);
}

internal sealed class CoreUseConfiguration : IEntityTypeConfiguration<CoreUseRow>
{
    public void Configure(EntityTypeBuilder<CoreUseRow> use)
    {
        use.ToTable("core_uses", table => table.HasComment("Finalised facts by which accounts have cores, for the verification of stated sizes and for drops in use."));
        use.HasKey(u => u.Id);
        use.Property(u => u.Id).ValueGeneratedNever();
        use.Property(u => u.Kind).HasConversion<short>();
        use.HasOne<AccountRow>().WithMany().HasForeignKey(u => u.AccountId).OnDelete(DeleteBehavior.Restrict);
        use.HasIndex(u => new { u.AccountId, u.ObtainedAt });
        use.HasIndex(u => new { u.Chain, u.Begin });
    }
}

internal sealed class OnDemandUseConfiguration : IEntityTypeConfiguration<OnDemandUseRow>
{
    public void Configure(EntityTypeBuilder<OnDemandUseRow> use)
    {
        use.ToTable("on_demand_uses", table => table.HasComment("What accounts spent on on-demand blockspace by network and day."));
        use.HasKey(u => u.Id);
        use.Property(u => u.Id).ValueGeneratedNever();
        use.Property(u => u.Spent).HasColumnType("numeric(39,0)").HasConversion(PlanckColumn.Converter);
        use.HasOne<AccountRow>().WithMany().HasForeignKey(u => u.AccountId).OnDelete(DeleteBehavior.Restrict);
        use.HasIndex(u => new { u.AccountId, u.Network, u.On });
        use.HasIndex(u => new { u.AccountId, u.FirstAt });
    }
}
