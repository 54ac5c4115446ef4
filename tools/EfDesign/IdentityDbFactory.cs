using CoretimeDesk.Identity.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CoretimeDesk.EfDesign;

/// <summary>
/// Makes the context for <c>dotnet ef migrations add NAME --project services/Identity/Service --startup-project tools/EfDesign
/// --context IdentityDb --output-dir Data/Migrations</c>. No server is asked.
/// </summary>
public sealed class IdentityDbFactory : IDesignTimeDbContextFactory<IdentityDb>
{
    public IdentityDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<IdentityDb>()
        .UseNpgsql("Host=design.invalid", npgsql => npgsql.MigrationsHistoryTable("migrations", IdentityDb.SchemaName))
        .Options);
}
