using System.Numerics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.CreditGrants.Data;

/// <summary>An event that a programme's ledger accepted. Written once; the database refuses to change it.</summary>
public sealed class BudgetEventRow
{
    public required Guid ProgrammeId { get; init; }

    /// <summary>From 1, without gaps: the order in which the ledger accepted them.</summary>
    public required long Number { get; init; }

    /// <summary>The event's own id, by which a repeat is known.</summary>
    public required string EventId { get; init; }
    public required string Kind { get; init; }

    /// <summary>The grant's number; empty for none.</summary>
    public required string GrantNumber { get; init; }
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required string ActorName { get; init; }

    /// <summary>A <c>BudgetMoved</c> message.</summary>
    public required byte[] Body { get; init; }
}

/// <summary>One side of an entry.</summary>
public sealed class PostingRow
{
    public required Guid ProgrammeId { get; init; }
    public required long Number { get; init; }

    /// <summary>"money" or "awards".</summary>
    public required string Book { get; init; }
    public required string Account { get; init; }
    public required BigInteger Debit { get; init; }
    public required BigInteger Credit { get; init; }
}

/// <summary>Something that nobody planned, until somebody has looked at it.</summary>
public sealed class AlarmRow
{
    public required Guid Id { get; init; }
    public required Guid ProgrammeId { get; init; }

    /// <summary>What it is about; the same thing alarms once.</summary>
    public required string Cause { get; init; }

    /// <summary>Empty for none.</summary>
    public required string GrantNumber { get; init; }
    public required string Sentence { get; init; }

    /// <summary>A <c>FactRef</c> message; empty for none.</summary>
    public required byte[] Fact { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string ClosedBy { get; set; } = "";
    public string ClosingNote { get; set; } = "";
}

internal sealed class BudgetEventConfiguration : IEntityTypeConfiguration<BudgetEventRow>
{
    public void Configure(EntityTypeBuilder<BudgetEventRow> happened)
    {
        happened.ToTable("budget_events", table =>
        {
            table.HasComment("What every programme's ledger accepted, in order. Budgets are folded from it.");
            table.HasCheckConstraint("budget_events_from_one", "number > 0");
        });
        happened.HasKey(e => new { e.ProgrammeId, e.Number });
        happened.HasIndex(e => new { e.ProgrammeId, e.EventId }).IsUnique();
        happened.HasIndex(e => new { e.ProgrammeId, e.GrantNumber, e.Number }, "budget_events_by_grant");
    }
}

internal sealed class PostingConfiguration : IEntityTypeConfiguration<PostingRow>
{
    public void Configure(EntityTypeBuilder<PostingRow> posting)
    {
        posting.ToTable("postings", table =>
        {
            table.HasComment("The double entry of every event that moved money or awards: of an entry and book, debits equal credits.");
            table.HasCheckConstraint("postings_one_side", "debit >= 0 and credit >= 0 and (debit = 0) <> (credit = 0)");
        });
        posting.HasKey(p => new { p.ProgrammeId, p.Number, p.Book, p.Account });
        posting.Property(p => p.Debit).HasColumnType(SumColumn.Type);
        posting.Property(p => p.Credit).HasColumnType(SumColumn.Type);
    }
}

internal sealed class AlarmConfiguration : IEntityTypeConfiguration<AlarmRow>
{
    public void Configure(EntityTypeBuilder<AlarmRow> alarm)
    {
        alarm.ToTable("alarms", table => table.HasComment("What nobody planned, and what was done about it."));
        alarm.HasKey(a => a.Id);
        alarm.Property(a => a.Id).ValueGeneratedNever();
        alarm.HasIndex(a => new { a.ProgrammeId, a.Cause }).IsUnique();
        alarm.HasIndex(a => new { a.ProgrammeId, a.Id }, "alarms_open").HasFilter("closed_at is null");
    }
}

/// <summary>What the model has no words for: an accepted event and its entry never change. Called by a migration.</summary>
public static class LedgerGuard
{
    /// <summary>Makes the database refuse it.</summary>
    public const string Create = $"""
        create function {CreditGrantsDb.SchemaName}.ledger_is_append_only() returns trigger language plpgsql as $$
        begin
            raise exception 'the ledger never changes; record another event' using errcode = 'restrict_violation';
        end $$;
        create trigger budget_events_no_change before update or delete or truncate on {CreditGrantsDb.SchemaName}.budget_events
            for each statement execute function {CreditGrantsDb.SchemaName}.ledger_is_append_only();
        create trigger postings_no_change before update or delete or truncate on {CreditGrantsDb.SchemaName}.postings
            for each statement execute function {CreditGrantsDb.SchemaName}.ledger_is_append_only();
        create trigger decisions_no_change before update or delete or truncate on {CreditGrantsDb.SchemaName}.decisions
            for each statement execute function {CreditGrantsDb.SchemaName}.ledger_is_append_only();
        """;

    /// <summary>Removes it again.</summary>
    public const string Drop = $"""
        drop trigger budget_events_no_change on {CreditGrantsDb.SchemaName}.budget_events;
        drop trigger postings_no_change on {CreditGrantsDb.SchemaName}.postings;
        drop trigger decisions_no_change on {CreditGrantsDb.SchemaName}.decisions;
        drop function {CreditGrantsDb.SchemaName}.ledger_is_append_only();
        """;
}
