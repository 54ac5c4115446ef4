using System.Diagnostics;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Journal.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;

namespace CoretimeDesk.Bench.Insights;

/// <summary>Metrics over many facts: a rebuild from journals over gRPC, what a dashboard asks, and events as they come in, each beside plain SQL on the same rows.</summary>
internal static class InsightsBench
{
    // The service listens to five topics in bulk, with some requests under way for each.
    private const int ManyCallers = 4;
    private static readonly string[] Parts = ["identity", "leads", "quoting", "creditgrants", "commissions", "chainwatcher"];

    public static async Task RunAsync(int facts, bool isLoaded, int seed, int clients, TimeSpan length, bool write)
    {
        var (end, customers) = (DateTimeOffset.UtcNow.AddHours(-1), (int)Math.Ceiling(facts / ToldDesk.FactsPerCustomer));
        var desk = new ToldDesk(seed, end);
        Console.WriteLine($"{customers} customers, seed {seed}");
        await using var cluster = await BenchCluster.StartAsync("insights");
        List<(string, string)> settings = [("Limits__CallsPerSecond", "0"), ("Logging__LogLevel__Default", "Warning")];
        List<IAsyncDisposable> journals = [];
        foreach (var (part, name) in Parts.Zip(["Identity", "Leads", "Quoting", "CreditGrants", "Commissions", "ChainWatcher"]))
        {
            var (address, server) = await JournalServer.StartAsync(JournalOf(desk, part, customers, isHeld: !isLoaded && facts <= 1_500_000));
            journals.Add(server);
            settings.Add(($"Peers__{name}", $"{address}".TrimEnd('/')));
        }

        await using var service = await ServiceProcess.StartAsync("insights", "CoretimeDesk.Insights.dll", cluster.Database, [.. settings]);
        await using var staff = await Staff.AtAsync(cluster.Database);
        await using var sql = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(cluster.Database.Of("insights")) { CommandTimeout = 0 }.ConnectionString);
        var (leader, admin) = (staff.As(Staff.Person("Lena", Role.Leadership)), staff.As(Staff.Person("Amy", Role.Administrator)));
        var metrics = new MetricsService.MetricsServiceClient(service.Channel);

        List<string> work = [];
        long count;
        if (isLoaded)
        {
            var watch = Stopwatch.StartNew();
            count = await LoadedDesk.FillAsync(sql, desk, customers);
            await RunAsync(sql, "create table insights.plain_facts (like insights.facts including all)");
            await RunAsync(sql, "vacuum (analyze) insights.observations");
            await RunAsync(sql, "vacuum (analyze) insights.facts"); // As the server does by itself, and not while something is measured.
            Console.WriteLine($"{count} facts put into the table in {watch.Elapsed.TotalSeconds:0.0} s");
        }
        else
        {
            var rebuilt = await RebuildAsync(metrics, admin);
            count = await ScalarAsync(sql, "select count(*) from insights.facts");
            var events = await ScalarAsync(sql, "select count(*) from insights.observations");
            var copied = await CopyAsync(sql);
            Console.WriteLine($"{count} facts of {events} events rebuilt in {rebuilt.Total.TotalSeconds:0.0} s; plain copy of the rows {copied.TotalSeconds:0.0} s");
            var again = await RebuildAsync(metrics, admin);
            work.AddRange(
                $"| rebuild into an empty database, six journals over gRPC | {count / rebuilt.Total.TotalSeconds:N0} facts/s, {events / rebuilt.Total.TotalSeconds:N0} events/s | {count / copied.TotalSeconds:N0} facts/s: `insert … select` of events and facts into tables with the same indexes |",
                $"| of it reading journals | {events / rebuilt.Reading.TotalSeconds:N0} events/s | – |",
                $"| of it working out | {count / rebuilt.Working.TotalSeconds:N0} facts/s | – |",
                $"| of it exchanging | {count / rebuilt.Exchanging.TotalSeconds:N0} facts/s | – |",
                $"| rebuild that finds nothing otherwise | {count / again.Total.TotalSeconds:N0} facts/s, {again.Changed} changed | – |");
        }

        var loading = Stopwatch.StartNew();
        await LookAsync(metrics, leader);
        loading.Stop();
        Console.WriteLine($"first look {loading.Elapsed.TotalSeconds:0.0} s, {service.ResidentBytes / 1_000_000} MB");

        List<string> rows = [];
        var month = $"{end:yyyy-MM}";
        foreach (var (name, question, statement) in Questions(month, $"{end.AddMonths(-5):yyyy-MM}"))
        {
            var quiet = await AskAsync(metrics, leader, question, length);
            var plain = await AskSqlAsync(sql, statement, length);
            rows.Add($"| {name} | {quiet.Percentile(0.5):0.0} ms | {quiet.Percentile(0.99):0.0} ms | {plain.Percentile(0.5):0.0} ms | {plain.Percentile(0.99):0.0} ms |");
            Console.WriteLine(rows[^1]);
        }

