using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Sending;
using CoretimeDesk.Leads.Tests.Registrations;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Tests.Cadences;

public sealed class TouchingAtRandom(CadenceWorld world, ITestOutputHelper output) : IClassFixture<CadenceWorld>
{
    private static readonly string[] Zones = ["Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "America/Santiago", ""];

    [Theory]
    [InlineData("2026-03-26T22:00Z")]
    [InlineData("2026-10-22T22:00Z")]
    public async Task Nothing_is_sent_twice_nor_after_a_stop_nor_in_quiet_hours_nor_two_on_a_day(string from)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        world.Clock.Set(DateTimeOffset.Parse(from));
        var template = await world.DailyAsync(Channel.Email, Channel.Email, Channel.Email);
        var other = await world.DailyAsync(Channel.Email, Channel.Email);
        var scenes = new List<(Scene Scene, Guid[] Enrolments, ContactZone Zone)>();
        foreach (var zone in Zones)
        {
            var scene = await world.SceneAsync(zone);
            scenes.Add((scene, [await world.EnrolledAsync(scene, template), await world.EnrolledAsync(scene, other)], ContactZone.Of(zone, "")));
        }

        var sends = new System.Collections.Concurrent.ConcurrentQueue<(string Id, DateTimeOffset At)>();
        world.Mail.Answer = m =>
        {
            sends.Enqueue((m.MessageId, world.Clock.Now));
            return (m.MessageId.GetHashCode(StringComparison.Ordinal) & 7) == 0 ? new SendResult.Unclear("cut off") : new SendResult.Sent();
        };
        var stopped = new Dictionary<Guid, int>();
        int Count(Guid enrolment) => sends.Count(s => s.Id.StartsWith($"{enrolment:N}", StringComparison.Ordinal));
        for (var round = 0; round < 30; round++)
        {
            // Mostly on, sometimes back: the clocks of machines are set.
            world.Clock.Advance(TimeSpan.FromMinutes(random.Next(8) == 0 ? -random.Next(90) : random.Next(30, 600)));
            var work = new List<Task> { world.RunAsync() };
            var victim = scenes[random.Next(scenes.Count)];
            if (random.Next(6) == 0)
            {
                work.Add(world.EnterAsync(victim.Scene, ActivityKind.Reply));
            }

            await Task.WhenAll(work);
            foreach (var enrolment in work.Count > 1 ? victim.Enrolments : [])
            {
                stopped.TryAdd(enrolment, Count(enrolment));
            }
        }

        world.Mail.Answer = null;
        Assert.NotEmpty(sends);
        Assert.Equal(sends.Count, sends.Select(s => s.Id).Distinct().Count());
        Assert.All(stopped, s => Assert.Equal(s.Value, Count(s.Key)));
        foreach (var (_, enrolments, zone) in scenes)
        {
            var mine = sends.Where(s => enrolments.Any(e => s.Id.StartsWith($"{e:N}", StringComparison.Ordinal))).ToList();
            Assert.All(mine, s => Assert.True(QuietHours.Usual.Allow(zone.Zone, s.At), $"{s.At} is quiet in {zone.Zone.Id}"));
            Assert.Equal(mine.Count, mine.Select(s => LocalClock.DayOf(zone.Zone, s.At)).Distinct().Count());
        }

        await using var db = world.Db();
        var late = await db.Database.SqlQuery<int>($"""
            select count(*)::int as "Value" from leads.journal touch join leads.journal ending on ending.aggregate_id = touch.aggregate_id and ending.version < touch.version
            where touch.type = 'coretimedesk.leads.CadenceTouchNoted.v1' and ending.type = 'coretimedesk.leads.CadenceEnded.v1'
            """).SingleAsync();
        Assert.Equal(0, late);
    }
}
