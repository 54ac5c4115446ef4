using System.Diagnostics;

namespace CoretimeDesk.Leads.SizeReviews;

/// <summary>Where the verification of a stated size stands.</summary>
public enum SizeReviewState
{
    /// <summary>Chain use shows the stated tier: nothing to review.</summary>
    Agreed = 1,

    /// <summary>Chain use shows another tier, and nobody has decided yet. Concessions to the customer are frozen.</summary>
    Open = 2,

    /// <summary>Somebody decided that the stated tier stays.</summary>
    Kept = 3,

    /// <summary>Somebody stated another size.</summary>
    Restated = 4,
}

/// <summary>A size as somebody stated it.</summary>
/// <param name="AnnualCorePeriods">Core-periods a year.</param>
/// <param name="At">Since when the tier of that is the account's.</param>
public sealed record StatedSize(uint AnnualCorePeriods, DateTimeOffset At)
{
    /// <summary>Its tier.</summary>
    public SizeTier Tier => SizeTiers.Of(AnnualCorePeriods);
}

/// <summary>A verification of a stated size.</summary>
public sealed record SizeReview(Guid Id, string Number, Guid AccountId, StatedSize Stated, SizeShown Shown, SizeReviewState State)
{
    /// <summary>The review after an event, or after its first when <paramref name="review"/> is null.</summary>
    public static SizeReview Evolve(SizeReview? review, SizeReviewEvent happened) => (review, happened) switch
    {
        (null, SizeReviewEvent.Agreed e) => new(e.Id, e.Number, e.AccountId, e.Stated, e.Shown, SizeReviewState.Agreed),
        (null, SizeReviewEvent.Opened e) => new(e.Id, e.Number, e.AccountId, e.Stated, e.Shown, SizeReviewState.Open),
        ({ State: SizeReviewState.Open } r, SizeReviewEvent.Closed e) => r with { State = e.As },
        _ => throw new UnreachableException($"{happened} cannot follow {review?.ToString() ?? "nothing"}"),
    };
}

/// <summary>What happened to a verification.</summary>
public abstract record SizeReviewEvent
{
    /// <summary>The tiers are the same.</summary>
    public sealed record Agreed(Guid Id, string Number, Guid AccountId, StatedSize Stated, SizeShown Shown, SizeWindow Window, DateTimeOffset At) : SizeReviewEvent;

    /// <summary>They differ: somebody has to decide.</summary>
    public sealed record Opened(Guid Id, string Number, Guid AccountId, StatedSize Stated, SizeShown Shown, SizeWindow Window, DateTimeOffset At) : SizeReviewEvent;

    /// <summary>Somebody has decided.</summary>
    public sealed record Closed(SizeReviewState As, uint AnnualCorePeriods, string Reason, Owner By, DateTimeOffset At) : SizeReviewEvent;
}
