using System.Numerics;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Facts;
using CoretimeDesk.CreditGrants.Grants;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Parties;
using CoretimeDesk.CreditGrants.Peers;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.Reports;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Command = CoretimeDesk.Journal.Command;
using Planck = CoretimeDesk.Market.Planck;
using Token = CoretimeDesk.Market.Token;
using GrantTier = CoretimeDesk.CreditGrants.V1.GrantTier;

namespace CoretimeDesk.CreditGrants.Tests.Grants;

/// <summary>Two replicas of the service in this process, on a database of their own and a clock that tests move; Leads and the chain watcher are stand-ins.</summary>
public sealed class GrantsWorld(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly List<DeskServiceApp> _replicas = [];
    private int _pools;

    public static readonly DateTimeOffset Start = new(2026, 7, 1, 9, 0, 0, TimeSpan.Zero);

    public MovableClock Clock { get; } = new(Start);

    internal StandInCustomers Customers { get; } = new();

    internal StandInChains Chains { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public Staff Staff { get; private set; } = null!;

    public Uri Address => new(_replicas[0].Urls.First());

    public Actor Rita { get; } = CoretimeDesk.Testing.Staff.Person("Rita Rep", Role.Rep);

    public Actor Hana { get; } = CoretimeDesk.Testing.Staff.Person("Hana Head", Role.HeadOfSales);

    public Actor Bert { get; } = CoretimeDesk.Testing.Staff.Person("Bert Budget", Role.BudgetHolder);

    public Actor Lena { get; } = CoretimeDesk.Testing.Staff.Person("Lena Leadership", Role.Leadership);

    public Actor Lars { get; } = CoretimeDesk.Testing.Staff.Person("Lars Leadership", Role.Leadership);

    public async ValueTask InitializeAsync()
    {
        Chains = new(Clock);
        var database = await postgres.CreateAsync("creditgrants");
        Database = NpgsqlDataSource.Create(database.Of("creditgrants"));
        for (var i = 0; i < 2; i++)
        {
            var desk = DeskService.CreateBuilder(
                [$"--ConnectionStrings:Database={database.Of("creditgrants")}", "--CreditGrants:SweepSeconds=0", "--CreditGrants:Rails:0=D", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:KeyRing={database.KeyRingReader}", "--DAPR_HTTP_PORT=9"],
                CreditGrantsDb.SchemaName);
            desk.Logging.ClearProviders();
            desk.Services.AddSingleton<TimeProvider>(Clock);
            desk.Services.AddSingleton<ICustomers>(Customers);
            desk.Services.AddSingleton<IChains>(Chains);
            desk.AddJournal<CreditGrantsDb>().AddRevocations<CreditGrantsDb>();
            _replicas.Add(desk.AddPeers().AddBudgets().AddParties().AddGrants().AddFacts().AddReports().Build());
        }

        await _replicas[0].MigrateAsync(CancellationToken.None);
        Staff = await CoretimeDesk.Testing.Staff.AtAsync(database);
        await _replicas[0].StartAsync(CancellationToken.None);
    }

    internal T Of<T>(int replica = 0)
        where T : notnull => _replicas[replica % _replicas.Count].Services.GetRequiredService<T>();

    internal CreditGrantsDb Db() => Of<IDbContextFactory<CreditGrantsDb>>().CreateDbContext();

    internal static Command As(Actor actor) => new(Guid.CreateVersion7(), actor, "tests", ReadOnlyMemory<byte>.Empty);

    /// <summary>A programme whose pool was seen to hold so many whole tokens.</summary>
    public async Task<V1.Programme> ProgrammeAsync(ulong dot, string reserve = "0", string termsJson = "")
    {
        var pool = AccountOf((byte)(200 - Interlocked.Increment(ref _pools)));
        var (terms, json, problem) = ProgrammeDesk.ReadTerms(termsJson);
        Assert.True(terms is not null, problem);
        var request = new CreateProgrammeRequest { Name = $"Spring {pool[..6]}", Payer = "Polkadot treasury", Pool = pool, Mode = V1.ProgrammeMode.Retainer, Referendum = "https://polkadot.subsquare.io/referenda/1788" };
        var made = (await Of<ProgrammeDesk>().CreateAsync(As(Bert), "", request, terms, json, Planck.Parse(reserve), CancellationToken.None)).OrThrow().Programme;
        if (dot > 0)
        {
            await FundAsync(made, dot);
        }

        return made;
    }

    public Task<BudgetStep> FundAsync(V1.Programme programme, ulong dot) => ApplyAsync(programme, new Funded($"fund/{Guid.CreateVersion7()}", Clock.GetUtcNow(), Token.Dot.Whole(dot)));

    /// <summary>What a finalised event would do.</summary>
    public Task<BudgetStep> ApplyAsync(V1.Programme programme, BudgetEvent happened, int replica = 0) => Of<CommandRunner<CreditGrantsDb>>(replica).RecordAsync(Actor.Desk, async scope =>
    {
        await scope.LockAsync(BudgetBook.LockOf(programme.Network));
        var row = await scope.Db.Programmes.SingleAsync(p => p.Id == Guid.Parse(programme.ProgrammeId), scope.Stop);
        return await BudgetBook.ApplyAsync(scope, await Of<BudgetBook>(replica).OpenAsync(scope.Db, row, scope.Stop), happened);
    }, CancellationToken.None);

    public static GrantAsk Spark(uint para = 2_000) => new() { Tier = GrantTier.Spark, Rail = V1.RailKind.SponsorOrders, ParaId = para };

    public static GrantAsk Launch(uint para = 2_000) => new() { Tier = GrantTier.Launch, Rail = V1.RailKind.SponsorPurchase, ParaId = para, Founded = "2025-01-31", TestChain = "paseo 4000" };

    internal async Task<Outcome<RequestGrantResponse>> AskAsync(V1.Programme programme, CustomerFacts customer, GrantAsk ask, Actor? by = null, int replica = 0) =>
        await Of<GrantDesk>(replica).RequestAsync(As(by ?? Rita), "", Guid.Parse(programme.ProgrammeId), customer.AccountId, null, ask, CancellationToken.None);

    internal Task<Outcome<DecideGrantResponse>> DecideAsync(V1.Grant grant, Actor by, bool yes = true, string reason = "", long version = 0, int replica = 0) =>
        Of<DecisionDesk>(replica).DecideAsync(As(by), Guid.Parse(grant.GrantId), yes, reason, version, CancellationToken.None);

    /// <summary>Asked for, and agreed to by as many as are needed.</summary>
    internal async Task<V1.Grant> AwardedAsync(V1.Programme programme, CustomerFacts customer, GrantAsk ask)
    {
        var grant = (await AskAsync(programme, customer, ask)).OrThrow().Grant;
        Actor[] deciders = [Hana, Bert];
        foreach (var by in deciders.Take((int)grant.ApprovalsNeeded))
        {
            grant = (await DecideAsync(grant, by)).OrThrow().Grant;
        }

        return grant;
    }

    internal async Task<V1.Grant> GetAsync(V1.Grant grant, Actor? viewer = null) => (await Of<GrantList>().GetAsync(Guid.Parse(grant.GrantId), "", viewer ?? Hana, CancellationToken.None)).OrThrow().Grant;

    public async Task<V1.Programme> GetAsync(V1.Programme programme) => (await Of<ProgrammeDesk>().GetAsync(Guid.Parse(programme.ProgrammeId), "", CancellationToken.None)).OrThrow().Programme;

    /// <summary>Delivers an event of another service, as the sidecar would.</summary>
    public async Task DeliverAsync(string topic, Guid aggregate, long sequence, Google.Protobuf.IMessage message)
    {
        var body = new CloudEvent
        {
            Id = $"{aggregate}/{sequence}/{message.Descriptor.Name}",
            Source = topic,
            Type = $"coretimedesk.{topic}.{message.Descriptor.Name}.v1",
            Time = Clock.GetUtcNow(),
            AggregateId = aggregate,
            AggregateType = "tests",
            Sequence = sequence,
            DataJson = Google.Protobuf.JsonFormatter.Default.Format(message),
        }.ToJson();
        Assert.Equal(new(Delivery.Success), await Of<IEventInbox>().ReceiveAsync(topic, body, CancellationToken.None));
    }

    public static string AccountOf(byte n) => $"0x{string.Concat(Enumerable.Repeat($"{n:x2}", AccountId32.Size))}";

    public static BigInteger Dot(decimal amount) => (BigInteger)(amount * 10_000_000_000m);

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
}
