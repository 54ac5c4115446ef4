using System.Numerics;
using CoretimeDesk.Quoting.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CoretimeDesk.Quoting.Data;

/// <summary>The tables of quotes and approvals.</summary>
internal static class QuotesModel
{
    public static void Map(ModelBuilder model)
    {
        model.ApplyConfiguration(new QuoteConfiguration());
        model.ApplyConfiguration(new RevisionConfiguration());
        model.ApplyConfiguration(new ApprovalConfiguration());
        model.ApplyConfiguration(new DelegationConfiguration());
        model.ApplyConfiguration(new SizeReviewConfiguration());
    }
}

/// <summary>How an amount of planck is stored: exact, 39 digits.</summary>
internal static class PlanckColumn
{
    public const string Type = "numeric(39,0)";
    public static readonly ValueConverter<UInt128, BigInteger> Converter = new(amount => (BigInteger)amount, number => (UInt128)number);
}

internal sealed class QuoteConfiguration : IEntityTypeConfiguration<QuoteRow>
{
    public void Configure(EntityTypeBuilder<QuoteRow> quote)
    {
        quote.ToTable("quotes", table => table.HasComment("Quotes, each with the state of its newest revision."));
        quote.HasKey(q => q.Id);
        quote.Property(q => q.Id).ValueGeneratedNever();
        quote.Property(q => q.State).HasConversion<short>();
        quote.HasMany(q => q.Revisions).WithOne().HasForeignKey(r => r.QuoteId).OnDelete(DeleteBehavior.Restrict);
        quote.HasMany(q => q.Approvals).WithOne(a => a.Quote).HasForeignKey(a => a.QuoteId).OnDelete(DeleteBehavior.Restrict);
        quote.HasIndex(q => q.Number).IsUnique();
        quote.HasIndex(q => new { q.OwnerId, q.Id }, "quotes_by_owner");
        quote.HasIndex(q => new { q.AccountId, q.Id }, "quotes_by_account");
        quote.HasIndex(q => new { q.State, q.Id }, "quotes_by_state");
        quote.HasIndex(q => q.TeamIds, "quotes_by_team").HasMethod("gin");
        quote.HasIndex(q => new { q.NextDueAt, q.Id }, "quotes_due").HasFilter("next_due_at is not null");
    }
}

internal sealed class RevisionConfiguration : IEntityTypeConfiguration<RevisionRow>
{
    public const string OneOut = "revisions_one_out";

    public void Configure(EntityTypeBuilder<RevisionRow> revision)
    {
        revision.ToTable("revisions", table =>
        {
            table.HasComment("One row per revision of a quote. At most one of a quote is with the customer: revisions_one_out.");
            table.HasCheckConstraint("revisions_number", "number > 0");
            table.HasCheckConstraint("revisions_priced", "(terms_sha256 is not null) = (list is not null) and (list is not null) = (concession is not null)");
            table.HasCheckConstraint("revisions_sent", "state not in (5, 6, 7, 8, 10) or (quote_sha256 is not null and valid_until is not null)");
        });
        revision.HasKey(r => new { r.QuoteId, r.Number });
        revision.Property(r => r.State).HasConversion<short>();
        revision.Property(r => r.List).HasColumnType(PlanckColumn.Type).HasConversion(PlanckColumn.Converter);
        revision.Property(r => r.Concession).HasColumnType(PlanckColumn.Type).HasConversion(PlanckColumn.Converter);
        revision.HasIndex(r => r.QuoteId, OneOut).IsUnique().HasFilter("state in (5, 6)");
        revision.HasIndex(r => r.QuoteSha256, "revisions_by_digest").IsUnique().HasFilter("quote_sha256 is not null");
    }
}

internal sealed class ApprovalConfiguration : IEntityTypeConfiguration<ApprovalRow>
{
    public void Configure(EntityTypeBuilder<ApprovalRow> approval)
    {
        approval.ToTable("approvals", table => table.HasComment("Requests for approval, one for each role of a round, with what was decided."));
        approval.HasKey(a => a.Id);
        approval.Property(a => a.Id).ValueGeneratedNever();
        approval.Property(a => a.State).HasConversion<short>();
        approval.HasIndex(a => new { a.QuoteId, a.Position }, "approvals_by_quote").IsUnique();
        approval.HasIndex(a => new { a.DueAt, a.Id }, "approvals_asked").HasFilter("state = 1");
    }
}

internal sealed class DelegationConfiguration : IEntityTypeConfiguration<DelegationRow>
{
    public void Configure(EntityTypeBuilder<DelegationRow> delegation)
    {
        delegation.ToTable("delegations", table =>
        {
            table.HasComment("Who decides in whose place, from when until when.");
            table.HasCheckConstraint("delegations_dates", "ends_at > starts_at and ends_at <= starts_at + interval '30 days'");
            table.HasCheckConstraint("delegations_two_people", "from_id <> to_id");
        });
        delegation.HasKey(d => d.Id);
        delegation.Property(d => d.Id).ValueGeneratedNever();
        delegation.HasIndex(d => new { d.ToId, d.EndsAt }, "delegations_by_delegate");
        delegation.HasIndex(d => new { d.FromId, d.Id }, "delegations_by_principal");
    }
}

internal sealed class SizeReviewConfiguration : IEntityTypeConfiguration<SizeReviewRow>
{
    public void Configure(EntityTypeBuilder<SizeReviewRow> review)
    {
        review.ToTable("size_reviews", table => table.HasComment("Reviews of customers' sizes. While one is open nothing new is conceded to the account."));
        review.HasKey(r => r.ReviewId);
        review.Property(r => r.ReviewId).ValueGeneratedNever();
        review.HasIndex(r => r.AccountId, "size_reviews_open").HasFilter("closed_at is null");
    }
}
