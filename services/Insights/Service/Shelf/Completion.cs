using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Translating;

namespace CoretimeDesk.Insights.Shelf;

/// <summary>A fact as it is kept, and what completes others.</summary>
internal sealed record KeptFact(Fact Fact, string Token, FactExtra? Extra);

/// <summary>
/// Completes facts by each other: teams of reps, the region that a renewal goes on from, and a survivor of a merge that had no lead record of its own. A pure function of what is
/// kept, so that what was told in another order is completed in the same way.
/// </summary>
internal static class Completion
{
    /// <summary>After the id of a merge: the fact that makes a lead of its survivor.</summary>
    public const string Survivor = "/survivor";

    /// <summary>The facts in a token.</summary>
    public static IEnumerable<Fact> Of(IReadOnlyCollection<KeptFact> kept, string token, Staff staff)
    {
        var counted = kept.Where(k => k.Token.Length == 0 || k.Token == token).ToList();
        var regions = counted.Where(k => k is { Fact: Purchase, Extra.Region: not null }).GroupBy(k => k.Extra!.Region!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderBy(k => k.Fact.OccurredAt).ThenBy(k => k.Fact.Id, StringComparer.Ordinal).Last().Fact.Id, StringComparer.Ordinal);
        var leads = counted.Select(k => k.Fact).OfType<LeadCreated>().Select(l => l.Lead).ToHashSet(StringComparer.Ordinal);
        foreach (var (fact, _, extra) in counted)
        {
            switch (fact)
            {
                case LeadCreated { Rep: { } rep } created:
                    yield return created with { Team = staff.TeamOf(rep, created.OccurredAt) };
                    break;
                case OwnerChanged { Rep: { } rep } changed:
                    yield return changed with { Team = staff.TeamOf(rep, changed.OccurredAt) };
                    break;
                case Purchase purchase when extra?.Follows is { } follows && regions.TryGetValue(follows, out var before) && before != purchase.Id:
                    yield return purchase with { Renews = before };
                    break;
                case LeadMerged merged when leads.Contains(merged.Lead) && !leads.Contains(merged.Into) && extra is { Segment: { } segment, Tier: { } tier }:
                    // The survivor was an account without a lead. It is one now: else the customer would vanish with its record.
                    yield return new LeadCreated($"{merged.Id}{Survivor}", merged.OccurredAt, merged.RecordedAt, merged.Into, segment, tier, null, null);
                    yield return merged;
                    break;
                default:
                    yield return fact;
                    break;
            }
        }
    }
}
