using System.Collections.Concurrent;
using System.Net;
using System.Text;
using CoretimeDesk.Rehearsal.V1;
using CoretimeDesk.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Hosting.Tests;

public sealed class RunningAsAProcess(PostgresFixture postgres)
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    [Fact]
    public async Task Version_needs_no_settings()
    {
        await using var process = RehearsalProcess.Start(new Dictionary<string, string>(), "--version");
        Assert.Equal(0, await process.ExitAsync());
        Assert.Equal("rehearsal 0.1.0", Assert.Single(process.Lines));
    }

    [Fact]
    public async Task A_missing_key_ring_ends_the_start_and_names_the_setting()
    {
        await using var process = RehearsalProcess.Start(new Dictionary<string, string> { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" });
        Assert.Equal(1, await process.ExitAsync());
        Assert.Contains(process.Lines, l => l.Contains("The setting ConnectionStrings__KeyRing is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Migrate_creates_the_key_ring_and_ends_and_does_no_harm_twice()
    {
        var database = await postgres.CreateAsync("rehearsal");
        for (var i = 0; i < 2; i++)
        {
            await using var process = RehearsalProcess.Start(
                new Dictionary<string, string> { ["ConnectionStrings__KeyRing"] = database.KeyRingOwner, ["Rehearsal__Issues"] = "true" }, "--migrate");
            Assert.Equal(0, await process.ExitAsync());
            Assert.Contains(process.Lines, l => l.Contains("Database is up to date: key ring.", StringComparison.Ordinal));
        }

        await using var admin = NpgsqlDataSource.Create(database.Admin);
        Assert.Single(new PostgresKeyRing(admin).GetAllElements());
    }

    [Fact]
    public async Task A_migration_that_fails_ends_with_1_and_without_the_password()
    {
        await using var process = RehearsalProcess.Start(
            new Dictionary<string, string> { ["ConnectionStrings__KeyRing"] = "Host=127.0.0.1;Port=1;Username=u;Password=hunter2;Timeout=2", ["Rehearsal__Issues"] = "true" }, "--migrate");
        Assert.Equal(1, await process.ExitAsync());
        Assert.DoesNotContain("hunter2", string.Join('\n', process.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Terminate)]
    [InlineData(Interrupt)]
    public async Task On_a_signal_readiness_ends_first_and_calls_in_progress_finish(int signal)
    {
        await using var process = await StartAsync(("Limits__DrainSeconds", "2"), ("Limits__StreamSeconds", "6"));
        var address = await process.Address;
        using var channel = GrpcChannel.ForAddress(address);
        var client = new RehearsalService.RehearsalServiceClient(channel);
        using var watch = new Grpc.Health.V1.Health.HealthClient(channel).Watch(new());
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var talk = client.Talk(new Metadata { { "authorization", $"Bearer {_token}" } });
        await talk.RequestStream.WriteAsync(new());
        Assert.True(await talk.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var slow = client.WaitAsync(new() { Milliseconds = 3500 }, new Metadata { { "authorization", $"Bearer {_token}" } });
        using var http = new HttpClient { BaseAddress = address, DefaultRequestVersion = new(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz", TestContext.Current.CancellationToken)).StatusCode);

        process.Signal(signal);

        // While it drains it answers, says that it is not ready, and tells its watchers.
        await Calls.Eventually(async () => (await http.GetAsync("/readyz")).StatusCode == HttpStatusCode.ServiceUnavailable, "unready while draining");
        Assert.Contains("shutting down", await http.GetStringAsyncAnyStatus("/readyz"), StringComparison.Ordinal);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.Equal(Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.NotServing, watch.ResponseStream.Current.Status);

        // The call outlives the draining and still gets its answer.
        await slow;
        await talk.RequestStream.CompleteAsync();
        Assert.Equal(0, await process.ExitAsync());
        Assert.DoesNotContain(process.Lines, l => l.Contains("fail:", StringComparison.Ordinal) || l.Contains("crit:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_without_end_ends_early_and_tells_its_caller_to_connect_again()
    {
        await using var process = await StartAsync(("Limits__StreamSeconds", "1"), ("Limits__ShutdownSeconds", "30"));
        using var channel = GrpcChannel.ForAddress(await process.Address);
        using var talk = new RehearsalService.RehearsalServiceClient(channel).Talk(new Metadata { { "authorization", $"Bearer {_token}" } });
        await talk.RequestStream.WriteAsync(new());
        Assert.True(await talk.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        process.Signal(Terminate);

        var failure = await Assert.ThrowsAsync<RpcException>(() => talk.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal((StatusCode.Unavailable, "SHUTTING_DOWN"), (failure.StatusCode, Refusals.ReasonOf(failure)));
        Assert.Equal(0, await process.ExitAsync().WaitAsync(TimeSpan.FromSeconds(15)));
        Assert.DoesNotContain(process.Lines, l => l.Contains("fail:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_call_that_does_not_finish_is_cut_off_and_the_process_ends()
    {
        await using var process = await StartAsync(("Limits__ShutdownSeconds", "1"));
        using var channel = GrpcChannel.ForAddress(await process.Address);
        var client = new RehearsalService.RehearsalServiceClient(channel);
        var endless = client.WaitAsync(new() { Milliseconds = 60_000 }, new Metadata { { "authorization", $"Bearer {_token}" } });
        await client.HelloAsync(new());

        process.Signal(Terminate);

        Assert.Contains((await Calls.FailureOf(endless)).StatusCode, new[] { StatusCode.Unavailable, StatusCode.Cancelled, StatusCode.Internal });
        await process.ExitAsync();
    }

    [Fact]
    public async Task Log_lines_are_single_and_begin_with_the_time_in_utc()
    {
        await using var process = await StartAsync();
        using var channel = GrpcChannel.ForAddress(await process.Address);
        await Calls.FailureOf(new RehearsalService.RehearsalServiceClient(channel).FailAsync(new() { How = "bug" }, new Metadata { { "authorization", $"Bearer {_token}" } }));
        await Calls.Eventually(() => Task.FromResult(process.Lines.Any(l => l.Contains("fail: ", StringComparison.Ordinal))), "the fault is logged");
        process.Signal(Terminate);
        Assert.Equal(0, await process.ExitAsync());
        Assert.All(process.Lines, l => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (info|warn|fail|crit): ", l));
    }

    [Fact]
    public async Task Traces_metrics_and_logs_leave_by_otlp_when_configured()
    {
        var received = new ConcurrentDictionary<string, string>();
        await using var collector = await CollectorAsync(received);
        await using var process = await StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.Single()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test"));
        // Other tests of this process listen to telemetry too: whether their samplers keep a trace must not decide here.
        using var handler = new SocketsHttpHandler { ActivityHeadersPropagator = null };
        using var channel = GrpcChannel.ForAddress(await process.Address, new() { HttpHandler = handler });
        var headers = new Metadata { { "authorization", $"Bearer {_token}" }, { "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" } };
        var failure = await Calls.FailureOf(new RehearsalService.RehearsalServiceClient(channel).FailAsync(new() { How = "bug" }, headers));
        Assert.Equal("Something went wrong on our side (trace id 0af7651916cd43dd8448eb211c80319c).", failure.Status.Detail);

        process.Signal(Terminate);
        Assert.Equal(0, await process.ExitAsync());

        Assert.Contains("RehearsalService/Fail", received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString("0af7651916cd43dd8448eb211c80319c")), received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", received["/v1/metrics"], StringComparison.Ordinal);
        Assert.Contains("failed with Internal", received["/v1/logs"], StringComparison.Ordinal);
        Assert.All(received.Values, body =>
        {
            Assert.Contains("rehearsal", body, StringComparison.Ordinal);
            Assert.Contains("deployment.environment", body, StringComparison.Ordinal);
            Assert.DoesNotContain(_token[..40], body, StringComparison.Ordinal);
        });
    }

    private string _token = "";

    private async Task<RehearsalProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        var database = await postgres.CreateAsync("rehearsal");
        var ring = NpgsqlDataSource.Create(database.KeyRingOwner);
        var keys = new PostgresKeyRing(ring);
        await keys.CreateAsync(TestContext.Current.CancellationToken);
        _token = AccessTokens.Over(keys, TimeProvider.System).Issue(RehearsalHost.Ada, Guid.NewGuid()).Token;
        var environment = settings.ToDictionary(s => s.Name, s => s.Value);
        environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        environment["ConnectionStrings__KeyRing"] = database.KeyRingReader;
        return RehearsalProcess.Start(environment);
    }

    private static async Task<WebApplication> CollectorAsync(ConcurrentDictionary<string, string> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            received.AddOrUpdate($"/v1/{signal}", Encoding.Latin1.GetString(body.ToArray()), (_, old) => old + Encoding.Latin1.GetString(body.ToArray()));
        });
        await app.StartAsync();
        return app;
    }
}

internal static class HttpAnyStatus
{
    public static async Task<string> GetStringAsyncAnyStatus(this HttpClient http, string path)
    {
        using var response = await http.GetAsync(path);
        return await response.Content.ReadAsStringAsync();
    }
}
