using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads;

/// <summary>How many leads one rep may own at once, and may newly own in a day.</summary>
/// <param name="OpenMax">Open leads at any instant.</param>
/// <param name="NewPerDayMax">New leads from 00:00 to 24:00 UTC.</param>
public readonly record struct CapacityLimit(int OpenMax, int NewPerDayMax)
{
    /// <summary>The most open leads that any rule may allow: beyond it the number is a slip of the keyboard.</summary>
    public const int OpenLeadsTop = 1_000_000;

    /// <summary>The highest monthly capacity that any rule may allow.</summary>
    public const int MonthlyTop = 30_000_000;

    /// <summary>A month, for capacity. A monthly capacity is none at all or at least this, so that a day's share is never zero by rounding.</summary>
    public const int DaysOfMonth = 30;

    /// <summary>The limit under these rules; a rep's own numbers, where set, go before the rules'.</summary>
    /// <remarks>A day has a thirtieth of the month's capacity, rounded down: the month's is never exceeded in any 30 days.</remarks>
    public static CapacityLimit Of(OwnershipRules rules, int? ownOpenMax, int? ownMonthly) =>
        new(ownOpenMax ?? rules.OpenLeadsMax, (ownMonthly ?? rules.MonthlyCapacity) / DaysOfMonth);

    /// <summary>Null when one more lead fits, else why it does not.</summary>
    public string? WhyFull(RepLoad load) =>
        load.Open >= OpenMax ? $"{load.Open} of {OpenMax} open leads"
        : load.NewToday >= NewPerDayMax ? $"{load.NewToday} of {NewPerDayMax} new leads today"
        : null;
}

/// <summary>What a rep carries already.</summary>
/// <param name="Open">Leads owned and not closed.</param>
/// <param name="NewToday">Leads that became theirs since 00:00 UTC, whatever has become of them.</param>
public readonly record struct RepLoad(int Open, int NewToday);

/// <summary>Capacity in words.</summary>
public static class CapacityRules
{
    /// <summary>Null when one more lead fits, else the refusal.</summary>
    /// <param name="limit">The rep's limit.</param>
    /// <param name="load">What they carry.</param>
    /// <param name="rep">Whose.</param>
    /// <param name="now">The instant.</param>
    /// <param name="queuedUntil">The lead waits in the overflow queue and is due then; null when it does not.</param>
    public static Refusal? Check(CapacityLimit limit, RepLoad load, Owner rep, DateTimeOffset now, DateTimeOffset? queuedUntil)
    {
        if (limit.WhyFull(load) is not { } why)
        {
            return null;
        }

        var facts = new Dictionary<string, string>
        {
            ["owner_id"] = rep.Id.ToString(),
            ["owner_name"] = rep.Name,
            ["open_leads"] = $"{load.Open}",
            ["open_leads_max"] = $"{limit.OpenMax}",
            ["new_today"] = $"{load.NewToday}",
            ["new_per_day_max"] = $"{limit.NewPerDayMax}",
            ["new_day_begins_at"] = ClaimRules.Iso(NextDay(now)),
        };
        var next = load.Open >= limit.OpenMax ? "Close or give back a lead first." : $"The next day begins at {NextDay(now):d MMMM yyyy HH:mm} UTC.";
        var queue = "";
        if (queuedUntil is { } due)
        {
            facts["overflow_due_at"] = ClaimRules.Iso(due);
            queue = $" The lead waits in the overflow queue, to be assigned by {due:d MMMM yyyy HH:mm} UTC.";
        }

        return new(RefusalKind.Precondition, "CAPACITY_REACHED", $"{rep.Name} has {why}. {next}{queue}") { Facts = facts };
    }

    /// <summary>The beginning of the UTC day of an instant.</summary>
    public static DateTimeOffset DayOf(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    private static DateTimeOffset NextDay(DateTimeOffset now) => DayOf(now).AddDays(1);
}
