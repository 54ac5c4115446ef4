using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.ChainWatcher.Data.Configurations;

internal sealed class WatchedBalanceConfiguration : IEntityTypeConfiguration<WatchedBalanceRow>
{
    public void Configure(EntityTypeBuilder<WatchedBalanceRow> balance)
    {
        balance.ToTable("watched_balances", table =>
        {
            table.HasComment("What watched accounts hold at a chain's checkpoint. That there is a row says that the chain has told of the account for the first time.");
            table.HasCheckConstraint("watched_balances_free", "free ~ '^[0-9]{1,39}$'");
        });
        balance.HasKey(b => new { b.ChainId, b.Account });
        balance.HasOne<ChainRow>().WithMany().HasForeignKey(b => b.ChainId).OnDelete(DeleteBehavior.Restrict);
        balance.HasOne<WatchedAccountRow>().WithMany().HasForeignKey(b => b.Account).OnDelete(DeleteBehavior.Restrict);
    }
}
