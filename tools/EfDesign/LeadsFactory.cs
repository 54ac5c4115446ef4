using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace CoretimeDesk.EfDesign;

internal sealed class LeadsFactory : IDesignTimeDbContextFactory<LeadsDb>
{
    public LeadsDb CreateDbContext(string[] args) => new(DesignTime.Options<LeadsDb>(LeadsDb.SchemaName));
}
