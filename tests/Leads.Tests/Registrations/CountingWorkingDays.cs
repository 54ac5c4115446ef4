using System.Globalization;
using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed class CountingWorkingDays(ITestOutputHelper output)
{
    [Fact]
    public void The_same_time_of_day_so_many_working_days_later() => CheckDeadlines("""
        start             days  deadline          because
        2026-11-03 09:00  3     2026-11-06 09:00  Tuesday to Friday
        2026-11-06 15:00  3     2026-11-11 15:00  Friday to Wednesday
        2026-11-07 00:00  3     2026-11-12 00:00  all of Monday to Wednesday
        2026-11-08 23:59  3     2026-11-12 00:00  Sunday is as Saturday
        2026-11-06 23:59  1     2026-11-09 23:59  over the weekend
        2028-02-28 12:00  1     2028-02-29 12:00  a leap day is a day
        2028-02-29 12:00  1     2028-03-01 12:00  and one follows it
        2027-02-26 12:00  1     2027-03-01 12:00  no leap day that year
        2026-12-31 12:00  2     2027-01-04 12:00  New Year's Day is worked unless the calendar says otherwise
        2026-11-03 09:00  0     2026-11-03 09:00  at once
        """, WorkCalendar.Utc);

    [Fact]
    public void Holidays_are_left_out() => CheckDeadlines("""
        start             days  deadline          because
        2026-12-23 10:00  2     2026-12-28 10:00  Christmas Day is a Friday
        2026-12-25 10:00  1     2026-12-29 00:00  what begins on a holiday begins after it
        """, new(TimeZoneInfo.Utc, new HashSet<DateOnly> { new(2026, 12, 25) }));

    [Fact]
    public void Clocks_that_are_changed_keep_the_time_of_day() => CheckDeadlines("""
        start             days  deadline          because
        2026-03-27 12:00  1     2026-03-30 11:00  13:00 in Zurich, before and after the clocks go forward
        2026-10-23 12:00  1     2026-10-26 13:00  14:00 in Zurich, before and after they go back
        2026-11-02 23:30  1     2026-11-03 23:30  Tuesday 00:30 in Zurich
        """, new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich"), new HashSet<DateOnly>()));

    [Fact]
    public void A_time_that_the_clocks_skip_is_the_instant_at_which_they_jump()
    {
        // Every 24 April the clocks go from 00:00 to 01:00, as they do in Cairo.
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            new(2020, 1, 1), new(2030, 12, 31), TimeSpan.FromHours(1),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new(1, 1, 1, 0, 0, 0), 4, 24),
            TimeZoneInfo.TransitionTime.CreateFixedDateRule(new(1, 1, 1, 0, 0, 0), 10, 30));
        var zone = TimeZoneInfo.CreateCustomTimeZone("Test", TimeSpan.FromHours(2), "Test", "Test", "Test", [rule]);
        var cairo = new WorkCalendar(zone, new HashSet<DateOnly>());
        var jump = At("2026-04-23 22:00");
        Assert.Equal(jump, cairo.Add(At("2026-04-22 22:30"), 1));
        Assert.Equal(jump, cairo.Add(At("2026-04-22 22:00"), 1));
        Assert.True(cairo.Add(At("2026-04-22 23:30"), 1) >= jump);
    }

    [Fact]
    public void A_calendar_without_a_working_day_says_so()
    {
        var never = new WorkCalendar(TimeZoneInfo.Utc, Enumerable.Range(0, 800).Select(n => new DateOnly(2026, 1, 1).AddDays(n)).ToHashSet());
        Assert.Throws<InvalidOperationException>(() => never.Add(At("2026-02-02 09:00"), 1));
    }

    [Fact]
    public void Anywhere_and_at_any_time_a_deadline_is_so_many_working_days_away_and_on_a_working_day()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var zones = TimeZoneInfo.GetSystemTimeZones();
        for (var i = 0; i < 4000; i++)
        {
            var zone = zones[random.Next(zones.Count)];
            var holidays = Enumerable.Range(0, random.Next(4)).Select(_ => new DateOnly(2026, 1, 1).AddDays(random.Next(800))).ToHashSet();
            var calendar = new WorkCalendar(zone, holidays);
            var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(800 * 24 * 60));
            var days = random.Next(6);
            var deadline = calendar.Add(start, days);

            var (first, last) = (calendar.DateOf(start), calendar.DateOf(deadline));
            var worked = 0;
            for (var date = first; date < last; date = date.AddDays(1))
            {
                worked += calendar.IsWorked(date) ? 1 : 0;
            }

            var what = $"{zone.Id}, from {start:u}, {days} days, to {deadline:u}; seed {seed}";
            Assert.True(deadline >= start, what);
            Assert.True(calendar.IsWorked(last), what);

            // From a working day: the day of the start counts for none. From a day off: the days until the deadline are all worked off.
            Assert.True(worked == days, $"{worked} working days between: {what}");
        }
    }

    private static void CheckDeadlines(string table, WorkCalendar calendar)
    {
        foreach (var line in table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1))
        {
            var deadline = calendar.Add(At(line[..16]), int.Parse(line[18..19], CultureInfo.InvariantCulture));
            Assert.Equal((line, At(line[24..40])), (line, deadline));
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
