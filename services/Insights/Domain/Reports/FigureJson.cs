using System.Globalization;
using System.Numerics;
using System.Text.Json;
using CoretimeDesk.Insights.Figures;

namespace CoretimeDesk.Insights.Reports;

/// <summary>Writes figures as programs read them. The only numbers are whole ones; fractions and planck are texts.</summary>
public static class FigureJson
{
    /// <summary>Writes an object.</summary>
    public static void Write(Utf8JsonWriter writer, Figure figure)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        Fields(writer, figure);
        writer.WriteEndObject();
    }

    /// <summary>Writes the fields of an object that has begun.</summary>
    public static void Fields(Utf8JsonWriter writer, Figure figure)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (figure)
        {
            case CountFigure x:
                writer.WriteNumber("value", x.Value);
                break;
            case ProportionFigure x:
                writer.WriteNumber("numerator", x.Numerator);
                writer.WriteNumber("denominator", x.Denominator);
                writer.WriteString("value", x.Value);
                if (x is CreditToPaidFigure paid)
                {
                    writer.WriteNumber("excluded", paid.Excluded);
                }

                break;
            case AmountRatioFigure x:
                Ratio(writer, x);
                break;
            case CostFigure x:
                writer.WriteString("numerator", Text(x.Spent));
                writer.WriteNumber("denominator", x.Won);
                writer.WriteString("value", Text(x.Value));
                break;
            case CoretimeFigure x:
                writer.WriteString("planck", Text(x.Amount));
                writer.WritePropertyName("timeslice_bits");
                writer.WriteRawValue(Text(x.TimesliceBits)); // A whole number that may be larger than any the writer takes.
                writer.WriteString("core_periods", x.CorePeriods);
                break;
            case ClosingTimeFigure x:
                writer.WriteNumber("count", x.Count);
                writer.WriteString("median_days", x.MedianDays);
                writer.WriteString("p90_days", x.P90Days);
                break;
            case ApprovalTimeFigure x:
                writer.WriteNumber("count", x.Count);
                writer.WriteString("median_hours", x.MedianHours);
                writer.WriteString("p90_hours", x.P90Hours);
                writer.WriteNumber("over_sla", x.OverSla);
                writer.WriteString("over_sla_share", x.OverSlaShare);
                writer.WriteNumber("open_over_sla", x.OpenOverSla);
                break;
            case PayoutTimeFigure x:
                writer.WriteNumber("count", x.Count);
                writer.WriteString("median_hours", x.MedianHours);
                break;
            case ForecastFigure x:
                writer.WriteString("forecast", Text(x.Forecast));
                writer.WriteString("actual", Text(x.Actual));
                writer.WriteString("value", x.Value);
                break;
            case VelocityFigure x:
                writer.WriteNumber("open_opportunities", x.OpenOpportunities);
                writer.WriteNumber("won", x.Won);
                writer.WriteNumber("closed", x.Closed);
                writer.WriteString("median_first_90_days_planck", Text(x.MedianFirst90DaysPlanck));
                writer.WriteString("median_time_to_close_days", x.MedianTimeToCloseDays);
                writer.WriteString("planck_per_day", Text(x.PlanckPerDay));
                break;
            default:
                throw new InvalidOperationException($"{figure} cannot be written.");
        }
    }

    private static void Ratio(Utf8JsonWriter writer, AmountRatioFigure ratio)
    {
        writer.WriteString("numerator", Text(ratio.Numerator));
        writer.WriteString("denominator", Text(ratio.Denominator));
        writer.WriteString("value", ratio.Value);
        switch (ratio)
        {
            case UtilisationFigure x:
                writer.WriteString("expired_unused", Text(x.ExpiredUnused));
                break;
            case UnmatchedFigure x:
                writer.WriteNumber("events_unmatched", x.EventsUnmatched);
                writer.WriteNumber("events", x.Events);
                break;
            default:
                break;
        }
    }

    private static string? Text(BigInteger? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Text(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
}
