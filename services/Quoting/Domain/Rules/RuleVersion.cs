using System.Collections.Frozen;
using System.Collections.Immutable;
using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>A size of customer: so many core-periods a year.</summary>
/// <param name="Name">"S".</param>
/// <param name="From">The smallest need that belongs to it.</param>
/// <param name="To">The largest; null without end.</param>
public sealed record SizeRange(string Name, int From, int? To)
{
    /// <summary>"1 to 13 core-periods a year".</summary>
    public string ToWords() => To is { } to ? $"{From:N0} to {to:N0} core-periods a year" : $"{From:N0} core-periods a year or more";
}

/// <summary>One step of approval beyond the ceiling.</summary>
/// <param name="UpToOver">How far beyond the ceiling it reaches; null for everything above. Together with a ceiling it may be more than 100 %.</param>
/// <param name="Approvers">The roles that must approve, all of them, in parallel.</param>
/// <param name="SlaHours">Within how many hours.</param>
/// <param name="NeedsReason">Whether a reason code must be given.</param>
public sealed record LadderStep(BasisPoints? UpToOver, ImmutableArray<string> Approvers, int SlaHours, bool NeedsReason);

/// <summary>How far a role's own word goes.</summary>
/// <param name="Role">"team_lead".</param>
/// <param name="Step">The highest step of the ladder that it covers by itself; 0 for the ceiling alone.</param>
public sealed record RoleAuthority(string Role, int Step);

/// <summary>When the sale phase ends soon, one step is decided faster.</summary>
/// <param name="Step">Which one.</param>
/// <param name="PhaseEndsWithinHours">How soon is soon.</param>
/// <param name="SlaHours">How fast, should the step itself be slower.</param>
public sealed record UrgentRule(int Step, int PhaseEndsWithinHours, int SlaHours);

/// <summary>What nobody may go beyond, whatever their role.</summary>
/// <param name="Concession">The deepest concession.</param>
/// <param name="Giveaway">The most that concession, commission and overlay may be together.</param>
public sealed record HardStops(BasisPoints Concession, BasisPoints Giveaway);

/// <summary>How long a quote is valid.</summary>
/// <param name="Default">Days, when nothing else is said.</param>
/// <param name="Max">Days at most.</param>
public sealed record QuoteDays(int Default, int Max);

/// <summary>
/// The rules by which concessions are judged, in force over a stretch of time. It cannot be changed, and it is whole: only <see cref="RuleFile"/> makes one,
/// and only of a file without complaints.
/// </summary>
public sealed class RuleVersion
{
    private readonly FrozenDictionary<string, int> _segments;
    private readonly FrozenDictionary<string, int> _tiers;
    private readonly FrozenDictionary<string, int> _authority;
    private readonly FrozenSet<string> _reasons;
    private readonly ImmutableArray<BasisPoints> _ceilings;
    private readonly ImmutableArray<bool> _lifted;
    private readonly ImmutableArray<bool> _assessed;

    internal RuleVersion(RuleParts parts)
    {
        Version = parts.Version;
        EffectiveFrom = parts.EffectiveFrom;
        EffectiveTo = parts.EffectiveTo;
        Segments = parts.Segments;
        Tiers = parts.Tiers;
        Authority = [.. parts.Authority.OrderBy(a => a.Role, StringComparer.Ordinal)];
        Ladder = parts.Ladder;
        RebateLift = parts.RebateLift;
        HardStops = parts.HardStops;
        ReasonCodes = parts.ReasonCodes;
        Urgent = parts.Urgent;
        ApprovalValidDays = parts.ApprovalValidDays;
        QuoteDays = parts.QuoteDays;
        _segments = Indexed(Segments);
        _tiers = Indexed(Tiers.Select(t => t.Name));
        _authority = Authority.ToFrozenDictionary(a => a.Role, a => a.Step, StringComparer.Ordinal);
        _reasons = ReasonCodes.ToFrozenSet(StringComparer.Ordinal);
        _ceilings = [.. from segment in Segments from tier in Tiers select parts.Ceilings[(segment, tier.Name)]];
        _lifted = [.. Tiers.Select(t => parts.LiftTiers.Contains(t.Name))];
        _assessed = [.. Tiers.Select(t => parts.AssessmentTiers.Contains(t.Name))];
        Canonical = RuleHash.CanonicalOf(this);
        Hash = CanonicalJson.Digest(Canonical);
    }

    /// <summary>Its number: 1, 2, 3…</summary>
    public int Version { get; }

    /// <summary>In force from this instant on.</summary>
    public DateTimeOffset EffectiveFrom { get; }

