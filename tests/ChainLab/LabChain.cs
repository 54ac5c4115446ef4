using System.Text.Json;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.ChainLab;

/// <summary>
/// A running lab: real runtimes of a Coretime chain and its relay chain in a node process of its own, and the commands
/// that steer them. Any number may run side by side. What each command does is in <c>tests/ChainLab/README.md</c>.
/// </summary>
public sealed class LabChain : IAsyncDisposable
{
    private readonly LabProcess _process;

    private LabChain(LabProcess process, LabOptions options) => (_process, Options) = (process, options);

    /// <summary>Why no lab can run here; null where it can.</summary>
    public static string? SkipReason => ChainData.Here.SkipReason ?? (LabTools.Missing is { } missing ? $"{missing}; tests/install-tools.sh installs what tests need" : null);

    /// <summary>What it was started with.</summary>
    public LabOptions Options { get; }

    /// <summary>The Coretime chain as a node shows it: finality lags, and connections can be cut. WebSocket only.</summary>
    public Uri CoretimeNode => WebSocket(_process.Ports.Coretime + 1);

    /// <summary>The Coretime chain without the view: every head counts as finalized, and it has <c>dev_*</c> methods. The port also takes HTTP POST.</summary>
    public Uri CoretimeRaw => WebSocket(_process.Ports.Coretime);

    /// <summary>As <see cref="CoretimeNode"/>, for the relay chain.</summary>
    public Uri RelayNode => WebSocket(RelayPort + 1);

    /// <summary>As <see cref="CoretimeRaw"/>, for the relay chain.</summary>
    public Uri RelayRaw => WebSocket(RelayPort);

    /// <summary>The lab's process; null when it died at once.</summary>
    public ProcessIdentity? Process => _process.Identity;

    internal int? ExitCode => _process.ExitCode;

    private int RelayPort => Options.Relay ? _process.Ports.Relay : throw new InvalidOperationException("This lab runs without a relay chain.");

    /// <summary>Starts a lab: about ten seconds.</summary>
    /// <exception cref="LabUnavailableException">It cannot run on this machine; see <see cref="SkipReason"/>.</exception>
    /// <exception cref="LabException">It did not start; the message holds the end of its output.</exception>
    public static Task<LabChain> StartAsync(LabOptions? options = null, CancellationToken cancellation = default) =>
        StartAsync(options ?? new(), LabPorts.Next, cancellation);

    internal static async Task<LabChain> StartAsync(LabOptions options, Func<LabPorts> nextPorts, CancellationToken cancellation) => SkipReason is { } reason
        ? throw new LabUnavailableException(reason)
        : new(await LabProcess.StartAsync(options, ChainData.Here.Specs, nextPorts, cancellation), options);

    /// <summary>Plays a scenario.</summary>
    /// <param name="scenario">Its name: <c>purchase</c>.</param>
    /// <param name="parameters">Its parameters as an object: <c>new { who = "alice" }</c>.</param>
    /// <param name="cancellation">Stops waiting; the lab still plays it to its end.</param>
    public async Task<LabRun> RunAsync(string scenario, object? parameters = null, CancellationToken cancellation = default)
    {
        var steps = await CallAsync("lab_run", new { name = scenario, @params = parameters ?? new { } }, cancellation);
        return new([.. steps.EnumerateArray().Where(step => step.TryGetProperty("hash", out _)).Select(step => step.Deserialize<LabBlock>(LabControl.Json)!)], steps);
    }

