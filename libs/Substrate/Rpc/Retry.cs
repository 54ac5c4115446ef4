namespace CoretimeDesk.Substrate.Rpc;

/// <summary>Whether a request may be sent a second time when the connection breaks before its answer.</summary>
public enum Retry
{
    /// <summary>A read: sent again on the next connection, and the caller notices only the delay.</summary>
    Safe,

    /// <summary>Sent at most once. The caller learns by <see cref="RpcException.MayHaveBeenSent"/> whether it left.</summary>
    Never,
}

/// <summary>Methods that change something are never sent twice, whatever a caller allows.</summary>
internal static class RetryRules
{
    private static readonly string[] Writes = ["author_", "transaction", "dev_", "engine_", "offchain_", "statement_", "sudo_"];

    public static bool MaySendAgain(string method, Retry retry) =>
        retry == Retry.Safe && !Array.Exists(Writes, w => method.StartsWith(w, StringComparison.Ordinal));
}
