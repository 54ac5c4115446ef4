using System.Runtime.CompilerServices;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;

namespace CoretimeDesk.Insights.Rebuilding;

/// <summary>Reads journals by the RPC that every service has, at <c>Peers:Leads</c> and so on (cleartext HTTP/2). Nothing connects before it is asked.</summary>
internal sealed class PeerJournals(IConfiguration configuration) : IJournals
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["identity"] = "Identity", ["leads"] = "Leads", ["quoting"] = "Quoting", ["creditgrants"] = "CreditGrants", ["commissions"] = "Commissions", ["chainwatcher"] = "ChainWatcher",
    };

    public async IAsyncEnumerable<JournalEntry> ReadAsync(string part, string token, [EnumeratorCancellation] CancellationToken stop)
    {
        using var channel = GrpcChannel.ForAddress(AddressOf(part));
        using var answers = new JournalService.JournalServiceClient(channel).Stream(new() { StopAtEnd = true }, new Metadata { { "authorization", token } }, cancellationToken: stop);
        while (await NextAsync(part, answers, stop))
        {
            yield return answers.ResponseStream.Current;
        }
    }

    private static async Task<bool> NextAsync(string part, AsyncServerStreamingCall<JournalEntry> answers, CancellationToken stop)
    {
        try
        {
            return await answers.ResponseStream.MoveNext(stop);
        }
        catch (RpcException e) when (Refusals.RefusalOf(e) is { } refusal)
        {
            throw new RefusedException(refusal);
        }
        catch (RpcException e) when (!stop.IsCancellationRequested)
        {
            throw new RpcException(new(StatusCode.Unavailable, $"The journal of {part} could not be read to its end ({e.StatusCode}). Nothing was changed; try again when {part} answers."));
        }
    }

    private Uri AddressOf(string part)
    {
        var setting = Settings[part];
        var text = configuration[$"Peers:{setting}"];
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address!
            : throw new RefusedException(new Refusal(
                RefusalKind.Precondition, "PEER_UNKNOWN", $"The setting Peers__{setting} is {(string.IsNullOrEmpty(text) ? "missing" : $"\"{text}\"")}: give the address of {part}, such as http://127.0.0.1:7102."));
    }
}
