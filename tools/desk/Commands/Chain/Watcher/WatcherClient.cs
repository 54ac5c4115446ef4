using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Running;
using Grpc.Core;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

using Service = ChainWatcherService.ChainWatcherServiceClient;

/// <summary>Asks the chain watcher of a desk, and knows which chains it follows.</summary>
internal sealed class WatcherClient(Workspace workspace, string? address)
{
    private readonly DeskClient _client = new(workspace, TimeProvider.System);

    public Task<T> CallAsync<T>(Func<Service, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        _client.CallAsync(ServiceEnvironment.ChainWatcherService, address, (channel, options) => call(new(channel), options), cancellation);

    public IAsyncEnumerable<T> StreamAsync<T>(Func<Service, CallOptions, AsyncServerStreamingCall<T>> call, CancellationToken cancellation) =>
        _client.StreamAsync(ServiceEnvironment.ChainWatcherService, address, (channel, options) => call(new(channel), options), cancellation);

    /// <summary>How each chain is followed.</summary>
    /// <exception cref="DeskException">None is.</exception>
    public async Task<IReadOnlyList<Follower>> FollowersAsync(CancellationToken cancellation)
    {
        var followers = (await CallAsync((c, o) => c.ListFollowersAsync(new(), o), cancellation)).Followers;
        return followers.Count > 0
            ? followers
            : throw new DeskException("This desk follows no chain. Start it with './desk up --chain replay' (recorded blocks), or with paseo, kusama or polkadot.");
    }

    /// <summary>The chain that was named; when none was, the one Coretime chain that is followed.</summary>
    /// <param name="option">For messages.</param>
    /// <param name="name">What was named.</param>
    /// <param name="coretimeOnly">A relay chain will not do; says why, as in "has no regions".</param>
    /// <exception cref="DeskException">There is no such chain, or it is not clear which.</exception>
    public async Task<Follower> ChainAsync(string option, string? name, string? coretimeOnly, CancellationToken cancellation)
    {
        var followers = await FollowersAsync(cancellation);
        var coretime = followers.Where(f => f.Kind == ChainKind.Coretime).ToList();
        if (name is null)
        {
            return coretime switch
            {
                [var only] => only,
                [] => throw new DeskException($"{option}: no Coretime chain is followed; name one of {Names(followers)}."),
                _ => throw new DeskException($"{option}: several Coretime chains are followed; name one of {Names(coretime)}."),
            };
        }

        var chain = Named(option, name, followers);
        return coretimeOnly is null || chain.Kind == ChainKind.Coretime
            ? chain
            : throw new DeskException($"{option}: '{name}' is a relay chain, which {coretimeOnly}; {(coretime.Count > 0 ? $"Coretime chains are {Names(coretime)}" : "no Coretime chain is followed")}.");
    }

    /// <summary>The chain of that name.</summary>
    /// <exception cref="DeskException">It is not followed; the message lists those that are.</exception>
    public static Follower Named(string option, string name, IReadOnlyList<Follower> followers) => followers.FirstOrDefault(f => f.Chain == name)
        ?? throw new DeskException($"{option}: '{name}' is not followed; there {(followers.Count == 1 ? "is" : "are")} {Names(followers)}.");

    /// <summary>The chain's market; null while there is no sale.</summary>
    public async Task<ChainWatcher.V1.Market?> MarketAsync(string chain, CancellationToken cancellation)
    {
        try
        {
            return (await CallAsync((c, o) => c.GetMarketAsync(new() { Chain = chain }, o), cancellation)).Market;
        }
        catch (DeskException e) when (CallFailure.ReasonOf(e) == "NO_SALE")
        {
            return null;
        }
    }

    private static string Names(IEnumerable<Follower> followers) => string.Join(", ", followers.Select(f => f.Chain));
}
