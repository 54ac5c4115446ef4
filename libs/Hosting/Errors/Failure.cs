using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Grpc.Core;
using Npgsql;

namespace CoretimeDesk.Hosting;

/// <summary>What a thrown exception tells the caller. Nothing of the exception itself does, unless it was meant to.</summary>
internal static class Failure
{
    /// <summary>The answer, and whether the exception must be logged as a fault of ours.</summary>
    public static (RpcException Answer, bool IsFault) Of(Exception exception, string traceId)
    {
        switch (exception)
        {
            case RefusedException refused:
                return (refused.Refusal.ToRpc(), false);
            case RpcException rpc when rpc.Status.DebugException is null && rpc.StatusCode is not (StatusCode.Unknown or StatusCode.Internal):
                return (rpc, false);
            case RpcException { StatusCode: StatusCode.Unavailable }:
                return (Refusals.Away(ErrorReasons.PeerUnavailable, "Another part of the desk does not answer at the moment. Try again."), true);
        }

        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case RefusedException refused:
                    return (refused.Refusal.ToRpc(), false);
                case PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }:
                    return (Contended(), false);
                case DbException { IsTransient: true }:
                case NpgsqlException { InnerException: TimeoutException or SocketException or IOException }:
                    return (Refusals.Away(ErrorReasons.DatabaseUnavailable, "The database does not answer at the moment. Try again."), true);
            }
        }

        var status = Refusals.StatusOf(
            StatusCode.Internal,
            ErrorReasons.Internal,
            $"Something went wrong on our side (trace id {traceId}).",
            new Dictionary<string, string> { ["trace_id"] = traceId });
        return (Refusals.Exception(status), true);
    }

    /// <summary>The answer to a caller that left or whose time is up.</summary>
    public static RpcException Ended(bool deadlinePassed) => deadlinePassed
        ? new(new Grpc.Core.Status(StatusCode.DeadlineExceeded, "The deadline passed before the answer was ready."))
        : new(new Grpc.Core.Status(StatusCode.Cancelled, "The caller cancelled."));

    /// <summary>The answer to a caller whose stream ends with this process.</summary>
    public static RpcException ShuttingDown() =>
        Refusals.Away(ErrorReasons.ShuttingDown, "This process is shutting down. Connect again, to another one or to its successor.");

    /// <summary>The id that finds this call in logs and traces.</summary>
    public static string TraceId(string fallback) => Activity.Current is { } activity ? activity.TraceId.ToHexString() : fallback;

    private static RpcException Contended() =>
        new Refusal(RefusalKind.Contended, ErrorReasons.Contended, "Others changed the same thing at the same moment. Try again.").ToRpc();
}
