namespace CoretimeDesk.Leads;

/// <summary>What happened to an account.</summary>
public abstract record AccountEvent
{
    /// <summary>The desk knows it from now on.</summary>
    public sealed record Created(
        Guid Id, string Number, string Name, Segment Segment, uint AnnualCorePeriods, SizeTier Tier, bool IsDao, bool MainBusinessElsewhere, IReadOnlyList<string> Ecosystems, DateTimeOffset At) : AccountEvent;

    /// <summary>These are its fields now; <paramref name="Changed"/> names those that are new.</summary>
    public sealed record Edited(
        IReadOnlyList<string> Changed, string Name, Segment Segment, uint AnnualCorePeriods, SizeTier Tier, bool IsDao, bool MainBusinessElsewhere, IReadOnlyList<string> Ecosystems) : AccountEvent;

    /// <summary>Whoever has this is this customer.</summary>
    public sealed record KeyAdded(StrongKey Key) : AccountEvent;

    /// <summary>It identifies this customer no longer.</summary>
    public sealed record KeyRemoved(StrongKey Key) : AccountEvent;

    /// <summary>A chain account is its own, or is known to be for a better reason than before.</summary>
    public sealed record ChainAccountNoted(ChainAccount Account, SignedAnswer? Proof = null) : AccountEvent;

    /// <summary>A chain account is not its own after all.</summary>
    public sealed record ChainAccountRemoved(ChainAccountId Account) : AccountEvent;

    /// <summary>A text was handed out for the holder of a chain account to sign.</summary>
    public sealed record ChallengeIssued(Guid ChallengeId, AccountAddress Address) : AccountEvent;

    /// <summary>It is on the list of those to win.</summary>
    public sealed record Targeted(Targeting Target) : AccountEvent;

    /// <summary>It is on that list no longer.</summary>
    public sealed record Untargeted(string Reason) : AccountEvent;

    /// <summary>Somebody said what happens next.</summary>
    public sealed record NextStepPlanned(NextStep Step) : AccountEvent;

    /// <summary>The next step was done or given up.</summary>
    public sealed record NextStepFinished(string What, string Outcome) : AccountEvent;

    /// <summary>Another account became part of this one.</summary>
    public sealed record Merged(Guid AbsorbedId, string AbsorbedNumber, Guid MergeId, string MergeNumber, DateTimeOffset CreatedAt) : AccountEvent;

    /// <summary>This one became part of another.</summary>
    public sealed record Absorbed(Guid SurvivorId, Guid MergeId) : AccountEvent;

    /// <summary>The two are two again.</summary>
    public sealed record MergeUndone(Guid MergeId, Guid Other, DateTimeOffset CreatedAt) : AccountEvent;

    /// <summary>Somebody looked, and another account that looks alike is another customer.</summary>
    public sealed record DuplicateDismissed(Guid Other, IReadOnlyList<WeakReason> Reasons, string Why) : AccountEvent;
}
