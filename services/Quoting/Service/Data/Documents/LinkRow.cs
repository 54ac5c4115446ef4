using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Quoting.Data;

/// <summary>A link that shows one revision to whoever has it.</summary>
public sealed class LinkRow : IJournaled
{
    public required Guid Id { get; init; }
    public required Guid QuoteId { get; init; }
    public required int Revision { get; init; }
    public required Guid AccountId { get; init; }

    /// <summary>SHA-256 of the token, which is kept nowhere.</summary>
    public required byte[] TokenSha256 { get; init; }
    public required Guid MadeById { get; init; }
    public required string MadeBy { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Written once a day at most.</summary>
    public DateTimeOffset? OpenedAt { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>The table of links.</summary>
internal sealed class LinkConfiguration : IEntityTypeConfiguration<LinkRow>
{
    public void Configure(EntityTypeBuilder<LinkRow> link)
    {
        link.ToTable("quote_links", table =>
        {
            table.HasComment("Links that show a sent revision to a customer. Of the token only the digest is kept.");
            table.HasCheckConstraint("quote_links_digest", "octet_length(token_sha256) = 32");
        });
        link.HasKey(l => l.Id);
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Property(l => l.TokenSha256).HasColumnName("token_sha256");
        link.HasIndex(l => l.TokenSha256, "quote_links_by_token").IsUnique();
        link.HasIndex(l => new { l.QuoteId, l.Id }, "quote_links_by_quote");
        link.HasOne<RevisionRow>().WithMany().HasForeignKey(l => new { l.QuoteId, l.Revision }).OnDelete(DeleteBehavior.Restrict);
    }
}
