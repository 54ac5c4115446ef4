using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>Tells a node that has forgotten a state from one that fails. There is no error code of its own for it, so the words decide.</summary>
internal static class Pruning
{
    private static readonly string[] Words = ["State already discarded", "UnknownBlock", "state is pruned", "block not found"];

    public static bool IsSaidBy(RpcErrorException error) => Words.Any(w => error.Message.Contains(w, StringComparison.OrdinalIgnoreCase));
}
