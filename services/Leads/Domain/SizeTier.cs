namespace CoretimeDesk.Leads;

/// <summary>How much coretime an account wants in a year.</summary>
public enum SizeTier
{
    /// <summary>1 to 13 core-periods: up to one core for a year.</summary>
    S = 1,

    /// <summary>14 to 52 core-periods.</summary>
    M = 2,

    /// <summary>53 to 130 core-periods.</summary>
    L = 3,

    /// <summary>More than 130 core-periods.</summary>
    XL = 4,
}

/// <summary>From core-periods to tier.</summary>
public static class SizeTiers
{
    /// <summary>The tier of a yearly need; one core-period is one full core for one 28-day sale period.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A need of nothing has no tier.</exception>
    public static SizeTier Of(uint annualCorePeriods) => annualCorePeriods switch
    {
        0 => throw new ArgumentOutOfRangeException(nameof(annualCorePeriods), "at least 1"),
        <= 13 => SizeTier.S,
        <= 52 => SizeTier.M,
        <= 130 => SizeTier.L,
        _ => SizeTier.XL,
    };
}
