using System.Globalization;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Desk.Demo.Story;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>
/// The real desk on the chain lab, seen by whoever works with commissions. The lab's chains have the time of this machine, and a month closes when it is over: so the service's
/// calendar, and nothing else, is put ahead of the clock between two of its lives.
/// </summary>
internal sealed class CommissioningDesk(ITestOutputHelper output) : IAsyncDisposable
{
    /// <summary>The lab's chains sell for it.</summary>
    public const string Token = "PAS";

    private const string Victim = "commissions";

    // Only a hang reaches this: a busy machine takes its time to start a service again.
    private const int Patience = 240;

    private readonly DeskUnderTest _desk = new() { RestartSeconds = 1 };

    /// <summary>Its people.</summary>
    public StoryDesk People { get; private set; } = null!;

    /// <summary>Where coretime is sold, and commissions are paid.</summary>
    public StoryLab Lab { get; private set; } = null!;

    /// <summary>The name of that chain.</summary>
    public string Chain { get; private set; } = "";

    /// <summary>How often the service was killed.</summary>
    public int Kills { get; private set; }

    public CancellationToken Stop { get; } = TestContext.Current.CancellationToken;

    private string CalendarFile => Path.Combine(_desk.Workspace.State, "calendar");

    public async Task BeginAsync()
    {
        _desk.DescribeTheRealOne(
            ("identity", ""), ("leads", ""), ("chainwatcher", ""), ("quoting", ""),
            (Victim, $"    env: [ASPNETCORE_ENVIRONMENT=Development, Commissions__SweepSeconds=1, \"Commissions__CalendarFile={CalendarFile}\"]\n"));
        var (code, said) = await _desk.UpAsync("--chain", "lab", "--ready-within", "300");
        Assert.True(code == 0, said);
        People = new(_desk.State, Secrets.LoadOrMake(_desk.Workspace.SecretsFile).Demo!);
        Chain = (await MarketAsync()).Chain;
        Lab = StoryLab.Of(People.Chains, Chain)!;
        await Lab.GoToAsync("fixed", Stop);
        await People.UntilAsync("the phase of the fixed price", Role.Rep, o => People.Watcher.GetMarketAsync(new(), o), m => m.Market.Phase == SalePhase.FixedPrice, Stop);
    }

    public async Task<ChainWatcher.V1.Market> MarketAsync() => (await People.AsAsync(Role.Rep, o => People.Watcher.GetMarketAsync(new(), o), Stop)).Market;

    /// <summary>Makes everything final that has been sent: the lab's finality is two blocks behind.</summary>
    public Task FinaliseAsync() => Lab.RunAsync("empty-block", new { chain = "coretime", count = 3 }, Stop);

    /// <summary>Until the chain's clock, which goes by its blocks, is past an instant of this machine's.</summary>
    public async Task ChainIsPastAsync(DateTimeOffset instant)
    {
        while ((await MarketAsync()).BlockTime.ToDateTimeOffset() <= instant)
        {
            await FinaliseAsync();
        }
    }

    /// <summary>The facts of a type that name an account, as soon as there are so many.</summary>
    public async Task<IReadOnlyList<Fact>> FactsAsync(string type, AccountId32 account, int count) => [.. (await People.UntilAsync(
        $"{count} {type} of {account}", Role.Rep,
        o => People.Watcher.ListFactsAsync(new() { Chain = Chain, Types_ = { type }, Account = $"{account}", PageSize = 200 }, o), f => f.Facts.Count >= count, Stop)).Facts.OrderBy(f => f.Origin.BlockNumber).ThenBy(f => f.Origin.EventIndex)];

    /// <summary>Signs calls as an account does, all or nothing.</summary>
    public async Task SendAsync(AccountId32 signer, params object[] calls)
    {
        var encoded = await People.AsAsync(
            Role.Rep, o => People.Watcher.EncodeCallAsync(new() { Chain = Chain, Calls = { calls.Select(c => System.Text.Json.JsonSerializer.Serialize(c)) } }, o), Stop);
        await Lab.SendAsync(signer, encoded.CallData, encoded.SpecVersion, Stop);
        await FinaliseAsync();
    }

