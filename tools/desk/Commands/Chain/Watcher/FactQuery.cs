using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary>Which facts are asked for. The service orders by height, which says nothing across chains: so each chain is asked by itself, and times decide.</summary>
/// <param name="Chains">The chains.</param>
/// <param name="Filter">Types, account, task, heights.</param>
/// <param name="Since">Nothing that happened before.</param>
internal sealed record FactQuery(IReadOnlyList<string> Chains, ListFactsRequest Filter, DateTimeOffset? Since)
{
    private const int PageMax = 200;

    /// <summary>The newest facts of all chains, newest first.</summary>
    /// <returns>The token is that of the next page, when there is one and only one chain is asked.</returns>
    public async Task<(IReadOnlyList<Fact> Facts, string Next, bool IsMore)> PageAsync(WatcherClient client, int size, string token, CancellationToken cancellation)
    {
        var found = new List<Fact>();
        var (next, more) = ("", false);
        foreach (var chain in Chains)
        {
            var page = await AskAsync(client, chain, Filter.FromBlock, size, token, cancellation);
            var kept = page.Facts.Where(IsWanted).ToList();
            found.AddRange(kept);

            // Older than wanted is everything behind it, too.
            next = kept.Count == page.Facts.Count ? page.NextPageToken : "";
            more |= next.Length > 0;
        }

        if (Chains.Count == 1)
        {
            return (found, next, more);
        }

        var newest = found.OrderByDescending(f => f.Origin.OccurredAt).Take(size).ToList();
        return (newest, "", more || newest.Count < found.Count);
    }

    /// <summary>All facts of a chain from a block on, oldest first.</summary>
    public async Task<IReadOnlyList<Fact>> AllFromAsync(WatcherClient client, string chain, uint block, CancellationToken cancellation)
    {
        var found = new List<Fact>();
        var token = "";
        do
        {
            var page = await AskAsync(client, chain, Math.Max(block, Filter.FromBlock), PageMax, token, cancellation);
            found.AddRange(page.Facts.Where(IsWanted));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        found.Reverse();
        return found;
    }

    private bool IsWanted(Fact fact) => Since is not { } since || fact.Origin.OccurredAt.ToDateTimeOffset() >= since;

    private Task<ListFactsResponse> AskAsync(WatcherClient client, string chain, uint from, int size, string token, CancellationToken cancellation)
    {
        var request = Filter.Clone();
        (request.Chain, request.FromBlock, request.PageSize, request.PageToken) = (chain, from, size, token);
        return client.CallAsync((c, o) => c.ListFactsAsync(request, o), cancellation);
    }
}
