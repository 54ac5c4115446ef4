using Google.Rpc;
using Grpc.Core;

namespace CoretimeDesk.Desk.Client;

/// <summary>Turns a failed call into what a person needs: the sentence, the fields at fault, and what to do.</summary>
internal static class CallFailure
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    public static DeskException Explain(RpcException failure, Uri address)
    {
        var details = Details(failure);
        var fields = details.OfType<BadRequest>().SelectMany(b => b.FieldViolations).Select(v => $"{v.Field}: {v.Description}").ToList();

        // Of a wrong request the fields say all; where the state says no, they say what to do about it.
        List<string> lines = fields.Count > 0 && failure.StatusCode == StatusCode.InvalidArgument ? fields : [failure.Status.Detail, .. fields];

        // A claim that came second is recorded too; without its receipt the rep could not prove it later.
        if (details.OfType<ErrorInfo>().FirstOrDefault() is { } info && info.Metadata.TryGetValue("chain_hash", out var hash))
        {
            lines.Add($"Your receipt, link {info.Metadata.GetValueOrDefault("chain_position")}: {hash}");
        }

        switch (failure.StatusCode)
        {
            case StatusCode.Unavailable when details.Count == 0:
                lines = [$"Nothing answers at {address}. Is the desk running? './desk status' tells."];
                break;
            case StatusCode.Unauthenticated:
                lines.Add("Sign in with './desk login EMAIL', or set DESK_API_KEY.");
                break;
        }

        return new(string.Join(Environment.NewLine, lines), failure);
    }

    /// <summary>The reason that a service gave for a refusal, such as <c>NO_SALE</c>; null when it was something else that failed.</summary>
    public static string? ReasonOf(DeskException failure) =>
        failure.InnerException is RpcException call ? Details(call).OfType<ErrorInfo>().FirstOrDefault()?.Reason : null;

    /// <summary>True when the service could not be reached, or could not do its work for the moment: trying again may help.</summary>
    public static bool IsPassing(DeskException failure) =>
        failure.InnerException is RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal } call && Details(call).Count == 0;

    private static List<Google.Protobuf.IMessage> Details(RpcException failure)
    {
        if (failure.Trailers.GetValueBytes(DetailsTrailer) is not { } bytes)
        {
            return [];
        }

        var found = new List<Google.Protobuf.IMessage>();
        foreach (var any in Google.Rpc.Status.Parser.ParseFrom(bytes).Details)
        {
            if (any.TryUnpack<BadRequest>(out var request))
            {
                found.Add(request);
            }
            else if (any.TryUnpack<ErrorInfo>(out var info))
            {
                found.Add(info);
            }
        }

        return found;
    }
}
