using System.Diagnostics;
using CoretimeDesk.Testing;
using Grpc.Net.Client;
using Npgsql;

namespace CoretimeDesk.Bench;

/// <summary>How long an event takes from the command that caused it to a handler in another service.</summary>
internal static class OutboxBench
{
    private const int Callers = 32;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(45);

    public static async Task RunAsync(int rate, TimeSpan length, bool write)
    {
        Console.WriteLine($"{rate} commands per second for {length.TotalSeconds} s, after {WarmUp.TotalSeconds} s to warm up.");
        await using var cluster = await BenchCluster.StartAsync("leads", "tally");
        var ports = SidecarProcess.Reserve("leads", "tally");
        await using var leads = await ServiceAsync("leads", "CoretimeDesk.Leads.dll");
        await using var tally = await ServiceAsync("tally", "CoretimeDesk.Tally.dll");
        await using var sidecar = await SidecarProcess.StartAsync(ports, [("leads", [leads.Port]), ("tally", [tally.Port])]);
        await using var staff = await Staff.AtAsync(cluster.Database);
        var headers = staff.As(Staff.Person("Bench", Role.Rep));
        using var channel = GrpcChannel.ForAddress(leads.Address);

        await PaceAsync(rate, WarmUp, () => CommandBench.CreateAsync(channel, headers));
        await using var admin = NpgsqlDataSource.Create(cluster.Database.Admin);
        await DrainedAsync(admin);
        var before = await ScalarAsync<long>(admin, "select coalesce(max(ordinal), 0) from tally.applied");
        var processors = (Leads: leads.ProcessorTime, Tally: tally.ProcessorTime, Sidecar: sidecar.ProcessorTime);
        var watch = Stopwatch.StartNew();
        var calls = await PaceAsync(rate, length, () => CommandBench.CreateAsync(channel, headers));
        var achieved = calls / watch.Elapsed.TotalSeconds;
        await DrainedAsync(admin);

        var applied = await ScalarAsync<long>(admin, $"select count(*) from tally.applied where ordinal > {before}");
        Report.Put("outbox", write, $"""
            {achieved:0} commands per second for {length.TotalSeconds:0} s ({calls} commands, {applied} effects in the other service), PostgreSQL {cluster.Server.Binaries.Version} with fsync on, the sidecar with fsync, everything on {Environment.ProcessorCount} cores.

            Processor time per event: {PerEvent(leads.ProcessorTime - processors.Leads)} in the publishing service (the command included), {PerEvent(sidecar.ProcessorTime - processors.Sidecar)} in the sidecar, {PerEvent(tally.ProcessorTime - processors.Tally)} in the consuming one.

            | from the command's instant to the handler | p50 | p90 | p99 | longest |
            |---|---|---|---|---|
            | journal, outbox, sidecar, inbox | {await PercentileAsync(0.5)} | {await PercentileAsync(0.9)} | {await PercentileAsync(0.99)} | {await PercentileAsync(1)} |
            """);

        string PerEvent(TimeSpan time) => $"{time.TotalMilliseconds / applied:0.00} ms";

        Task<ServiceProcess> ServiceAsync(string appId, string assembly) => ServiceProcess.StartAsync(
            appId, assembly, cluster.Database, ("Limits__CallsPerSecond", "0"), ("Logging__LogLevel__Default", "Warning"),
            ("DAPR_HTTP_PORT", $"{ports[appId].Http}"), ("DAPR_GRPC_PORT", $"{ports[appId].Grpc}"));

        async Task<string> PercentileAsync(double share) =>
            $"{await ScalarAsync<double>(admin, $"select percentile_disc({share}) within group (order by delay_ms) from tally.applied where ordinal > {before}"):0.0} ms";
    }

    /// <summary>Starts calls at even distances, whether or not earlier ones are answered; the rate is the load's, not the service's.</summary>
    private static async Task<int> PaceAsync(int rate, TimeSpan length, Func<Task> call)
    {
        using var slots = new SemaphoreSlim(Callers * 8);
        var watch = Stopwatch.StartNew();
        var running = new List<Task>();
        for (var n = 0; n < rate * length.TotalSeconds; n++)
        {
            var due = TimeSpan.FromSeconds(n / (double)rate);
            if (due - watch.Elapsed is { Ticks: > 0 } early)
            {
                await Task.Delay(early);
            }

            await slots.WaitAsync();
            running.Add(RunAsync());
        }

        await Task.WhenAll(running);
        return running.Count;

        async Task RunAsync()
        {
            try
            {
                await call();
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private static async Task DrainedAsync(NpgsqlDataSource admin)
    {
        for (var patience = 0; patience < 600; patience++)
        {
            if (await ScalarAsync<bool>(admin, "select (select count(*) from leads.journal) = (select count(*) from tally.applied)"))
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException("Events were still under way after a minute.");
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource admin, string sql)
    {
        await using var command = admin.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
