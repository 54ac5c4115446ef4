using CoretimeDesk.Identity.Data;
using Microsoft.EntityFrameworkCore.Design;

namespace CoretimeDesk.EfDesign;

internal sealed class IdentityFactory : IDesignTimeDbContextFactory<IdentityDb>
{
    public IdentityDb CreateDbContext(string[] args) => new(DesignTime.Options<IdentityDb>(IdentityDb.SchemaName));
}
