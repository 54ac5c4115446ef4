using System.Diagnostics;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;

namespace CoretimeDesk.Chaos.Tests;

public sealed class KillingAnyProcessUnderLoad(ITestOutputHelper output)
{
    private const int Reps = 8;

    /// <summary>Two minutes unless <c>DESK_CHAOS_SECONDS</c> says otherwise.</summary>
    private static TimeSpan Length => TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("DESK_CHAOS_SECONDS"), out var seconds) ? seconds : 120);

    /// <summary>While things are killed, a command may fail as often as it likes; what is not answered that long afterwards never will be.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Loses_no_event_and_applies_none_twice()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("DESK_CHAOS_SEED"), out var asked) ? asked : Environment.TickCount & 0xFFFF;
        output.WriteLine($"seed {seed} (DESK_CHAOS_SEED repeats the choice of victims), {Length.TotalSeconds} s");
        await using var world = await ChaosWorld.StartAsync("--duplicate-share", "0.1", "--seed", $"{seed}");

        // No person works as fast as the reps of this test; what a rep may carry is another test's business.
        await world.ExecuteAsync("update leads.ownership_rules set open_leads_max = 1000000, monthly_capacity = 30000000");
        var watch = Stopwatch.StartNew();
        var killing = KillAsync(world, new Random(seed), watch);
        var working = Enumerable.Range(0, Reps).Select(n => WorkAsync(world, n, watch)).ToList();
        var kills = await killing;
        var stories = (await Task.WhenAll(working)).Sum();
        output.WriteLine($"{stories} accounts with a claimed lead each; killed {string.Join(", ", kills.Select(k => $"{k.Key} {k.Value} times"))}");

        // Every story was told to its end, so every one of them must be there once: account, lead, claim.
        Assert.Equal(stories, await world.ScalarAsync<long>("select count(*) from leads.accounts"));
        Assert.Equal(stories, await world.ScalarAsync<long>("select count(*) from leads.leads where owner_id is not null"));
        Assert.Equal(3L * stories, await world.ScalarAsync<long>("select count(*) from leads.journal"));

        await UntilAsync(async () => await world.ScalarAsync<long>("select count(*) from leads.journal where published_at is null") == 0, "the outbox is empty");
        await UntilAsync(async () => await world.ScalarAsync<long>("select count(distinct event_id) from tally.applied") == 3L * stories, "every event took effect");
        Assert.Equal(3L * stories, await world.ScalarAsync<long>("select count(*) from tally.applied"));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from leads.journal j left join tally.applied a on a.event_id = j.event_id::text where a.event_id is null"));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from tally.applied a join tally.applied b on a.aggregate_id = b.aggregate_id and a.sequence < b.sequence and a.ordinal > b.ordinal"));
        Assert.Equal(0, await world.ScalarAsync<long>("select (select count(*) from tally.inbox_parked) + (select count(*) from tally.dead_letters)"));
        Assert.All(["leads", "tally", "sidecar", "postgres"], victim => Assert.True(Length.TotalSeconds < 60 || kills[victim] > 0, $"{victim} was never killed; seed {seed}"));
    }

    /// <summary>A rep who repeats each command under the same request id until it is answered, as any client should.</summary>
    private static async Task<long> WorkAsync(ChaosWorld world, int n, Stopwatch watch)
    {
        var rep = Staff.Person($"Rep {n}", Role.Rep);
        var token = (Text: world.Staff.TokenOf(rep), At: watch.Elapsed);
        var client = new LeadsService.LeadsServiceClient(world.Leads.Channel);
        var stories = 0L;
        while (watch.Elapsed < Length)
        {
            var create = new CreateAccountRequest { RequestId = Guid.NewGuid().ToString(), Name = $"Account {n}/{stories}", Segment = V1Segment, AnnualCorePeriods = 13 };
            var account = (await InsistAsync(o => client.CreateAccountAsync(create, o))).Account;
            var open = new OpenLeadRequest { RequestId = Guid.NewGuid().ToString(), AccountId = account.AccountId, Title = "chaos", Source = LeadSource.Outbound };
            var lead = (await InsistAsync(o => client.OpenLeadAsync(open, o))).Lead;
            var claim = new ClaimLeadRequest { RequestId = Guid.NewGuid().ToString(), LeadId = lead.LeadId };
            await InsistAsync(o => client.ClaimLeadAsync(claim, o));
            stories++;
        }

        return stories;

        async Task<T> InsistAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call)
        {
            while (true)
            {
                if (watch.Elapsed - token.At > TimeSpan.FromMinutes(5))
                {
                    token = (world.Staff.TokenOf(rep), watch.Elapsed);
                }

                try
                {
                    using var attempt = call(new(new Metadata { { "authorization", $"Bearer {token.Text}" } }, TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5)));
                    return await attempt;
                }
                catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Aborted or StatusCode.Internal && watch.Elapsed < Length + Aftermath)
                {
                    // Nobody knows whether it was done. The request id does.
                    await Task.Delay(100);
                }
            }
        }
    }

    private const Segment V1Segment = Segment.Startup;

    private static async Task<Dictionary<string, int>> KillAsync(ChaosWorld world, Random random, Stopwatch watch)
    {
        var victims = new (string Name, Func<Task> Kill, Func<Task> Start)[]
        {
            ("leads", world.Leads.KillAsync, world.Leads.StartAsync),
            ("tally", world.Tally.KillAsync, world.Tally.StartAsync),
            ("sidecar", world.Sidecar.KillAsync, world.Sidecar.StartAsync),
            ("postgres", () => world.Postgres.KillAsync(), () => world.Postgres.StartAsync()),
        };
        var kills = victims.ToDictionary(v => v.Name, _ => 0);
        while (watch.Elapsed < Length)
        {
            await Task.Delay(random.Next(500, 3000));
            var victim = victims[random.Next(victims.Length)];
            await victim.Kill();
            kills[victim.Name]++;
            await Task.Delay(random.Next(0, 1500));
            await victim.Start();
        }

        return kills;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), $"Waited 90 s until {what}");
            await Task.Delay(200);
        }
    }
}
