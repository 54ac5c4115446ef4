using System.Globalization;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Web.Desk.Parts;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>Figures in words: counts beside every rate, units always. Every number is the service's.</summary>
internal static class FigureText
{
    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["leads_created"] = "Leads created", ["won"] = "Won on chain", ["lost"] = "Lost", ["grants_activated"] = "Grants activated",
        ["conversion_30"] = "30-day conversion", ["conversion_60"] = "60-day conversion", ["conversion_90"] = "90-day conversion", ["conversion_180"] = "180-day conversion",
        ["created_win_rate"] = "Win rate by month of creation", ["closed_win_rate"] = "Win rate by month of closing",
        ["stage_lead_qualified"] = "Created to qualified", ["stage_qualified_opportunity"] = "Qualified to registered", ["stage_opportunity_quoted"] = "Registered to quoted",
        ["stage_quoted_accepted"] = "Quoted to accepted", ["stage_accepted_won"] = "Accepted to won",
        ["credit_to_paid_120"] = "Credit to paid within 120 days", ["credit_utilisation"] = "Credit utilisation", ["time_to_close"] = "Time to close", ["net_new_coretime"] = "Net new coretime",
        ["renewal_rate"] = "Renewal rate by core", ["renewal_rate_planck"] = "Renewal rate by value", ["concession_rate"] = "Concession rate", ["rep_band_share"] = "Quotes within the rep's own band",
        ["approval_time"] = "Approval time", ["match_auto_share"] = "Matched automatically", ["match_reversed_share"] = "Automatic matches reversed", ["unmatched_revenue"] = "Unmatched revenue",
        ["forecast_accuracy"] = "Forecast accuracy", ["velocity"] = "Velocity",
        ["quota_attainment"] = "Quota attained", ["coverage"] = "Quota in sight on day 1", ["cost_per_paid_customer"] = "Cost per paid customer", ["net_retention"] = "Net DOT retention", ["claim_to_paid"] = "Earned to paid out",
    };

    /// <summary>"90-day conversion".</summary>
    public static string Title(string metric) => Titles.GetValueOrDefault(metric, metric);

    /// <summary>A figure as it is now.</summary>
    public static string Of(Figure figure, string token) => Of(figure.Metric, figure.Parts, token);

    /// <summary>Numbers of a metric, now or as they were published.</summary>
    public static string Of(string metric, IReadOnlyCollection<Part> parts, string token)
    {
        string Part(string name) => parts.FirstOrDefault(p => p.Name == name)?.Value ?? "";
        return metric switch
        {
            "net_new_coretime" => $"{Decimal(Part("core_periods"))} core-periods, {SumWords.Text(Part("planck"), token)}",
            "time_to_close" => Part("median_days").Length == 0 ? "no sale" : $"median {Decimal(Part("median_days"))} days, nine of ten within {Decimal(Part("p90_days"))} days, of {Part("count")}",
            "approval_time" => Part("median_hours").Length == 0 ? "no decision" : $"median {Decimal(Part("median_hours"))} h, nine of ten within {Decimal(Part("p90_hours"))} h, of {Part("count")}",
            "claim_to_paid" => Part("median_hours").Length == 0 ? "nothing paid out" : $"median {Decimal(Part("median_hours"))} h, of {Part("count")}",
            "velocity" => Part("planck_per_day").Length == 0 ? "not enough sales" : $"{SumWords.Text(Part("planck_per_day"), token)} a day",
            "forecast_accuracy" => Part("forecast").Length == 0 ? $"no forecast was frozen; {SumWords.Text(Part("actual"), token)} paid"
                : $"{Percent(Part("value"))} ({SumWords.Text(Part("actual"), token)} paid, {SumWords.Text(Part("forecast"), token)} forecast)",
            "cost_per_paid_customer" => Part("value").Length == 0 ? $"{SumWords.Text(Part("numerator"), token)} spent, nobody won yet" : $"{SumWords.Text(Part("value"), token)} for each of {Count(Part("denominator"))} ({SumWords.Text(Part("numerator"), token)} spent)",
            _ when Part("denominator").Length == 0 => Count(Part("value")),
            _ when IsAmounts(metric) => Part("value").Length == 0 ? "nothing to divide by" : $"{Percent(Part("value"))} ({SumWords.Text(Part("numerator"), token)} of {SumWords.Text(Part("denominator"), token)})",
            _ when Part("denominator") == "0" => "0 of 0",
            _ when Part("denominator") is ['1' or '2' or '3' or '4'] => $"{Part("numerator")} of {Part("denominator")}", // Of fewer than five only the counts are said.
            _ => $"{Percent(Part("value"))} ({Part("numerator")} of {Part("denominator")})",
        };
    }

    /// <summary>"22.7 %"; a dash for none.</summary>
    public static string Percent(string value) => Read(value) is { } rate ? $"{PercentNumber(rate)}\u00a0%" : "–";

    /// <summary>"22.7", of 0.227273.</summary>
    public static string PercentNumber(decimal rate) => (rate * 100).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>"+3.2 points", "−4.1 %"; never "%" for a difference of rates.</summary>
    public static string Change(MonthOverMonth change) => Read(change.Change) is not { } number ? "" : $"{Signed(number)}\u00a0{(change.Unit == "points" ? "points" : "%")}";

    /// <summary>Why there is no change to show.</summary>
    public static string WhyNot(MonthOverMonth? change) => change?.Why switch
    {
        "immature" => "so far",
        "empty" => "nothing to compare with",
        "small" => "too few to compare",
        "zero_base" => "from nothing",
        _ => "not compared",
    };

    /// <summary>"+3.2".</summary>
    public static string Signed(decimal number)
    {
        var shown = Math.Round(number, 1, MidpointRounding.AwayFromZero);
        return shown == 0 ? "±0.0" : $"{(shown < 0 ? "−" : "+")}{Math.Abs(shown).ToString("#,0.0", CultureInfo.InvariantCulture)}";
    }

    /// <summary>"62" for 62.000000, "9.13" for 9.130952.</summary>
    public static string Decimal(string value) => Read(value) is { } number ? number.ToString("#,0.##", CultureInfo.InvariantCulture) : "–";

    /// <summary>"1,234"; a dash for none.</summary>
    public static string Count(string value) => Read(value) is { } number ? number.ToString("#,0", CultureInfo.InvariantCulture) : "–";

    /// <summary>Null for none.</summary>
    public static decimal? Read(string? value) => decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsAmounts(string metric) => metric is "credit_utilisation" or "renewal_rate_planck" or "concession_rate" or "unmatched_revenue" or "quota_attainment" or "coverage" or "net_retention";
}
