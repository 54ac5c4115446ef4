using CoretimeDesk.Leads.Cadences;

namespace CoretimeDesk.Leads.Tests.Cadences;

public sealed class PlanningTouches
{
    private static readonly TimeZoneInfo Zurich = TimeZoneInfo.FindSystemTimeZoneById("Europe/Zurich");
    private static readonly QuietHours Always = new(TimeOnly.MinValue, TimeOnly.MaxValue, Enum.GetValues<DayOfWeek>().ToHashSet());

    [Theory]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:00Z", ClockChange.Skipped)]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30Z", ClockChange.Repeated)]
    [InlineData("2026-06-01T02:30", "2026-06-01T00:30Z", ClockChange.None)]
    public void A_time_that_the_clocks_skip_or_show_twice_means_one_instant(string local, string instant, ClockChange change) =>
        Assert.Equal((DateTimeOffset.Parse(instant), change), LocalClock.Resolve(Zurich, DateTime.Parse(local)));

    [Fact]
    public void Steps_keep_their_time_of_day_over_a_clock_change_and_their_distance_when_one_was_late()
    {
        var start = new DateTimeOffset(2026, 3, 27, 9, 0, 0, TimeSpan.Zero); // Friday, 10:00 in Zurich.
        var (slots, refusal) = TouchPlan.Expand(DefaultCadences.Outbound, start, null, null, Zurich);
        Assert.Null(refusal);
        Assert.All(slots, s => Assert.Equal(10, LocalClock.TimeOf(Zurich, s.Planned).Hour));
        Assert.Equal([1, 2, 4, 7, 10, 14, 18, 21], slots.Select(s => LocalClock.DayOf(Zurich, s.Planned).DayNumber - LocalClock.DayOf(Zurich, start).DayNumber + 1));
        var touches = TouchPlan.All(slots, 0, null, start, Zurich, QuietHours.Usual, new HashSet<DateOnly>());
        Assert.Equal([27, 30, 1, 6, 9, 13, 17, 20], touches.Select(t => LocalClock.TimeOf(Zurich, t.At).Day));
        Assert.All(touches.Zip(slots), p => Assert.True(p.First.At >= p.Second.Planned && QuietHours.Usual.Allow(Zurich, p.First.At)));
    }

    [Fact]
    public void What_counts_from_an_anchor_is_skipped_once_the_next_touch_is_due()
    {
        var (start, anchor) = (new DateTimeOffset(2026, 11, 3, 9, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 9, 9, 0, 0, TimeSpan.Zero));
        var (slots, _) = TouchPlan.Expand(DefaultCadences.Renewal, start, anchor, anchor.AddDays(3), Zurich);
        var touches = TouchPlan.All(slots, 0, null, start, Zurich, Always, new HashSet<DateOnly>());
        Assert.Equal([true, false, false, false, false, false, false], touches.Select(t => t.Skipped));
        Assert.Equal("second_anchor", TouchPlan.Expand(DefaultCadences.Renewal, start, anchor, null, Zurich).Refusal!.Fields.Single().Field);
    }

    [Fact]
    public void The_cadences_of_every_desk_pass_their_own_rules()
    {
        Assert.All(DefaultCadences.All, t => Assert.Null(TemplateRules.WhyNot(t.Name, t.Kind, t.CoolDownDays, t.Steps)));
        Assert.True(DefaultCadences.Outbound.Steps.Select(s => s.Channel).Distinct().Count() >= 3);
        Assert.Equal((8, 60), (DefaultCadences.Outbound.Steps.Count, DefaultCadences.Outbound.CoolDownDays));
        Assert.Equal((6, 14, 4), (DefaultCadences.Inbound.Steps.Count, DefaultCadences.Inbound.Steps[^1].Offset, DefaultCadences.Inbound.Steps[0].WorkingHours));
    }

    [Fact]
    public void A_template_that_cannot_be_used_says_which_field_and_what_to_do()
    {
        var refusal = TemplateRules.WhyNot(" ", CadenceKind.Custom, -1, [new(StepTiming.Day, 2, Channel.Email, "Hi {name}", ""), new(StepTiming.Day, 2, Channel.Call, "x", "")]);
        Assert.Equal(["name", "cool_down_days", "steps[0].body", "steps[0].subject", "steps[1]"], refusal!.Fields.Select(f => f.Field));
        Assert.Equal("{rep} of A for me", TemplateRules.Fill("{contact} of {account} for {rep}", "{rep}", "A", "me"));
    }

    [Fact]
    public void Four_working_hours_end_on_the_next_working_day_when_the_day_is_short()
    {
        var friday = new DateTimeOffset(2026, 11, 6, 15, 0, 0, TimeSpan.Zero); // 16:00 in Zurich.
        Assert.Equal(new(2026, 11, 9, 9, 0, 0, TimeSpan.Zero), QuietHours.Usual.AddHours(Zurich, friday, 4));
    }
}
