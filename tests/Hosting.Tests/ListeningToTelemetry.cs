using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using CoretimeDesk.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CoretimeDesk.Hosting.Tests;

public sealed class ListeningToTelemetry(PostgresFixture postgres)
{
    [Fact]
    public async Task A_call_its_sql_and_our_own_work_are_one_trace_that_continues_the_callers()
    {
        var database = await postgres.CreateAsync("rehearsal");
        var spans = new Kept<Activity>();
        using var own = new ActivitySource("CoretimeDesk.Rehearsal");
        await using var host = await RehearsalHost.StartAsync(
            desk =>
            {
                desk.AddDatabase();
                desk.Services.AddSingleton<BaseProcessor<Activity>>(new SimpleActivityExportProcessor(spans));
                desk.OnMap(app => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/work", async (NpgsqlDataSource db) =>
                {
                    using var work = own.StartActivity("work");
                    await using var command = db.CreateCommand("select 42");
                    return await command.ExecuteScalarAsync();
                }));
            },
            $"--ConnectionStrings:Database={database.Of("rehearsal")}");
        using var http = host.Http();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/work") { Version = new(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        (await http.SendAsync(request, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        Activity[] Ours() => [.. spans.Items.Where(s => s.TraceId.ToHexString() == "0af7651916cd43dd8448eb211c80319c")];
        await Calls.Eventually(() => Task.FromResult(Ours().Any(s => s.Kind == ActivityKind.Server)), "the server span ends");
        var server = Ours().Single(s => s.Kind == ActivityKind.Server);
        var work = Ours().Single(s => s.Source.Name == "CoretimeDesk.Rehearsal");
        var sql = Ours().Single(s => s.Source.Name == "Npgsql" && s.Tags.Any(t => t.Value == "select 42")); // Opening the connection is another.
        Assert.Equal(server.SpanId, work.ParentSpanId);
        Assert.Equal(work.SpanId, sql.ParentSpanId);
    }

    [Fact]
    public async Task Metrics_of_the_server_and_our_own_are_collected()
    {
        using var meter = new Meter("CoretimeDesk.Rehearsal");
        var kept = new Kept<Metric>();
        using var reader = new BaseExportingMetricReader(kept);
        await using var host = await RehearsalHost.StartAsync(desk => desk.Services.AddSingleton<MetricReader>(reader));
        meter.CreateCounter<long>("desk.rehearsals").Add(3);
        await host.Client.HelloAsync(new());

        await Calls.Eventually(
            () =>
            {
                reader.Collect();
                var names = kept.Items.Select(m => m.Name).ToHashSet();
                return Task.FromResult(names.IsSupersetOf(["desk.rehearsals", "http.server.request.duration", "kestrel.active_connections"]));
            },
            "the metrics arrive");
    }

    [Fact]
    public async Task No_log_at_any_level_holds_a_token_or_a_password()
    {
        var database = await postgres.CreateAsync("rehearsal");
        var ring = new MemoryKeyRing();
        const string password = "correct horse battery staple";
        await using var host = await RehearsalHost.StartAsync(
            ring, issues: true, desk => desk.AddDatabase(), $"--ConnectionStrings:Database={database.Of("rehearsal")}", "--Logging:LogLevel:Default=Trace",
            "--Logging:LogLevel:Microsoft=Trace", "--Logging:LogLevel:Grpc=Trace", "--Logging:LogLevel:Npgsql=Trace", "--environment=Development");
        var good = host.Token(Role.Rep);
        var bad = good[..^6] + "AAAAAA";

        await host.Client.WhoAmIAsync(new(), RehearsalHost.Bearer(good));
        await Calls.FailureOf(host.Client.WhoAmIAsync(new(), RehearsalHost.Bearer(bad)));
        await Calls.FailureOf(host.Client.OrderAsync(new() { Name = password, RequestId = password }, RehearsalHost.Bearer(good)));
        await Calls.FailureOf(host.Client.FailAsync(new() { How = "bug" }, RehearsalHost.Bearer(good)));
        using var http = host.Http();
        await http.GetStringAsync("/readyz", TestContext.Current.CancellationToken);

        var text = host.Logs.Text;
        Assert.True(host.Logs.At(LogLevel.Trace).Count > 10, "the most talkative level was on");
        Assert.Contains("RehearsalService/Order", text, StringComparison.Ordinal);
        foreach (var secret in new[] { good, good[..40], bad, password, "only-for-tests", ring.GetAllElements().Single().Descendants("value").First().Value })
        {
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        }
    }

    private sealed class Kept<T> : BaseExporter<T>
        where T : class
    {
        public ConcurrentQueue<T> Items { get; } = new();

        public override ExportResult Export(in Batch<T> batch)
        {
            foreach (var item in batch)
            {
                Items.Enqueue(item);
            }

            return ExportResult.Success;
        }
    }
}
