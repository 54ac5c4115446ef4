using System.Globalization;
using CoretimeDesk.Insights.V1;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>A report as one page looks at it: one month, what it is compared with, and one group or all.</summary>
/// <param name="Report">What the service says.</param>
/// <param name="Month">The month.</param>
/// <param name="Vs">The month that it is compared with.</param>
/// <param name="Group">A group's id; empty for the desk as a whole.</param>
public sealed class ResultsView(GetReportResponse report, string month, string vs, string group)
{
    private const string Headline90 = "conversion_90";

    // Groups, and those who see groups alone, have a fraction of the figures; looking them up by name costs less than asking twice.
    private readonly Dictionary<(string Metric, string Month), Figure> _figures =
        (group.Length == 0 ? report.Figures : report.GroupFigures.Where(f => f.Group == group)).ToDictionary(f => (f.Metric, f.Month));

    private readonly Dictionary<(string Metric, string Month), Figure> _totals = report.Figures.ToDictionary(f => (f.Metric, f.Month));

    public GetReportResponse Report { get; } = report;

    public string Month { get; } = month;

    public string Vs { get; } = vs;

    public string Group { get; } = group;

    public string Token => Report.Token;

    /// <summary>The group as people call it.</summary>
    public string GroupName => Report.Groups.FirstOrDefault(g => g.Group_ == Group) is { Name.Length: > 0 } named ? named.Name : Group;

    /// <summary>Without a group all figures are here; of a group, conversion at 90 days, wins and net new coretime.</summary>
    public bool IsWhole => Group.Length == 0;

    /// <summary>Months of the report.</summary>
    public IReadOnlyList<string> Span => Months.Range(Report.From, Report.To);

    /// <summary>The twelve that end with the month.</summary>
    public IReadOnlyList<string> Year => Months.Range(Months.Add(Month, -11), Month);

    public Figure? Of(string metric, string at) => _figures.GetValueOrDefault((metric, at));

    public Figure? Now(string metric) => Of(metric, Month);

    public Figure? Before(string metric) => Of(metric, Vs);

    /// <summary>The newest month, this one or before, whose window has closed.</summary>
    public Figure? NewestMature(string metric) => Year.Reverse().Select(m => Of(metric, m)).FirstOrDefault(f => f is not null && IsMature(f));

    /// <summary>The one large number: conversion at 90 days of the newest month with 90 full days behind it.</summary>
    public Figure? Headline => NewestMature(Headline90);

    /// <summary>On a desk so young that no month with 90 full days behind it had a lead: the newest month that has some, which can only be told "so far". Null on any other.</summary>
    public Figure? SoFar => Year.Select(m => Of(Headline90, m)).Any(f => f is not null && HasLeads(f) && IsMature(f)) ? null
        : Year.Reverse().Select(m => Of(Headline90, m)).FirstOrDefault(f => f is not null && HasLeads(f));

    /// <summary>The month is not over: its counts still grow, and compare with no whole month.</summary>
    public bool IsRunning => Months.Of(Report.AsOf.ToDateTimeOffset()) == Month;

    /// <summary>A window is closed. Figures of groups do not say so themselves: of the same metric and month it is the same for all, and follows from the metric's own horizon.</summary>
    public bool IsMature(Figure figure) => figure.Group.Length == 0 ? figure.Mature
        : _totals.TryGetValue((figure.Metric, figure.Month), out var total) ? total.Mature
        : ClosesAt(figure) is { } closes && Report.AsOf.ToDateTimeOffset() >= closes;

    /// <summary>Figures that changed after they were published, newest month first.</summary>
    public IReadOnlyList<Figure> Restated => [.. _figures.Values.Where(f => f.Restatements.Count > 0).OrderByDescending(f => f.Month, StringComparer.Ordinal).ThenBy(f => f.Metric, StringComparer.Ordinal)];

    /// <summary>No lead was created, none won, nothing bought.</summary>
    public bool IsEmpty => Now("leads_created") is { Value: "0" } && Now("won") is { Value: "0" } && (Now("net_new_coretime")?.Parts.FirstOrDefault(p => p.Name == "planck")?.Value ?? "0") == "0";

    /// <summary>When the window of a cohort closes: so many days after its month; null for what is no month.</summary>
    public static DateTimeOffset? ClosesAt(Figure figure) => Months.TryFirstDay(Months.Add(figure.Month, 1), out var end) ? end.AddDays(HorizonOf(figure.Metric)) : null;

    /// <summary>Nothing happened before a month, to the desk or to any group, and something did in it.</summary>
    public static bool IsFirst(GetReportResponse report, string month)
    {
        var busy = report.Figures.Concat(report.GroupFigures).Where(HasAnything).Select(f => f.Month).ToHashSet(StringComparer.Ordinal);
        return busy.Contains(month) && !busy.Any(m => string.CompareOrdinal(m, month) < 0);
    }

    private static bool HasLeads(Figure figure) => figure.Denominator is not ("" or "0");

    // The three figures that groups have as well: leads, wins, paid coretime.
    private static bool HasAnything(Figure figure) => figure.Metric switch
    {
        Headline90 => HasLeads(figure),
        "won" => figure.Value is not ("" or "0"),
        "net_new_coretime" => figure.Parts.Any(p => p.Name == "planck" && p.Value is not ("" or "0")),
        _ => false,
    };

    private static int HorizonOf(string metric) =>
        metric.StartsWith("conversion_", StringComparison.Ordinal) && int.TryParse(metric["conversion_".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 0;
}
