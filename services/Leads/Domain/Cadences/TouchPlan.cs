namespace CoretimeDesk.Leads.Cadences;

/// <summary>One touch that an enrolment will become. Made when it begins, so that nothing later changes how many there are.</summary>
/// <param name="Step">The template's step, from 0.</param>
/// <param name="Planned">The earliest instant.</param>
/// <param name="Deadline">From then on it is pointless and is skipped; null for never.</param>
/// <param name="KeepsDistance">When the touch before it was late, it is as much later: it does not count from an anchor.</param>
public sealed record Slot(int Step, DateTimeOffset Planned, DateTimeOffset? Deadline, bool KeepsDistance);

/// <summary>Why a touch is later than planned.</summary>
[Flags]
public enum Shifts
{
    None = 0,

    /// <summary>It is night or a day off for the contact.</summary>
    QuietHours = 1,

    /// <summary>The contact is touched on that day already, by this or another cadence or by hand.</summary>
    DayTaken = 2,

    /// <summary>A touch before it was late, and the distance between them is kept.</summary>
    EarlierTouchWasLate = 4,

    /// <summary>The clocks skip the time of day.</summary>
    ClockSkipped = 8,

    /// <summary>The clocks show the time of day twice; the first run counts.</summary>
    ClockRepeated = 16,
}

/// <summary>When the next touch is made.</summary>
/// <param name="At">When; for a skipped one, when it would have been.</param>
/// <param name="Why">Why not as planned.</param>
/// <param name="Skipped">It would come too late to be of use.</param>
public sealed record Touch(DateTimeOffset At, Shifts Why, bool Skipped);

/// <summary>Works out when a contact is touched. Never earlier than planned, never twice on a day of the contact, never in quiet hours.</summary>
public static class TouchPlan
{
    /// <summary>What a template becomes for this start, or why it cannot.</summary>
    public static (IReadOnlyList<Slot> Slots, Refusal? Refusal) Expand(CadenceTemplate template, DateTimeOffset start, DateTimeOffset? anchor, DateTimeOffset? secondAnchor, TimeZoneInfo zone)
    {
        if (template.NeedsAnchor && anchor is null)
        {
            return ([], Refusal.InvalidField("anchor", "is missing: this cadence counts back from an instant, such as a quote's expiry or the end of the interlude."));
        }

        if (anchor <= start)
        {
            return ([], Refusal.InvalidField("anchor", "must lie after the start."));
        }

        if (template.NeedsSecondAnchor && (secondAnchor is null || secondAnchor <= anchor))
        {
            return ([], Refusal.InvalidField("second_anchor", "is missing or not after the anchor: until then there is a touch every day."));
        }

        var slots = new List<Slot>();
        var local = LocalClock.TimeOf(zone, start);
        foreach (var (step, index) in template.Steps.Select((s, i) => (s, i)))
        {
            switch (step.Timing)
            {
                case StepTiming.Day:
                    slots.Add(new(index, step.Offset == 1 ? start : LocalClock.Resolve(zone, local.AddDays(step.Offset - 1)).At, null, true));
                    break;
                case StepTiming.BeforeAnchor:
                    slots.Add(new(index, anchor!.Value.AddHours(-step.Offset), null, false));
                    break;
                default:
                    var from = LocalClock.TimeOf(zone, anchor!.Value);
                    for (var day = 0; slots.Count <= TemplateRules.StepsMax && LocalClock.Resolve(zone, from.AddDays(day)).At is var at && at < secondAnchor; day++)
                    {
                        slots.Add(new(index, at, null, false));
                    }

                    break;
            }
        }

        if (slots.Count > TemplateRules.StepsMax)
        {
            return ([], Refusal.InvalidField("second_anchor", $"would make more than {TemplateRules.StepsMax} touches; bring the anchors closer together."));
        }

        // A quote may expire before its seventh day. What counts from an anchor is of use until the next touch, and nothing is
        // once the anchor that ends the cadence has passed.
        slots = [.. slots.OrderBy(s => s.Planned)];
        for (var i = 0; i < slots.Count; i++)
        {
            slots[i] = slots[i] with { Deadline = !slots[i].KeepsDistance && i + 1 < slots.Count ? slots[i + 1].Planned : template.NeedsAnchor ? secondAnchor ?? anchor : null };
        }

        return (slots, null);
    }

    /// <summary>When touch number <paramref name="next"/> is made, seen from <paramref name="now"/>.</summary>
    /// <param name="slots">The enrolment's touches.</param>
    /// <param name="next">Which, from 0.</param>
    /// <param name="madeBefore">When the touch before it was made; null when it is the first, or that one was skipped.</param>
    /// <param name="now">Nothing is made in the past.</param>
    /// <param name="zone">The contact's.</param>
    /// <param name="hours">When the contact may be reached.</param>
    /// <param name="taken">Days of the contact on which there is a touch already.</param>
    public static Touch Next(IReadOnlyList<Slot> slots, int next, DateTimeOffset? madeBefore, DateTimeOffset now, TimeZoneInfo zone, QuietHours hours, IReadOnlySet<DateOnly> taken)
    {
        var slot = slots[next];
        var (earliest, why) = (slot.Planned, Shifts.None);
        if (slot.KeepsDistance && madeBefore is { } made && next > 0)
        {
            var gap = Math.Max(1, LocalClock.DayOf(zone, slot.Planned).DayNumber - LocalClock.DayOf(zone, slots[next - 1].Planned).DayNumber);
            var day = LocalClock.DayOf(zone, made).AddDays(gap);
            if (day > LocalClock.DayOf(zone, earliest))
            {
                // The planned time of day, on the day that keeps the distance.
                var (at, change) = LocalClock.Resolve(zone, day.ToDateTime(TimeOnly.FromDateTime(LocalClock.TimeOf(zone, slot.Planned))));
                (earliest, why) = (at, Shifts.EarlierTouchWasLate | Of(change));
            }
        }

        var from = earliest > now ? earliest : now;
        var touch = hours.Next(zone, from, taken.Contains);
        if (touch > from)
        {
            why |= taken.Contains(LocalClock.DayOf(zone, from)) ? Shifts.DayTaken : Shifts.None;
            why |= hours.Next(zone, from, _ => false) > from ? Shifts.QuietHours : Shifts.None;
            why |= why == Shifts.None ? Shifts.DayTaken : Shifts.None;
        }

        return new(touch, why, slot.Deadline <= touch);
    }

    /// <summary>All touches from number <paramref name="next"/> on, if each is made as soon as it may be.</summary>
    public static IReadOnlyList<Touch> All(
        IReadOnlyList<Slot> slots, int next, DateTimeOffset? madeBefore, DateTimeOffset now, TimeZoneInfo zone, QuietHours hours, IReadOnlySet<DateOnly> taken)
    {
        var (days, touches) = (taken.ToHashSet(), new List<Touch>());
        for (var i = next; i < slots.Count; i++)
        {
            var touch = Next(slots, i, madeBefore, now, zone, hours, days);
            touches.Add(touch);
            if (!touch.Skipped)
            {
                madeBefore = touch.At;
                days.Add(LocalClock.DayOf(zone, touch.At));
            }
        }

        return touches;
    }

    /// <summary>What a clock change means for a plan.</summary>
    public static Shifts Of(ClockChange change) => change switch { ClockChange.Skipped => Shifts.ClockSkipped, ClockChange.Repeated => Shifts.ClockRepeated, _ => Shifts.None };
}
