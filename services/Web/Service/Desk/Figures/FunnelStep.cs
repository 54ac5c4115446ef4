using System.Globalization;
using CoretimeDesk.Insights.V1;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>A stage of the funnel.</summary>
/// <param name="Name">"Qualified".</param>
/// <param name="Metric">Whose figure explains how many entered it.</param>
/// <param name="Entered">How many entered it in the month.</param>
/// <param name="Compared">How many did in the month that it is compared with; null where it is not known.</param>
/// <param name="Onward">Of the newest month whose window has closed: how many went on; null for the last.</param>
/// <param name="Days">Within how many days.</param>
public sealed record FunnelStep(string Name, string Metric, long Entered, long? Compared, Figure? Onward, int Days)
{
    private static readonly (string Name, string Metric, int Days)[] Stages =
    [
        ("Created", "stage_lead_qualified", 30), ("Qualified", "stage_qualified_opportunity", 45), ("Registered", "stage_opportunity_quoted", 60), ("Quoted", "stage_quoted_accepted", 30),
        ("Accepted", "stage_accepted_won", 28),
    ];

    /// <summary>All stages; empty where the report has none, as of a group.</summary>
    public static IReadOnlyList<FunnelStep> Of(ResultsView view)
    {
        var steps = Stages.Where(s => view.Now(s.Metric) is not null)
            .Select(s => new FunnelStep(s.Name, s.Metric, Number(view.Now(s.Metric)!.Denominator)!.Value, Number(view.Before(s.Metric)?.Denominator), view.NewestMature(s.Metric), s.Days)).ToList();
        return steps.Count == 0 || view.Now("won") is not { } won ? steps : [.. steps, new FunnelStep("Won on chain", "won", Number(won.Value)!.Value, Number(view.Before("won")?.Value), null, 0)];
    }

    /// <summary>"57 % · 26 of 46 in 30 days"; of too few, the counts alone.</summary>
    public string OnwardWords => Onward is not { } f || Number(f.Denominator) is not > 0 ? "" : $"{(f.Small ? "" : $"{FigureText.Percent(f.Value)} · ")}{f.Numerator} of {f.Denominator} in {Days} days, {Months.Name(f.Month)}";

    private static long? Number(string? text) => text is null ? null : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
