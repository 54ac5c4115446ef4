using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>What a merge of accounts can move besides the accounts themselves.</summary>
public enum MovedKind
{
    Registration = 1,
    HandOver = 2,
    Care = 3,
}

/// <summary>What one merge did to one registration, hand-over or care, so that it can be taken back.</summary>
public sealed class MoveRow
{
    public required Guid Id { get; init; }
    public required Guid FromAccountId { get; init; }
    public required Guid ToAccountId { get; init; }
    public required MovedKind Kind { get; init; }
    public required Guid SubjectId { get; init; }

    /// <summary>It changed its account.</summary>
    public required bool Moved { get; init; }

    /// <summary>The merge ended it.</summary>
    public required bool Ended { get; init; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? UndoneAt { get; set; }
}

internal sealed class MoveConfiguration : IEntityTypeConfiguration<MoveRow>
{
    public void Configure(EntityTypeBuilder<MoveRow> move)
    {
        move.ToTable("ownership_moves", table => table.HasComment("What merges of accounts did to registrations, hand-overs and care: how a merge is taken back."));
        move.HasKey(m => m.Id);
        move.Property(m => m.Id).ValueGeneratedNever();
        move.Property(m => m.Kind).HasConversion<short>();
        move.HasIndex(m => new { m.FromAccountId, m.ToAccountId });
    }
}
