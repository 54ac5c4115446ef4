using CoretimeDesk.Commissions.Corrections;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Deals;
using CoretimeDesk.Commissions.Estimates;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Payouts;
using CoretimeDesk.Commissions.Peers;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.Treasury;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Tests;
using CoretimeDesk.Testing;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>The Commissions service in this process, over the network, on a database of its own and a clock that tests move. Nothing runs in the background: a test closes months when it says so.</summary>
public sealed class CommissionsWorld(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private NpgsqlDataSource _ring = null!;
    private AccessTokens _tokens = null!;
    private DeskServiceApp _service = null!;
    private GrpcChannel _channel = null!;

    public MovableClock Clock { get; } = new(Start);

    public StandInWatcher Watcher { get; } = new();

    public NpgsqlDataSource Database { get; private set; } = null!;

    public static Guid Team { get; } = Guid.Parse("018f2c3e-7b1a-7c55-9c21-3f0c6a4be0aa");

    public static Actor Ada { get; } = Person(1, "Ada Rep", Role.Rep);

    public static Actor Sol { get; } = Person(2, "Sol Engineer", Role.SolutionEngineer);

    public static Actor Sid { get; } = Person(3, "Sid Rep", Role.Rep);

    public static Actor Tom { get; } = Person(4, "Tom Lead", Role.TeamLead);

    public static Actor Hana { get; } = Person(5, "Hana Head", Role.HeadOfSales);

    public static Actor Bert { get; } = Person(6, "Bert Budget", Role.BudgetHolder);

    public static Actor Lena { get; } = Person(7, "Lena Leadership", Role.Leadership);

    public static Actor Otto { get; } = new(IdOf(8), "Otto Rep") { Roles = new HashSet<Role> { Role.Rep } };

    public PlansService.PlansServiceClient Plans => new(_channel);

    public DealsService.DealsServiceClient Deals => new(_channel);

    public EstimatesService.EstimatesServiceClient Estimates => new(_channel);

    public StatementsService.StatementsServiceClient Statements => new(_channel);

    public PayoutsService.PayoutsServiceClient Payouts => new(_channel);

    public EconomicsService.EconomicsServiceClient Economics => new(_channel);

    public CorrectionsService.CorrectionsServiceClient Corrections => new(_channel);

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.CreateAsync("commissions");
        Database = NpgsqlDataSource.Create(database.Of("commissions"));
        _ring = NpgsqlDataSource.Create(database.KeyRingOwner);
        var keys = new PostgresKeyRing(_ring);
        await keys.CreateAsync(CancellationToken.None);
        await new PostgresSealKeys(_ring).CreateAsync(CancellationToken.None);
        _tokens = AccessTokens.Over(keys, Clock);
        var desk = DeskService.CreateBuilder(
            [$"--ConnectionStrings:Database={database.Of("commissions")}", $"--ConnectionStrings:KeyRing={database.KeyRingReader}", "--Commissions:SweepSeconds=0", "--Limits:CallsPerSecond=0", "--urls=http://127.0.0.1:0", "--DAPR_HTTP_PORT=9"], "commissions");
        desk.Logging.ClearProviders();
        desk.Services.AddSingleton<TimeProvider>(Clock);
        desk.Services.AddSingleton<IPoolWatcher>(Watcher);
        desk.AddJournal<CommissionsDb>().AddRevocations<CommissionsDb>();
        _service = desk.AddPeers().AddPlans().AddObservations().AddDeals().AddEstimates().AddStatements().AddPayouts().AddCorrections().AddTreasury().Build();
        await _service.MigrateAsync(CancellationToken.None);
        await _service.StartAsync(CancellationToken.None);
        _channel = GrpcChannel.ForAddress(_service.Urls.First());
        foreach (var person in new[] { Ada, Sol, Sid, Tom, Hana, Bert, Lena, Otto })
        {
            await DeliverAsync(new TopicEvent("identity", "person", person.Id, 1, new PersonCreated { PersonId = $"{person.Id}", DisplayName = person.Name, TeamIds = { person.Teams.Select(t => $"{t}") } }, Guid.Empty, Start));
        }
    }

    /// <summary>Where the service listens.</summary>
    public Uri Address => new(_service.Urls.First());

    /// <summary>The text of a fresh token.</summary>
    public string TokenOf(Actor person) => _tokens.Issue(person, Guid.CreateVersion7()).Token;

    /// <summary>Call headers of somebody signed in.</summary>
    public Metadata As(Actor person) => new() { { "authorization", $"Bearer {TokenOf(person)}" } };

    /// <summary>Delivers an event of a topic, as the sidecar would.</summary>
    public async Task DeliverAsync(TopicEvent told)
    {
        var body = new CloudEvent
        {
            Id = $"{told.Message.Descriptor.Name}/{told.Aggregate}/{told.Sequence}",
            Source = told.Topic,
            Type = $"coretimedesk.{told.Topic}.{told.Message.Descriptor.Name}.v1",
            Time = told.At,
            AggregateId = told.Aggregate,
            AggregateType = told.AggregateType,
            Sequence = told.Sequence,
            ActorId = told.Actor,
            DataJson = JsonFormatter.Default.Format(told.Message),
        }.ToJson();
        Assert.Equal(new(Delivery.Success), await _service.Services.GetRequiredService<IEventInbox>().ReceiveAsync(told.Topic, body, CancellationToken.None));
    }

    public async Task DeliverAsync(IEnumerable<TopicEvent> told)
    {
        foreach (var one in told)
        {
            await DeliverAsync(one);
        }
    }

    /// <summary>Closes whatever is over.</summary>
    public Task<int> CloseAsync() => _service.Services.GetRequiredService<StatementCloser>().CloseAsync(CancellationToken.None);

    /// <summary>Tells of payouts that have arrived.</summary>
    public Task<int> ConfirmAsync() => _service.Services.GetRequiredService<PayoutConfirmer>().ConfirmAsync(CancellationToken.None);

    /// <summary>Tells what was earned of payments.</summary>
    public Task<int> TellBaseAsync() => _service.Services.GetRequiredService<BaseTeller>().TellAsync(CancellationToken.None);

    /// <summary>What the service has told everybody of a type, as it was told.</summary>
    public async Task<IReadOnlyList<T>> PublishedAsync<T>()
        where T : IMessage<T>, new()
    {
        List<T> told = [];
        await using var command = Database.CreateCommand($"select payload::text from commissions.journal where type = 'coretimedesk.commissions.{new T().Descriptor.Name}.v1' order by position");
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            told.Add(JsonParser.Default.Parse<T>(reader.GetString(0)));
        }

        return told;
    }

    /// <summary>Moves the clock to an instant.</summary>
    public void MoveTo(DateTimeOffset at) => Clock.Advance(at - Clock.Now);

    public CommissionsDb Db() => _service.Services.GetRequiredService<IDbContextFactory<CommissionsDb>>().CreateDbContext();

    /// <summary>What somebody gets for a month, or is getting.</summary>
    public async Task<Statement> StatementAsync(Actor whose, string month, Actor? viewer = null) =>
        (await Statements.GetStatementAsync(new() { Month = month, ParticipantId = $"{whose.Id}" }, As(viewer ?? Bert))).Statement;

    /// <summary>A call is refused, and this is how.</summary>
    public static async Task<Refusal> RefusedAsync<T>(AsyncUnaryCall<T> call) => Refusals.RefusalOf(await Assert.ThrowsAsync<RpcException>(async () => await call)) ?? throw new InvalidOperationException("No reason was given.");

    public static string NewId() => $"{Guid.CreateVersion7()}";

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        if (_ring is not null)
        {
            await _ring.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }
    }

    private static Actor Person(int number, string name, params Role[] roles) => new(IdOf(number), name) { Roles = roles.ToHashSet(), Teams = new HashSet<Guid> { Team } };

    private static Guid IdOf(int number) => Guid.Parse($"018f2c3e-7b1a-7c55-9c21-{number:x12}");
}

/// <summary>An event as a topic tells it.</summary>
public sealed record TopicEvent(string Topic, string AggregateType, Guid Aggregate, long Sequence, IMessage Message, Guid Actor, DateTimeOffset At);
