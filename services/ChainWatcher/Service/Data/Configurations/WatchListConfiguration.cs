using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.ChainWatcher.Data.Configurations;

internal sealed class WatchListConfiguration : IEntityTypeConfiguration<WatchListRow>
{
    public void Configure(EntityTypeBuilder<WatchListRow> list)
    {
        list.ToTable("watch_list", table =>
        {
            table.HasComment("One row: how long the list of watched accounts is, and how often it has changed.");
            table.HasCheckConstraint("watch_list_one_row", "id = 1");
        });
        list.HasKey(l => l.Id);
        list.Property(l => l.Id).ValueGeneratedNever();
        list.Property(l => l.Version).IsConcurrencyToken();
        list.HasData(new WatchListRow());
    }
}
