using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Fiat;
using CoretimeDesk.Quoting.Matching;
using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Quoting.Tests;

/// <summary>
/// Replicas of the Quoting service in this process, on a database of their own and a clock that tests move, with a chain that goes by that clock. Nothing runs
/// in the background: a test sweeps when it says so.
/// </summary>
public sealed class QuotingWorld(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>A Tuesday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);

    private readonly List<DeskServiceApp> _replicas = [];

    public MovableClock Clock { get; } = new(Start);

    public StandInMarket Market { get; private set; } = null!;

    public StandInCustomers Customers { get; } = new();

    public StandInCommissions Commissions { get; } = new();

    public StandInCalls Calls { get; } = new();

    /// <summary>How far the second replica's clock is ahead.</summary>
    public TimeSpan Skew { get; set; }

    public NpgsqlDataSource Database { get; private set; } = null!;

    /// <summary>The first replica listens, for those who call it from outside.</summary>
    public bool IsServed { get; init; }

    /// <summary>Who signs people in; where the first replica is served.</summary>
    public Staff Staff { get; private set; } = null!;

    /// <summary>Where the first replica listens.</summary>
    public Uri Address => new(_replicas[0].Urls.First());

    public Guid Team { get; } = Guid.CreateVersion7();

    public Actor Rita { get; private set; } = null!;

    public Actor Tom { get; private set; } = null!;

    public Actor Hana { get; } = CoretimeDesk.Testing.Staff.Person("Hana Head", Role.HeadOfSales);

    public Actor Lena { get; } = CoretimeDesk.Testing.Staff.Person("Lena Leadership", Role.Leadership);

    public Actor Bert { get; } = CoretimeDesk.Testing.Staff.Person("Bert Budget", Role.BudgetHolder);

    public Actor Sam { get; } = CoretimeDesk.Testing.Staff.Person("Sam Engineer", Role.SolutionEngineer);

    public async ValueTask InitializeAsync()
    {
        Rita = Person("Rita Rep", [Team], Role.Rep);
        Tom = Person("Tom Lead", [Team], Role.TeamLead);
        Market = new(Clock);
        var database = await postgres.CreateAsync("quoting");
        Database = NpgsqlDataSource.Create(database.Of("quoting"));
        for (var i = 0; i < 2; i++)
        {
            var desk = DeskService.CreateBuilder([$"--ConnectionStrings:Database={database.Of("quoting")}", "--Quoting:SweepSeconds=0", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:KeyRing={database.KeyRingReader}", "--DAPR_HTTP_PORT=9"], "quoting");
            desk.Logging.ClearProviders();
            desk.Services.AddSingleton<TimeProvider>(i == 0 ? Clock : new ClockAhead(Clock, () => Skew));
            desk.Services.AddSingleton<ICustomers>(Customers);
            desk.Services.AddSingleton<IMarkets>(Market);
            desk.Services.AddSingleton<ICommissions>(Commissions);
            desk.AddJournal<QuotingDb>().AddRevocations<QuotingDb>();
            desk.Services.AddSingleton<ICalls>(Calls);
            desk.Configuration["Quoting:SponsorAccounts:0"] = Matching.MatchingWorld.Sponsor;
            _replicas.Add(desk.AddPeers().AddRules().AddQuotes().AddMatching().AddFiat().Build());
        }

        await _replicas[0].MigrateAsync(CancellationToken.None);
        if (IsServed)
        {
            Staff = await CoretimeDesk.Testing.Staff.AtAsync(database);
            await _replicas[0].StartAsync(CancellationToken.None);
        }
    }

    public T Of<T>(int replica = 0)
        where T : notnull => _replicas[replica % _replicas.Count].Services.GetRequiredService<T>();

    public static Actor Person(string name, Guid[] teams, params Role[] roles) => new(Guid.CreateVersion7(), name) { Roles = roles.ToHashSet(), Teams = teams.ToHashSet() };

    public static Command As(Actor actor) => new(Guid.CreateVersion7(), actor, "tests", ReadOnlyMemory<byte>.Empty);

    /// <summary>A startup of tier S, registered by Rita.</summary>
    public Guid Customer(string segment = "startup", uint corePeriods = 13, Actor? owner = null) => Customers.Add(segment, corePeriods, owner ?? Rita);

    /// <summary>Cores over periods; the list value at 10 DOT and a bump of 3 % is that of libs/Market.</summary>
    public static CoretimeDesk.Quoting.Quotes.QuoteAsk Ask(uint periods = 1, uint cores = 1, UInt128 rebate = default, UInt128 waived = default, CoretimeDesk.Quoting.Quotes.SponsoredPeriod[]? sponsored = null, string? reason = null, uint? days = null) => new()
    {
        Lines = [new CoretimeDesk.Quoting.Quotes.QuoteLine.Coretime([new(periods, cores)], sponsored ?? [], new(new(rebate), new(waived), waived > 0 ? "Onboarding" : ""))],
        Settlement = CoretimeDesk.Quoting.Quotes.Settlement.CustomerBuys,
        ParaId = 2_000,
        ReasonCode = reason,
        ValidDays = days,
    };

    public async Task<V1.Quote> DraftAsync(Actor by, Guid account, CoretimeDesk.Quoting.Quotes.QuoteAsk ask, int replica = 0) =>
        (await Of<QuoteDesk>(replica).DraftAsync(As(by), "", account, null, ask, CancellationToken.None)).OrThrow().Quote;

    public Task<Outcome<EditQuoteResponse>> EditAsync(Actor by, V1.Quote quote, CoretimeDesk.Quoting.Quotes.QuoteAsk ask, int replica = 0) =>
        Of<QuoteDesk>(replica).EditAsync(As(by), IdOf(quote), ask, 0, CancellationToken.None);

    public Task<Outcome<PriceQuoteResponse>> PriceAsync(Actor by, V1.Quote quote, int replica = 0) => Of<QuoteDesk>(replica).PriceAsync(As(by), "", IdOf(quote), CancellationToken.None);

    public Task<Outcome<SubmitQuoteResponse>> SubmitAsync(Actor by, V1.Quote quote, int replica = 0) => Of<QuoteDesk>(replica).SubmitAsync(As(by), "", IdOf(quote), "", CancellationToken.None);

    public Task<Outcome<SendQuoteResponse>> SendAsync(Actor by, V1.Quote quote, int replica = 0, Command? command = null) =>
        Of<QuoteDesk>(replica).SendAsync(command ?? As(by), "", IdOf(quote), CancellationToken.None);

    public Task<Outcome<WithdrawQuoteResponse>> WithdrawAsync(Actor by, V1.Quote quote, int replica = 0) =>
        Of<QuoteDesk>(replica).WithdrawAsync(As(by), IdOf(quote), "no longer wanted", CancellationToken.None);

    public Task<Outcome<ReviseQuoteResponse>> ReviseAsync(Actor by, V1.Quote quote, int replica = 0) => Of<QuoteDesk>(replica).ReviseAsync(As(by), IdOf(quote), CancellationToken.None);

    public Task<Outcome<GiveApprovalResponse>> GiveAsync(Actor by, V1.Approval approval, string reasonCode = "", string? sha256 = null, int replica = 0) =>
        Of<ApprovalDesk>(replica).GiveAsync(As(by), Guid.Parse(approval.ApprovalId), sha256 ?? approval.TermsSha256, reasonCode, "", CancellationToken.None);

    public Task<Outcome<DeclineApprovalResponse>> DeclineAsync(Actor by, V1.Approval approval, string reason = "too deep for this year", int replica = 0) =>
        Of<ApprovalDesk>(replica).DeclineAsync(As(by), Guid.Parse(approval.ApprovalId), reason, CancellationToken.None);

    /// <summary>Drafted and priced.</summary>
    public async Task<V1.Quote> PricedAsync(Actor by, Guid account, CoretimeDesk.Quoting.Quotes.QuoteAsk ask) => (await PriceAsync(by, await DraftAsync(by, account, ask))).OrThrow().Quote;

    /// <summary>Drafted, priced and submitted.</summary>
    public async Task<V1.Quote> SubmittedAsync(Actor by, Guid account, CoretimeDesk.Quoting.Quotes.QuoteAsk ask) => (await SubmitAsync(by, await PricedAsync(by, account, ask))).OrThrow().Quote;

    /// <summary>Sent, within the rep's own ceiling.</summary>
    public async Task<V1.Quote> SentAsync(Actor by, Guid account, CoretimeDesk.Quoting.Quotes.QuoteAsk? ask = null) => (await SendAsync(by, await SubmittedAsync(by, account, ask ?? Ask()))).OrThrow().Quote;

    public async Task<V1.Quote> GetAsync(V1.Quote quote, Actor? viewer = null) =>
        (await Of<QuoteList>().GetAsync(IdOf(quote), "", viewer ?? Hana, CancellationToken.None)).OrThrow().Quote;

    public async Task<List<InboxItem>> InboxAsync(Actor viewer) => [.. (await Of<ApprovalInbox>().ListAsync(200, 0, viewer, CancellationToken.None)).Items];

    public async Task<V1.Delegation> DelegateAsync(Actor from, Role role, Actor to, TimeSpan? length = null) => (await Of<DelegationBook>().MakeAsync(
        As(from), role, to.Id, to.Name, Clock.Now, Clock.Now + (length ?? TimeSpan.FromDays(10)), "", CancellationToken.None)).OrThrow().Delegation;

    /// <summary>Both replicas sweep at once.</summary>
    public async Task<int> SweepAsync() => (await Task.WhenAll(Of<QuoteSweeper>(0).SweepAsync(CancellationToken.None), Of<QuoteSweeper>(1).SweepAsync(CancellationToken.None))).Sum();

    /// <summary>Delivers an event of a topic, as the sidecar would.</summary>
    public async Task DeliverAsync(string topic, string aggregateType, Guid aggregate, long sequence, Google.Protobuf.IMessage message)
    {
        var body = new CloudEvent
        {
            Id = $"{aggregate}/{sequence}",
            Source = topic,
            Type = $"coretimedesk.{topic}.{message.Descriptor.Name}.v1",
            Time = Clock.Now,
            AggregateId = aggregate,
            AggregateType = aggregateType,
            Sequence = sequence,
            DataJson = Google.Protobuf.JsonFormatter.Default.Format(message),
        }.ToJson();
        Assert.Equal(new(Delivery.Success), await Of<IEventInbox>().ReceiveAsync(topic, body, CancellationToken.None));
    }

    public QuotingDb Db() => Of<IDbContextFactory<QuotingDb>>().CreateDbContext();

    /// <summary>What the journal says of a quote: types without package and version, oldest first.</summary>
    public async Task<List<string>> EventsAsync(V1.Quote quote) => [.. (await JournalAsync(quote)).Select(e => e.Type).Where(t => t != nameof(QuoteStepped))];

    /// <summary>The steps of a quote, oldest first.</summary>
    public async Task<List<QuoteStepped>> StepsAsync(V1.Quote quote) =>
        [.. (await JournalAsync(quote)).Where(e => e.Type == nameof(QuoteStepped)).Select(e => Google.Protobuf.JsonParser.Default.Parse<QuoteStepped>(e.Payload))];

    public static Guid IdOf(V1.Quote quote) => Guid.Parse(quote.QuoteId);

    public static V1.QuoteRevision Newest(V1.Quote quote) => quote.Revisions[^1];

    /// <summary>The one request of a role that waits for a decision.</summary>
    public static V1.Approval Asked(V1.Quote quote, string role) => Newest(quote).Approvals.Single(a => a.Role == role && a.State == V1.ApprovalState.Asked);

    public static string ReasonOf<T>(Outcome<T> outcome)
        where T : class, Google.Protobuf.IMessage<T> => outcome.Refusal?.Reason ?? "";

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        if (Staff is not null)
        {
            await Staff.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }

    private async Task<List<(string Type, string Payload)>> JournalAsync(V1.Quote quote)
    {
        await using var command = Database.CreateCommand("select type, payload::text from quoting.journal where aggregate_id = $1 order by version");
        command.Parameters.AddWithValue(IdOf(quote));
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            events.Add((reader.GetString(0).Split('.')[^2], reader.GetString(1)));
        }

        return events;
    }
}
