namespace CoretimeDesk.Leads.Registrations;

/// <summary>
/// The numbers that registrations, capacity and hand-overs go by. Versions are counted; what was begun under one version ends
/// under it.
/// </summary>
public sealed record OwnershipRules
{
    /// <summary>The version, 1 and up.</summary>
    public required int Number { get; init; }

    /// <summary>Working days in which a claim is decided; after them it is approved by silence.</summary>
    public int DecisionWorkingDays { get; init; } = 3;

    /// <summary>Days that an approved registration is protected.</summary>
    public int ProtectionDays { get; init; } = 90;

    /// <summary>Days that one extension adds.</summary>
    public int ExtensionDays { get; init; } = 45;

    /// <summary>How many extensions a registration may have.</summary>
    public int ExtensionsMax { get; init; } = 2;

    /// <summary>Days without activity after which the owner is warned.</summary>
    public int WarnAfterDays { get; init; } = 21;

    /// <summary>Days without activity after which the registration is released.</summary>
    public int ReleaseAfterDays { get; init; } = 30;

    /// <summary>Open leads that one rep may own, unless the rep's profile says otherwise.</summary>
    public int OpenLeadsMax { get; init; } = 40;

    /// <summary>New leads in 30 days for one rep, unless the rep's profile says otherwise; a day has a thirtieth of it.</summary>
    public int MonthlyCapacity { get; init; } = 300;

    /// <summary>Hours in which a lead in the overflow queue is to be assigned.</summary>
    public int OverflowHours { get; init; } = 24;

    /// <summary>Working days in which the receiver of a hand-over accepts it; after them it returns.</summary>
    public int HandOverWorkingDays { get; init; } = 2;

    /// <summary>Where working days begin and end: an IANA name.</summary>
    public string CalendarZone { get; init; } = "Etc/UTC";

    /// <summary>Working days on which nobody works.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>The calendar that deadlines in working days go by.</summary>
    /// <exception cref="TimeZoneNotFoundException">This machine does not know the zone.</exception>
    public WorkCalendar Calendar() => CalendarZone == "Etc/UTC"
        ? new(TimeZoneInfo.Utc, Holidays.ToHashSet())
        : new(TimeZoneInfo.FindSystemTimeZoneById(CalendarZone), Holidays.ToHashSet());

    /// <summary>As the journal names the version that judged something.</summary>
    public override string ToString() => $"ownership-{Number}";

    /// <summary>Null when these numbers make sense together, else everything that is wrong with them.</summary>
    public Refusal? Faults()
    {
        var faults = new List<FieldViolation>();
        Within("decision_working_days", DecisionWorkingDays, 1, 20);
        Within("protection_days", ProtectionDays, 1, 730);
        Within("extension_days", ExtensionDays, 1, 365);
        Within("extensions_max", ExtensionsMax, 0, 10);
        Within("warn_after_days", WarnAfterDays, 1, 365);
        Within("release_after_days", ReleaseAfterDays, 2, 730);
        Within("open_leads_max", OpenLeadsMax, 1, CapacityLimit.OpenLeadsTop);
        Within("monthly_capacity", MonthlyCapacity, CapacityLimit.DaysOfMonth, CapacityLimit.MonthlyTop);
        Within("overflow_hours", OverflowHours, 1, 720);
        Within("hand_over_working_days", HandOverWorkingDays, 1, 20);
        if (ReleaseAfterDays <= WarnAfterDays)
        {
            faults.Add(new("release_after_days", $"is {ReleaseAfterDays}; it must be more than warn_after_days ({WarnAfterDays}), or nobody is warned."));
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(CalendarZone, out _))
        {
            faults.Add(new("calendar_zone", $"\"{CalendarZone}\" is no time zone that this machine knows; use an IANA name such as Europe/Zurich, or Etc/UTC."));
        }

        if (Holidays.Count > 200)
        {
            faults.Add(new("holidays", $"has {Holidays.Count} dates; at most 200 are allowed. Leave out those that are past."));
        }

        return faults.Count == 0 ? null : Refusal.InvalidFields(faults);

        void Within(string field, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                faults.Add(new(field, $"is {value}; {least} to {most} is allowed."));
            }
        }
    }
}
