using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>A merge, with all that is needed to take it back.</summary>
public sealed class MergeRow
{
    private static readonly JsonSerializerOptions Json = new() { IgnoreReadOnlyProperties = true };

    public required Guid Id { get; init; }
    public required string Number { get; init; }

    /// <summary>Counts merges in the order in which they took hold of their accounts; ids count when each was asked for.</summary>
    public required long Ordinal { get; init; }
    public required Guid SurvivorId { get; init; }
    public required Guid AbsorbedId { get; init; }
    public required string SurvivorBefore { get; init; }
    public required string AbsorbedBefore { get; init; }
    public required string SurvivorAfter { get; init; }
    public required DateTimeOffset MergedAt { get; init; }
    public required string MergedBy { get; init; }
    public DateTimeOffset? UndoneAt { get; set; }
    public string? UndoneBy { get; set; }
    public AccountRow? Survivor { get; init; }
    public AccountRow? Absorbed { get; init; }

    public static string Write(AccountState state) => JsonSerializer.Serialize(state, Json);

    public MergeState ToState() => new(Id, Number, Read(SurvivorBefore), Read(AbsorbedBefore), Read(SurvivorAfter), MergedAt, UndoneAt);

    private static AccountState Read(string json) => JsonSerializer.Deserialize<AccountState>(json, Json)!;
}

/// <summary>One thing that came over in a merge.</summary>
public sealed class MergeMoveRow
{
    public required Guid MergeId { get; init; }
    public required string What { get; init; }
    public required Guid ItemId { get; init; }
}

/// <summary>Two accounts that may be one customer: the smaller id first, which is the older.</summary>
public sealed class PossibleDuplicateRow
{
    public required Guid FirstId { get; init; }
    public required Guid SecondId { get; init; }
    public required short[] Reasons { get; set; }
    public required short Score { get; set; }
    public required DateTimeOffset FoundAt { get; set; }
    public DateTimeOffset? DismissedAt { get; set; }
    public AccountRow? First { get; init; }
    public AccountRow? Second { get; init; }
}

internal sealed class MergeConfiguration : IEntityTypeConfiguration<MergeRow>
{
    public void Configure(EntityTypeBuilder<MergeRow> merge)
    {
        merge.ToTable("merges", table =>
        {
            table.HasComment("Accounts that became one, with both as they were before.");
            table.HasCheckConstraint("merges_of_two", "survivor_id <> absorbed_id");
            table.HasCheckConstraint("merges_undone_is_whole", "(undone_at is null) = (undone_by is null)");
        });
        merge.HasKey(m => m.Id);
        merge.Property(m => m.Id).ValueGeneratedNever();
        merge.HasIndex(m => m.Number).IsUnique();
        merge.Property(m => m.SurvivorBefore).HasColumnType("jsonb");
        merge.Property(m => m.AbsorbedBefore).HasColumnType("jsonb");
        merge.Property(m => m.SurvivorAfter).HasColumnType("jsonb");
        merge.Property(m => m.UndoneAt).IsConcurrencyToken();
        merge.HasOne(m => m.Survivor).WithMany().HasForeignKey(m => m.SurvivorId).OnDelete(DeleteBehavior.Restrict);
        merge.HasOne(m => m.Absorbed).WithMany().HasForeignKey(m => m.AbsorbedId).OnDelete(DeleteBehavior.Restrict);
        merge.HasIndex(m => new { m.SurvivorId, m.Ordinal });

        // An account is part of one other at most.
        merge.HasIndex(m => m.AbsorbedId).IsUnique().HasFilter("undone_at is null").HasDatabaseName("merges_that_stand");
    }
}

internal sealed class MergeMoveConfiguration : IEntityTypeConfiguration<MergeMoveRow>
{
    public void Configure(EntityTypeBuilder<MergeMoveRow> move)
    {
        move.ToTable("merge_moves", table => table.HasComment("What came over in each merge, so that the same can go back."));
        move.HasKey(m => new { m.MergeId, m.What, m.ItemId });
        move.HasOne<MergeRow>().WithMany().HasForeignKey(m => m.MergeId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PossibleDuplicateConfiguration : IEntityTypeConfiguration<PossibleDuplicateRow>
{
    public void Configure(EntityTypeBuilder<PossibleDuplicateRow> pair)
    {
        pair.ToTable("possible_duplicates", table =>
        {
            table.HasComment("Pairs of accounts that may be one customer, for people to look at.");
            table.HasCheckConstraint("possible_duplicates_order", "first_id < second_id");
        });
        pair.HasKey(p => new { p.FirstId, p.SecondId });
        pair.HasOne(p => p.First).WithMany().HasForeignKey(p => p.FirstId).OnDelete(DeleteBehavior.Restrict);
        pair.HasOne(p => p.Second).WithMany().HasForeignKey(p => p.SecondId).OnDelete(DeleteBehavior.Restrict);
        pair.HasIndex(p => p.SecondId);
        pair.HasIndex(p => new { p.Score, p.FirstId, p.SecondId }).HasFilter("dismissed_at is null").HasDatabaseName("possible_duplicates_open");
    }
}