    /// <summary>Builds one block.</summary>
    /// <param name="chain">On which chain.</param>
    /// <param name="extrinsics">Signed extrinsics in hexadecimal; null takes those that were submitted to the chain.</param>
    /// <param name="relay">The relay block it names as its parent; null is two after the last one. It must grow.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<LabBlock> NewBlockAsync(
        LabNetwork chain = LabNetwork.Coretime, IReadOnlyList<string>? extrinsics = null, uint? relay = null, CancellationToken cancellation = default) =>
        CallAsync<LabBlock>("lab_newBlock", new { chain = Name(chain), txs = extrinsics ?? [], relay }, cancellation);

    /// <summary>Sets by how many blocks finality follows, from the next block on. Null: only as <see cref="FinalizeAsync"/> says.</summary>
    public Task SetFinalityLagAsync(int? lag, LabNetwork chain = LabNetwork.Coretime, CancellationToken cancellation = default) =>
        CallAsync("lab_finalityLag", new { chain = Name(chain), lag = lag is { } blocks ? (object)blocks : "manual" }, cancellation);

    /// <summary>Makes the node view finalize the best chain up to a height; null is all of it.</summary>
    /// <returns>The newest finalized block.</returns>
    public Task<LabHead> FinalizeAsync(uint? number = null, LabNetwork chain = LabNetwork.Coretime, CancellationToken cancellation = default) =>
        CallAsync<LabHead>("lab_finalize", new { chain = Name(chain), number }, cancellation);

    /// <summary>Cuts all connections to a node view, without a closing handshake; at once, also while a scenario is being played.</summary>
    /// <returns>How many.</returns>
    public async Task<int> DropConnectionsAsync(LabNetwork chain = LabNetwork.Coretime, CancellationToken cancellation = default) =>
        (await CallAsync("lab_dropConnections", new { chain = Name(chain) }, cancellation)).GetProperty("dropped").GetInt32();

    /// <summary>An extrinsic with the lab's mock signature, to be submitted with <c>author_submitExtrinsic</c> or given to <see cref="NewBlockAsync"/>.</summary>
    /// <param name="pallet"><c>Broker</c>.</param>
    /// <param name="method"><c>purchase</c>.</param>
    /// <param name="arguments">Of the call, in order; large numbers as text.</param>
    /// <param name="who">A name of the lab, or an address.</param>
    /// <param name="nonce">Null is the account's next one.</param>
    /// <param name="chain">For which chain.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Hexadecimal, with its length in front.</returns>
    public async Task<string> SignAsync(
        string pallet, string method, IReadOnlyList<object?> arguments, string who = "alice", uint? nonce = null,
        LabNetwork chain = LabNetwork.Coretime, CancellationToken cancellation = default) =>
        (await CallAsync("lab_sign", new { chain = Name(chain), pallet, method, args = arguments, who, nonce }, cancellation)).GetString()!;

    /// <summary>Reads a storage entry at the head.</summary>
    /// <param name="pallet"><c>System</c>.</param>
    /// <param name="item"><c>Account</c>.</param>
    /// <param name="keys">Of a map, in order.</param>
    /// <param name="chain">Of which chain.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task<LabStorage> StorageAsync(
        string pallet, string item, IReadOnlyList<object>? keys = null, LabNetwork chain = LabNetwork.Coretime, CancellationToken cancellation = default) =>
        CallAsync<LabStorage>("lab_storage", new { chain = Name(chain), pallet, item, args = keys ?? [] }, cancellation);

    /// <summary>Overwrites storage at the head, without a block.</summary>
    /// <param name="storage">
    /// By names, <c>new { Sudo = new { Key = address } }</c>, a map's entries as <c>[[keys], value]</c> and <c>null</c> to remove;
    /// or a list of pairs of hexadecimal key and value.
    /// </param>
    /// <param name="chain">Of which chain.</param>
    /// <param name="cancellation">Stops waiting.</param>
    public Task SetStorageAsync(object storage, LabNetwork chain = LabNetwork.Coretime, CancellationToken cancellation = default) =>
        CallAsync("lab_setStorage", new { chain = Name(chain), storage }, cancellation);

    /// <summary>Makes a block the best one; the next block is built on it. This is how a reorganisation begins.</summary>
    public Task<LabHead> SetHeadAsync(string hash, LabNetwork chain = LabNetwork.Coretime, CancellationToken cancellation = default) =>
        CallAsync<LabHead>("lab_setHead", new { chain = Name(chain), hash }, cancellation);

    /// <summary>Makes the block at a height the best one; zero or less counts back from the head.</summary>
    public Task<LabHead> SetHeadAsync(int number, LabNetwork chain = LabNetwork.Coretime, CancellationToken cancellation = default) =>
        CallAsync<LabHead>("lab_setHead", new { chain = Name(chain), number }, cancellation);

    /// <summary>Heads, accounts and the sale.</summary>
    public Task<LabInfo> InfoAsync(CancellationToken cancellation = default) => CallAsync<LabInfo>("lab_info", null, cancellation);

    /// <summary>kill -9, as a node may die. Its chains are gone: a lab that starts again starts anew.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static string Name(LabNetwork chain) => chain == LabNetwork.Relay ? "relay" : "coretime";

    private static Uri WebSocket(int port) => new($"ws://127.0.0.1:{port}");

    private async Task<T> CallAsync<T>(string method, object? parameters, CancellationToken cancellation) =>
        (await CallAsync(method, parameters, cancellation)).Deserialize<T>(LabControl.Json) ?? throw new LabException($"{method} answered null.");

    private async Task<JsonElement> CallAsync(string method, object? parameters, CancellationToken cancellation)
    {
        try
        {
            return await _process.Control.CallAsync(method, parameters, cancellation);
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new LabException($"{method} was not answered. {_process.State}", e);
        }
    }
}
