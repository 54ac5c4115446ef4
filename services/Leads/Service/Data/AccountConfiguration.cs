using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<AccountRow>
{
    public void Configure(EntityTypeBuilder<AccountRow> account)
    {
        account.ToTable("accounts", table =>
        {
            table.HasComment("One row per customer, or project that may become one.");
            table.HasCheckConstraint("accounts_size", "annual_core_periods > 0");
            table.HasCheckConstraint("accounts_name", $"char_length(name) between 1 and {AccountRules.NameLengthMax}");
        });
        account.HasKey(a => a.Id);
        account.Property(a => a.Id).ValueGeneratedNever();
        account.HasIndex(a => a.Number).IsUnique();
        account.Property(a => a.Segment).HasConversion<short>();
        account.Property(a => a.SizeTier).HasConversion<short>();
        account.Property(a => a.AnnualCorePeriods).HasConversion<long>();
        account.HasIndex(a => new { a.Segment, a.SizeTier, a.Id });
    }
}
