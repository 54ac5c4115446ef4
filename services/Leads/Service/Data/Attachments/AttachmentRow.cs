using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Attachments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>A file about an account. Its bytes are in the store, under their digest.</summary>
public sealed class AttachmentRow : IJournaled, IOfAccount
{
    public required Guid Id { get; init; }
    public required Guid AccountId { get; set; }
    public required string FileName { get; init; }
    public required string MediaType { get; init; }
    public required long SizeBytes { get; init; }
    public required string Sha256 { get; init; }
    public required DateTimeOffset UploadedAt { get; init; }
    public required Guid UploadedById { get; init; }
    public required string UploadedBy { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>A revision of a document. Never changed.</summary>
public sealed class DocumentRow : IJournaled, IOfAccount
{
    public required Guid Id { get; init; }

    /// <summary>The same for all revisions.</summary>
    public required Guid SeriesId { get; init; }
    public required int Revision { get; init; }
    public required Guid AccountId { get; set; }
    public required DocumentKind Kind { get; init; }
    public required string Title { get; init; }
    public required Guid AttachmentId { get; init; }
    public required Guid OwnerId { get; init; }
    public required string OwnerName { get; init; }
    public required DateOnly ReviewOn { get; init; }
    public required DateTimeOffset PublishedAt { get; init; }
    public required string PublishedBy { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AttachmentRow? Attachment { get; init; }
}

internal sealed class AttachmentConfiguration : IEntityTypeConfiguration<AttachmentRow>
{
    public void Configure(EntityTypeBuilder<AttachmentRow> attachment)
    {
        attachment.ToTable("attachments", table =>
        {
            table.HasComment("Files about accounts. Their bytes are in the attachment store, under their digest.");
            table.HasCheckConstraint("attachments_sha256", "sha256 ~ '^[0-9a-f]{64}$'");
            table.HasCheckConstraint("attachments_size", "size_bytes > 0");
        });
        attachment.HasKey(a => a.Id);
        attachment.Property(a => a.Id).ValueGeneratedNever();
        attachment.HasOne<AccountRow>().WithMany().HasForeignKey(a => a.AccountId).OnDelete(DeleteBehavior.Restrict);
        attachment.HasIndex(a => new { a.AccountId, a.Id }, "attachments_of_account");
        attachment.HasIndex(a => a.Sha256);
    }
}

internal sealed class DocumentConfiguration : IEntityTypeConfiguration<DocumentRow>
{
    public void Configure(EntityTypeBuilder<DocumentRow> document)
    {
        document.ToTable("documents", table =>
        {
            table.HasComment("Value cases and competitor comparisons. One row per revision; a row never changes.");
            table.HasCheckConstraint("documents_revision", "revision >= 1");
        });
        document.HasKey(d => d.Id);
        document.Property(d => d.Id).ValueGeneratedNever();
        document.Property(d => d.Kind).HasConversion<short>();
        document.HasOne<AccountRow>().WithMany().HasForeignKey(d => d.AccountId).OnDelete(DeleteBehavior.Restrict);
        document.HasOne(d => d.Attachment).WithMany().HasForeignKey(d => d.AttachmentId).OnDelete(DeleteBehavior.Restrict);
        document.HasIndex(d => new { d.SeriesId, d.Revision }, "documents_one_revision").IsUnique();
        document.HasIndex(d => new { d.AccountId, d.Id }, "documents_of_account");
    }
}
