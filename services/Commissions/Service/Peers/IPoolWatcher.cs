using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Peers;

/// <summary>A call for a wallet, and the runtime that it was encoded for.</summary>
public sealed record EncodedCall(string CallData, string CallHash, string Json, string SpecName, uint SpecVersion, string Chain, string WalletLink);

/// <summary>What a core costs in the sale that runs, and the finalised block that says so.</summary>
/// <param name="Chain">The Coretime chain.</param>
/// <param name="Token">The symbol that it is paid in.</param>
/// <param name="Price">For one period.</param>
/// <param name="RenewalBump">What a renewal costs more than the one before it.</param>
/// <param name="BlockNumber">The block.</param>
/// <param name="BlockHash">Its hash.</param>
/// <param name="At">Its time.</param>
/// <param name="Phase">"interlude", "lead-in" or "fixed price".</param>
public sealed record SaleNow(string Chain, string Token, Planck Price, Perbill RenewalBump, uint BlockNumber, string BlockHash, DateTimeOffset At, string Phase);

/// <summary>What this service asks of the chain watcher. Nothing is signed or sent.</summary>
public interface IPoolWatcher
{
    /// <summary>Lets the watcher tell of an account's transfers and of what it holds.</summary>
    /// <exception cref="RefusedException">The watcher refuses, in its own words.</exception>
    Task WatchAsync(string token, string account, string note, CancellationToken stop);

    /// <summary>The sale of the Coretime chain that is followed.</summary>
    /// <exception cref="RefusedException">The watcher refuses, in its own words: NO_SALE, NOTHING_READ, or that it follows several.</exception>
    Task<SaleNow> SaleAsync(CancellationToken stop);

    /// <summary>One batch of calls, all of it or nothing.</summary>
    /// <exception cref="RefusedException">The watcher refuses, in its own words: SOURCE_AWAY, WRONG_CHAIN.</exception>
    Task<EncodedCall> EncodeAsync(string chain, IReadOnlyList<string> calls, CancellationToken stop);
}
