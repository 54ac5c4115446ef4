using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CoretimeDesk.Hosting;

/// <summary>Refusals on the wire: a gRPC status, with google.rpc details in the trailer <c>grpc-status-details-bin</c>.</summary>
public static class Refusals
{
    /// <summary>The trailer that carries a serialised google.rpc.Status.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    // Peers commonly refuse more than 8 KB of headers and trailers together, and base64 adds a third.
    private const int DetailsLimit = 4096;
    private const int MessageLimit = 500;
    private static readonly TimeSpan AwayDelay = TimeSpan.FromSeconds(1);

    /// <summary>The status code that a kind of refusal becomes.</summary>
    public static StatusCode CodeOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCode.InvalidArgument,
        RefusalKind.NotFound => StatusCode.NotFound,
        RefusalKind.AlreadyExists => StatusCode.AlreadyExists,
        RefusalKind.Precondition => StatusCode.FailedPrecondition,
        RefusalKind.Forbidden => StatusCode.PermissionDenied,
        RefusalKind.Unauthenticated => StatusCode.Unauthenticated,
        RefusalKind.Exhausted => StatusCode.ResourceExhausted,
        RefusalKind.Contended => StatusCode.Aborted,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "a refusal kind without a status code"),
    };

    /// <summary>To throw from a service: <c>throw refusal.ToRpc();</c></summary>
    public static RpcException ToRpc(this Refusal refusal) => Exception(StatusOf(refusal));

    /// <summary>To throw where the outside does not answer: UNAVAILABLE, to be tried again. It is no refusal, and no command remembers it as its answer.</summary>
    public static RpcException Away(string reason, string message) => Exception(StatusOf(StatusCode.Unavailable, reason, message, retryAfter: AwayDelay));

    /// <summary>Throws when there is a refusal.</summary>
    /// <exception cref="RefusedException">There is one.</exception>
    public static void ThrowIfRefused(this Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new RefusedException(refusal);
        }
    }

    /// <summary>
    /// Reads a refusal back on the caller's side. Null when the failure is none: the peer is down, the deadline passed, a
    /// fault inside, or the peer does not speak our details.
    /// </summary>
    public static Refusal? RefusalOf(RpcException exception)
    {
        if (KindOf(exception.StatusCode) is not { } kind || DetailsOf(exception) is not { } status)
        {
            return null;
        }

        var info = Detail<ErrorInfo>(status);
        var fields = Detail<BadRequest>(status)?.FieldViolations ?? [];
        return info is null ? null : new Refusal(kind, info.Reason, exception.Status.Detail)
        {
            Fields = [.. fields.Select(f => new FieldViolation(f.Field, f.Description))],
            Facts = info.Metadata.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal),
        };
    }

    /// <summary>ErrorInfo.reason of any failure that carries one, refusal or not; null otherwise.</summary>
    public static string? ReasonOf(RpcException exception) =>
        DetailsOf(exception) is { } status ? Detail<ErrorInfo>(status)?.Reason : null;

    /// <summary>How long the server asks to wait before the next try; null when it does not say.</summary>
    public static TimeSpan? RetryAfterOf(RpcException exception) =>
        DetailsOf(exception) is { } status ? Detail<RetryInfo>(status)?.RetryDelay?.ToTimeSpan() : null;

    /// <summary>The google.rpc.Status of a failure; null when there is none or it cannot be read.</summary>
    public static Google.Rpc.Status? DetailsOf(RpcException exception)
    {
        var bytes = exception.Trailers.GetValueBytes(DetailsTrailer);
        if (bytes is null)
        {
            return null;
        }

        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // Written by a peer that means something else by this trailer.
        }
    }

    internal static Google.Rpc.Status StatusOf(Refusal refusal, TimeSpan? retryAfter = null)
    {
        var status = StatusOf(CodeOf(refusal.Kind), refusal.Reason, refusal.Message, refusal.Facts, retryAfter);
        if (refusal.Fields.Count > 0)
        {
            AddFields(status, refusal.Fields);
        }

        return status;
    }

    internal static Google.Rpc.Status StatusOf(
        StatusCode code, string reason, string message, IReadOnlyDictionary<string, string>? facts = null, TimeSpan? retryAfter = null)
    {
        var info = new ErrorInfo { Reason = reason, Domain = ErrorReasons.Domain };
        foreach (var (name, value) in facts ?? new Dictionary<string, string>())
        {
            info.Metadata[name] = Cut(value);
        }

        var status = new Google.Rpc.Status { Code = (int)code, Message = Cut(message), Details = { Any.Pack(info) } };
        if (retryAfter is { } wait)
        {
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        }

        return status;
    }

    internal static RpcException Exception(Google.Rpc.Status status) => new(
        new Grpc.Core.Status((StatusCode)status.Code, status.Message),
        new Metadata { { DetailsTrailer, status.ToByteArray() } });

    // A request can be wrong in more ways than fit into trailers: the first ones are enough to go on with.
    private static void AddFields(Google.Rpc.Status status, IReadOnlyList<FieldViolation> fields)
    {
        var bad = new BadRequest();
        var room = DetailsLimit - status.CalculateSize();
        foreach (var field in fields)
        {
            bad.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = Cut(field.Field), Description = Cut(field.Description) });
            if (bad.FieldViolations.Count > 1 && bad.CalculateSize() > room)
            {
                bad.FieldViolations.RemoveAt(bad.FieldViolations.Count - 1);
                break;
            }
        }

        status.Details.Insert(0, Any.Pack(bad));
    }

    private static string Cut(string text)
    {
        if (text.Length <= MessageLimit)
        {
            return text;
        }

        // Half of a surrogate pair is not text, and protobuf would refuse it.
        var end = char.IsHighSurrogate(text[MessageLimit - 2]) ? MessageLimit - 2 : MessageLimit - 1;
        return text[..end] + "…";
    }

    private static RefusalKind? KindOf(StatusCode code)
    {
        foreach (var kind in System.Enum.GetValues<RefusalKind>())
        {
            if (CodeOf(kind) == code)
            {
                return kind;
            }
        }

        return null;
    }

    private static T? Detail<T>(Google.Rpc.Status status)
        where T : class, IMessage<T>, new()
    {
        foreach (var any in status.Details)
        {
            try
            {
                if (any.TryUnpack<T>(out var detail))
                {
                    return detail;
                }
            }
            catch (InvalidProtocolBufferException)
            {
                return null;
            }
        }

        return null;
    }
}
