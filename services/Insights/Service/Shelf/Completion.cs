using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Translating;

namespace CoretimeDesk.Insights.Shelf;

/// <summary>A fact as it is kept, and what completes others.</summary>
internal sealed record KeptFact(Fact Fact, string Token, FactExtra? Extra);

/// <summary>
/// Completes facts by each other: teams of reps, the region that a renewal goes on from, and a survivor of a merge that had no lead record of its own. What is told in another order is
/// completed in the same way: where a new fact makes others otherwise, it is refused, and all are completed anew.
/// </summary>
internal sealed class Completion(Staff staff)
{
    /// <summary>After the id of a merge: the fact that makes a lead of its survivor.</summary>
    public const string Survivor = "/survivor";

    private readonly Dictionary<string, Purchase> _regions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _followed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leads = new(StringComparer.Ordinal);
    private readonly HashSet<string> _merged = new(StringComparer.Ordinal);

    /// <summary>All facts, completed; the completion is empty until then.</summary>
    public IEnumerable<Fact> Begin(IReadOnlyCollection<KeptFact> kept)
    {
        foreach (var one in kept)
        {
            _ = IsNoted(one);
        }

        return kept.SelectMany(Complete);
    }

    /// <summary>One more; null when it makes others otherwise.</summary>
    public IEnumerable<Fact>? Add(KeptFact kept) => IsNoted(kept) ? Complete(kept) : null;

    private bool IsNoted(KeptFact kept)
    {
        switch (kept.Fact)
        {
            case LeadCreated created:
                return !_leads.Add(created.Lead) || !_merged.Contains(created.Lead);
            case LeadMerged merged:
                _merged.Add(merged.Lead);
                _merged.Add(merged.Into);
                return true;
            case Purchase purchase when kept.Extra is { } extra:
                if (extra.Follows is { } follows)
                {
                    _followed.Add(follows);
                }

                if (extra.Region is not { } region || (_regions.TryGetValue(region, out var known) && !IsLater(purchase, known)))
                {
                    return true;
                }

                _regions[region] = purchase;
                return !_followed.Contains(region);
            default:
                return true;
        }
    }

    private IEnumerable<Fact> Complete(KeptFact kept)
    {
        switch (kept.Fact)
        {
            case LeadCreated { Rep: { } rep } created:
                return [created with { Team = staff.TeamOf(rep, created.OccurredAt) }];
            case OwnerChanged { Rep: { } rep } changed:
                return [changed with { Team = staff.TeamOf(rep, changed.OccurredAt) }];
            case QuotaGiven quota:
                return [quota with { Team = staff.TeamOf(quota.Rep, quota.OccurredAt) }];
            case BaseEarned earned:
                // Whose the month's quota is, which is given before it begins.
                return [earned with { Team = staff.TeamOf(earned.Rep, earned.Month.Start) }];
            case Purchase purchase when kept.Extra?.Follows is { } follows && _regions.TryGetValue(follows, out var before) && before.Id != purchase.Id:
                return [purchase with { Renews = before.Id }];
            case LeadMerged merged when _leads.Contains(merged.Lead) && !_leads.Contains(merged.Into) && kept.Extra is { Segment: { } segment, Tier: { } tier }:
                // The survivor was an account without a lead. It is one now: else the customer would vanish with its record.
                return [new LeadCreated($"{merged.Id}{Survivor}", merged.OccurredAt, merged.RecordedAt, merged.Into, segment, tier, null, null), merged];
            default:
                return [kept.Fact];
        }
    }

    private static bool IsLater(Purchase purchase, Purchase other) =>
        purchase.OccurredAt > other.OccurredAt || (purchase.OccurredAt == other.OccurredAt && string.CompareOrdinal(purchase.Id, other.Id) > 0);
}
