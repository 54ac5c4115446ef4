using CoretimeDesk.Hosting;
using Grpc.Core;

namespace CoretimeDesk.Web.Desk.Calls;

/// <summary>What kept a call from being answered, for people.</summary>
/// <param name="Kind">What to do about it.</param>
/// <param name="Text">A sentence.</param>
/// <param name="Reason">The service's own word for it, such as <c>NO_SALE</c>; empty for none.</param>
public sealed record Trouble(TroubleKind Kind, string Text, string Reason = "")
{
    /// <summary>What is wrong with which field of the request, by its name in the proto file; empty when it was not that.</summary>
    public IReadOnlyList<FieldViolation> Fields { get; init; } = [];

    /// <param name="failure">What came back.</param>
    /// <param name="service">Who was asked: "The chain watcher".</param>
    public static Trouble Of(RpcException failure, string service)
    {
        if (Refusals.RefusalOf(failure) is { } refusal)
        {
            return new(
                failure.StatusCode == StatusCode.PermissionDenied ? TroubleKind.NotAllowed : TroubleKind.Refused,
                string.Join(' ', refusal.Fields.Count > 0 && failure.StatusCode == StatusCode.InvalidArgument ? refusal.Fields.Select(f => $"{f.Field}: {f.Description}") : [refusal.Message]),
                refusal.Reason) { Fields = refusal.Fields };
        }

        return failure.StatusCode switch
        {
            StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Aborted => new(TroubleKind.Away, $"{service} does not answer at this moment."),
            StatusCode.DeadlineExceeded => new(TroubleKind.Away, $"{service} took too long to answer."),
            StatusCode.ResourceExhausted => new(TroubleKind.Away, "Too many calls at once. Wait a moment."),
            StatusCode.Unimplemented => new(TroubleKind.Fault, $"{service} is of another version than these pages."),
            _ => new(TroubleKind.Fault, $"{service} met a fault of its own ({failure.StatusCode})."),
        };
    }
}

/// <summary>What to do about a call that failed.</summary>
public enum TroubleKind
{
    /// <summary>Try again: it may pass.</summary>
    Away,

    /// <summary>A rule said no, and says why.</summary>
    Refused,

    /// <summary>Not with these roles.</summary>
    NotAllowed,

    /// <summary>A fault of ours.</summary>
    Fault,
}

/// <summary>A call that was not answered.</summary>
public sealed class CallException(Trouble trouble, Exception inner) : Exception(trouble.Text, inner)
{
    public Trouble Trouble => trouble;
}
