using System.Collections.Concurrent;
using CoretimeDesk.CreditGrants.Peers;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Tests.Grants;

/// <summary>What the chain watcher would say of Polkadot: a core costs 10 DOT, an order a tenth of one.</summary>
internal sealed class StandInChains(TimeProvider time) : IChains
{
    public const string Chain = "polkadot-coretime";
    public const string Relay = "polkadot-relay";

    public Planck Price { get; set; } = Token.Dot.Whole(10);

    public List<RenewableCore> Renewals { get; } = [];

    /// <summary>Who is followed, with whether the balance is.</summary>
    public ConcurrentDictionary<string, bool> Watched { get; } = new();

    /// <summary>What was encoded last.</summary>
    public (string Chain, string Remark, IReadOnlyList<string> Calls) Encoded { get; private set; }

    public Task<CorePrice> PriceAsync(string chain, CancellationToken stop) =>
        chain is "" or Chain ? Task.FromResult(new CorePrice(Chain, Token.Dot, Price, 1_000, $"0x{1:x64}", time.GetUtcNow())) : throw new RefusedException(new(RefusalKind.Precondition, "NO_SUCH_CHAIN", $"{chain} is not followed."));

    public Task<Planck?> SpotPriceAsync(string chain, CancellationToken stop) => Task.FromResult<Planck?>(new Planck(Token.Dot.Whole(1).Value / 10));

    public Task<IReadOnlyList<RenewableCore>> RenewalsAsync(string token, string chain, uint para, CancellationToken stop) => Task.FromResult<IReadOnlyList<RenewableCore>>(Renewals);

    public Task<EncodedCalls> EncodeAsync(string chain, string remark, IReadOnlyList<string> calls, CancellationToken stop)
    {
        Encoded = (chain, remark, calls);
        return Task.FromResult(new EncodedCalls("0x00", "0x11", "{}", "coretime-polkadot", 1, chain, $"0x{2:x64}", ""));
    }

    public Task WatchAsync(string token, string account, bool balance, string note, CancellationToken stop)
    {
        Watched[account] = balance;
        return Task.CompletedTask;
    }
}
