using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Capacity;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.Tests.Registrations;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Leads.Tests.Capacity;

public sealed class KeepingWithinCapacity(OwnershipWorld world, ITestOutputHelper output) : IClassFixture<OwnershipWorld>
{
    [Fact]
    public async Task F10_Sixty_claims_at_once_by_one_rep_over_two_replicas_stop_at_the_limit_and_the_rest_waits_visibly()
    {
        var ann = await RepAsync("Ann", open: 40, month: 30_000);
        var account = await world.AccountAsync("Sixty");
        var leads = await LeadsAsync(account, 60);
        var outcomes = await Task.WhenAll(leads.Select((lead, i) => world.ClaimLeadAsync(ann, lead, i)));

        Assert.Equal(40, outcomes.Count(o => o.Refusal is null));
        Assert.All(outcomes.Where(o => o.Refusal is not null), o =>
        {
            Assert.Equal(("CAPACITY_REACHED", "40"), (o.Refusal!.Reason, o.Refusal.Facts["open_leads_max"]));
            Assert.Contains("waits in the overflow queue", o.Refusal.Message, StringComparison.Ordinal);
        });
        Assert.Equal(40, await OpenAsync(ann));
        var waiting = await OverflowAsync(account);
        Assert.Equal(20, waiting.Count);
        Assert.All(waiting, w => Assert.Equal(world.Clock.Now.AddHours(24), w.DueAt.ToDateTimeOffset()));
        Assert.All(waiting, w => Assert.Equal("Ann wanted it and has 40 of 40 open leads.", w.Reason));
    }

    [Fact]
    public async Task F10_A_day_has_a_thirtieth_of_the_month_and_a_new_day_begins_at_midnight_UTC()
    {
        world.Clock.Set(new(2028, 2, 28, 23, 59, 0, TimeSpan.Zero));
        var (ann, leads) = (await RepAsync("Ann", open: 1000, month: 90), await LeadsAsync(await world.AccountAsync(), 8));
        Assert.Equal(3, (await Task.WhenAll(leads.Select((l, i) => world.ClaimLeadAsync(ann, l, i)))).Count(o => o.Refusal is null));
        var refusal = (await world.ClaimLeadAsync(ann, (await LeadsAsync(await world.AccountAsync(), 1))[0])).Refusal!;
        Assert.Contains("3 of 3 new leads today. The next day begins at 29 February 2028 00:00 UTC.", refusal.Message, StringComparison.Ordinal);

        // The leap day, and the day after it.
        foreach (var midnight in new[] { new DateTimeOffset(2028, 2, 29, 0, 0, 0, TimeSpan.Zero), new(2028, 3, 1, 0, 0, 0, TimeSpan.Zero) })
        {
            world.Clock.Set(midnight);
            var more = await LeadsAsync(await world.AccountAsync(), 4);
            Assert.Equal(3, (await Task.WhenAll(more.Select((l, i) => world.ClaimLeadAsync(ann, l, i)))).Count(o => o.Refusal is null));
        }
    }

    [Fact]
    public async Task A_lead_given_back_or_lost_makes_room_but_not_for_a_new_one_today()
    {
        var (ann, leads) = (await RepAsync("Ann", open: 2, month: 90), await LeadsAsync(await world.AccountAsync(), 5));
        await ClaimedAsync(ann, leads[0]);
        await ClaimedAsync(ann, leads[1]);
        Assert.NotNull((await world.ClaimLeadAsync(ann, leads[2])).Refusal);
        (await world.Of<AssignmentDesk>().LoseAsync(OwnershipWorld.As(ann), leads[0], "no budget", CancellationToken.None)).OrThrow();
        await ClaimedAsync(ann, leads[2]);
        (await world.Of<AssignmentDesk>().GiveBackAsync(OwnershipWorld.As(ann), leads[1], "on holiday", CancellationToken.None)).OrThrow();
        Assert.Contains("3 of 3 new leads today", (await world.ClaimLeadAsync(ann, leads[3])).Refusal!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lead_that_waits_is_overdue_after_a_day_and_free_for_whoever_has_room()
    {
        var (ann, bob, account) = (await RepAsync("Ann", open: 0, month: 0), await RepAsync("Bob", open: 5, month: 300), await world.AccountAsync());
        var lead = (await LeadsAsync(account, 1))[0];
        Assert.NotNull((await world.ClaimLeadAsync(ann, lead)).Refusal);
        world.Clock.Advance(TimeSpan.FromHours(23));
        Assert.NotNull((await world.ClaimLeadAsync(ann, lead)).Refusal);
        Assert.False((await OverflowAsync(account)).Single().Overdue);
        world.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await OverflowAsync(account)).Single().Overdue);
        await ClaimedAsync(bob, lead);
        Assert.Empty(await OverflowAsync(account));
    }

