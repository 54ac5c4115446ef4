using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.ChainWatcher.Data.Configurations;

internal sealed class RenewalConfiguration : IEntityTypeConfiguration<RenewalRow>
{
    public void Configure(EntityTypeBuilder<RenewalRow> renewal)
    {
        renewal.ToTable("renewals", table => table.HasComment("Rights to renew in storage at the chain's checkpoint."));
        renewal.HasKey(r => new { r.ChainId, r.Core, r.Begin });
        renewal.HasOne<ChainRow>().WithMany().HasForeignKey(r => r.ChainId).OnDelete(DeleteBehavior.Cascade);
    }
}
