using System.Collections.Immutable;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>What the rules say to a concession.</summary>
public enum VerdictKind
{
    /// <summary>Not in this way, and nobody can approve it: <see cref="Verdict.Reasons"/> say what is wrong.</summary>
    Refused,

    /// <summary>Whoever asks may do it alone.</summary>
    Allowed,

    /// <summary>When <see cref="Verdict.Approvers"/> say so.</summary>
    NeedsApproval,
}

/// <summary>Why. In the order in which they are named.</summary>
[Flags]
public enum VerdictReasons
{
    /// <summary>Within the ceiling.</summary>
    None = 0,

    /// <summary>Approval, because it is beyond the ceiling.</summary>
    OverCeiling = 1,

    /// <summary>Approval one step up, because the customer is large.</summary>
    SizeLift = 1 << 1,

    /// <summary>Approval further up, because part of it is a rebate in DOT.</summary>
    RebateLift = 1 << 2,

    /// <summary>Refused: the rule version is not in force at that time.</summary>
    RuleNotInForce = 1 << 3,

    /// <summary>Refused: the sale phase is over.</summary>
    PhaseEnded = 1 << 4,

    /// <summary>Refused: no such segment.</summary>
    UnknownSegment = 1 << 5,

    /// <summary>Refused: no such tier.</summary>
    UnknownTier = 1 << 6,

    /// <summary>Refused: the customer needs less than the first tier begins with.</summary>
    SizeBelowRange = 1 << 7,

    /// <summary>Refused: that role does not quote.</summary>
    RoleMayNotQuote = 1 << 8,

    /// <summary>Refused: there is nothing to concede from.</summary>
    ListZero = 1 << 9,

    /// <summary>Refused: deeper than any concession may be.</summary>
    ConcessionOverHardStop = 1 << 10,

    /// <summary>Refused: with the commission and the overlay, more is given away than may be.</summary>
    GiveawayOverCeiling = 1 << 11,

    /// <summary>Refused: a quote of that size needs a current assessment.</summary>
    AssessmentMissing = 1 << 12,

    /// <summary>Refused: no such reason code.</summary>
    ReasonCodeUnknown = 1 << 13,

    /// <summary>Refused: the step needs a reason code.</summary>
    ReasonCodeMissing = 1 << 14,
}

/// <summary>Names of reasons, as they stand in answers.</summary>
public static class VerdictReasonNames
{
    private static readonly (VerdictReasons Reason, string Name)[] Names =
        [.. Enum.GetValues<VerdictReasons>().Where(r => r != VerdictReasons.None).Order().Select(r => (r, Snake(r.ToString())))];

    /// <summary>The names, in order: <c>over_ceiling</c>, <c>size_lift</c>…</summary>
    public static IReadOnlyList<string> ToNames(this VerdictReasons reasons) => [.. Names.Where(n => (reasons & n.Reason) != 0).Select(n => n.Name)];

    private static string Snake(string text) => string.Concat(text.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}

/// <summary>What the rules say to a concession, why, and what else would have been possible.</summary>
public readonly struct Verdict
{
    private readonly WidePlanck _ownCeiling;
    private readonly WidePlanck _deepest;
    private readonly bool _hasOwnCeiling;
    private readonly bool _hasDeepest;
    private readonly sbyte _step;

    internal Verdict(RuleVersion rules, int tier, int step, WidePlanck concession, WidePlanck? ownCeiling, WidePlanck? deepest)
    {
        Rules = rules;
        Tier = tier < 0 ? null : rules.Tiers[tier].Name;
        _step = (sbyte)step;
        Concession = concession;
        (_hasOwnCeiling, _ownCeiling) = (ownCeiling.HasValue, ownCeiling.GetValueOrDefault());
        (_hasDeepest, _deepest) = (deepest.HasValue, deepest.GetValueOrDefault());
    }

    /// <summary>What it was judged by.</summary>
    public RuleVersion Rules { get; }

    /// <summary>Allowed, to be approved, or refused.</summary>
    public VerdictKind Kind { get; internal init; }

    /// <summary>Why; empty when it is allowed.</summary>
    public VerdictReasons Reasons { get; internal init; }

    /// <summary>The customer's tier; null when it is not known.</summary>
    public string? Tier { get; }

    /// <summary>0 within the ceiling, then the step of the ladder; null when segment or tier is not known, or there is no list price.</summary>
    public int? Step => _step < 0 ? null : _step;

    /// <summary>The roles that must approve, all of them, in parallel; empty unless it needs approval.</summary>
    public ImmutableArray<string> Approvers => Kind == VerdictKind.NeedsApproval ? Rules.Ladder[_step - 1].Approvers : [];

    /// <summary>Within how many hours they are to decide; null unless it needs approval.</summary>
    public int? SlaHours => Kind == VerdictKind.NeedsApproval ? Sla : null;

    /// <summary>All that is conceded.</summary>
    public WidePlanck Concession { get; }

    /// <summary>The most that this role may concede alone, without a rebate; null when nothing can be said.</summary>
    public WidePlanck? OwnCeiling => _hasOwnCeiling ? _ownCeiling : null;

    /// <summary>The most that anybody may concede; null when commission and overlay alone are too much.</summary>
    public WidePlanck? Deepest => _hasDeepest ? _deepest : null;

    internal int Sla { get; init; }
}
