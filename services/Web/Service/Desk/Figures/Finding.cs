using System.Globalization;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>The title of the page: what happened, from templates over figures.</summary>
internal static class Finding
{
    /// <summary>"October: more paid coretime, conversion steady, concessions up"; of a month that is not over the counts alone: "November so far: 12 leads, 3 won on chain, 38 core-periods paid".</summary>
    public static string Of(ResultsView view)
    {
        var whose = view.IsWhole ? "" : $", {view.GroupName}";
        if (view.IsEmpty)
        {
            return $"No leads were created in {Months.Words(view.Month)}{whose}{(view.IsRunning ? ", so far" : "")}";
        }

        if (view.IsRunning)
        {
            return $"{Months.Name(view.Month)} so far{whose}: {Counts(view)}";
        }

        string[] parts = [.. new[] { Coretime(view), Conversion(view), Concessions(view) }.Where(p => p.Length > 0)];
        return $"{Months.Name(view.Month)}{whose}: {(parts.Length == 0 ? "too little to compare" : string.Join(", ", parts))}";
    }

    private static string Counts(ResultsView view)
    {
        string[] parts =
        [
            .. view.Of("conversion_90", view.Month) is { } cohort && long.TryParse(cohort.Denominator, NumberStyles.None, CultureInfo.InvariantCulture, out var leads) ? new[] { Words.Count(leads, "lead") } : [],
            .. view.Now("won") is { Value.Length: > 0 } won ? new[] { $"{FigureText.Count(won.Value)} won on chain" } : [],
            .. view.Now("net_new_coretime")?.Parts.FirstOrDefault(p => p.Name == "core_periods") is { Value.Length: > 0 } periods ? new[] { $"{FigureText.Decimal(periods.Value)} core-periods paid" } : [],
        ];
        return parts.Length == 0 ? "nothing to tell" : string.Join(", ", parts);
    }

    private static string Coretime(ResultsView view)
    {
        var (now, before) = (Planck(view, view.Month), Planck(view, view.Vs));
        return now is null || before is null ? "" : now > before ? "more paid coretime" : now < before ? "less paid coretime" : now == 0 ? "no paid coretime" : "paid coretime as before";
    }

    private static string Conversion(ResultsView view)
    {
        if (view.Headline is not { } headline || view.SoFar is not null)
        {
            return "no conversion to tell yet";
        }

        var verdict = Verdict.Of(view, headline, view.Of(headline.Metric, Months.Add(headline.Month, -1)));
        return verdict.Points is not { } points ? "conversion not comparable" : verdict.IsChance ? "conversion steady" : points > 0 ? "conversion up" : "conversion down";
    }

    private static string Concessions(ResultsView view) =>
        FigureText.Read(view.Now("concession_rate")?.Value) is not { } now || FigureText.Read(view.Before("concession_rate")?.Value) is not { } before ? ""
        : now > before ? "concessions up" : now < before ? "concessions down" : "concessions as before";

    private static System.Numerics.BigInteger? Planck(ResultsView view, string month) =>
        Parts.SumWords.TryRead(view.Of("net_new_coretime", month)?.Parts.FirstOrDefault(p => p.Name == "planck")?.Value, out var amount) ? amount : null;
}
