using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Commissions.Data;

/// <summary>The account that commissions in a token are paid from, and what it held when the watcher told last.</summary>
public sealed class PoolRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Token { get; init; }
    public required string Chain { get; set; }

    /// <summary>0x hex.</summary>
    public required string Account { get; set; }

    /// <summary>Planck as digits; null until the watcher has told.</summary>
    public string? Balance { get; set; }
    public long BlockNumber { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>The payments of a month in a token. A line never changes; who could not be paid at first may get one later.</summary>
public sealed class BatchRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Month { get; init; }
    public required string Token { get; init; }
    public required byte[] Body { get; set; }
    public required string Sha256 { get; set; }
    public required DateTimeOffset PreparedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

internal sealed class PoolConfiguration : IEntityTypeConfiguration<PoolRow>
{
    public void Configure(EntityTypeBuilder<PoolRow> pool)
    {
        pool.ToTable("pools", table => table.HasComment("The accounts that commissions are paid from."));
        pool.HasKey(p => p.Id);
        pool.Property(p => p.Id).ValueGeneratedNever();
        pool.HasIndex(p => p.Token).IsUnique();
    }
}

internal sealed class BatchConfiguration : IEntityTypeConfiguration<BatchRow>
{
    public void Configure(EntityTypeBuilder<BatchRow> batch)
    {
        batch.ToTable("payout_batches", table => table.HasComment("One batch of payments for each month and token."));
        batch.HasKey(b => b.Id);
        batch.Property(b => b.Id).ValueGeneratedNever();
        batch.HasIndex(b => new { b.Token, b.Month }).IsUnique();
    }
}