    /// <summary>What an account has, from the chain itself.</summary>
    public async Task<UInt128> BalanceAsync(AccountId32 account)
    {
        var node = People.Chains!.Nodes.Single(n => n.Chains.ContainsKey(Chain));
        await using var client = new RpcClient(new() { Endpoints = [new(node.Chains[Chain])] });
        var chain = new ChainRpc(client);
        var head = await chain.GetFinalizedHeadAsync(Stop);
        var entry = Runtime.Parse(await chain.GetMetadataAsync(head, Stop)).Storage("System", "Account");
        return entry.DecodeOrDefault(await chain.GetStorageAsync(entry.Key(account.ToArray()), head, Stop))!.Value["data"]["free"].AsUInt128();
    }

    /// <summary>Plans and facts, as the service gives them away.</summary>
    public async Task<(string Plans, IReadOnlyList<string> Facts)> ExportAsync()
    {
        var parts = await People.AllAsync(Role.BudgetHolder, o => People.Deals.ExportFacts(new() { Token = Token }, o), Stop);
        return (parts[0].PlansJson, [.. parts.SelectMany(p => p.Lines)]);
    }

    /// <summary>Until a fact counts among those that commissions follow from.</summary>
    public async Task<JsonNode> KnowsAsync(string id)
    {
        JsonNode? found = null;
        await DeskUnderTest.EventuallyAsync(
            async () => (found = (await ExportAsync()).Facts.Select(f => JsonNode.Parse(f)!).FirstOrDefault(f => (string?)f["id"] == id)) is not null, $"commissions know of {id}", Patience);
        return found!;
    }

    /// <summary>What became of a payment.</summary>
    public Task<ExplainPaymentResponse> ExplainAsync(string payment) =>
        People.AsAsync(Role.BudgetHolder, o => People.Statements.ExplainPaymentAsync(new() { Event = payment, Token = Token }, o), Stop);

    /// <summary>All statements that are written, each with its lines; of a month, or of all.</summary>
    public async Task<IReadOnlyList<Statement>> StatementsAsync(string month = "")
    {
        var listed = (await People.AsAsync(Role.BudgetHolder, o => People.Statements.ListStatementsAsync(new() { Month = month, PageSize = 200 }, o), Stop)).Statements;
        List<Statement> all = [];
        foreach (var statement in listed.Where(s => s.Token == Token).OrderBy(s => s.Month, StringComparer.Ordinal).ThenBy(s => s.ParticipantId, StringComparer.Ordinal))
        {
            all.Add((await People.AsAsync(Role.BudgetHolder, o => People.Statements.GetStatementAsync(new() { StatementId = statement.StatementId }, o), Stop)).Statement);
        }

        return all;
    }

    /// <summary>kill -9 in the middle of whatever it does; the supervisor of the desk starts it again.</summary>
    public void Kill()
    {
        if (_desk.State.Processes.LastOrDefault(p => p.Name == Victim) is { Identity.IsAlive: true } victim)
        {
            victim.Identity.Signal(UnixSignal.Kill);
            Kills++;
        }
    }

    /// <summary>kill -9 between two answers: what it says afterwards is what it said before.</summary>
    public async Task ChangesNothingByDyingAsync(string step)
    {
        var (facts, statements) = (await ExportAsync(), await StatementsAsync());
        await KillForSureAsync();
        var (factsAfter, statementsAfter) = (await ExportAsync(), await StatementsAsync());
        Assert.Equal(facts.Plans, factsAfter.Plans);
        Assert.Equal(facts.Facts, factsAfter.Facts);
        Assert.Equal(statements, statementsAfter);
        output.WriteLine($"{step}: {facts.Facts.Count} facts, {statements.Count} statements");
    }

    /// <summary>The calendar is at noon of the 15th after a month: it is final, and to be paid.</summary>
    public async Task PaydayOfAsync(Month month)
    {
        var ahead = Math.Ceiling((month.Next.Start.AddDays(14).AddHours(12) - TimeProvider.System.GetUtcNow()).TotalHours);
        await File.WriteAllTextAsync(CalendarFile, ahead.ToString(CultureInfo.InvariantCulture), Stop);
        await KillForSureAsync();
    }

    public async ValueTask DisposeAsync()
    {
        People?.Dispose();
        await (Lab?.DisposeAsync() ?? default);
        await _desk.DisposeAsync();
    }

    /// <summary>It may be dead already, and just being started: then it is awaited, and killed.</summary>
    private async Task KillForSureAsync()
    {
        var before = Kills;
        await DeskUnderTest.EventuallyAsync(
            () =>
            {
                Kill();
                return Task.FromResult(Kills > before);
            },
            "a life of the service to end", Patience);
    }
}
