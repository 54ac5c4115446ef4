using CoretimeDesk.Commissions.Data;
using Microsoft.EntityFrameworkCore.Design;

namespace CoretimeDesk.EfDesign;

internal sealed class CommissionsFactory : IDesignTimeDbContextFactory<CommissionsDb>
{
    public CommissionsDb CreateDbContext(string[] args) => new(DesignTime.Options<CommissionsDb>(CommissionsDb.SchemaName));
}
