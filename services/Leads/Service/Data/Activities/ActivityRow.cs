using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>One entry of an account's stream. Never changed, but for what a forgotten contact takes along.</summary>
public sealed class ActivityRow : IJournaled, IOfAccount
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; set; }
    public required ActivityKind Kind { get; init; }
    public required ActivitySource Source { get; init; }

    /// <summary>What a person wrote, which may be personal, or what the desk says, which is not.</summary>
    public required string Summary { get; set; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Decides between entries of the same instant: given by the database, in the order of recording.</summary>
    public long RecordedOrder { get; init; }
    public required string Reference { get; init; }

    /// <summary>The entry with the same reference, of an account that this one's was merged into; it is shown in place of this one.</summary>
    public Guid? DuplicateOfId { get; set; }
    public Guid? ContactId { get; init; }
    public Guid? LeadId { get; init; }
    public required Guid ActorId { get; init; }
    public required string ActorName { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public List<ActivityCorrectionRow> Corrections { get; } = [];
    public ContactRow? Contact { get; init; }
    public LeadRow? Lead { get; init; }
}

/// <summary>What somebody said of an entry later.</summary>
public sealed class ActivityCorrectionRow
{
    public required Guid ActivityId { get; init; }
    public required int Number { get; init; }
    public required string Reason { get; set; }
    public required string Summary { get; set; }
    public required bool Withdrawn { get; init; }
    public required DateTimeOffset CorrectedAt { get; init; }
    public required Guid CorrectedById { get; init; }
    public required string CorrectedBy { get; init; }
}

internal sealed class ActivityConfiguration : IEntityTypeConfiguration<ActivityRow>
{
    public void Configure(EntityTypeBuilder<ActivityRow> activity)
    {
        activity.ToTable("activities", table => table.HasComment("What happened at accounts: one stream of what people, the desk, quotes and chains did. Nothing is deleted."));
        activity.HasKey(a => a.Id);
        activity.Property(a => a.Id).ValueGeneratedNever();
        activity.Property(a => a.Kind).HasConversion<short>();
        activity.Property(a => a.Source).HasConversion<short>();
        activity.Property(a => a.RecordedOrder).UseIdentityAlwaysColumn();
        activity.HasOne<AccountRow>().WithMany().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Restrict);
        activity.HasOne(a => a.Contact).WithMany().HasForeignKey(a => a.ContactId).OnDelete(DeleteBehavior.Restrict);
        activity.HasOne(a => a.Lead).WithMany().HasForeignKey(a => a.LeadId).OnDelete(DeleteBehavior.Restrict);
        activity.HasOne<ActivityRow>().WithMany().HasForeignKey(a => a.DuplicateOfId).OnDelete(DeleteBehavior.Restrict);
        activity.HasMany(a => a.Corrections).WithOne().HasForeignKey(c => c.ActivityId).OnDelete(DeleteBehavior.Restrict);
        activity.HasIndex(a => new { a.AccountId, a.OccurredAt, a.RecordedOrder }, "activities_stream").HasFilter("duplicate_of_id is null");
        activity.HasIndex(a => new { a.ContactId, a.OccurredAt, a.RecordedOrder }, "activities_of_contact").HasFilter("contact_id is not null and duplicate_of_id is null");
        activity.HasIndex(a => new { a.AccountId, a.Reference }, "activities_reference").IsUnique().HasFilter("reference <> '' and duplicate_of_id is null");
    }
}

internal sealed class ActivityCorrectionConfiguration : IEntityTypeConfiguration<ActivityCorrectionRow>
{
    public void Configure(EntityTypeBuilder<ActivityCorrectionRow> correction)
    {
        correction.ToTable("activity_corrections", table => table.HasComment("What somebody said of an entry later. The entry stays."));
        correction.HasKey(c => new { c.ActivityId, c.Number });
        correction.Property(c => c.Number).ValueGeneratedNever();
    }
}
