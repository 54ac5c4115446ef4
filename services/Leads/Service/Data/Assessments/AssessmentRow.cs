using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Assessments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>One version of a technical assessment. Never changed, but that it can be withdrawn.</summary>
public sealed class AssessmentRow : IJournaled, IOfAccount
{
    public required Guid Id { get; init; }

    /// <summary>The same for all versions.</summary>
    public required string Number { get; init; }
    public required int Revision { get; init; }
    public required Guid AccountId { get; set; }
    public Guid? LeadId { get; init; }
    public required uint CorePeriods { get; init; }
    public required uint Regions { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required DateOnly EndsOn { get; init; }
    public required ProductLine Supply { get; init; }
    public required uint Cores { get; init; }
    public required bool ElasticScaling { get; init; }
    public required long BlocksPerDay { get; init; }
    public required string Workload { get; init; }
    public required string RuntimeStack { get; init; }
    public required string Migration { get; init; }
    public required string[] Risks { get; init; }
    public required Verdict Verdict { get; init; }
    public required string[] Conditions { get; init; }

    /// <summary>The text that was hashed, and its SHA-256.</summary>
    public required string Canonical { get; init; }
    public required string Sha256 { get; init; }
    public required Guid WrittenById { get; init; }
    public required string WrittenBy { get; init; }
    public required DateTimeOffset WrittenAt { get; init; }
    public required DateTimeOffset ValidUntil { get; init; }
    public DateTimeOffset? WithdrawnAt { get; set; }
    public string? WithdrawnBy { get; set; }
    public string? WithdrawnReason { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AccountRow? Account { get; init; }
    public List<AssessmentAttachmentRow> Attachments { get; } = [];

    /// <summary>The form as the rules see it.</summary>
    public AssessmentForm ToForm() => new()
    {
        CorePeriods = CorePeriods,
        Regions = Regions,
        StartsOn = StartsOn,
        EndsOn = EndsOn,
        Supply = Supply,
        Cores = Cores,
        ElasticScaling = ElasticScaling,
        BlocksPerDay = (ulong)BlocksPerDay,
        Workload = Workload,
        RuntimeStack = RuntimeStack,
        Migration = Migration,
        Risks = Risks,
        Verdict = Verdict,
        Conditions = Conditions,
    };

    /// <summary>The version as the rules see it.</summary>
    public AssessmentVersion ToVersion(bool superseded) => new(Id, Number, Revision, WrittenAt, ValidUntil, superseded, WithdrawnAt);
}

/// <summary>A file that belongs to a version.</summary>
public sealed class AssessmentAttachmentRow
{
    public required Guid AssessmentId { get; init; }
    public required Guid AttachmentId { get; init; }
    public AttachmentRow? Attachment { get; init; }
}

internal sealed class AssessmentConfiguration : IEntityTypeConfiguration<AssessmentRow>
{
    public void Configure(EntityTypeBuilder<AssessmentRow> assessment)
    {
        assessment.ToTable("assessments", table =>
        {
            table.HasComment("Technical assessments. One row per version; what was written never changes. No prices.");
            table.HasCheckConstraint("assessments_revision", "revision >= 1");
            table.HasCheckConstraint("assessments_need", "core_periods >= 1 and ends_on >= starts_on and (supply = 1) = (regions >= 1) and (supply = 1) = (cores >= 1)");
            table.HasCheckConstraint("assessments_conditions", "(verdict = 2) = (cardinality(conditions) > 0)");
            table.HasCheckConstraint("assessments_valid", "valid_until > written_at");
            table.HasCheckConstraint("assessments_withdrawn_is_whole", "(withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null)");
        });
        assessment.HasKey(a => a.Id);
        assessment.Property(a => a.Id).ValueGeneratedNever();
        assessment.Property(a => a.Supply).HasConversion<short>();
        assessment.Property(a => a.Verdict).HasConversion<short>();
        assessment.Property(a => a.CorePeriods).HasConversion<long>();
        assessment.Property(a => a.Regions).HasConversion<long>();
        assessment.Property(a => a.Cores).HasConversion<long>();
        assessment.HasOne(a => a.Account).WithMany().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Restrict);
        assessment.HasOne<LeadRow>().WithMany().HasForeignKey(a => a.LeadId).OnDelete(DeleteBehavior.Restrict);
        assessment.HasMany(a => a.Attachments).WithOne().HasForeignKey(a => a.AssessmentId).OnDelete(DeleteBehavior.Restrict);
        assessment.HasIndex(a => new { a.Number, a.Revision }, "assessments_one_version").IsUnique();
        assessment.HasIndex(a => a.Sha256, "assessments_digest").IsUnique();
        assessment.HasIndex(a => new { a.AccountId, a.Id }, "assessments_of_account");
    }
}

internal sealed class AssessmentAttachmentConfiguration : IEntityTypeConfiguration<AssessmentAttachmentRow>
{
    public void Configure(EntityTypeBuilder<AssessmentAttachmentRow> link)
    {
        link.ToTable("assessment_attachments", table => table.HasComment("Files of versions of assessments."));
        link.HasKey(l => new { l.AssessmentId, l.AttachmentId });
        link.HasOne(l => l.Attachment).WithMany().HasForeignKey(l => l.AttachmentId).OnDelete(DeleteBehavior.Restrict);
    }
}
