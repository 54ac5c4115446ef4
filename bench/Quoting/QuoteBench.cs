using CoretimeDesk.Bench.Watcher;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Bench.Quoting;

/// <summary>
/// Beginning and pricing a quote over gRPC, against the bare journalled command. Services, PostgreSQL and chain watcher are real; the chain is a recording, which
/// stands still.
/// </summary>
internal static class QuoteBench
{
    // A block of the recording at half of the lead-in: cores are left, and the price is known.
    private const string InLeadin = "16";
    private const uint Para = 2_000;

    public static async Task RunAsync(int clients, TimeSpan length, int rounds, TimeSpan warmUp, bool write)
    {
        await using var cluster = await BenchCluster.StartAsync("leads", "quoting", "commissions", WatcherProcess.AppId);
        await using var node = await ReplayProcess.StartAsync("coretime", "--start-at", InLeadin);
        await using var watcher = await WatcherProcess.StartAsync(cluster, node, "Coretime", InLeadin);
        await using var leads = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", cluster.Database, ("Limits__CallsPerSecond", "0"), ("Logging__LogLevel__Default", "Warning"));
        await using var commissions = await ServiceProcess.StartAsync(
            "commissions", "CoretimeDesk.Commissions.dll", cluster.Database, ("Limits__CallsPerSecond", "0"), ("Logging__LogLevel__Default", "Warning"), ("Peers__ChainWatcher", $"{watcher.Address}"));
        await using var quoting = await ServiceProcess.StartAsync(
            "quoting", "CoretimeDesk.Quoting.dll", cluster.Database,
            ("Limits__CallsPerSecond", "0"), ("Logging__LogLevel__Default", "Warning"), ("Quoting__Recorded", "true"), ("Peers__Leads", $"{leads.Address}"), ("Peers__ChainWatcher", $"{watcher.Address}"),
            ("Peers__Commissions", $"{commissions.Address}"));
        await using var staff = await Staff.AtAsync(cluster.Database);
        var headers = staff.As(Staff.Person("Bench", Role.Rep));
        var account = await RegisteredAsync(leads.Channel, headers, staff.As(Staff.Person("Head", Role.HeadOfSales)));
        await PricesAsync(new(quoting.Channel), account, headers);

        // The barest command that the same service has: it reads nothing, and saves one row, one event and its answer.
        var lead = staff.As(Staff.Person("Lead", Role.TeamLead));
        List<Contestant> contestants =
        [
            new("`Delegate`: token, decision, state row, journal row, answer, one commit", 1, quoting, async (c, _) => await DelegateAsync(new(c), lead)),
            new("`DraftQuote` alone", 1, quoting, async (c, _) => await DraftAsync(new(c), account, headers)),
            new("`DraftQuote` with `price`: begun and priced in one command", 1, quoting, async (c, _) => await DraftAsync(new(c), account, headers, price: true)),
            new("`DraftQuote`, then `PriceQuote`: two commands", 2, quoting, async (c, _) => await DraftAndPriceAsync(new(c), account, headers)),
        ];
        foreach (var contestant in contestants)
        {
            await Load.RunAsync(clients, warmUp / contestants.Count, contestant.Service.Address, contestant.Call);
        }

        for (var round = 1; round <= rounds; round++)
        {
            foreach (var contestant in contestants)
            {
                var (before, ofLeads) = (contestant.Service.ProcessorTime, leads.ProcessorTime);
                var turn = await Load.RunAsync(clients, length, contestant.Service.Address, contestant.Call);
                contestant.Turns.Add((turn, Each(contestant.Service, before, turn), Each(leads, ofLeads, turn)));
            }

            Console.WriteLine($"round {round}: {string.Join(", ", contestants.Select(c => $"{c.Name} {c.Turns[^1].Turn.PerSecond:0}/s ({c.Turns[^1].OwnMs:0.00} + {c.Turns[^1].LeadsMs:0.00} ms)"))}");
        }

        var bare = contestants[0].Median.Turn.PerSecond;
        var table = string.Join('\n', contestants.Select(c => c.Row(bare)));
        Report.Put("quotes", write, $"""
            {clients} callers at once, {rounds} alternating turns of {length.TotalSeconds:0} s, medians; PostgreSQL {cluster.Server.Binaries.Version} with fsync on; {Environment.ProcessorCount} cores for server, services and callers together. A quote of two periods; the customer's account has one approved registration.

            | contestant | per second | of the bare one | commits | of the bare one, by commits | p50 | p99 | processor time of Quoting | and of Leads, which it asks |
            |---|---|---|---|---|---|---|---|---|
            {table}
            """);
    }

