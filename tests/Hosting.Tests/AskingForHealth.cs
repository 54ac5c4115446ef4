using System.Net;
using System.Text.Json;
using CoretimeDesk.Testing;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using HealthClient = Grpc.Health.V1.Health.HealthClient;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CoretimeDesk.Hosting.Tests;

public sealed class AskingForHealth(PostgresFixture postgres)
{
    private const string Service = "coretimedesk.rehearsal.v1.RehearsalService";

    [Fact]
    public async Task A_living_process_says_so_in_text()
    {
        await using var host = await RehearsalHost.StartAsync();
        using var http = host.Http();
        Assert.Equal("alive", await http.GetStringAsync("/healthz", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Readiness_is_json_with_name_version_checks_and_outbox()
    {
        await using var host = await StartAsync(out _, out var gauge);
        gauge.Lag = new(17, TimeSpan.FromMilliseconds(2500.4));

        var (status, answer) = await ReadyAsync(host);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            """{"service":"rehearsal","version":"0.1.0","status":"ready","checks":[{"name":"switch","status":"ok","detail":""}],"outbox":{"pending":17,"oldestSeconds":2.5}}""",
            answer.GetRawText());
    }

    [Fact]
    public async Task A_degraded_service_still_serves_and_a_failed_one_does_not()
    {
        await using var host = await StartAsync(out var check, out _);
        check.Now = () => Task.FromResult(ReadinessResult.Degraded("the outbox lags"));
        await Becomes(host, HttpStatusCode.OK, "degraded", "the outbox lags");

        check.Now = () => Task.FromResult(ReadinessResult.Failed("no disk"));
        await Becomes(host, HttpStatusCode.ServiceUnavailable, "unready", "no disk");

        check.Now = () => throw new InvalidOperationException("Password=hunter2");
        await Becomes(host, HttpStatusCode.ServiceUnavailable, "unready", "The check itself failed; the log has more.");

        check.Now = () => Task.FromResult(ReadinessResult.Ok());
        await Becomes(host, HttpStatusCode.OK, "ready", "");
        Assert.Contains(host.Logs.At(LogLevel.Warning), l => l.Contains("switch: no disk", StringComparison.Ordinal));
        Assert.Contains(host.Logs.At(LogLevel.Information), l => l.Contains("Ready again.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_that_hangs_is_cut_off()
    {
        await using var host = await StartAsync(out var check, out _);
        check.Now = () => new TaskCompletionSource<ReadinessResult>().Task;
        await Becomes(host, HttpStatusCode.ServiceUnavailable, "unready", "No answer within 2 s.");
    }

    [Fact]
    public async Task A_hundred_probes_at_once_cost_one_round_of_checks()
    {
        var time = new ManualTime();
        var check = new Switch();
        await using var host = await RehearsalHost.StartAsync(desk =>
        {
            desk.Services.AddSingleton<TimeProvider>(time);
            desk.Services.AddSingleton<IReadinessCheck>(check);
        });
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ReadyAsync(host)));
        Assert.Equal(1, check.Asked);
        time.Advance(TimeSpan.FromSeconds(1));
        await ReadyAsync(host);
        Assert.Equal(2, check.Asked);
    }

    [Fact]
    public async Task An_outbox_that_cannot_be_measured_is_unknown_and_not_empty()
    {
        await using var host = await StartAsync(out _, out var gauge);
        gauge.Fault = new InvalidOperationException("Password=hunter2");
        var (_, answer) = await ReadyAsync(host);
        Assert.Equal("""{"pending":null,"oldestSeconds":null}""", answer.GetProperty("outbox").GetRawText());
    }

    [Theory]
    [InlineData(0, 0, ReadinessStatus.Ok, "")]
    [InlineData(900, 59.9, ReadinessStatus.Ok, "")]
    [InlineData(3, 60, ReadinessStatus.Degraded, "3 events wait for the bus, the oldest for 60 s.")]
    public async Task An_outbox_that_lags_degrades_the_service_and_never_stops_it(long pending, double seconds, ReadinessStatus status, string detail)
    {
        var check = new OutboxCheck(new Gauge { Lag = new(pending, TimeSpan.FromSeconds(seconds)) });
        Assert.Equal(new ReadinessResult(status, detail), await check.CheckAsync(TestContext.Current.CancellationToken));
        check = new OutboxCheck(new Gauge { Fault = new Npgsql.NpgsqlException("away") });
        Assert.Equal(ReadinessStatus.Degraded, (await check.CheckAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task A_database_that_goes_away_makes_the_service_unready_until_it_is_back()
    {
        var database = await postgres.CreateAsync("rehearsal");
        await using var host = await RehearsalHost.StartAsync(desk => desk.AddDatabase(), $"--ConnectionStrings:Database={database.Of("rehearsal")};Timeout=2");
        await Becomes(host, HttpStatusCode.OK, "ready", "");

        await using (var admin = Npgsql.NpgsqlDataSource.Create((await postgres.Cluster).AdminConnectionString))
        {
            var name = new Npgsql.NpgsqlConnectionStringBuilder(database.Admin).Database;
            await admin.CreateCommand($"alter database {name} allow_connections false").ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await admin.CreateCommand($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'").ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await Becomes(host, HttpStatusCode.ServiceUnavailable, "unready", "PostgreSQL refuses: 55000.");
            await admin.CreateCommand($"alter database {name} allow_connections true").ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await Becomes(host, HttpStatusCode.OK, "ready", "");
    }

    [Fact]
    public async Task A_database_that_does_not_exist_is_named_without_its_address()
    {
        await using var host = await RehearsalHost.StartAsync(desk => desk.AddDatabase(), "--ConnectionStrings:Database=Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Timeout=2");
        var (status, answer) = await ReadyAsync(host);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("PostgreSQL does not answer.", answer.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", ServingStatus.Serving, ServingStatus.NotServing)]
    [InlineData("readiness", ServingStatus.Serving, ServingStatus.NotServing)]
    [InlineData("liveness", ServingStatus.Serving, ServingStatus.Serving)]
    [InlineData(Service, ServingStatus.Serving, ServingStatus.NotServing)]
    [InlineData("grpc.health.v1.Health", ServingStatus.Serving, ServingStatus.NotServing)]
    public async Task Grpc_health_follows_readiness(string service, ServingStatus ready, ServingStatus unready)
    {
        var time = new ManualTime();
        var check = new Switch();
        await using var host = await RehearsalHost.StartAsync(desk =>
        {
            desk.Services.AddSingleton<TimeProvider>(time);
            desk.Services.AddSingleton<IReadinessCheck>(check);
        });
        var health = new HealthClient(host.Channel);

        Assert.Equal(ready, (await health.CheckAsync(new() { Service = service })).Status);
        check.Now = () => Task.FromResult(ReadinessResult.Failed("no"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(unready, (await health.CheckAsync(new() { Service = service })).Status);
    }

    [Fact]
    public async Task Grpc_health_does_not_know_services_that_are_not_here()
    {
        await using var host = await RehearsalHost.StartAsync();
        var failure = await Calls.FailureOf(new HealthClient(host.Channel).CheckAsync(new() { Service = "nowhere" }));
        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
        using var watch = new HealthClient(host.Channel).Watch(new() { Service = "nowhere" });
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(ServingStatus.ServiceUnknown, watch.ResponseStream.Current.Status);
    }

    [Fact]
    public async Task A_watcher_hears_each_change_once_and_the_end()
    {
        await using var host = await StartAsync(out var check, out _);
        using var watch = new HealthClient(host.Channel).Watch(new() { Service = Service });

        async Task<ServingStatus> NextAsync()
        {
            Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)));
            return watch.ResponseStream.Current.Status;
        }

        Assert.Equal(ServingStatus.Serving, await NextAsync());
        check.Now = () => Task.FromResult(ReadinessResult.Failed("no"));
        Assert.Equal(ServingStatus.NotServing, await NextAsync());
        check.Now = () => Task.FromResult(ReadinessResult.Ok());
        Assert.Equal(ServingStatus.Serving, await NextAsync());

        host.App.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal(ServingStatus.NotServing, await NextAsync());
        Assert.False(await watch.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    private static Task<RehearsalHost> StartAsync(out Switch check, out Gauge gauge)
    {
        var (c, g) = (new Switch(), new Gauge());
        (check, gauge) = (c, g);
        return RehearsalHost.StartAsync(desk =>
        {
            desk.Services.AddSingleton<IReadinessCheck>(c);
            desk.Services.AddSingleton<IOutboxGauge>(g);
        });
    }

    private static async Task Becomes(RehearsalHost host, HttpStatusCode code, string status, string detail) =>
        await Calls.Eventually(
            async () =>
            {
                var (c, answer) = await ReadyAsync(host);
                return c == code && answer.GetProperty("status").GetString() == status
                    && answer.GetProperty("checks")[0].GetProperty("detail").GetString() == detail;
            },
            $"{code}, {status}, \"{detail}\"");

    private static async Task<(HttpStatusCode Code, JsonElement Answer)> ReadyAsync(RehearsalHost host)
    {
        using var http = host.Http();
        using var response = await http.GetAsync("/readyz");
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        return (response.StatusCode, JsonDocument.Parse(text).RootElement.Clone());
    }

    private sealed class Switch : IReadinessCheck
    {
        private int _asked;

        public Func<Task<ReadinessResult>> Now { get; set; } = () => Task.FromResult(ReadinessResult.Ok());

        public int Asked => _asked;

        public string Name => "switch";

        public Task<ReadinessResult> CheckAsync(CancellationToken cancellation)
        {
            Interlocked.Increment(ref _asked);
            return Now();
        }
    }

    private sealed class Gauge : IOutboxGauge
    {
        public OutboxLag Lag { get; set; }

        public Exception? Fault { get; set; }

        public Task<OutboxLag> ReadAsync(CancellationToken cancellation) => Fault is null ? Task.FromResult(Lag) : throw Fault;
    }
}
