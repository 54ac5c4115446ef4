using System.Security.Cryptography;
using Google.Protobuf;

namespace CoretimeDesk.Journal;

/// <summary>One mutating call: who asks, what for, and under which id a repeat is recognised.</summary>
/// <param name="RequestId">Chosen by the caller; the same id is the same command.</param>
/// <param name="Actor">The verified caller.</param>
/// <param name="Method">The full RPC name.</param>
/// <param name="Digest">SHA-256 of the request without its secrets: the same id with another request is refused.</param>
public sealed record Command(Guid RequestId, Actor Actor, string Method, ReadOnlyMemory<byte> Digest)
{
    /// <summary>Reads a command out of a request.</summary>
    /// <exception cref="RefusedException"><paramref name="requestId"/> is no UUID.</exception>
    public static Command Of(IMessage request, string requestId, Actor actor, string method)
    {
        if (!Guid.TryParse(requestId, out var id) || id == Guid.Empty)
        {
            throw new RefusedException(Refusal.InvalidField("request_id", "must be a UUID that you choose anew for each command, and repeat only to repeat the same one."));
        }

        return new(id, actor, method, SHA256.HashData(Redaction.Of(request).ToByteArray()));
    }
}

/// <summary>A command's outcome: the response, or why not.</summary>
/// <typeparam name="TResponse">The RPC's response message.</typeparam>
public readonly struct Outcome<TResponse>
    where TResponse : class, IMessage<TResponse>
{
    private Outcome(TResponse? response, Refusal? refusal) => (Response, Refusal) = (response, refusal);

    /// <summary>The response; null when refused.</summary>
    public TResponse? Response { get; }

    /// <summary>Why not; null when done.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The request id had its answer already: nothing was changed this time.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>The response, or the refusal as an exception for the error mapping to turn into a status.</summary>
    public TResponse OrThrow() => Refusal is null ? Response! : throw new RefusedException(Refusal);

    /// <summary>Done.</summary>
    public static implicit operator Outcome<TResponse>(TResponse response) => new(response, null);

    /// <summary>Refused.</summary>
    public static implicit operator Outcome<TResponse>(Refusal refusal) => new(null, refusal);
}
