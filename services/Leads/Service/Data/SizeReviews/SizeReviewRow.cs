using CoretimeDesk.Journal;
using CoretimeDesk.Leads.SizeReviews;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>A verification of a stated size.</summary>
public sealed class SizeReviewRow : IJournaled, IOfAccount
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required Guid AccountId { get; set; }
    public required SizeReviewState State { get; set; }
    public required uint StatedCorePeriods { get; init; }
    public required SizeTier StatedTier { get; init; }
    public required DateTimeOffset StatedAt { get; init; }
    public required uint ShownCorePeriods { get; init; }
    public required SizeTier ShownTier { get; init; }
    public required SizeBasis Basis { get; init; }
    public required DateTimeOffset MeasuredFrom { get; init; }
    public required DateTimeOffset MeasuredUntil { get; init; }

    /// <summary>What was counted, as the JSON of SizeEvidence.</summary>
    public required string Evidence { get; init; }
    public DateTimeOffset? ClosedAt { get; set; }
    public Guid? ClosedById { get; set; }
    public string? ClosedBy { get; set; }
    public string? Reason { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AccountRow? Account { get; init; }

    /// <summary>As the rules see it.</summary>
    public SizeReview ToReview() => new(Id, Number, AccountId, new(StatedCorePeriods, StatedAt), new(ShownCorePeriods, ShownTier, Basis), State);

    /// <summary>Takes over somebody's decision.</summary>
    public void Become(SizeReviewEvent.Closed closed) =>
        (State, ClosedAt, ClosedById, ClosedBy, Reason) = (SizeReview.Evolve(ToReview(), closed).State, closed.At, closed.By.Id, closed.By.Name, closed.Reason);
}

internal sealed class SizeReviewConfiguration : IEntityTypeConfiguration<SizeReviewRow>
{
    public void Configure(EntityTypeBuilder<SizeReviewRow> review)
    {
        review.ToTable("size_reviews", table =>
        {
            table.HasComment("Verifications of stated sizes by chain use. One is open for an account at most, and each statement is verified once.");
            table.HasCheckConstraint("size_reviews_open_means_another_tier", "(state = 1) = (stated_tier = shown_tier)");
            table.HasCheckConstraint("size_reviews_closed", "(state in (3, 4)) = (closed_at is not null) and (closed_at is null) = (reason is null)");
        });
        review.HasKey(r => r.Id);
        review.Property(r => r.Id).ValueGeneratedNever();
        review.HasIndex(r => r.Number).IsUnique();
        review.Property(r => r.State).HasConversion<short>();
        review.Property(r => r.StatedTier).HasConversion<short>();
        review.Property(r => r.ShownTier).HasConversion<short>();
        review.Property(r => r.Basis).HasConversion<short>();
        review.Property(r => r.StatedCorePeriods).HasConversion<long>();
        review.Property(r => r.ShownCorePeriods).HasConversion<long>();
        review.Property(r => r.Evidence).HasColumnType("jsonb");
        review.HasOne(r => r.Account).WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Restrict);
        review.HasIndex(r => r.AccountId, "size_reviews_one_open").IsUnique().HasFilter("state = 2");
        review.HasIndex(r => new { r.AccountId, r.StatedAt }, "size_reviews_by_account");
        review.HasIndex(r => new { r.State, r.Id }, "size_reviews_by_state");
    }
}
