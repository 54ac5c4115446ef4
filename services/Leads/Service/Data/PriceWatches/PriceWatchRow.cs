using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>A price that a customer waits for.</summary>
public sealed class PriceWatchRow : IJournaled
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; set; }
    public required string Chain { get; init; }

    /// <summary>Planck of the chain's token, for one core.</summary>
    public required UInt128 Price { get; init; }
    public required string Symbol { get; init; }
    public required int Decimals { get; init; }
    public required string Note { get; init; }
    public required string SetBy { get; init; }
    public required DateTimeOffset SetAt { get; init; }
    public DateTimeOffset? ReachedAt { get; set; }
    public DateTimeOffset? DroppedAt { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

internal sealed class PriceWatchConfiguration : IEntityTypeConfiguration<PriceWatchRow>
{
    public void Configure(EntityTypeBuilder<PriceWatchRow> watch)
    {
        watch.ToTable("price_watches", table =>
        {
            table.HasComment("Prices that customers wait for.");
            table.HasCheckConstraint("price_watches_end_once", "reached_at is null or dropped_at is null");
        });
        watch.HasKey(w => w.Id);
        watch.Property(w => w.Price).HasColumnType("numeric(39,0)").HasConversion(PlanckColumn.Converter);
        watch.Property(w => w.Version).IsConcurrencyToken();
        watch.HasOne<AccountRow>().WithMany().HasForeignKey(w => w.AccountId).OnDelete(DeleteBehavior.Restrict);
        watch.HasIndex(w => new { w.AccountId, w.Id });
        watch.HasIndex(w => w.Chain, "price_watches_open").HasFilter("reached_at is null and dropped_at is null");
    }
}
