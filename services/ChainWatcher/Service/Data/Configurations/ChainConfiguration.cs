using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.ChainWatcher.Data.Configurations;

internal sealed class ChainConfiguration : IEntityTypeConfiguration<ChainRow>
{
    public void Configure(EntityTypeBuilder<ChainRow> chain)
    {
        chain.ToTable("chains", table =>
        {
            table.HasComment("One row per followed chain: the last block whose facts are saved.");
            table.HasCheckConstraint("chains_hashes", "octet_length(genesis_hash) = 32 and octet_length(block_hash) = 32");
            table.HasCheckConstraint("chains_stop_is_whole", "(stop_reason is null) = (stop_message is null)");
        });
        chain.HasKey(c => c.Id);
        chain.Property(c => c.Id).ValueGeneratedNever();
        chain.HasIndex(c => c.Name).IsUnique();
        chain.Property(c => c.Kind).HasConversion<short>();
    }
}