    [Fact]
    public async Task The_overflow_queue_pages_by_urgency_and_counts_what_waits()
    {
        var account = await world.AccountAsync("Pager");
        var none = await RepAsync("None", open: 0, month: 0);
        foreach (var lead in await LeadsAsync(account, 7))
        {
            await world.ClaimLeadAsync(none, lead);
            world.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var (seen, token, list) = (new List<OverflowLead>(), "", world.Of<OverflowList>());
        ListOverflowResponse page;
        do
        {
            var check = Check.That(new ListOverflowRequest());
            page = await list.ListAsync(OverflowPage.Read(check, 3, token), overdue: false, CancellationToken.None);
            Assert.Empty(check.Violations);
            seen.AddRange(page.Leads);
            token = page.NextPageToken;

            // The last one seen leaves the queue: its place is still known.
            await world.ClaimLeadAsync(await RepAsync("Quick", open: 9, month: 300), Guid.Parse(page.Leads[^1].Lead.LeadId));
        }
        while (token.Length > 0);

        Assert.Equal(seen.OrderBy(l => l.DueAt.ToDateTimeOffset()), seen);
        Assert.Equal(7, seen.Where(l => l.Lead.AccountId == account.ToString()).Select(l => l.Lead.LeadId).Distinct().Count());
        Assert.True(page.Waiting >= 4);
    }

    [Fact]
    public async Task F10_Who_did_not_register_a_registered_account_claims_none_of_its_leads()
    {
        var (ann, bob, account) = (OwnershipWorld.Rep("Ann"), OwnershipWorld.Rep("Bob"), await world.AccountAsync("Registered"));
        var leads = await LeadsAsync(account, 2);
        await world.ClaimedAsync(ann, account);
        var refusal = (await world.ClaimLeadAsync(bob, leads[0])).Refusal!;
        Assert.Equal(("ALREADY_REGISTERED", "Ann"), (refusal.Reason, refusal.Facts["owner_name"]));
        await ClaimedAsync(ann, leads[0]);
        world.Clock.Advance(TimeSpan.FromDays(60));
        await ClaimedAsync(bob, leads[1]);
    }

    [Fact]
    public async Task F10_Whatever_claims_and_assignments_meet_no_rep_ever_carries_more_than_they_may()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        world.Clock.Advance(TimeSpan.FromHours(1));
        world.Clock.Step = TimeSpan.FromMilliseconds(1);
        var random = new Random(seed);
        var limits = new Dictionary<Guid, (Actor Rep, int Open, int Day)>();
        for (var n = 0; n < 5; n++)
        {
            var (open, day) = (random.Next(2, 12), random.Next(8, 30));
            var rep = await RepAsync($"Rep {n}", open, day * 30, weight: random.Next(1, 4));
            limits[rep.Id] = (rep, open, day);
        }

        var leads = new List<Guid>();
        for (var i = 0; i < 12; i++)
        {
            leads.AddRange(await LeadsAsync(await world.AccountAsync($"Any {i}"), 6));
        }

        await Task.WhenAll(Enumerable.Range(0, 10).Select(worker => Task.Run(() => WorkAsync(worker, new Random(seed + worker), leads, [.. limits.Values.Select(l => l.Rep)]))));
        world.Clock.Step = TimeSpan.Zero;

        // Every change of owner, in the order in which it was saved.
        // Turns may choose reps of other tests too; they keep within limits of their own.
        var (carried, today, most) = (limits.Keys.ToDictionary(id => id, _ => new HashSet<Guid>()), new Dictionary<(Guid, DateOnly), int>(), 0);
        await using var command = world.Database.CreateCommand("""
            select aggregate_id, split_part(type, '.', 3), payload->>'ownerId', payload->>'oldOwnerId', occurred_at from leads.journal
            where aggregate_type = 'lead' and aggregate_id = any($1) order by position
            """);
        command.Parameters.AddWithValue(leads);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var (lead, type, at) = (reader.GetGuid(0), reader.GetString(1), reader.GetDateTime(4));
            if (type is "LeadGivenBack" or "LeadClosed" && Guid.TryParse(reader.IsDBNull(2) ? "" : reader.GetString(2), out var leaver))
            {
                carried.GetValueOrDefault(leaver)?.Remove(lead);
            }
            else if (type is "LeadClaimed" or "LeadAssigned")
            {
                if (!reader.IsDBNull(3) && Guid.TryParse(reader.GetString(3), out var old))
                {
                    carried.GetValueOrDefault(old)?.Remove(lead);
                }

                var owner = Guid.Parse(reader.GetString(2));
                if (!carried.TryGetValue(owner, out var leadsOfOwner))
                {
                    continue;
                }

                leadsOfOwner.Add(lead);
                var key = (owner, DateOnly.FromDateTime(at));
                today[key] = today.GetValueOrDefault(key) + 1;
                most = Math.Max(most, carried[owner].Count);
                Assert.True(carried[owner].Count <= limits[owner].Open, $"{limits[owner].Rep.Name} carries {carried[owner].Count} of {limits[owner].Open}; seed {seed}");
                Assert.True(today[key] <= limits[owner].Day, $"{limits[owner].Rep.Name} has {today[key]} of {limits[owner].Day} new ones on {key.Item2}; seed {seed}");
            }
        }

