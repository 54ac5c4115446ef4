using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.ChainWatcher.Data.Configurations;

internal sealed class RegionConfiguration : IEntityTypeConfiguration<RegionRow>
{
    public void Configure(EntityTypeBuilder<RegionRow> region)
    {
        region.ToTable("regions", table => table.HasComment("Regions in storage at the chain's checkpoint."));
        region.HasKey(r => new { r.ChainId, r.Begin, r.Core, r.Mask });
        region.HasOne<ChainRow>().WithMany().HasForeignKey(r => r.ChainId).OnDelete(DeleteBehavior.Cascade);
        region.HasIndex(r => new { r.ChainId, r.Owner });
    }
}