    private static double Each(ServiceProcess service, TimeSpan before, Turn turn) => (service.ProcessorTime - before).TotalMilliseconds / turn.Latencies.Length;

    private static async Task<Quote> DraftAsync(QuotesService.QuotesServiceClient quotes, string account, Metadata headers, bool price = false) =>
        (await quotes.DraftQuoteAsync(new() { RequestId = NewId(), AccountId = account, Ask = Ask(), Price = price }, headers)).Quote;

    private static async Task<Quote> DraftAndPriceAsync(QuotesService.QuotesServiceClient quotes, string account, Metadata headers) =>
        (await quotes.PriceQuoteAsync(new() { RequestId = NewId(), QuoteId = (await DraftAsync(quotes, account, headers)).QuoteId }, headers)).Quote;

    private static async Task DelegateAsync(ApprovalsService.ApprovalsServiceClient approvals, Metadata headers)
    {
        var now = TimeProvider.System.GetUtcNow();
        await approvals.DelegateAsync(
            new() { RequestId = NewId(), Role = "team_lead", ToId = NewId(), ToName = "Somebody", StartsAt = now.ToTimestamp(), EndsAt = now.AddDays(1).ToTimestamp() }, headers);
    }

    private static QuoteAsk Ask() => new()
    {
        Settlement = Settlement.CustomerBuys,
        ParaId = Para,
        Lines = { new QuoteLine { Coretime = new() { Ramp = { new RampSegment { Periods = 2, Cores = 1 } } } } },
    };

    /// <summary>An account that the rep may quote.</summary>
    private static async Task<string> RegisteredAsync(GrpcChannel leads, Metadata rep, Metadata head)
    {
        var account = (await new LeadsService.LeadsServiceClient(leads).CreateAccountAsync(
            new() { RequestId = NewId(), Name = "Quoted Rollup", Segment = Segment.Startup, AnnualCorePeriods = 13 }, rep)).Account;
        var registrations = new RegistrationsService.RegistrationsServiceClient(leads);
        var claim = await registrations.ClaimRegistrationAsync(
            new()
            {
                RequestId = NewId(),
                AccountId = account.AccountId,
                Line = ProductLine.Bulk,
                Form = new() { Contact = "Dana Ito, CTO", NextStep = "Show the numbers", NextStepReason = "They decide this month", NextStepOn = $"{TimeProvider.System.GetUtcNow().AddDays(2):yyyy-MM-dd}" },
            },
            rep);
        await registrations.DecideRegistrationAsync(new() { RequestId = NewId(), RegistrationId = claim.Registration.RegistrationId, Approve = true }, head);
        return account.AccountId;
    }

    /// <summary>Waits until the watcher has read the block that prices are taken from.</summary>
    private static async Task PricesAsync(QuotesService.QuotesServiceClient quotes, string account, Metadata headers)
    {
        for (var patience = 0; ; patience++)
        {
            try
            {
                await DraftAndPriceAsync(quotes, account, headers);
                return;
            }
            catch (RpcException) when (patience < 200)
            {
                await Task.Delay(100);
            }
        }
    }

    private static string NewId() => Guid.NewGuid().ToString();

    private sealed record Contestant(string Name, int Commits, ServiceProcess Service, Func<GrpcChannel, int, Task> Call)
    {
        public List<(Turn Turn, double OwnMs, double LeadsMs)> Turns { get; } = [];

        public (Turn Turn, double OwnMs, double LeadsMs) Median => Load.Median(Turns, t => t.Turn.PerSecond);

        public string Row(double bare)
        {
            var (turn, own, leads) = Median;
            return $"| {Name} | {turn.PerSecond:0} | {100 * turn.PerSecond / bare:0} % | {Commits} | {100 * turn.PerSecond * Commits / bare:0} % | {turn.Percentile(0.5):0.0} ms | {turn.Percentile(0.99):0.0} ms | {own:0.00} ms | {leads:0.00} ms |";
        }
    }
}
