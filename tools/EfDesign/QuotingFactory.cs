using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore.Design;

namespace CoretimeDesk.EfDesign;

internal sealed class QuotingFactory : IDesignTimeDbContextFactory<QuotingDb>
{
    public QuotingDb CreateDbContext(string[] args) => new(DesignTime.Options<QuotingDb>(QuotingDb.SchemaName));
}