        Assert.Contains(limits.Values, l => carried[l.Rep.Id].Count == l.Open || today.Any(t => t.Key.Item1 == l.Rep.Id && t.Value == l.Day));
        Assert.True(today.Values.Sum() > 20, $"Only {today.Values.Sum()} leads were given; seed {seed}");
        output.WriteLine($"{today.Values.Sum()} leads given, {most} carried by one rep at most");
        foreach (var (id, leadsOf) in carried)
        {
            Assert.Equal(leadsOf.Count, await world.ScalarAsync<long>("select count(*) from leads.leads where owner_id = $1 and closed_at is null", id));
        }
    }

    private async Task WorkAsync(int worker, Random random, List<Guid> leads, List<Actor> reps)
    {
        for (var i = 0; i < 40; i++)
        {
            var (lead, rep) = (leads[random.Next(leads.Count)], reps[random.Next(reps.Count)]);
            _ = random.Next(8) switch
            {
                < 3 => (await world.ClaimLeadAsync(rep, lead, worker)).Refusal,
                < 5 => (await world.AssignAsync(lead, replica: worker)).Refusal,
                5 => (await world.AssignAsync(lead, rep, replica: worker)).Refusal,
                6 => (await world.Of<AssignmentDesk>(worker).GiveBackAsync(OwnershipWorld.As(world.Hana), lead, "again", CancellationToken.None)).Refusal,
                _ => random.Next(4) == 0 ? (await world.Of<AssignmentDesk>(worker).LoseAsync(OwnershipWorld.As(world.Hana), lead, "lost", CancellationToken.None)).Refusal : null,
            };
        }
    }

    private async Task<Actor> RepAsync(string name, int open, int month, int weight = 1)
    {
        var rep = OwnershipWorld.Rep(name);
        await world.SetProfileAsync(rep, new() { Weight = weight, Active = true, TimeZone = "Etc/UTC", OpenLeadsMax = open, MonthlyCapacity = month });
        return rep;
    }

    private async Task<List<Guid>> LeadsAsync(Guid account, int count)
    {
        var leads = new List<Guid>();
        for (var i = 0; i < count; i++)
        {
            leads.Add(await world.LeadAsync(account, $"Lead {i}"));
        }

        return leads;
    }

    private async Task ClaimedAsync(Actor rep, Guid lead) => Assert.Equal(rep.Name, (await world.ClaimLeadAsync(rep, lead)).OrThrow().Lead.OwnerName);

    private Task<long> OpenAsync(Actor rep) => world.ScalarAsync<long>("select count(*) from leads.leads where owner_id = $1 and closed_at is null", rep.Id);

    private async Task<List<OverflowLead>> OverflowAsync(Guid account) =>
        [.. (await world.Of<OverflowList>().ListAsync(new(200, null), false, CancellationToken.None)).Leads.Where(l => l.Lead.AccountId == account.ToString())];
}
