using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.EfDesign;

internal static class DesignTime
{
    /// <summary>Options that name the server's kind only; no migration is authored against a live database.</summary>
    public static DbContextOptions<TDb> Options<TDb>(string schema)
        where TDb : DbContext =>
        new DbContextOptionsBuilder<TDb>().UseNpgsql("Host=design-time-only", npgsql => npgsql.MigrationsHistoryTable("migrations", schema)).Options;
}
