using System.Globalization;
using System.Text.RegularExpressions;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;
using Npgsql;

namespace CoretimeDesk.Bench;

/// <summary>PostgreSQL's own benchmark: one prepared insert into its history table per transaction.</summary>
internal sealed partial class PgBench(PostgresCluster cluster, string database, string folder)
{
    public async Task PrepareAsync()
    {
        await RunAsync("-i", "-q", "-s", "1");
        await File.WriteAllTextAsync(Script, """
            \set aid random(1, 100000)
            insert into pgbench_history (tid, bid, aid, delta, mtime) values (1, 1, :aid, 1, current_timestamp);

            """);
    }

    public async Task<Turn> RunAsync(int clients, TimeSpan length)
    {
        var output = await RunAsync("-n", "-M", "prepared", "-f", Script, "-c", $"{clients}", "-j", "2", "-T", $"{(int)length.TotalSeconds}");
        var tps = double.Parse(Tps().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        var latency = double.Parse(Latency().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        return new(tps, [latency]);
    }

    private string Script => Path.Combine(folder, "insert.sql");

    private async Task<string> RunAsync(params string[] arguments)
    {
        var admin = new NpgsqlConnectionStringBuilder(cluster.ConnectionString(database));
        var command = new ChildCommand(Path.Combine(cluster.Binaries.Folder, "pgbench"), ["-h", "127.0.0.1", "-p", $"{cluster.Port}", "-U", admin.Username!, .. arguments, database])
        {
            Environment = new Dictionary<string, string?> { ["PGPASSWORD"] = admin.Password },
        };
        var (code, output) = await ChildProcess.RunAsync(command);
        return code == 0 ? output : throw new InvalidOperationException($"pgbench failed: {output}");
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex Tps();

    [GeneratedRegex(@"latency average = ([0-9.]+)")]
    private static partial Regex Latency();
}
