using CoretimeDesk.CreditGrants.Data;
using Microsoft.EntityFrameworkCore.Design;

namespace CoretimeDesk.EfDesign;

internal sealed class CreditGrantsFactory : IDesignTimeDbContextFactory<CreditGrantsDb>
{
    public CreditGrantsDb CreateDbContext(string[] args) => new(DesignTime.Options<CreditGrantsDb>(CreditGrantsDb.SchemaName));
}
