using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.SizeReviews;

/// <summary>What somebody decides about a size under review.</summary>
/// <param name="AnnualCorePeriods">The size that is stated from now on; null keeps what was stated.</param>
/// <param name="Reason">Why.</param>
public sealed record SizeDecision(uint? AnnualCorePeriods, string Reason);

/// <summary>A stated size is verified once, by what the chain shows. Only people change it.</summary>
public static class SizeReviewRules
{
    /// <summary>How long after the size was stated, or after the first use if that is later.</summary>
    public static readonly TimeSpan VerifiedAfter = TimeSpan.FromDays(90);

    /// <summary>A region is bought up to a sale before it begins; less than one whole period of use says nothing about a year.</summary>
    public static readonly TimeSpan UseAtLeast = TimeSpan.FromDays(28);

    /// <summary>The longest reason, in UTF-16 units.</summary>
    public const int ReasonLengthMax = 1000;

    /// <summary>When a size is verified.</summary>
    /// <param name="statedAt">Since when the account has its tier.</param>
    /// <param name="firstUseAt">When the first fact happened by which the customer uses the chain.</param>
    /// <param name="useBeginsAt">When the first use began to run.</param>
    public static DateTimeOffset DueAt(DateTimeOffset statedAt, DateTimeOffset firstUseAt, DateTimeOffset useBeginsAt) =>
        Later(Later(statedAt, firstUseAt) + VerifiedAfter, Later(statedAt, useBeginsAt) + UseAtLeast);

    /// <summary>The time that is looked at until an instant: from when the size was stated and the use ran. Null while there is none.</summary>
    public static SizeWindow? Window(DateTimeOffset statedAt, DateTimeOffset useBeginsAt, DateTimeOffset until) =>
        Later(statedAt, useBeginsAt) is var from && from < until ? new(from, until) : null;

    /// <summary>Compares the tiers. One tier of difference, in either direction, is for people to look at.</summary>
    public static SizeReviewEvent Verify(Guid id, string number, Guid accountId, StatedSize stated, SizeShown shown, SizeWindow window, DateTimeOffset at) => shown.Tier == stated.Tier
        ? new SizeReviewEvent.Agreed(id, number, accountId, stated, shown, window, at)
        : new SizeReviewEvent.Opened(id, number, accountId, stated, shown, window, at);

    /// <summary>Settles a review: the stated tier is kept, or another size is stated. Nobody settles it for a customer of their own.</summary>
    /// <param name="review">The review.</param>
    /// <param name="owner">Who works the customer; null for nobody.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="decision">What they decide.</param>
    /// <param name="now">The instant.</param>
    public static Decision<SizeReviewEvent> Close(SizeReview review, Owner? owner, Authority by, SizeDecision decision, DateTimeOffset now)
    {
        if (review.State != SizeReviewState.Open)
        {
            return new Refusal(RefusalKind.Precondition, "SIZE_REVIEW_CLOSED", $"{review.Number} is {review.State switch
            {
                SizeReviewState.Agreed => "no review: chain use showed the stated tier",
                SizeReviewState.Kept => "closed: the stated tier was kept",
                _ => "closed: another size was stated",
            }}.");
        }

        if (owner?.Id == by.Who.Id)
        {
            return new Refusal(RefusalKind.Forbidden, "YOUR_OWN", "You work this customer yourself: another team lead, or the head of sales, decides about the size.");
        }

        if (!by.MayLead)
        {
            return new Refusal(RefusalKind.Forbidden, "NOT_YOURS", owner is null ? "A team lead or the head of sales decides about a size." : $"A lead of {owner.Name}'s team, or the head of sales, decides about this customer's size.");
        }

        var faults = new List<FieldViolation>();
        if (!decision.Reason.Any(char.IsLetter) || decision.Reason.Length > ReasonLengthMax)
        {
            faults.Add(new("reason", $"must say in 1 to {ReasonLengthMax} characters why, for whoever asks later."));
        }

        if (decision.AnnualCorePeriods is { } restated)
        {
            if (restated == 0)
            {
                faults.Add(new("annual_core_periods", "must be at least 1; one core for a whole year is 13 core-periods of 28 days."));
            }
            else if (SizeTiers.Of(restated) == review.Stated.Tier)
            {
                faults.Add(new("annual_core_periods", $"is {restated}, which is tier {review.Stated.Tier} as stated before: keep the stated tier, or state a size of another."));
            }
        }

        return faults.Count > 0
            ? Refusal.InvalidFields(faults)
            : Decision<SizeReviewEvent>.Emit(new SizeReviewEvent.Closed(
                decision.AnnualCorePeriods is null ? SizeReviewState.Kept : SizeReviewState.Restated, decision.AnnualCorePeriods ?? review.Stated.AnnualCorePeriods, decision.Reason, by.Who, now));
    }

    /// <summary>Why a size cannot be changed in passing while it is under review.</summary>
    public static Refusal UnderReview(string number, string account) => new(
        RefusalKind.Precondition, "SIZE_UNDER_REVIEW", $"The size of {account} is under review ({number}): a team lead or the head of sales closes the review by keeping the stated tier or stating another size.")
    {
        Facts = new Dictionary<string, string> { ["review_number"] = number },
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
