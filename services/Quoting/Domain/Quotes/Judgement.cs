using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What a rule version said of terms, kept with the version's number and hash.</summary>
public sealed record Judgement
{
    /// <summary>Yes, perhaps, or no.</summary>
    public required VerdictKind Verdict { get; init; }

    /// <summary>Size tier; null when it cannot be told.</summary>
    public string? Tier { get; init; }

    /// <summary>Step of the ladder, 0 within the ceiling; null when it cannot be told.</summary>
    public int? Step { get; init; }

    /// <summary>Roles, all needed, in parallel.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    /// <summary>In how many hours they should decide.</summary>
    public int? SlaHours { get; init; }

    /// <summary>Why, as the rules call it.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>Why, for people: a sentence to a reason.</summary>
    public IReadOnlyList<string> Explanation { get; init; } = [];

    /// <summary>All that is given away.</summary>
    public WidePlanck Concession { get; init; }

    /// <summary>The most that whoever asks may give alone; null when it cannot be told.</summary>
    public WidePlanck? OwnCeiling { get; init; }

    /// <summary>The most that anybody may give.</summary>
    public WidePlanck? Deepest { get; init; }

    /// <summary>The version that judged.</summary>
    public required int RuleVersion { get; init; }

    /// <summary>Its hash.</summary>
    public required string RuleHash { get; init; }

    /// <summary>First instant at which the version is not in force; null when it is open.</summary>
    public DateTimeOffset? RuleEndsAt { get; init; }

    /// <summary>For how many days an approval counts.</summary>
    public int ApprovalValidDays { get; init; } = 7;

    /// <summary>Those who approve must give a reason code.</summary>
    public bool NeedsReason { get; init; }

    /// <summary>Days that a quote is valid when the ask does not say, and at most.</summary>
    public (int Default, int Most) QuoteDays { get; init; } = (14, 30);

    /// <summary>As whom it was asked: the role of the caller's that reaches furthest.</summary>
    public required string Role { get; init; }

    /// <summary>Who may decide when those who were asked do not, step by step.</summary>
    public IReadOnlyList<HigherStep> HigherSteps { get; init; } = [];

    /// <summary>When it was judged.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A step of the ladder above the one that was asked.</summary>
/// <param name="Roles">Who may decide there.</param>
/// <param name="SlaHours">In how many hours.</param>
public sealed record HigherStep(IReadOnlyList<string> Roles, int SlaHours);
