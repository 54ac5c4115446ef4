using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Identity.Data;

internal sealed class AdministrationConfiguration : IEntityTypeConfiguration<Administration>
{
    public void Configure(EntityTypeBuilder<Administration> administration)
    {
        administration.ToTable("administration", table =>
        {
            table.HasComment("One row: the lock of commands that could leave nobody, or find nobody, to manage people.");
            table.HasCheckConstraint("administration_one_row", "id = 1");
        });
        administration.HasKey(a => a.Id);
        administration.Property(a => a.Id).ValueGeneratedNever();
        administration.Property(a => a.Changes).IsConcurrencyToken();
        administration.HasData(new Administration());
    }
}