        // While events come in every question meets facts that it has not seen.
        using var ended = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            List<double> took = [];
            for (var i = 0; !ended.IsCancellationRequested; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await metrics.GetReportAsync(new() { By = i % 2 == 0 ? Grouping.Team : Grouping.Rep }, leader);
                took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                await Task.Delay(200);
            }

            return new Turn(0, [.. took.Order()]);
        });
        var (seconds, news) = (length.TotalSeconds * 3, new ToldDesk(seed + 1, DateTimeOffset.UtcNow.AddHours(-1)));
        var many = await TakeAsync(sql, () => Ingest.ManyAsync(service.Address, news, customers, ManyCallers, length * 3));
        var single = await TakeAsync(sql, () => Ingest.OneByOneAsync(service.Address, news, customers * 20, clients, length * 3));
        ended.Cancel();
        var meanwhile = await watching;
        var bare = await InsertAsync(sql, clients, length);
        work.AddRange(
            $"| events that come by the bus as the sidecar brings them, {Ingest.Most} with a request, {ManyCallers} requests at once, while reports are asked for | {many.Facts / seconds:N0} facts/s, {many.Turn.PerSecond:N0} events/s, p99 of a request {many.Turn.Percentile(0.99):0} ms | {bare:N0} bare inserts of one fact per second, a transaction each, {clients} callers |",
            $"| the same, one with a request, {clients} requests at once | {single.Facts / seconds:N0} facts/s, {single.Turn.PerSecond:N0} events/s, p99 {single.Turn.Percentile(0.99):0} ms | – |",
            $"| first look after that many new facts: all of them are read | {count / loading.Elapsed.TotalSeconds:N0} facts/s, {loading.Elapsed.TotalSeconds:0.0} s | – |");
        Report.Put(isLoaded ? "insights-loaded" : "insights", write, $"""
            {count:N0} facts about {customers:N0} customers over four years (seed {seed}); PostgreSQL {cluster.Server.Binaries.Version} with fsync on; {Environment.ProcessorCount} cores for server, service, journals and callers together. The service holds {service.ResidentBytes / 1_000_000:N0} MB.

            | work | here | plain SQL on the same rows |
            |---|---|---|
            {string.Join('\n', work)}

            | question | p50 | p99 | SQL p50 | SQL p99 |
            |---|---|---|---|---|
            {string.Join('\n', rows)}
            | twelve months, all metrics, by team or rep in turn, while events come in | {meanwhile.Percentile(0.5):0.0} ms | {meanwhile.Percentile(0.99):0.0} ms | – | – |
            """);
        foreach (var journal in journals)
        {
            await journal.DisposeAsync();
        }
    }

    private static IEnumerable<(string Name, Func<MetricsService.MetricsServiceClient, Metadata, int, Task> Ask, string Sql)> Questions(string month, string past)
    {
        const string ByMonth = "select date_trunc('month', occurred_at) as month, kind, count(*) from insights.facts where not is_gone and occurred_at >= now() - interval '12 months' group by 1, 2";
        const string OfMonth = "select count(*) from insights.facts where not is_gone and kind = 'lead_created' and occurred_at >= date_trunc('month', now() - interval '5 months') and occurred_at < date_trunc('month', now() - interval '4 months')";
        yield return ("twelve months, all metrics", (m, who, i) => m.GetReportAsync(new() { Token = "DOT", Metrics = { Names(i) } }, who).ResponseAsync, $"{ByMonth}");
        yield return ("the same, by team", (m, who, i) => m.GetReportAsync(new() { By = Grouping.Team, Metrics = { Names(i) } }, who).ResponseAsync, $"{ByMonth}, subject like 'account/%'");
        yield return ("the same, by rep", (m, who, i) => m.GetReportAsync(new() { By = Grouping.Rep, Metrics = { Names(i) } }, who).ResponseAsync, $"{ByMonth}, subject like 'quote/%'");
        yield return ("explain the leads created of a month", (m, who, _) => m.ExplainFigureAsync(new() { Metric = "leads_created", Month = past }, who).ResponseAsync, OfMonth);
        yield return ("explain a quote figure of this month", (m, who, _) => m.ExplainFigureAsync(new() { Metric = "concession_rate", Month = month }, who).ResponseAsync, OfMonth);

        // Another list each time, so that no answer is one that was kept.
        static IEnumerable<string> Names(int i) => CoretimeDesk.Insights.Figures.Metrics.All.Select(m => m.Name).Skip(i % 7).Concat(CoretimeDesk.Insights.Figures.Metrics.All.Select(m => m.Name).Take(i % 7)).SkipLast(i / 7 % 7);
    }

    private sealed record Rebuilt(TimeSpan Reading, TimeSpan Working, TimeSpan Exchanging, long Changed)
    {
        public TimeSpan Total => Reading + Working + Exchanging;
    }

    /// <summary>What a part's journal holds. As long as there is room it is made beforehand: what is measured is who reads it.</summary>
    private static Func<IEnumerable<JournalEntry>> JournalOf(ToldDesk desk, string part, int customers, bool isHeld)
    {
        var (entries, held) = ((part == "identity" ? desk.Staff() : Enumerable.Range(1, customers).SelectMany(c => desk.Of(part, c, customers))).Select((e, i) => e.ToJournal(i + 1)), (List<JournalEntry>?)null);
        if (isHeld)
        {
            held = [.. entries];
        }

        return () => held ?? entries;
    }

    private static async Task<Rebuilt> RebuildAsync(MetricsService.MetricsServiceClient metrics, Metadata admin)
    {
        var watch = Stopwatch.StartNew();
        var (reading, worked, step, changed) = (TimeSpan.Zero, TimeSpan.Zero, "", 0L);
        using var call = metrics.Rebuild(new(), admin);
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            if (answer.Step != step)
            {
                Console.WriteLine($"{watch.Elapsed.TotalSeconds,7:0.0} s {answer.Step}");
                reading = answer.Step == "working out facts" ? watch.Elapsed : reading;
                worked = answer.Step == "exchanging" ? watch.Elapsed : worked;
                step = answer.Step;
            }

            changed = answer.Result?.Changed ?? changed;
        }

        return new(reading, worked - reading, watch.Elapsed - worked, changed);
    }

    /// <summary>Asks until the facts are read.</summary>
    private static async Task LookAsync(MetricsService.MetricsServiceClient metrics, Metadata who)
    {
        for (var watch = Stopwatch.StartNew(); ;)
        {
            try
            {
                await metrics.GetReportAsync(new() { By = Grouping.Team }, who);
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && watch.Elapsed < TimeSpan.FromMinutes(20))
            {
                Console.WriteLine($"{watch.Elapsed.TotalSeconds,7:0.0} s {e.Status.Detail}");
            }
        }
    }

    private static async Task<Turn> AskAsync(MetricsService.MetricsServiceClient metrics, Metadata who, Func<MetricsService.MetricsServiceClient, Metadata, int, Task> ask, TimeSpan length)
    {
        await ask(metrics, who, 0);
        return await TimesAsync(length, i => ask(metrics, who, i));
    }

    private static Task<Turn> AskSqlAsync(NpgsqlDataSource sql, string statement, TimeSpan length) => TimesAsync(length, async _ =>
    {
        await using var command = sql.CreateCommand(statement);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
        }
    });

    private static async Task<Turn> TimesAsync(TimeSpan length, Func<int, Task> ask)
    {
        var (watch, took) = (Stopwatch.StartNew(), new List<double>());
        for (var i = 1; watch.Elapsed < length || took.Count < 5; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await ask(i);
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return new(took.Count / watch.Elapsed.TotalSeconds, [.. took.Order()]);
    }

    /// <summary>Delivers, and counts the facts that were made meanwhile.</summary>
    private static async Task<(Turn Turn, long Facts)> TakeAsync(NpgsqlDataSource sql, Func<Task<Turn>> deliver)
    {
        var before = await ScalarAsync(sql, "select count(*) from insights.facts");
        var turn = await deliver();
        var facts = await ScalarAsync(sql, "select count(*) from insights.facts") - before;
        Console.WriteLine($"{turn.PerSecond:0} events/s, {facts} facts");
        return (turn, facts);
    }

    private static async Task<TimeSpan> CopyAsync(NpgsqlDataSource sql)
    {
        foreach (var table in new[] { "facts", "observations" })
        {
            await RunAsync(sql, $"create table insights.plain_{table} (like insights.{table} including all)");
        }

        var watch = Stopwatch.StartNew();
        await RunAsync(sql, "insert into insights.plain_observations select * from insights.observations; insert into insights.plain_facts select * from insights.facts");
        var took = watch.Elapsed;
        await RunAsync(sql, "drop table insights.plain_observations; truncate insights.plain_facts; analyze insights.observations, insights.facts");
        return took;
    }

    private static async Task<double> InsertAsync(NpgsqlDataSource sql, int clients, TimeSpan length)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(Enumerable.Range(0, clients).Select(c => Task.Run(async () =>
        {
            await using var connection = await sql.OpenConnectionAsync();
            var n = 0;
            for (; watch.Elapsed < length; n++)
            {
                await using var insert = new NpgsqlCommand("insert into insights.plain_facts select $1 || id, kind, occurred_at, recorded_at, token, body, extra, evidence, subject, is_gone from (select * from insights.facts limit 1) one", connection)
                {
                    Parameters = { new() { Value = $"{c}/{n}/" } },
                };
                await insert.PrepareAsync();
                await insert.ExecuteNonQueryAsync();
            }

            return n;
        })));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task RunAsync(NpgsqlDataSource sql, string statement)
    {
        await using var command = sql.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> ScalarAsync(NpgsqlDataSource sql, string statement)
    {
        await using var command = sql.CreateCommand(statement);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
