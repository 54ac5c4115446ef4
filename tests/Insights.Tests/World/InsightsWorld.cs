using System.Text;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Rebuilding;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Tests;
using CoretimeDesk.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Insights.Tests;

/// <summary>The Insights service in this process, over the network, on a database of its own and a clock that tests move.</summary>
public sealed class InsightsWorld(PostgresFixture postgres) : IAsyncLifetime
{
    /// <summary>A day in the month after the story's.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    private NpgsqlDataSource _ring = null!;
    private AccessTokens _tokens = null!;
    private DeskServiceApp _service = null!;
    private GrpcChannel _channel = null!;

    public MovableClock Clock { get; } = new(Start);

    public NpgsqlDataSource Database { get; private set; } = null!;

    public static Guid North { get; } = Guid.Parse("018f2c3e-7b1a-7c55-9c21-3f0c6a4be0aa");

    public static Guid South { get; } = Guid.Parse("018f2c3e-7b1a-7c55-9c21-3f0c6a4be0bb");

    public static Actor Ada { get; } = Person(1, "Ada Rep", North, Role.Rep);

    public static Actor Bob { get; } = Person(2, "Bob Rep", South, Role.Rep);

    public static Actor Tom { get; } = Person(4, "Tom Lead", North, Role.TeamLead);

    public static Actor Hana { get; } = Person(5, "Hana Head", North, Role.HeadOfSales);

    public static Actor Bert { get; } = Person(6, "Bert Budget", North, Role.BudgetHolder);

    public static Actor Lena { get; } = Person(7, "Lena Leadership", North, Role.Leadership);

    public static Actor Admin { get; } = Person(8, "Amy Admin", North, Role.Administrator);

    public MetricsService.MetricsServiceClient Metrics => new(_channel);

    internal StandInJournals Journals { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.CreateAsync("insights");
        Database = NpgsqlDataSource.Create(database.Of("insights"));
        _ring = NpgsqlDataSource.Create(database.KeyRingOwner);
        var keys = new PostgresKeyRing(_ring);
        await keys.CreateAsync(CancellationToken.None);
        await new PostgresSealKeys(_ring).CreateAsync(CancellationToken.None);
        _tokens = AccessTokens.Over(keys, Clock);
        var desk = DeskService.CreateBuilder(
            [$"--ConnectionStrings:Database={database.Of("insights")}", $"--ConnectionStrings:KeyRing={database.KeyRingReader}", "--Limits:CallsPerSecond=0", "--urls=http://127.0.0.1:0", "--DAPR_HTTP_PORT=9"], "insights");
        desk.Logging.ClearProviders();
        desk.Services.AddSingleton<TimeProvider>(Clock);
        desk.Services.AddSingleton<IJournals>(Journals);
        desk.AddJournal<InsightsDb>().AddRevocations<InsightsDb>();
        _service = desk.AddInsights().Build();
        await _service.MigrateAsync(CancellationToken.None);
        await _service.StartAsync(CancellationToken.None);
        _channel = GrpcChannel.ForAddress(_service.Urls.First());
    }

    /// <summary>What Identity has told of everybody here.</summary>
    public static IReadOnlyList<TopicEvent> Staff { get; } =
    [
        .. new[] { Ada, Bob, Tom, Hana, Bert, Lena, Admin }.Select(p => new TopicEvent(
            "identity", p.Id, 1, new PersonCreated { PersonId = $"{p.Id}", DisplayName = p.Name, TeamIds = { p.Teams.Select(t => $"{t}") } }, Guid.Empty, Start.AddDays(-400))),
        new("identity", North, 1, new TeamCreated { TeamId = $"{North}", Name = "North" }, Guid.Empty, Start.AddDays(-400)),
        new("identity", South, 1, new TeamCreated { TeamId = $"{South}", Name = "South" }, Guid.Empty, Start.AddDays(-400)),
    ];

    /// <summary>Call headers of somebody signed in.</summary>
    public Metadata As(Actor person) => new() { { "authorization", $"Bearer {_tokens.Issue(person, Guid.CreateVersion7()).Token}" } };

    /// <summary>Delivers an event as the sidecar would; again and again until it is taken, as the sidecar does.</summary>
    public async Task DeliverAsync(TopicEvent told)
    {
        var inbox = _service.Services.GetRequiredService<IEventInbox>();
        for (var attempt = 1; ; attempt++)
        {
            var result = await inbox.ReceiveAsync(told.Topic, told.ToBus(), CancellationToken.None);
            if (result.Delivery == Delivery.Success)
            {
                return;
            }

            Assert.True(result.Delivery == Delivery.Retry && attempt < 20, $"{told.Type}: {result.Delivery}, {result.Reason}");
        }
    }

    /// <summary>Delivers events one after the other, and publishes them in their journals.</summary>
    public async Task TellAsync(params IEnumerable<TopicEvent> told)
    {
        foreach (var one in told)
        {
            Journals.Published.Add(one);
            await DeliverAsync(one);
        }
    }

    /// <summary>The export, line by line.</summary>
    public async Task<IReadOnlyList<string>> ExportAsync(Actor? viewer = null, string token = "")
    {
        using var call = Metrics.ExportFacts(new() { Token = token }, As(viewer ?? Lena));
        List<string> lines = [];
        await foreach (var part in call.ResponseStream.ReadAllAsync())
        {
            lines.AddRange(part.Lines);
        }

        return lines;
    }

    /// <summary>The export as facts.</summary>
    public async Task<FactSet> FactsAsync(string token = "")
    {
        var reading = FactFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', await ExportAsync(token: token)))));
        Assert.Null(reading.Fault);
        return reading.Set;
    }

    public Task<GetReportResponse> ReportAsync(string from, string to, V1.Grouping by = V1.Grouping.Unspecified, Actor? viewer = null, params string[] metrics) =>
        Metrics.GetReportAsync(new() { From = from, To = to, By = by, Metrics = { metrics } }, As(viewer ?? Lena)).ResponseAsync;

    /// <summary>Rebuilds everything; all answers.</summary>
    public async Task<IReadOnlyList<RebuildResponse>> RebuildAsync()
    {
        using var call = Metrics.Rebuild(new(), As(Admin));
        List<RebuildResponse> answers = [];
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            answers.Add(answer);
        }

        return answers;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public InsightsDb Db() => _service.Services.GetRequiredService<IDbContextFactory<InsightsDb>>().CreateDbContext();

    /// <summary>A call is refused, and this is how.</summary>
    public static async Task<Refusal> RefusedAsync(Func<Task> call) => Refusals.RefusalOf(await Assert.ThrowsAsync<RpcException>(call)) ?? throw new InvalidOperationException("No reason was given.");

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

    private static Actor Person(int number, string name, Guid team, params Role[] roles) =>
        new(Guid.Parse($"018f2c3e-7b1a-7c55-9c21-{number:x12}"), name) { Roles = roles.ToHashSet(), Teams = new HashSet<Guid> { team } };
}
