using System.Text;
using System.Text.Json;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Calls;

/// <summary>Encodes calls for wallets. The desk holds no key: whatever must happen on a chain leaves it as bytes to sign, and comes back as a finalised event.</summary>
internal sealed class CallDesk(WatcherSettings settings, CallNodes nodes, TimeProvider time)
{
    public const int CallsMax = 100;
    public const int CallBytesMax = 64 * 1024;
    public const int RemarkBytesMax = 64;

    // A unary call has half a minute, and must say in that time that no node answers.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(15);

    private static readonly JsonDocumentOptions CallOptions = new() { MaxDepth = 32 };

    public async Task<Outcome<EncodeCallResponse>> EncodeAsync(EncodeCallRequest request, CancellationToken stop)
    {
        var (chain, unknown) = Find(request.Chain);
        if (unknown is not null)
        {
            return unknown;
        }

        var node = nodes.Of(chain!);
        using var patience = new CancellationTokenSource(AnswerMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            return await EncodeAsync(request, chain!, node, either.Token);
        }
        catch (RpcException e)
        {
            return Away(chain!, e.Message);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Away(chain!, node.Rpc.Client.State.LastError?.Message ?? "it does not answer");
        }
    }

    private async Task<Outcome<EncodeCallResponse>> EncodeAsync(EncodeCallRequest request, ChainSettings chain, CallNode node, CancellationToken stop)
    {
        var genesis = await node.Rpc.GetGenesisHashAsync(stop);
        var head = await node.Rpc.GetFinalizedHeadAsync(stop);
        var version = await node.Rpc.GetRuntimeVersionAsync(head, stop);
        if ((chain.Genesis is { } expected && expected != genesis) || (chain.SpecName is { } spec && spec != version.SpecName))
        {
            return new Refusal(RefusalKind.Precondition, "WRONG_CHAIN", $"The node of {chain.Name} runs {version.SpecName} on genesis {genesis}: another chain. Calls for it would be wrong.");
        }

        var header = await node.Rpc.GetHeaderAsync(head, stop);
        var runtime = await node.Runtimes.GetAsync(version.SpecVersion, head, stop);
        var (call, refusal) = Call(runtime, request);
        if (refusal is not null)
        {
            return refusal;
        }

        return new EncodeCallResponse
        {
            CallData = Hex.Encode(call),
            CallHash = Blake2b.Hash256(call!).ToString(),
            Json = Text(runtime.Extrinsics.DecodeCall(call).Value),
            SpecName = version.SpecName,
            SpecVersion = version.SpecVersion,
            BlockNumber = header is null ? 0 : checked((uint)header.Number),
            BlockHash = head.ToString(),
            Chain = chain.Name,
            GenesisHash = genesis.ToString(),
            WalletLink = Link(chain, node.Rpc.Client.CurrentEndpoint, call),
            Tag = Hex.Encode(Encoding.UTF8.GetBytes(settings.RemarkTag)),
        };
    }

    private (byte[]? Call, Refusal? Refusal) Call(Runtime runtime, EncodeCallRequest request)
    {
        var field = "remark";
        try
        {
            List<byte[]> calls = [];
            if (request.Remark.Length > 0)
            {
                byte[] remark = [.. Encoding.UTF8.GetBytes(settings.RemarkTag), .. Hex.Decode(request.Remark)];
                calls.Add(runtime.Extrinsics.EncodeCall("System", "remark_with_event", ("remark", remark)));
            }

            for (var i = 0; i < request.Calls.Count; i++)
            {
                field = $"calls[{i}]";
                using var json = JsonDocument.Parse(request.Calls[i], CallOptions);
                calls.Add(runtime.Extrinsics.EncodeCall(json.RootElement));
            }

            field = "calls";
            return (calls is [var only] ? only : runtime.Extrinsics.EncodeCall("Utility", "batch_all", ("calls", calls.Select(c => runtime.Extrinsics.DecodeCall(c)))), null);
        }
        catch (Exception e) when (e is ScaleEncodeException or JsonException)
        {
            return (null, Refusal.InvalidField(field, $"cannot be encoded for the runtime that the chain runs now: {e.Message}"));
        }
    }

    private (ChainSettings? Chain, Refusal? Refusal) Find(string name)
    {
        var found = name.Length > 0 ? settings.Chains.Where(c => c.Name == name).ToList() : [.. settings.Chains.Where(c => c.Kind == ChainKind.Coretime)];
        return found switch
        {
            [var only] => (only, null),
            [] when name.Length > 0 => (null, settings.Refuse(name)),
            [] => (null, Refusal.InvalidField("chain", "is missing, and no Coretime chain is followed.")),
            _ => (null, Refusal.InvalidField("chain", "is missing, and more than one Coretime chain is followed.")),
        };
    }

    // A link is sent around: an address with a key or a password in it is not for others.
    private static string Link(ChainSettings chain, RpcEndpoint? endpoint, ReadOnlySpan<byte> call)
    {
        var uri = endpoint is null ? null : chain.Endpoints.FirstOrDefault(e => e.UserInfo.Length == 0 && e.Query.Length == 0 && endpoint.Name.TrimEnd('/') == $"{e.Scheme}://{e.Host}:{e.Port}{e.AbsolutePath}".TrimEnd('/'));
        return uri is null ? "" : WalletLink.PolkadotJsApps(uri, call).AbsoluteUri;
    }

    private static string Text(ScaleValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            value.WriteJson(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static Refusal Away(ChainSettings chain, string problem) =>
        new(RefusalKind.Precondition, "SOURCE_AWAY", $"No node of {chain.Name} answers, so its runtime is not known: {problem} Try again later.");
}
