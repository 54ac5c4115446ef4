namespace CoretimeDesk.Quoting.Quotes;

/// <summary>Until when a quote counts, and which of its three clocks says so.</summary>
/// <param name="Until">First instant at which it does not count.</param>
/// <param name="Clock">The earliest clock; of equal ones the calendar before the sale phase before the rules.</param>
public readonly record struct Validity(DateTimeOffset Until, ValidityClock Clock)
{
    /// <summary>The earliest of three: so many days, the end of the sale phase, the end of the rule version.</summary>
    /// <param name="from">When it is sent.</param>
    /// <param name="days">How many days.</param>
    /// <param name="phaseEndsAt">Null for a quote without cores.</param>
    /// <param name="rulesEndAt">Null for rules without an end.</param>
    public static Validity Of(DateTimeOffset from, int days, DateTimeOffset? phaseEndsAt, DateTimeOffset? rulesEndAt)
    {
        var earliest = new Validity(from.AddDays(days), ValidityClock.Calendar);
        if (phaseEndsAt < earliest.Until)
        {
            earliest = new(phaseEndsAt.Value, ValidityClock.SalePhase);
        }

        return rulesEndAt < earliest.Until ? new(rulesEndAt.Value, ValidityClock.RuleVersion) : earliest;
    }
}
