using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Tally;

/// <summary>One effect of one event.</summary>
internal sealed class AppliedRow
{
    public long Ordinal { get; init; }
    public required string EventId { get; init; }
    public required Guid AggregateId { get; init; }
    public required long Sequence { get; init; }

    /// <summary>From the command's instant to the handler.</summary>
    public required double DelayMs { get; init; }
}

internal sealed class TallyDb(DbContextOptions<TallyDb> options) : JournalDbContext(options, SchemaName)
{
    public const string SchemaName = "tally";

    public DbSet<AppliedRow> Applied => Set<AppliedRow>();

    protected override void MapState(ModelBuilder model) => model.Entity<AppliedRow>(applied =>
    {
        applied.ToTable("applied").HasKey(a => a.Ordinal);
        applied.Property(a => a.Ordinal).UseIdentityAlwaysColumn();
    });
}

internal sealed class TallyTables(NpgsqlDataSource database) : IDatabaseMigration
{
    public string Name => "tally";

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        await using var exists = database.CreateCommand("select to_regclass('tally.applied') is not null");
        if ((bool)(await exists.ExecuteScalarAsync(cancellation))!)
        {
            return;
        }

        // Without a unique key on event_id, on purpose: a second effect must show.
        await using var create = database.CreateCommand(JournalSchema.V1(TallyDb.SchemaName) + JournalSchema.V2(TallyDb.SchemaName) + """
            create table tally.applied (ordinal bigint generated always as identity primary key, event_id text not null,
                aggregate_id uuid not null, sequence bigint not null, delay_ms double precision not null);
            """);
        await create.ExecuteNonQueryAsync(cancellation);
    }
}
