using CoretimeDesk.ChainWatcher.Data.Configurations;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.ChainWatcher.Data;

/// <summary>The tables of schema <c>chainwatcher</c>.</summary>
public sealed class WatcherDb(DbContextOptions<WatcherDb> options) : JournalDbContext(options, SchemaName)
{
    /// <summary>The schema's name.</summary>
    public const string SchemaName = "chainwatcher";

    public DbSet<ChainRow> Chains => Set<ChainRow>();

    public DbSet<FactRow> Facts => Set<FactRow>();

    public DbSet<RegionRow> Regions => Set<RegionRow>();

    public DbSet<RenewalRow> Renewals => Set<RenewalRow>();

    public DbSet<BackfillRow> Backfills => Set<BackfillRow>();

    public DbSet<WatchListRow> WatchLists => Set<WatchListRow>();

    public DbSet<WatchedAccountRow> WatchedAccounts => Set<WatchedAccountRow>();

    public DbSet<WatchedBalanceRow> WatchedBalances => Set<WatchedBalanceRow>();

    /// <inheritdoc/>
    protected override void MapState(ModelBuilder model)
    {
        model.ApplyConfiguration(new ChainConfiguration());
        model.ApplyConfiguration(new FactConfiguration());
        model.ApplyConfiguration(new RegionConfiguration());
        model.ApplyConfiguration(new RenewalConfiguration());
        model.ApplyConfiguration(new BackfillConfiguration());
        model.ApplyConfiguration(new WatchListConfiguration());
        model.ApplyConfiguration(new WatchedAccountConfiguration());
        model.ApplyConfiguration(new WatchedBalanceConfiguration());
    }
}
