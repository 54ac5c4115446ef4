using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary>Facts as they come: each once, in the order of its chain, also when the service is away for a while.</summary>
internal sealed class FactFeed(WatcherClient client, FactQuery query)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Place> _places = query.Chains.ToDictionary(chain => chain, _ => new Place(0, []), StringComparer.Ordinal);

    /// <summary>The block up to which a chain's facts were told, and those of that block.</summary>
    private sealed record Place(uint Block, HashSet<string> Ids);

    /// <summary>Shows the newest facts that there are, and then every further one, until it is stopped.</summary>
    /// <param name="recent">How many of those that there are.</param>
    /// <param name="show">Gets one fact after the other.</param>
    /// <param name="warn">Gets a sentence when the service cannot be asked, and when it can again.</param>
    public async Task RunAsync(int recent, Action<Fact> show, Action<string> warn, CancellationToken cancellation)
    {
        foreach (var fact in await BeginAsync(recent, cancellation))
        {
            show(fact);
        }

        var isAway = false;
        while (true)
        {
            try
            {
                foreach (var chain in query.Chains)
                {
                    await TellAsync(chain, show, cancellation);
                }

                if (isAway)
                {
                    warn("The chain watcher answers again.");
                    isAway = false;
                }
            }
            catch (DeskException e) when (CallFailure.IsPassing(e))
            {
                if (!isAway)
                {
                    warn($"{e.Message} Trying again.");
                    isAway = true;
                }
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    /// <summary>The newest facts that there are, oldest first. From now on everything behind them counts as new.</summary>
    private async Task<IEnumerable<Fact>> BeginAsync(int recent, CancellationToken cancellation)
    {
        var found = new List<Fact>();
        foreach (var chain in query.Chains)
        {
            var (facts, _, _) = await (query with { Chains = [chain] }).PageAsync(client, recent, "", cancellation);
            if (facts is not [{ Origin.BlockNumber: var block }, ..])
            {
                continue;
            }

            // A block's facts are saved in one step: all of its are there, while of those behind it some may have come between the two questions.
            _places[chain] = new(block, [.. (await query.AllFromAsync(client, chain, block, cancellation)).Where(f => f.Origin.BlockNumber == block).Select(f => f.Origin.FactId)]);
            found.AddRange(facts);
        }

        return found.OrderByDescending(f => f.Origin.OccurredAt).Take(recent).Reverse();
    }

    private async Task TellAsync(string chain, Action<Fact> show, CancellationToken cancellation)
    {
        var place = _places[chain];
        foreach (var fact in (await query.AllFromAsync(client, chain, place.Block, cancellation)).Where(f => !place.Ids.Contains(f.Origin.FactId)))
        {
            show(fact);
            if (fact.Origin.BlockNumber > place.Block)
            {
                _places[chain] = place = new(fact.Origin.BlockNumber, []);
            }

            place.Ids.Add(fact.Origin.FactId);
        }
    }
}
