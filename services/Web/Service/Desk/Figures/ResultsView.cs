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

    /// <summary>A window is closed. Figures of groups do not say so themselves: of the same metric and month it is the same for all, and follows from the metric's own horizon.</summary>
    public bool IsMature(Figure figure) => figure.Group.Length == 0 ? figure.Mature
        : _totals.TryGetValue((figure.Metric, figure.Month), out var total) ? total.Mature
        : Months.TryFirstDay(Months.Add(figure.Month, 1), out var end) && Report.AsOf.ToDateTimeOffset() >= end.AddDays(HorizonOf(figure.Metric));

    /// <summary>Figures that changed after they were published, newest month first.</summary>
    public IReadOnlyList<Figure> Restated => [.. _figures.Values.Where(f => f.Restatements.Count > 0).OrderByDescending(f => f.Month, StringComparer.Ordinal).ThenBy(f => f.Metric, StringComparer.Ordinal)];

    /// <summary>No lead was created, none won, nothing bought.</summary>
    public bool IsEmpty => Now("leads_created") is { Value: "0" } && Now("won") is { Value: "0" } && (Now("net_new_coretime")?.Parts.FirstOrDefault(p => p.Name == "planck")?.Value ?? "0") == "0";

    private static int HorizonOf(string metric) =>
        metric.StartsWith("conversion_", StringComparison.Ordinal) && int.TryParse(metric["conversion_".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : 0;
}
