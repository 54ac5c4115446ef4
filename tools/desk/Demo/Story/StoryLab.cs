using System.Net.Http.Json;
using System.Text.Json;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Desk.Running.Chains;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Desk.Demo.Story;

/// <summary>The chain lab of the running desk: real runtimes, to which a wallet sends what it has signed. Staged are balances and the lab's clock of relay blocks; and it takes any signature.</summary>
internal sealed class StoryLab : IAsyncDisposable
{
    // The lab takes one fixed signature for every account: it executes the runtimes, and keeps nobody's keys.
    private static readonly byte[] LabSignature = [1, 0xde, 0xad, 0xbe, 0xef, .. Enumerable.Repeat((byte)0xcd, 60)];

    private readonly RunningNode _node;
    private readonly ChainRpc _chain;
    private readonly HttpClient _control = new() { Timeout = TimeSpan.FromMinutes(4) };

    private StoryLab(RunningNode node, ChainRpc chain) => (_node, _chain) = (node, chain);

    /// <summary>The lab of a desk; null when its chains are none that anybody can buy on.</summary>
    public static StoryLab? Of(RunningChains? chains, string coretimeChain) =>
        chains?.Source == ChainSources.Lab && chains.Nodes.FirstOrDefault(n => n.Chains.ContainsKey(coretimeChain)) is { } node
            ? new(node, new(new RpcClient(new() { Endpoints = [new(node.Chains[coretimeChain])] })))
            : null;

    /// <summary>Moves the relay chain on to a phase of the sale.</summary>
    public Task GoToAsync(string phase, CancellationToken cancellation) => RunAsync("goto-phase", new { phase }, cancellation);

    /// <summary>Gives an account a balance: nobody mints for a story on a real chain.</summary>
    public Task FundAsync(AccountId32 account, CancellationToken cancellation) => RunAsync("fund", new { who = account.ToSs58(42) }, cancellation);

    /// <summary>Signs the desk's call data as a wallet does, and sends it.</summary>
    /// <returns>The extrinsic's hash. Whether it did anything, only a finalised event tells.</returns>
    public async Task<H256> SendAsync(AccountId32 signer, string callData, uint specVersion, CancellationToken cancellation)
    {
        var head = await _chain.GetFinalizedHeadAsync(cancellation);
        var version = await _chain.GetRuntimeVersionAsync(head, cancellation);
        if (version.SpecVersion != specVersion)
        {
            throw new DeskException($"The call data was made for spec version {specVersion}, and the chain runs {version.SpecVersion} now. Make it again.");
        }

        var runtime = Runtime.Parse(await _chain.GetMetadataAsync(head, cancellation));
        var account = runtime.Storage("System", "Account");
        var nonce = account.DecodeOrDefault(await _chain.GetStorageAsync(account.Key(signer.ToArray()), head, cancellation))!.Value["nonce"].AsUInt64();
        var payload = runtime.Extrinsics.Payload(Hex.Decode(callData), new(await _chain.GetGenesisHashAsync(cancellation), version.SpecVersion, version.TransactionVersion, nonce));
        return await _chain.SubmitExtrinsicAsync(payload.Assemble(signer, LabSignature), cancellation);
    }

    /// <summary>Runs one of the lab's own scenarios.</summary>
    public async Task RunAsync(string scenario, object parameters, CancellationToken cancellation)
    {
        using var answer = await _control.PostAsJsonAsync(_node.Control, new { jsonrpc = "2.0", id = 1, method = "lab_run", @params = new { name = scenario, @params = parameters } }, cancellation);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        if (body.TryGetProperty("error", out var error))
        {
            throw new DeskException($"The chain lab refuses '{scenario}': {error.GetProperty("message").GetString()}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await _chain.Client.DisposeAsync();
    }
}
