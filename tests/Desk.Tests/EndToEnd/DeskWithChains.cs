using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands;
using CoretimeDesk.Desk.Commands.Chain.Watcher;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres.Processes;
using Grpc.Core;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

/// <summary>
/// A desk with recorded chains that move on order only, and an administrator who is signed in. The Coretime chain is followed from block 40 on, so that there
/// is something to fill in. Tests use it in any order: each may go on from the height that it finds, and leaves the watcher following.
/// </summary>
public sealed class DeskWithChains : IAsyncLifetime
{
    public const string Coretime = "replay-coretime";
    public const string Relay = "replay-relay";
    public const int Start = 40;

    /// <summary>Where the Coretime chain is held: recorded blocks do not get there by themselves within the time that a start may take.</summary>
    private const int FirstOfASale = 48;

    internal ListRenewalsResponse RenewalsAtStart { get; private set; } = null!;

    internal string RenewalsTableAtStart { get; private set; } = "";

    internal DeskUnderTest Desk { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Desk.DescribeTheRealOne(("identity", ""), ("chainwatcher", $"    env: [Watcher__Chains__0__Start={Start}]\n"));
        var (code, output) = await Desk.UpAsync("--no-sidecar", "--empty");
        Assert.True(code == 0, output);
        foreach (var (chain, height) in new[] { (Coretime, FirstOfASale), (Relay, 13) })
        {
            await Desk.OrderAsync(chain, "autoAdvance", new { everyMs = 0 });
            var best = (int)(await Desk.OrderAsync(chain, "state"))["best"]!["number"]!;
            await Desk.OrderAsync(chain, "advanceTo", new { height = Math.Max(best, height) });
        }

        await DeskAsync("identity", "bootstrap", "--email", "ada@desk.example");
        using var login = Desk.Start("login", "ada@desk.example", "--password-stdin");
        await login.StandardInput.WriteLineAsync(Secrets.LoadOrMake(Desk.Workspace.SecretsFile).Administrator!.Password);
        login.StandardInput.Close();
        await login.WaitForExitAsync();
        Assert.True(login.ExitCode == 0, await login.StandardError.ReadToEndAsync());
        await ReadAsync();
        RenewalsAtStart = await CallAsync((watcher, options) => watcher.ListRenewalsAsync(new() { Chain = Coretime }, options));
        RenewalsTableAtStart = await DeskAsync("chain", "renewals");
    }

    public ValueTask DisposeAsync() => Desk.DisposeAsync();

    /// <summary>Runs a command that works.</summary>
    internal async Task<string> DeskAsync(params string[] words)
    {
        var (code, output) = await Desk.RunAsync(words);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>What a command complains of. In this process: it needs no other to say so.</summary>
    internal async Task<string> ComplaintAsync(params string[] words) =>
        (await Assert.ThrowsAsync<DeskException>(() => Root.Parse([.. words, "--file", Desk.Workspace.TyeFile]).InvokeAsync(Root.Invocation))).Message;

    internal async Task<JsonNode> JsonAsync(params string[] words) => JsonNode.Parse(await DeskAsync([.. words, "--json"]))!;

    /// <summary>Facts as the command prints them, a line each.</summary>
    internal async Task<List<JsonNode>> FactsAsync(params string[] words) => Lines(await DeskAsync(["chain", "facts", "--json", .. words]));

    internal static List<JsonNode> Lines(string output) => [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] == '{').Select(line => JsonNode.Parse(line)!)];

    internal static string IdOf(JsonNode fact) => (string)fact["origin"]!["factId"]!;

    internal static int BlockOf(JsonNode fact) => (int)fact["origin"]!["blockNumber"]!;

    /// <summary>The service itself, as whoever is signed in.</summary>
    internal WatcherClient Watcher => new(Desk.Workspace, null);

    internal Task<T> CallAsync<T>(Func<ChainWatcherService.ChainWatcherServiceClient, CallOptions, AsyncUnaryCall<T>> call) => Watcher.CallAsync(call, CancellationToken.None);

    internal async Task<Follower> FollowerAsync(string chain) => (await Watcher.FollowersAsync(CancellationToken.None)).Single(f => f.Chain == chain);

    internal async Task<int> BestAsync(string chain) => (int)(await Desk.OrderAsync(chain, "state"))["best"]!["number"]!;

    /// <summary>Waits until everything that the nodes have is read.</summary>
    internal async Task ReadAsync()
    {
        foreach (var chain in new[] { Coretime, Relay })
        {
            var best = await BestAsync(chain);
            await DeskUnderTest.EventuallyAsync(async () => (await FollowerAsync(chain)).BlockNumber == best, $"{chain} is read up to {best}");
        }
    }

    /// <summary>kill -9, as a service may die. The desk starts it again.</summary>
    internal async Task KillWatcherAsync()
    {
        var watcher = Desk.State.Processes.Single(p => p.Name == "chainwatcher").Identity;
        watcher.Signal(UnixSignal.Kill);
        Assert.True(await watcher.WaitForExitAsync(TimeSpan.FromSeconds(15)));
    }

    internal Task AnswersAgainAsync() => DeskUnderTest.EventuallyAsync(
        async () =>
        {
            try
            {
                return (await FollowerAsync(Coretime)).Chain.Length > 0;
            }
            catch (DeskException e) when (CallFailure.IsPassing(e))
            {
                return false;
            }
        },
        "the chain watcher answers again");

    /// <summary>All facts of the Coretime chain in a range of blocks, as the service tells them, oldest first.</summary>
    internal async Task<List<Fact>> FactsAsync(int from, int to) =>
        [.. (await CallAsync((watcher, options) => watcher.ListFactsAsync(new() { Chain = Coretime, FromBlock = (uint)from, ToBlock = (uint)to, PageSize = 200 }, options))).Facts.Reverse()];
}
