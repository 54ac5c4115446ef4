using CoretimeDesk.ChainWatcher.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CoretimeDesk.EfDesign;

internal sealed class ChainWatcherFactory : IDesignTimeDbContextFactory<WatcherDb>
{
    public WatcherDb CreateDbContext(string[] args) => new(DesignTime.Options<WatcherDb>(WatcherDb.SchemaName));
}
