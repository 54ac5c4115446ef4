namespace CoretimeDesk.Commissions.Peers;

/// <summary>A call for a wallet, and the runtime that it was encoded for.</summary>
public sealed record EncodedCall(string CallData, string CallHash, string Json, string SpecName, uint SpecVersion, string Chain, string WalletLink);

/// <summary>What this service asks of the chain watcher. Nothing is signed or sent.</summary>
public interface IPoolWatcher
{
    /// <summary>Lets the watcher tell of an account's transfers and of what it holds.</summary>
    /// <exception cref="RefusedException">The watcher refuses, in its own words.</exception>
    Task WatchAsync(string token, string account, string note, CancellationToken stop);

    /// <summary>One batch of calls, all of it or nothing.</summary>
    /// <exception cref="RefusedException">The watcher refuses, in its own words: SOURCE_AWAY, WRONG_CHAIN.</exception>
    Task<EncodedCall> EncodeAsync(string chain, IReadOnlyList<string> calls, CancellationToken stop);
}
