using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.ChainWatcher.Data.Configurations;

internal sealed class FactConfiguration : IEntityTypeConfiguration<FactRow>
{
    public void Configure(EntityTypeBuilder<FactRow> fact)
    {
        fact.ToTable("facts", table => table.HasComment("What finalised blocks mean to the desk. A row never changes; its id is made of chain, block hash and event index, or the account that the storage tells of."));
        fact.HasKey(f => f.Id);
        fact.Property(f => f.Id).ValueGeneratedNever();
        fact.Property(f => f.Json).HasColumnType("jsonb");
        fact.HasOne<ChainRow>().WithMany().HasForeignKey(f => f.ChainId).OnDelete(DeleteBehavior.Restrict);
        // Of what no event told a block may have several: what each of the watched accounts holds.
        fact.HasIndex(f => new { f.ChainId, f.BlockNumber, f.EventIndex });
        fact.HasIndex(f => new { f.ChainId, f.BlockNumber, f.EventIndex }, "facts_one_of_an_event").IsUnique().HasFilter("event_index >= 0");
        fact.HasIndex(f => new { f.Type, f.OccurredAt });
        fact.HasIndex(f => f.Accounts).HasMethod("gin");
        fact.HasIndex(f => f.Tasks).HasMethod("gin");
    }
}
