using System.Numerics;
using CoretimeDesk.Insights.Intervals;

namespace CoretimeDesk.Insights.Figures;

/// <summary>What a metric says about a month. Two are the same when they print the same.</summary>
public abstract record Figure;

/// <summary>How many.</summary>
/// <param name="Value">0 for an empty month.</param>
public sealed record CountFigure(long Value) : Figure;

/// <summary>How many of how many.</summary>
/// <param name="Numerator">0 to <paramref name="Denominator"/>.</param>
/// <param name="Denominator">How many there are.</param>
public record ProportionFigure(long Numerator, long Denominator) : Figure
{
    /// <summary>Of fewer than these nothing is said but the counts.</summary>
    public const long SmallBelow = 5;

    /// <summary>Six places; null when there is nothing to divide by.</summary>
    public string? Value => Decimals.Text(Numerator, Denominator, 6);

    /// <summary>Too few to compare.</summary>
    public bool IsSmall => Denominator < SmallBelow;

    /// <summary>Wilson's interval; null when there is nothing to divide by.</summary>
    public Interval? Interval => Wilson.Of(Numerator, Denominator);
}

/// <summary>How many grants led to a payment, of those that nothing was paid before.</summary>
/// <param name="Numerator">How many did in time.</param>
/// <param name="Denominator">How many count.</param>
/// <param name="Excluded">How many do not count, because their customer had paid before.</param>
public sealed record CreditToPaidFigure(long Numerator, long Denominator, long Excluded) : ProportionFigure(Numerator, Denominator);

/// <summary>How much of how much, in planck.</summary>
/// <param name="Numerator">In planck; may be more than a chain could hold.</param>
/// <param name="Denominator">In planck; may be more than a chain could hold.</param>
public record AmountRatioFigure(BigInteger Numerator, BigInteger Denominator) : Figure
{
    /// <summary>Six places; null when there is nothing to divide by.</summary>
    public string? Value => Decimals.Text(Numerator, Denominator, 6);
}

/// <summary>How much was spent for each customer that came of it.</summary>
/// <param name="Spent">In planck.</param>
/// <param name="Won">How many customers.</param>
public sealed record CostFigure(BigInteger Spent, long Won) : Figure
{
    /// <summary>Planck for a customer, rounded once, half to even; null when there is none.</summary>
    public BigInteger? Value => Won == 0 ? null : Decimals.Round(Spent, Won, 0);
}

/// <summary>How much was used of what could be used no longer, in planck.</summary>
/// <param name="Numerator">Used.</param>
/// <param name="Denominator">Could be used.</param>
public sealed record UtilisationFigure(BigInteger Numerator, BigInteger Denominator) : AmountRatioFigure(Numerator, Denominator)
{
    /// <summary>What was never used, in planck.</summary>
    public BigInteger ExpiredUnused => Denominator - Numerator;
}

/// <summary>How much was paid by nobody that the desk knows, of all that was paid, in planck.</summary>
/// <param name="Numerator">Paid by nobody that the desk knows.</param>
/// <param name="Denominator">Paid.</param>
/// <param name="EventsUnmatched">In how many purchases by nobody that the desk knows.</param>
/// <param name="Events">In how many purchases.</param>
public sealed record UnmatchedFigure(BigInteger Numerator, BigInteger Denominator, long EventsUnmatched, long Events) : AmountRatioFigure(Numerator, Denominator);

/// <summary>How much coretime customers bought.</summary>
/// <param name="Amount">For how much, in planck.</param>
/// <param name="TimesliceBits">Timeslices times bits of the core mask.</param>
public sealed record CoretimeFigure(BigInteger Amount, BigInteger TimesliceBits) : Figure
{
    /// <summary>A whole core for 28 days: 5,040 timeslices of 80 bits.</summary>
    public const long CorePeriodBits = 5040 * 80;

    /// <summary>How many core-periods; six places.</summary>
    public string CorePeriods => Decimals.Text(TimesliceBits, CorePeriodBits, 6)!;
}

/// <summary>How long sales took.</summary>
/// <param name="Count">How many sales.</param>
/// <param name="MedianDays">The median, in days with four places; null without sales.</param>
/// <param name="P90Days">Nine of ten took no longer, in days with four places; null without sales.</param>
public sealed record ClosingTimeFigure(int Count, string? MedianDays, string? P90Days) : Figure;

/// <summary>How long approvals took.</summary>
/// <param name="Count">How many were decided.</param>
/// <param name="MedianHours">The median, in hours with four places; null without decisions.</param>
/// <param name="P90Hours">Nine of ten took no longer, in hours with four places; null without decisions.</param>
/// <param name="OverSla">How many took longer than was promised.</param>
/// <param name="OpenOverSla">How many wait for longer than was promised, at the end of the month.</param>
public sealed record ApprovalTimeFigure(int Count, string? MedianHours, string? P90Hours, int OverSla, int OpenOverSla) : Figure
{
    /// <summary>The share that took longer than was promised, six places; null without decisions.</summary>
    public string? OverSlaShare => Decimals.Text(OverSla, Count, 6);
}

/// <summary>How long payouts took.</summary>
/// <param name="Count">How many claims were paid out.</param>
/// <param name="MedianHours">The median, in hours with four places; null without any.</param>
public sealed record PayoutTimeFigure(int Count, string? MedianHours) : Figure;

/// <summary>How near a forecast came.</summary>
/// <param name="Forecast">In planck; null when nobody made one in time.</param>
/// <param name="Actual">In planck.</param>
public sealed record ForecastFigure(BigInteger? Forecast, BigInteger Actual) : Figure
{
    /// <summary>1 − |actual − forecast| ÷ the larger of the two, six places; 1 when they are equal, null without a forecast.</summary>
    public string? Value => Forecast is not { } forecast ? null
        : forecast == Actual ? Decimals.Text(1, 1, 6)
        : Decimals.Text(BigInteger.Min(forecast, Actual), BigInteger.Max(forecast, Actual), 6); // The same fraction, shortened.
}

/// <summary>How much money a day of selling brings in.</summary>
/// <param name="OpenOpportunities">How many could still be won at the end of the month.</param>
/// <param name="Won">How many were won in three months.</param>
/// <param name="Closed">How many were won or lost in three months.</param>
/// <param name="MedianFirst90DaysPlanck">What a new customer pays in the first 90 days, in planck; null when none is 90 days old.</param>
/// <param name="MedianTimeToCloseDays">How long a sale takes, in days with four places; null without sales.</param>
/// <param name="PlanckPerDay">The product of all, rounded down; null when one is missing.</param>
public sealed record VelocityFigure(long OpenOpportunities, long Won, long Closed, BigInteger? MedianFirst90DaysPlanck, string? MedianTimeToCloseDays, BigInteger? PlanckPerDay) : Figure;
