using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>
/// Work on an account's assessment: who asked, who has it, what is written so far. It stays at the account where it was begun: what is asked about a customer that
/// became part of another is asked again there, and a merge that is taken back finds it as it was.
/// </summary>
public sealed class AssessmentWorkRow : IJournaled
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }
    public Guid? AskedById { get; set; }
    public string? AskedBy { get; set; }
    public string? AskedWhy { get; set; }
    public DateTimeOffset? AskedAt { get; set; }
    public DateTimeOffset? AskedDueAt { get; set; }
    public Guid? TakenById { get; set; }
    public string? TakenBy { get; set; }
    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>An <c>AssessmentDraft</c> as protobuf-JSON; null for nothing written.</summary>
    public string? Draft { get; set; }

    /// <summary>Rises with every save, and when the draft becomes an assessment: whoever edits an older one is told.</summary>
    public long DraftVersion { get; set; }
    public DateTimeOffset? DraftSavedAt { get; set; }
    public string DraftSavedBy { get; set; } = "";
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AccountRow? Account { get; init; }

    /// <summary>Who works on it; null for nobody.</summary>
    public Owner? Holder => TakenById is { } id ? new(id, TakenBy!) : null;

    /// <summary>It is written.</summary>
    public void Finish(string by)
    {
        (AskedById, AskedBy, AskedWhy, AskedAt, AskedDueAt) = (null, null, null, null, null);
        (TakenById, TakenBy, TakenAt) = (null, null, null);
        (Draft, DraftSavedAt, DraftSavedBy) = (null, null, by);
        DraftVersion++;
    }
}

internal sealed class AssessmentWorkConfiguration : IEntityTypeConfiguration<AssessmentWorkRow>
{
    public void Configure(EntityTypeBuilder<AssessmentWorkRow> work)
    {
        work.ToTable("assessment_works", table =>
        {
            table.HasComment("Who asked for an account's assessment, who works on it, and what is written so far. One row per account at most. No prices.");
            table.HasCheckConstraint("assessment_works_asked_is_whole", "num_nonnulls(asked_by_id, asked_by, asked_why, asked_at, asked_due_at) in (0, 5)");
            table.HasCheckConstraint("assessment_works_taken_is_whole", "num_nonnulls(taken_by_id, taken_by, taken_at) in (0, 3)");
            table.HasCheckConstraint("assessment_works_draft_is_whole", "(draft is null) = (draft_saved_at is null)");
        });
        work.HasKey(w => w.Id);
        work.Property(w => w.Id).ValueGeneratedNever();
        work.HasOne(w => w.Account).WithMany().HasForeignKey(w => w.AccountId).OnDelete(DeleteBehavior.Restrict);
        work.HasIndex(w => w.AccountId, "assessment_works_one_of_account").IsUnique();
        work.Ignore(w => w.Holder);
    }
}
