using System.Diagnostics;
using CoretimeDesk.LocalPostgres.Provisioning;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Bench.Leads;

/// <summary>
/// An import of many leads through the service, against PostgreSQL's COPY of the very rows that it made, of all tables, into the same schema with the same
/// indexes, references and triggers, in the same run; and the service's memory on the way.
/// </summary>
internal static class ImportBench
{
    private const int WarmUpRows = 20_000;

    // In the order in which rows refer to each other.
    private static readonly string[] Tables = ["accounts", "account_keys", "chain_accounts", "search_terms", "contacts", "leads", "import_rows", "journal"];

    public static async Task RunAsync(int rows, bool write)
    {
        await using var cluster = await BenchCluster.StartAsync("leads");
        await WarmUpAsync(cluster);
        await using var service = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", cluster.Database, ("Limits__CallsPerSecond", "0"), ("Logging__LogLevel__Default", "Warning"));
        await using var staff = await Staff.AtAsync(cluster.Database);
        var (megabytes, next) = (new List<long>(), 1);
        var took = await LeadFile.ImportAsync(service.Channel, staff.As(Staff.Person("Bench", Role.TeamLead)), rows, progress =>
        {
            for (; next <= 10 && progress.RowsRead >= (long)rows * next / 10; next++)
            {
                megabytes.Add(service.ResidentBytes / 1_000_000);
                Console.WriteLine($"{progress.RowsRead} rows, {megabytes[^1]} MB");
            }
        });
        var processor = service.ProcessorTime;
        Console.WriteLine($"imported in {took.TotalSeconds:0.0} s: {rows / took.TotalSeconds:0} rows/s; service {processor.TotalSeconds:0.0} s of processor time");

        var (copied, written) = await CopyAsync(cluster);
        Console.WriteLine($"COPY of {written} rows in {copied.TotalSeconds:0.0} s");
        var (ours, theirs) = (rows / took.TotalSeconds, rows / copied.TotalSeconds);
        Report.Put("import", write, $"""
            {rows:N0} rows of CSV, each an account with a domain, a lead, and for half of them a contact, a third a para id: {written:N0} rows in {Tables.Length} tables, journal and search terms included. PostgreSQL {cluster.Server.Binaries.Version} with fsync on; {Environment.ProcessorCount} cores for server, service and sender together. The service spends {1_000_000 * processor.TotalSeconds / rows:0} µs of processor time on a row.

            | contestant | rows of the file per second | of COPY |
            |---|---|---|
            | binary `COPY` of the same rows of all tables, one statement per table, same indexes and triggers | {theirs:0} | 100 % |
            | import: gRPC, CSV, rules, look-ups, events, one transaction per 2,000 rows | {ours:0} | {100 * ours / theirs:0} % |

            Resident memory of the service at each tenth of the way: {string.Join(", ", megabytes)} MB.
            """);
    }

    /// <summary>Another life of the service on another database: what is measured is a fresh process on empty tables, and the server's own caches are warm.</summary>
    private static async Task WarmUpAsync(BenchCluster cluster)
    {
        var database = await AnotherAsync(cluster, "warmup");
        await using var service = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", database, ("Limits__CallsPerSecond", "0"), ("Logging__LogLevel__Default", "Warning"));
        await using var staff = await Staff.AtAsync(database);
        await LeadFile.ImportAsync(service.Channel, staff.As(Staff.Person("Bench", Role.TeamLead)), WarmUpRows, _ => { });
    }

    private static async Task<(TimeSpan Took, long Rows)> CopyAsync(BenchCluster cluster)
    {
        var folder = Directory.CreateDirectory(Path.Combine(cluster.Folder, "rows")).FullName;
        var target = await AnotherAsync(cluster, "baseline");
        await using var from = NpgsqlDataSource.Create(cluster.Database.Of("leads"));
        await using var to = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(target.Of("leads")) { CommandTimeout = 0 }.ConnectionString);
        await using (var db = new LeadsDb(new DbContextOptionsBuilder<LeadsDb>().UseNpgsql(to, npgsql => npgsql.MigrationsHistoryTable("migrations", "leads")).Options))
        {
            await db.Database.MigrateAsync();
        }

        var columns = new Dictionary<string, string>();
        var rows = 0L;
        foreach (var table in Tables)
        {
            // What the server fills in by itself it fills in again.
            columns[table] = await ScalarAsync<string>($"select string_agg(column_name, ', ' order by ordinal_position) from information_schema.columns where table_schema = 'leads' and table_name = '{table}' and is_identity = 'NO' and column_name <> 'tx'");
            rows += await ScalarAsync<long>($"select count(*) from leads.{table}");
            await using var connection = await from.OpenConnectionAsync();
            await using var source = await connection.BeginRawBinaryCopyAsync($"copy leads.{table} ({columns[table]}) to stdout (format binary)");
            await using var file = File.Create(Path.Combine(folder, table));
            await source.CopyToAsync(file);
        }

        await using var writer = await to.OpenConnectionAsync();
        var watch = Stopwatch.StartNew();
        foreach (var table in Tables)
        {
            await using var file = File.OpenRead(Path.Combine(folder, table));
            await using var sink = await writer.BeginRawBinaryCopyAsync($"copy leads.{table} ({columns[table]}) from stdin (format binary)");
            await file.CopyToAsync(sink, 256 * 1024);
        }

        return (watch.Elapsed, rows);

        async Task<T> ScalarAsync<T>(string sql)
        {
            await using var command = from.CreateCommand(sql);
            command.CommandTimeout = 0;
            return (T)(await command.ExecuteScalarAsync())!;
        }
    }

    private static Task<ProvisionedDatabase> AnotherAsync(BenchCluster cluster, string name) =>
        Provisioner.ProvisionAsync(cluster.Server.AdminConnectionString, new(name, ["leads"]), _ => BenchCluster.Password);
}
