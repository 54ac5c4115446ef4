using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.ChainWatcher.Data.Configurations;

internal sealed class BackfillConfiguration : IEntityTypeConfiguration<BackfillRow>
{
    public void Configure(EntityTypeBuilder<BackfillRow> backfill)
    {
        backfill.ToTable("backfills", table => table.HasComment("Reading of blocks from before the follower began. At most one runs for a chain."));
        backfill.HasKey(b => b.Id);
        backfill.Property(b => b.Id).ValueGeneratedNever();
        backfill.HasOne<ChainRow>().WithMany().HasForeignKey(b => b.ChainId).OnDelete(DeleteBehavior.Restrict);
        backfill.HasIndex(b => b.ChainId).IsUnique().HasFilter("not is_done and stop_message is null").HasDatabaseName("backfills_one_runs");
    }
}
