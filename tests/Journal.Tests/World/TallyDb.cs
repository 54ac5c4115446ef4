using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Journal.Tests.World;

/// <summary>The smallest aggregate there is: it counts. Its events are borrowed from Leads; only their order matters here.</summary>
internal sealed class Tally : IJournaled
{
    public required Guid Id { get; init; }
    public int Count { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>What a consumer has applied: which events, in which order.</summary>
internal sealed class Applied
{
    public long Ordinal { get; init; }
    public required string EventId { get; init; }
    public required Guid AggregateId { get; init; }
    public required long Sequence { get; init; }
}

internal sealed class TallyDb(DbContextOptions<TallyDb> options) : JournalDbContext(options, "tally")
{
    public const string Tables = """
        create table tally.tallies (id uuid primary key, count int not null, version bigint not null, sequence bigint not null);
        create table tally.applied (ordinal bigint generated always as identity primary key, event_id text not null, aggregate_id uuid not null, sequence bigint not null);
        """;

    public DbSet<Tally> Tallies => Set<Tally>();

    public DbSet<Applied> Applied => Set<Applied>();

    protected override void MapState(ModelBuilder model)
    {
        model.Entity<Tally>().ToTable("tallies").Property(t => t.Id).ValueGeneratedNever();
        model.Entity<Applied>(applied =>
        {
            applied.ToTable("applied").HasKey(a => a.Ordinal);
            applied.Property(a => a.Ordinal).UseIdentityAlwaysColumn();
        });
    }
}

/// <summary>Notes each event it gets; fails when told to.</summary>
internal sealed class Noting(Moods moods) : IEventHandler<TallyDb, LeadOpened>
{
    public Task HandleAsync(LeadOpened message, CloudEvent envelope, CommandScope<TallyDb> scope)
    {
        scope.Db.Applied.Add(new() { EventId = envelope.Id, AggregateId = envelope.AggregateId, Sequence = envelope.Sequence });
        if (moods.Tells)
        {
            var tally = new Tally { Id = Guid.CreateVersion7() };
            scope.Db.Tallies.Add(tally);
            scope.Append(tally, "tally", [new LeadOpened { LeadId = $"{tally.Id}" }]);
        }

        return moods.Fails(envelope) ? throw new InvalidOperationException("told to fail") : Task.CompletedTask;
    }
}

/// <summary>As <see cref="Noting"/>, many at once.</summary>
internal sealed class NotingTogether(Moods moods) : IEventsHandler<TallyDb>
{
    public Task HandleAsync(IReadOnlyList<ReceivedEvent> events, TallyDb db, CancellationToken stop)
    {
        moods.Together.Enqueue(events.Count);
        db.Applied.AddRange(events.Select(e => new Applied { EventId = e.Envelope.Id, AggregateId = e.Envelope.AggregateId, Sequence = e.Envelope.Sequence }));
        return events.Any(e => moods.Fails(e.Envelope)) ? throw new InvalidOperationException("told to fail") : Task.CompletedTask;
    }
}

internal sealed class Moods
{
    /// <summary>How many events each call had.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<int> Together { get; } = [];

    /// <summary>Whether a handler tells everybody something itself.</summary>
    public bool Tells { get; set; }

    public Func<CloudEvent, bool> Fails { get; set; } = _ => false;
}
