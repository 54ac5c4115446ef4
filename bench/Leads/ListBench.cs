using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;

namespace CoretimeDesk.Bench.Leads;

/// <summary>Lists and searches over many leads, each filter by itself, on the first page and deep behind it.</summary>
internal static class ListBench
{
    private const int Callers = 2;
    private const int PagesDeep = 20;
    private static readonly Guid Rep = Guid.Parse("018f2c3e-7b1a-7c55-9c21-3f0c6a4be001");

    public static async Task RunAsync(int rows, TimeSpan length, bool write)
    {
        await using var cluster = await BenchCluster.StartAsync("leads");
        await using var service = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", cluster.Database, ("Limits__CallsPerSecond", "0"), ("Logging__LogLevel__Default", "Warning"));
        await using var staff = await Staff.AtAsync(cluster.Database);
        await LeadFile.ImportAsync(service.Channel, staff.As(Staff.Person("Bench", Role.TeamLead)), rows, _ => { });
        await using var admin = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(cluster.Database.Admin) { CommandTimeout = 0 }.ConnectionString);

        // A fifth belongs to a hundred reps, one in five hundred to one of them, one in two hundred is closed.
        await ExecuteAsync($"""
            update leads.leads set owner_id = case when right(number, 3) = '007' then '{Rep}'::uuid else md5(right(number, 2))::uuid end, owner_name = 'Rep', claimed_at = opened_at
                where right(number, 1) in ('3', '7');
            update leads.leads set closed_at = opened_at where right(number, 3) in ('003', '013', '023', '033', '043');
            """);
        await ExecuteAsync("vacuum analyze");
        var middle = await ScalarAsync<Guid>("select id from leads.leads order by id offset (select count(*) / 2 from leads.leads) limit 1");
        var account = await ScalarAsync<Guid>("select account_id from leads.leads limit 1");
        var ids = await ScalarAsync<Guid[]>("select array(select id from leads.leads tablesample system (1) limit 1000)");
        var headers = staff.As(Staff.Person("Bench", Role.Rep));
        var answers = new List<(string What, Turn Turn)>();

        await RunAsync("yardstick: `GetLead`, one row by its key", (c, n) => c.GetLeadAsync(new() { LeadId = $"{ids[n % ids.Length]}" }, headers));
        await LeadsAsync("all", new());
        await LeadsAsync("from the middle on", new() { PageToken = $"{middle}" });
        await LeadsAsync("owner with many", new() { OwnerId = $"{await ScalarAsync<Guid>("select owner_id from leads.leads where owner_id is not null limit 1")}" });
        await LeadsAsync("owner with few", new() { OwnerId = $"{Rep}" });
        await LeadsAsync("owner with none", new() { OwnerId = $"{Guid.NewGuid()}" });
        await LeadsAsync("account", new() { AccountId = $"{account}" });
        foreach (var state in new[] { LeadState.Open, LeadState.Claimed, LeadState.Closed })
        {
            await LeadsAsync($"{state}".ToLowerInvariant(), new() { State = state });
        }

        await LeadsAsync("segment builder", new() { Segment = Segment.Builder });
        await LeadsAsync("segment government (1 in 1,000)", new() { Segment = Segment.Government });
        await LeadsAsync("government, tier M (none)", new() { Segment = Segment.Government, SizeTier = SizeTier.M });
        await LeadsAsync("tier XL (1 in 50)", new() { SizeTier = SizeTier.Xl });
        await LeadsAsync("closed, enterprise", new() { State = LeadState.Closed, Segment = Segment.Enterprise });
        await LeadsAsync("name has \"zephyr\" (1 in 26)", new() { AccountNameContains = "zephyr" });
        await LeadsAsync("name has \"4711 l\"", new() { AccountNameContains = "4711 l" });
        await LeadsAsync("name has \"qqq\" (none)", new() { AccountNameContains = "qqq" });
        await RunAsync("`ListAccounts`, all", (c, _) => c.ListAccountsAsync(new(), headers));
        await RunAsync("`ListAccounts`, name has \"protocol\" (1 in 10)", (c, _) => c.ListAccountsAsync(new() { NameContains = "protocol" }, headers));
        await RunAsync("`ListAccounts`, name has \"4711 l\"", (c, _) => c.ListAccountsAsync(new() { NameContains = "4711 l" }, headers));
        await RunAsync("`ListAccounts`, government", (c, _) => c.ListAccountsAsync(new() { Segment = Segment.Government }, headers));
        foreach (var query in new[] { "A-2026-004711", "zephyr 4", "mosaic4", "mosaic 1234", $"polkadot/{2_000 + (rows / 6 * 3)}" })
        {
            await RunAsync($"`SearchAccounts`, \"{query}\"", (c, _) => c.SearchAccountsAsync(new() { Query = query }, headers));
        }

        var yard = answers[0].Turn.Percentile(0.5);
        var table = string.Join('\n', answers.Select(a => $"| {a.What} | {a.Turn.Percentile(0.5):0.0} ms | {a.Turn.Percentile(0.99):0.0} ms | {a.Turn.Percentile(0.5) / yard:0.0} |"));
        Report.Put("lists", write, $"""
            {rows:N0} leads of as many accounts, pages of 50 with everything that a list shows, {Callers} callers at once over gRPC, {length.TotalSeconds:0} s each; PostgreSQL {cluster.Server.Binaries.Version}; {Environment.ProcessorCount} cores for server, service and callers together. Where there are enough, every call is another page of the first {PagesDeep}.

            | question | p50 | p99 | p50 × the yardstick's |
            |---|---|---|---|
            {table}
            """);

        Task LeadsAsync(string what, ListLeadsRequest request) => PagesAsync($"`ListLeads`, {what}", request);

        async Task PagesAsync(string what, ListLeadsRequest request)
        {
            using var channel = GrpcChannel.ForAddress(service.Address);
            var tokens = new List<string> { request.PageToken };
            while (tokens.Count < PagesDeep)
            {
                var page = await new LeadsService.LeadsServiceClient(channel).ListLeadsAsync(new(request) { PageToken = tokens[^1] }, headers);
                if (page.NextPageToken.Length == 0)
                {
                    break;
                }

                tokens.Add(page.NextPageToken);
            }

            await RunAsync(what, (c, n) => c.ListLeadsAsync(new(request) { PageToken = tokens[n % tokens.Count] }, headers));
        }

        async Task RunAsync<T>(string what, Func<LeadsService.LeadsServiceClient, int, AsyncUnaryCall<T>> call)
        {
            var count = 0;
            Task CallAsync(GrpcChannel channel, int _) => call(new(channel), Interlocked.Increment(ref count)).ResponseAsync;
            await Load.RunAsync(Callers, TimeSpan.FromSeconds(1), service.Address, CallAsync);
            answers.Add((what, await Load.RunAsync(Callers, length, service.Address, CallAsync)));
            Console.WriteLine($"{what}: p50 {answers[^1].Turn.Percentile(0.5):0.0} ms, p99 {answers[^1].Turn.Percentile(0.99):0.0} ms");
        }

        async Task ExecuteAsync(string sql)
        {
            await using var command = admin.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }

        async Task<T> ScalarAsync<T>(string sql)
        {
            await using var command = admin.CreateCommand(sql);
            return (T)(await command.ExecuteScalarAsync())!;
        }
    }
}
