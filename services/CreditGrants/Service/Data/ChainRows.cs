using System.Numerics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.CreditGrants.Data;

/// <summary>What a pool holds on a chain, by the last block that changed it.</summary>
public sealed class PoolBalanceRow
{
    public required string Chain { get; init; }

    /// <summary>0x hex.</summary>
    public required string Account { get; init; }
    public required BigInteger Free { get; set; }

    /// <summary>The block of the first sighting: what the pool paid before it, it paid out of money that the ledger never saw.</summary>
    public required long OpenedAtBlock { get; init; }

    /// <summary>The block of <see cref="Free"/>.</summary>
    public required long BlockNumber { get; set; }

    /// <summary>A <c>FactRef</c> message.</summary>
    public required byte[] Fact { get; set; }
}

/// <summary>What a pool paid in a block: a balance that changed in the same block is explained by it first.</summary>
public sealed class PoolPaymentRow
{
    public required string FactId { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required string Chain { get; init; }
    public required long BlockNumber { get; init; }
    public required BigInteger Planck { get; init; }

    /// <summary>The name of its event message: "Purchased".</summary>
    public required string Type { get; init; }

    /// <summary>The grant's number; empty when it is for none.</summary>
    public required string GrantNumber { get; init; }
    public required int Tranche { get; init; }

    /// <summary>A <c>FactRef</c> message.</summary>
    public required byte[] Fact { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>A core that a pool paid for a grant, and when it began to be used.</summary>
public sealed class PaidCoreRow
{
    /// <summary>Of the payment.</summary>
    public required string FactId { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required string Chain { get; init; }
    public required string GrantNumber { get; init; }
    public required int Tranche { get; init; }
    public required long Para { get; init; }

    /// <summary>A renewal has none: its workload says itself what runs.</summary>
    public required bool IsRegion { get; init; }
    public required int Core { get; init; }
    public required long Begin { get; init; }
    public required long Duration { get; init; }

    /// <summary>0x hex; empty for a renewal.</summary>
    public required string Mask { get; init; }
    public required BigInteger Price { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>What became of regions: assignments and changes of owner, as the chain watcher told them.</summary>
public sealed class RegionFactRow
{
    public required string FactId { get; init; }
    public required string Chain { get; init; }
    public required int Core { get; init; }
    public required long Begin { get; init; }

    /// <summary>"Assigned" or "Transferred".</summary>
    public required string Type { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The event message.</summary>
    public required byte[] Body { get; init; }
}

/// <summary>A remark with the desk's tag, which names what else its extrinsic does.</summary>
public sealed class RemarkRow
{
    public required string FactId { get; init; }
    public required string Chain { get; init; }
    public required long BlockNumber { get; init; }
    public required long Extrinsic { get; init; }

    /// <summary>Hexadecimal digits without 0x.</summary>
    public required string Payload { get; init; }
}

/// <summary>Credit that arrived in a customer's account on the relay chain, or that an order took.</summary>
public sealed class CreditFactRow
{
    public required string FactId { get; init; }
    public required string Chain { get; init; }
    public required string Account { get; init; }

    /// <summary>Below zero for an order.</summary>
    public required BigInteger Planck { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}

/// <summary>A balance that moved between accounts, of which at least one is watched: by such transfers common funders are found.</summary>
public sealed class TransferRow
{
    public required string FactId { get; init; }
    public required string Chain { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }
    public required BigInteger Planck { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}

internal sealed class PoolBalanceConfiguration : IEntityTypeConfiguration<PoolBalanceRow>
{
    public void Configure(EntityTypeBuilder<PoolBalanceRow> balance)
    {
        balance.ToTable("pool_balances", table => table.HasComment("What pools hold, as the chain watcher last saw it."));
        balance.HasKey(b => new { b.Chain, b.Account });
        balance.Property(b => b.Free).HasColumnType(SumColumn.Type);
    }
}

internal sealed class PoolPaymentConfiguration : IEntityTypeConfiguration<PoolPaymentRow>
{
    public void Configure(EntityTypeBuilder<PoolPaymentRow> payment)
    {
        payment.ToTable("pool_payments", table => table.HasComment("What pools paid for coretime: for a grant, or for none."));
        payment.HasKey(p => p.FactId);
        payment.Property(p => p.Planck).HasColumnType(SumColumn.Type);
        payment.HasIndex(p => new { p.ProgrammeId, p.Chain, p.BlockNumber });
        payment.HasIndex(p => new { p.GrantNumber, p.OccurredAt });
    }
}

internal sealed class PaidCoreConfiguration : IEntityTypeConfiguration<PaidCoreRow>
{
    public void Configure(EntityTypeBuilder<PaidCoreRow> core)
    {
        core.ToTable("paid_cores", table => table.HasComment("Cores that pools paid for grants."));
        core.HasKey(c => c.FactId);
        core.Property(c => c.Price).HasColumnType(SumColumn.Type);
        core.HasIndex(c => new { c.Chain, c.Core, c.Begin });
        core.HasIndex(c => new { c.Chain, c.Begin }, "paid_cores_unused").HasFilter("used_at is null");
        core.HasIndex(c => c.GrantNumber);
    }
}

internal sealed class RegionFactConfiguration : IEntityTypeConfiguration<RegionFactRow>
{
    public void Configure(EntityTypeBuilder<RegionFactRow> fact)
    {
        fact.ToTable("region_facts", table => table.HasComment("Assignments and transfers of regions."));
        fact.HasKey(f => f.FactId);
        fact.HasIndex(f => new { f.Chain, f.Core, f.Begin });
    }
}

internal sealed class RemarkConfiguration : IEntityTypeConfiguration<RemarkRow>
{
    public void Configure(EntityTypeBuilder<RemarkRow> remark)
    {
        remark.ToTable("remarks", table => table.HasComment("Remarks with the desk's tag."));
        remark.HasKey(r => r.FactId);
        remark.HasIndex(r => new { r.Chain, r.BlockNumber, r.Extrinsic });
    }
}

internal sealed class CreditFactConfiguration : IEntityTypeConfiguration<CreditFactRow>
{
    public void Configure(EntityTypeBuilder<CreditFactRow> fact)
    {
        fact.ToTable("credit_facts", table => table.HasComment("Credit for on-demand orders in customers' accounts: what arrived, less what orders took."));
        fact.HasKey(f => f.FactId);
        fact.Property(f => f.Planck).HasColumnType(SumColumn.Type);
        fact.HasIndex(f => f.Account);
    }
}

internal sealed class TransferConfiguration : IEntityTypeConfiguration<TransferRow>
{
    public void Configure(EntityTypeBuilder<TransferRow> transfer)
    {
        transfer.ToTable("transfers", table => table.HasComment("Transfers that touch a watched account."));
        transfer.HasKey(t => t.FactId);
        transfer.Property(t => t.Planck).HasColumnType(SumColumn.Type);
        transfer.HasIndex(t => new { t.To, t.OccurredAt });
    }
}
