using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.ChainWatcher.Data.Configurations;

internal sealed class WatchedAccountConfiguration : IEntityTypeConfiguration<WatchedAccountRow>
{
    public void Configure(EntityTypeBuilder<WatchedAccountRow> account)
    {
        account.ToTable("watched_accounts", table =>
        {
            table.HasComment("Accounts that every chain's follower tells of, beside those of the settings. Nothing is taken back.");
            table.HasCheckConstraint("watched_accounts_account", "account ~ '^0x[0-9a-f]{64}$'");
        });
        account.HasKey(a => a.Account);
        account.HasIndex(a => new { a.WatchedAt, a.Account });
    }
}
