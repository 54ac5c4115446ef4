using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Insights.Data;

/// <summary>The tables of schema <c>insights</c>. All of it can be made anew from other services' journals.</summary>
public sealed class InsightsDb(DbContextOptions<InsightsDb> options) : JournalDbContext(options, SchemaName)
{
    /// <summary>The schema's name.</summary>
    public const string SchemaName = "insights";

    public DbSet<ObservationRow> Observations => Set<ObservationRow>();

    public DbSet<FactRow> Facts => Set<FactRow>();

    /// <inheritdoc/>
    protected override void MapState(ModelBuilder model)
    {
        model.ApplyConfiguration(new ObservationConfiguration());
        model.ApplyConfiguration(new FactConfiguration());
    }
}
