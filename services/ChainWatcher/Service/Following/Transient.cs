using CoretimeDesk.Journal;
using CoretimeDesk.Substrate.Rpc;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>What mends itself: the database or a node being away, and another replica having been quicker.</summary>
internal static class Transient
{
    public static bool Is(Exception e) => e is NpgsqlException or DbUpdateException or TimeoutException or RpcException or CheckpointMovedException
        or InvalidOperationException { InnerException: NpgsqlException } or RefusedException { Refusal.Kind: RefusalKind.Contended };
}
