using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Journal;

/// <summary>
/// Base of a service's database context: its own tables plus the journal's, in one schema and so in one transaction.
/// </summary>
/// <param name="options">Npgsql options for the service's own role.</param>
/// <param name="schema">The service's schema.</param>
public abstract class JournalDbContext(DbContextOptions options, string schema) : DbContext(options)
{
    /// <summary>The service's schema.</summary>
    public string Schema { get; } = schema;

    internal DbSet<JournalRow> Journal => Set<JournalRow>();

    internal DbSet<RequestRow> Requests => Set<RequestRow>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        JournalSchema.Guard(Schema);
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.Entity<JournalRow>(journal =>
        {
            journal.ToTable("journal", table => table.ExcludeFromMigrations());
            journal.HasKey(j => new { j.AggregateId, j.Version });
            journal.Property(j => j.Payload).HasColumnType("jsonb");
        });
        modelBuilder.Entity<RequestRow>(request =>
        {
            request.ToTable("requests", table => table.ExcludeFromMigrations());
            request.HasKey(r => new { r.ActorId, r.RequestId });
        });
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            if (typeof(IJournaled).IsAssignableFrom(entity.ClrType))
            {
                modelBuilder.Entity(entity.ClrType).Property(nameof(IJournaled.Version)).IsConcurrencyToken();
            }
        }

        MapState(modelBuilder);
        SnakeCase.Apply(modelBuilder);
    }

    /// <summary>Maps the service's own tables.</summary>
    protected abstract void MapState(ModelBuilder model);
}
