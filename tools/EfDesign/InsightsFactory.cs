using CoretimeDesk.Insights.Data;
using Microsoft.EntityFrameworkCore.Design;

namespace CoretimeDesk.EfDesign;

internal sealed class InsightsFactory : IDesignTimeDbContextFactory<InsightsDb>
{
    public InsightsDb CreateDbContext(string[] args) => new(DesignTime.Options<InsightsDb>(InsightsDb.SchemaName));
}
