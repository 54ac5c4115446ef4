using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Data;

/// <summary>The tables of schema <c>commissions</c>.</summary>
public sealed class CommissionsDb(DbContextOptions<CommissionsDb> options) : JournalDbContext(options, SchemaName)
{
    /// <summary>The schema's name.</summary>
    public const string SchemaName = "commissions";

    public DbSet<ObservationRow> Observations => Set<ObservationRow>();

    public DbSet<PersonRow> People => Set<PersonRow>();

    public DbSet<AdoptionRow> Adoptions => Set<AdoptionRow>();

    public DbSet<ClosedMonthRow> ClosedMonths => Set<ClosedMonthRow>();

    public DbSet<StatementRow> Statements => Set<StatementRow>();

    public DbSet<DisputeRow> Disputes => Set<DisputeRow>();

    public DbSet<PoolRow> Pools => Set<PoolRow>();

    public DbSet<BatchRow> Batches => Set<BatchRow>();

    /// <inheritdoc/>
    protected override void MapState(ModelBuilder model)
    {
        model.ApplyConfiguration(new ObservationConfiguration());
        model.ApplyConfiguration(new PersonConfiguration());
        model.ApplyConfiguration(new AdoptionConfiguration());
        model.ApplyConfiguration(new ClosedMonthConfiguration());
        model.ApplyConfiguration(new StatementConfiguration());
        model.ApplyConfiguration(new DisputeConfiguration());
        model.ApplyConfiguration(new PoolConfiguration());
        model.ApplyConfiguration(new BatchConfiguration());
    }
}