    /// <summary>No longer in force at this instant; null for no end.</summary>
    public DateTimeOffset? EffectiveTo { get; }

    /// <summary>The kinds of customers.</summary>
    public ImmutableArray<string> Segments { get; }

    /// <summary>The sizes of customers, the smallest first, without gaps; the last has no end.</summary>
    public ImmutableArray<SizeRange> Tiers { get; }

    /// <summary>The roles that may quote, by name. A role that is not named may not.</summary>
    public ImmutableArray<RoleAuthority> Authority { get; }

    /// <summary>Steps 1, 2, 3; the last one has no end.</summary>
    public ImmutableArray<LadderStep> Ladder { get; }

    /// <summary>How many steps up a concession goes that contains a DOT rebate, however small.</summary>
    public int RebateLift { get; }

    /// <summary>What nobody may go beyond.</summary>
    public HardStops HardStops { get; }

    /// <summary>The reasons that may be given for a concession.</summary>
    public ImmutableArray<string> ReasonCodes { get; }

    /// <summary>What is decided faster near the end of a sale phase.</summary>
    public UrgentRule Urgent { get; }

    /// <summary>How many days an approval counts.</summary>
    public int ApprovalValidDays { get; }

    /// <summary>How long quotes are valid.</summary>
    public QuoteDays QuoteDays { get; }

    /// <summary>The one text that it is hashed as; <see cref="RuleFile"/> reads it back to an equal version.</summary>
    public string Canonical { get; }

    /// <summary>SHA-256 of <see cref="Canonical"/>: 64 hexadecimal digits in lower case.</summary>
    public string Hash { get; }

    /// <summary>Whether it is in force at an instant.</summary>
    public bool IsInForce(DateTimeOffset at) => at >= EffectiveFrom && !(at >= EffectiveTo);

    /// <summary>The index of a segment; -1 when there is none of that name.</summary>
    public int FindSegment(string segment) => _segments.GetValueOrDefault(segment, -1);

    /// <summary>The index of a tier; -1 when there is none of that name.</summary>
    public int FindTier(string tier) => _tiers.GetValueOrDefault(tier, -1);

    /// <summary>The index of the tier that holds a yearly need; -1 when it is below the first.</summary>
    public int FindTier(ulong annualCorePeriods)
    {
        var tier = Tiers.Length - 1;
        while (tier >= 0 && annualCorePeriods < (ulong)Tiers[tier].From)
        {
            tier--;
        }

        return tier;
    }

    /// <summary>The highest step of the ladder that a role covers by itself; -1 when it may not quote.</summary>
    public int AuthorityOf(string role) => _authority.GetValueOrDefault(role, -1);

    /// <summary>The rep's own ceiling, by indexes.</summary>
    public BasisPoints Ceiling(int segment, int tier) => _ceilings[(segment * Tiers.Length) + tier];

    /// <summary>Whether what is beyond the ceiling goes one step up in this tier.</summary>
    public bool IsLifted(int tier) => _lifted[tier];

    /// <summary>Whether a quote in this tier needs a current assessment.</summary>
    public bool NeedsAssessment(int tier) => _assessed[tier];

    /// <summary>Whether a reason code is one of the list.</summary>
    public bool HasReason(string code) => _reasons.Contains(code);

    private static FrozenDictionary<string, int> Indexed(IEnumerable<string> names) =>
        names.Select((name, index) => (name, index)).ToFrozenDictionary(n => n.name, n => n.index, StringComparer.Ordinal);
}

/// <summary>What a rule version is made of, once every part has been read.</summary>
internal sealed record RuleParts
{
    public required int Version { get; init; }

    public required DateTimeOffset EffectiveFrom { get; init; }

    public required DateTimeOffset? EffectiveTo { get; init; }

    public required ImmutableArray<string> Segments { get; init; }

    public required ImmutableArray<SizeRange> Tiers { get; init; }

    public required IReadOnlyDictionary<(string Segment, string Tier), BasisPoints> Ceilings { get; init; }

    public required IReadOnlyList<RoleAuthority> Authority { get; init; }

    public required ImmutableArray<LadderStep> Ladder { get; init; }

    public required IReadOnlyCollection<string> LiftTiers { get; init; }

    public required int RebateLift { get; init; }

    public required HardStops HardStops { get; init; }

    public required ImmutableArray<string> ReasonCodes { get; init; }

    public required IReadOnlyCollection<string> AssessmentTiers { get; init; }

    public required UrgentRule Urgent { get; init; }

    public required int ApprovalValidDays { get; init; }

    public required QuoteDays QuoteDays { get; init; }
}
