using System.Collections.Immutable;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Clusters;

/// <summary>
/// Accounts and who funded them, over a few transfers back. The accounts themselves are among the funders: who pays a competitor directly is found as well. The order
/// of transfers in time is not asked for: money lies in an account, and who sends it on beforehand has not hidden where it comes from.
/// </summary>
internal sealed class FunderSearch
{
    private readonly Dictionary<AccountId32, Funding?> _reached = [];

    private FunderSearch()
    {
    }

    public IEnumerable<AccountId32> Accounts => _reached.Keys;

    public static FunderSearch Of(ImmutableArray<AccountId32> keys, ClusterWorld world, DateTimeOffset now)
    {
        var search = new FunderSearch();
        foreach (var key in keys)
        {
            search._reached.TryAdd(key, null);
        }

        var since = now.AddDays(-world.Days);
        var frontier = search._reached.Keys.ToHashSet();
        for (var hop = 0; hop < world.Hops && frontier.Count > 0; hop++)
        {
            // Of several transfers the one with the lowest name is the evidence, so that the order of the facts does not matter.
            var found = world.Transfers
                .Where(t => frontier.Contains(t.To) && t.At >= since && t.At < now && !world.PublicAccounts.Contains(t.From) && !search._reached.ContainsKey(t.From))
                .GroupBy(t => t.From)
                .ToDictionary(g => g.Key, g => g.MinBy(t => t.FactId, StringComparer.Ordinal));
            foreach (var (funder, by) in found)
            {
                search._reached.Add(funder, by);
            }

            frontier = [.. found.Keys];
        }

        return search;
    }

    /// <summary>The transfers that lead from a funder to one of the accounts.</summary>
    public IEnumerable<string> Path(AccountId32 funder)
    {
        while (_reached[funder] is { } by)
        {
            yield return by.FactId;
            funder = by.To;
        }
    }
}
