using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed class StormingAFewAccounts(OwnershipWorld world, ITestOutputHelper output) : IClassFixture<OwnershipWorld>
{
    /// <summary>Claims, releases, overrides, decisions and merges of the same few accounts, all at once, by two replicas whose clocks differ by five seconds.</summary>
    [Fact]
    public async Task F10_Whatever_happens_at_once_nobody_shares_a_line_with_anybody_at_any_instant()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        (world.Clock.Step, world.Skew) = (TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5));
        var accounts = new List<Guid>();
        for (var i = 0; i < 4; i++)
        {
            accounts.Add(await world.AccountAsync($"Storm {i}"));
        }

        var reps = Enumerable.Range(0, 6).Select(n => OwnershipWorld.Rep($"Storm rep {n}")).ToList();
        var refusals = await Task.WhenAll(Enumerable.Range(0, 12).Select(worker => Task.Run(() => StormAsync(worker, new Random(seed + worker), accounts, reps))));

        var intervals = (await ActiveInterval.ReadAsync(world.Database)).Where(i => accounts.Contains(i.Account)).ToList();
        Assert.True(intervals.Count > 20, $"Only {intervals.Count} registrations: the storm was none. Seed {seed}");
        var overlaps = ActiveInterval.Overlaps(intervals).Select(o => $"{o.Item1} until {o.Item1.Until:O}, and {o.Item2} from {o.Item2.From:O}").ToList();
        Assert.True(overlaps.Count == 0, $"seed {seed}: {string.Join('\n', overlaps)}");
        output.WriteLine(string.Join(", ", refusals.SelectMany(r => r).CountBy(r => r).Select(r => $"{(r.Key.Length > 0 ? r.Key : "done")} {r.Value}")));
        Assert.All(intervals, i => Assert.True(i.Until is null || i.Until >= i.From, $"{i}; seed {seed}"));
        foreach (var account in accounts)
        {
            foreach (var line in Enum.GetValues<ProductLine>())
            {
                var chain = await world.ChainAsync(account, line);
                Assert.True(chain.Whole, $"{chain.BrokenBecause}; seed {seed}");
            }
        }
    }

    private async Task<List<string>> StormAsync(int worker, Random random, List<Guid> accounts, List<Actor> reps)
    {
        var reasons = new List<string>();
        for (var step = 0; step < 25; step++)
        {
            var (account, line, rep) = (accounts[random.Next(accounts.Count)], random.Next(2) == 0 ? ProductLine.Bulk : ProductLine.OnDemand, reps[random.Next(reps.Count)]);
            await using var db = world.Db();
            var active = db.Registrations.Where(r => r.AccountId == account && r.Line == line && (r.State == Data.RegistrationState.Pending || r.State == Data.RegistrationState.Approved)).Select(r => r.Id).FirstOrDefault();
            var message = new V1.Registration { RegistrationId = active.ToString() };
            Refusal? refusal = random.Next(10) switch
            {
                < 5 => (await world.ClaimAsync(rep, account, line, replica: worker)).Refusal,
                5 => (await world.DecideAsync(world.Hana, message, random.Next(3) > 0, "because")).Refusal,
                < 8 => (await world.ReleaseAsync(world.Hana, message, replica: worker)).Refusal,
                8 => (await world.OverrideAsync(world.Hana, account, rep, line, replica: worker)).Refusal,
                _ => await MergeAsync(account, accounts[random.Next(accounts.Count)], worker),
            };
            reasons.Add(refusal?.Reason ?? "");
        }

        return reasons;
    }

    // A merge that is taken back at once: the accounts go on as two.
    private async Task<Refusal?> MergeAsync(Guid from, Guid to, int replica)
    {
        if (from == to)
        {
            return null;
        }

        try
        {
            var refusal = await world.InScopeAsync(world.Hana, async scope =>
            {
                var no = await world.Of<OwnershipMover>(replica).MoveAsync(scope, from, to);
                return no is null ? no : throw new RefusedException(no);
            }, replica);
            await world.InScopeAsync(world.Hana, scope => world.Of<OwnershipMover>(replica).MoveBackAsync(scope, from, to), replica);
            return refusal;
        }
        catch (RefusedException e)
        {
            return e.Refusal;
        }
    }
}
