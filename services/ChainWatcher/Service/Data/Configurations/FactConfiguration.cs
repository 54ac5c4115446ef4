using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.ChainWatcher.Data.Configurations;

internal sealed class FactConfiguration : IEntityTypeConfiguration<FactRow>
{
    public void Configure(EntityTypeBuilder<FactRow> fact)
    {
        fact.ToTable("facts", table => table.HasComment("What finalised blocks mean to the desk. A row never changes; its id is made of chain, block hash and event index."));
        fact.HasKey(f => f.Id);
        fact.Property(f => f.Id).ValueGeneratedNever();
        fact.Property(f => f.Json).HasColumnType("jsonb");
        fact.HasOne<ChainRow>().WithMany().HasForeignKey(f => f.ChainId).OnDelete(DeleteBehavior.Restrict);
        fact.HasIndex(f => new { f.ChainId, f.BlockNumber, f.EventIndex }).IsUnique();
        fact.HasIndex(f => new { f.Type, f.OccurredAt });
        fact.HasIndex(f => f.Accounts).HasMethod("gin");
        fact.HasIndex(f => f.Tasks).HasMethod("gin");
    }
}
