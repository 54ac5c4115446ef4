using CoretimeDesk.Quoting.Acceptance;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Quoting.Data;

/// <summary>A customer's yes to one digest, with what shows it. What is personal in it stands here and in no event.</summary>
public sealed class AcceptanceRow
{
    public required string Digest { get; init; }
    public required Guid QuoteId { get; init; }
    public required int Revision { get; init; }
    public required AcceptanceKind Kind { get; init; }

    /// <summary>Of a signature: the account's bytes, the kind of key, what was signed, and the signature.</summary>
    public string Signer { get; init; } = "";
    public string Scheme { get; init; } = "";
    public string Text { get; init; } = "";
    public string Signature { get; init; } = "";

    /// <summary>Of a typed name.</summary>
    public string Name { get; init; } = "";
    public string Title { get; init; } = "";
    public string Address { get; init; } = "";
    public string Document { get; init; } = "";
    public string Note { get; init; } = "";

    /// <summary>Of a purchase.</summary>
    public Guid? FactId { get; init; }
    public Guid? RecordedById { get; init; }
    public string RecordedBy { get; init; } = "";
    public required DateTimeOffset AcceptedAt { get; init; }
}

internal sealed class AcceptanceConfiguration : IEntityTypeConfiguration<AcceptanceRow>
{
    public void Configure(EntityTypeBuilder<AcceptanceRow> acceptance)
    {
        acceptance.ToTable("acceptances", table => table.HasComment("Which quotes customers accepted, and what shows it. A row never changes."));
        acceptance.HasKey(a => a.Digest);
        acceptance.HasIndex(a => new { a.QuoteId, a.Revision }).IsUnique();
    }
}
