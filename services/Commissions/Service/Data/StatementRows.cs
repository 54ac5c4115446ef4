using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Commissions.Data;

/// <summary>A month whose statements in a token are written. Months are closed one after the other.</summary>
public sealed class ClosedMonthRow : IJournaled
{
    public required Guid Id { get; init; }

    /// <summary>"2026-11".</summary>
    public required string Month { get; init; }
    public required string Token { get; init; }

    /// <summary>Over the digests of all its statements, by participant.</summary>
    public required string Sha256 { get; init; }
    public required DateTimeOffset ClosedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>A closed statement. Written once; the database refuses to change it.</summary>
public sealed class StatementRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Month { get; init; }
    public required string Token { get; init; }

    /// <summary>The person's id, as text.</summary>
    public required string Participant { get; init; }

    /// <summary>The whole statement, a message.</summary>
    public required byte[] Body { get; init; }
    public required string Sha256 { get; init; }
    public required DateTimeOffset ClosedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>Somebody says that a line is wrong.</summary>
public sealed class DisputeRow : IJournaled
{
    public required Guid Id { get; init; }
    public required Guid StatementId { get; init; }

    /// <summary>From 1; 0 for the statement as a whole.</summary>
    public required int Line { get; init; }
    public required Guid OpenedById { get; init; }
    public required string OpenedBy { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }
    public required DateTimeOffset AnswerBy { get; init; }
    public string? AnsweredBy { get; set; }
    public string? Answer { get; set; }
    public bool? IsUpheld { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

internal sealed class ClosedMonthConfiguration : IEntityTypeConfiguration<ClosedMonthRow>
{
    public void Configure(EntityTypeBuilder<ClosedMonthRow> month)
    {
        month.ToTable("closed_months", table => table.HasComment("Months whose statements are written."));
        month.HasKey(m => m.Id);
        month.Property(m => m.Id).ValueGeneratedNever();
        month.HasIndex(m => new { m.Token, m.Month }).IsUnique();
    }
}

internal sealed class StatementConfiguration : IEntityTypeConfiguration<StatementRow>
{
    public void Configure(EntityTypeBuilder<StatementRow> statement)
    {
        statement.ToTable("statements", table => table.HasComment("Closed statements. A row is written once; later corrections are lines of later months."));
        statement.HasKey(s => s.Id);
        statement.Property(s => s.Id).ValueGeneratedNever();
        statement.HasIndex(s => new { s.Token, s.Month, s.Participant }).IsUnique();
        statement.HasIndex(s => new { s.Participant, s.Id }, "statements_by_participant");
    }
}

internal sealed class DisputeConfiguration : IEntityTypeConfiguration<DisputeRow>
{
    public void Configure(EntityTypeBuilder<DisputeRow> dispute)
    {
        dispute.ToTable("disputes", table => table.HasComment("What participants find wrong with statements, and the answers."));
        dispute.HasKey(d => d.Id);
        dispute.Property(d => d.Id).ValueGeneratedNever();
        dispute.HasIndex(d => new { d.StatementId, d.Line }).IsUnique();
    }
}
