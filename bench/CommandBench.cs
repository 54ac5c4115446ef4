using CoretimeDesk.Leads.V1;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.Testing;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Bench;

/// <summary>What authentication, a decision and a journalled, durable commit cost on top of gRPC and of the database alone.</summary>
internal static class CommandBench
{
    public static async Task RunAsync(int clients, TimeSpan length, int rounds, TimeSpan warmUp, bool write)
    {
        Console.WriteLine($"{clients} callers at once, turns of {length.TotalSeconds} s, {rounds} rounds; about {(3 * rounds * (length.TotalSeconds + 1)) + 15 + warmUp.TotalSeconds:0} s in all.");
        await using var cluster = await BenchCluster.StartAsync("leads");
        await cluster.Server.CreateDatabaseAsync("pgbench");
        var pgbench = new PgBench(cluster.Server, "pgbench", cluster.Folder);
        await pgbench.PrepareAsync();
        await using var leads = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", cluster.Database, ("Limits__CallsPerSecond", "0"), ("Logging__LogLevel__Default", "Warning"));
        await using var staff = await Staff.AtAsync(cluster.Database);
        var headers = staff.As(Staff.Person("Bench", Role.Rep));
        var echoPort = FreePort.Next();
        using var echo = ChildProcess.Start(new("dotnet", Path.Combine(AppContext.BaseDirectory, "CoretimeDesk.Bench.dll"), "echo", $"{echoPort}") { LogFile = "/dev/null", WhenParentDies = UnixSignal.Kill });
        var echoAddress = new Uri($"http://127.0.0.1:{echoPort}");
        await ReadyAsync(echoAddress);

        var (bare, inserts, journalled) = (new List<Turn>(), new List<Turn>(), new List<Turn>());
        var processorMs = new List<double>();
        await Load.RunAsync(clients, warmUp, leads.Address, (c, _) => CreateAsync(c, headers));
        for (var round = 1; round <= rounds; round++)
        {
            inserts.Add(await pgbench.RunAsync(clients, length));
            var processor = leads.ProcessorTime;
            journalled.Add(await Load.RunAsync(clients, length, leads.Address, (c, _) => CreateAsync(c, headers)));
            processorMs.Add((leads.ProcessorTime - processor).TotalMilliseconds / journalled[^1].Latencies.Length);
            bare.Add(await Load.RunAsync(clients, length, echoAddress, (c, _) => CreateAsync(c, headers)));
            Console.WriteLine($"round {round}: pgbench {inserts[^1].PerSecond:0}/s, journalled command {journalled[^1].PerSecond:0}/s, echo {bare[^1].PerSecond:0}/s");
        }

        echo.Kill();
        var (p, j, e) = (Load.Median(inserts, t => t.PerSecond), Load.Median(journalled, t => t.PerSecond), Load.Median(bare, t => t.PerSecond));
        Report.Put("commands", write, $"""
            {clients} callers at once, {rounds} alternating turns of {length.TotalSeconds:0} s, medians; PostgreSQL {cluster.Server.Binaries.Version} with fsync on; {Environment.ProcessorCount} cores for server, service and callers together. The service spends {Load.Median(processorMs, ms => ms):0.00} ms of processor time on a command.

            | contestant | per second | of pgbench | p50 | p99 |
            |---|---|---|---|---|
            | `pgbench -M prepared`, one insert per transaction | {p.PerSecond:0} | 100 % | {p.Latencies[0]:0.0} ms (mean) | – |
            | `CreateAccount`: token, decision, state row, journal row, answer, one commit | {j.PerSecond:0} | {100 * j.PerSecond / p.PerSecond:0} % | {j.Percentile(0.5):0.0} ms | {j.Percentile(0.99):0.0} ms |
            | bare gRPC echo of the same messages | {e.PerSecond:0} | {100 * e.PerSecond / p.PerSecond:0} % | {e.Percentile(0.5):0.0} ms | {e.Percentile(0.99):0.0} ms |
            """);
    }

    /// <summary>Each with a name of its own: thousands of one name would measure how long Leads compares them as possible duplicates.</summary>
    public static async Task CreateAsync(GrpcChannel channel, Metadata headers) =>
        await new LeadsService.LeadsServiceClient(channel).CreateAccountAsync(
            new() { RequestId = Guid.NewGuid().ToString(), Name = $"{Guid.NewGuid():N}", Segment = Segment.Startup, AnnualCorePeriods = 13 }, headers);

    private static async Task ReadyAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        for (var patience = 0; ; patience++)
        {
            try
            {
                await CreateAsync(channel, []);
                return;
            }
            catch (RpcException) when (patience < 200)
            {
                await Task.Delay(50);
            }
        }
    }
}
