namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>A month of the trend.</summary>
/// <param name="Month">The month.</param>
/// <param name="Base">Its denominator.</param>
/// <param name="Count">Its numerator.</param>
/// <param name="Rate">In percent; null for an empty month.</param>
/// <param name="Lower">Of Wilson's interval, in percent.</param>
/// <param name="Upper">Of Wilson's interval, in percent.</param>
/// <param name="IsMature">Its window is closed.</param>
/// <param name="IsSmall">Too few for a rate.</param>
public sealed record TrendPoint(string Month, string Base, string Count, decimal? Rate, decimal? Lower, decimal? Upper, bool IsMature, bool IsSmall)
{
    /// <summary>The months of a year, oldest first. A month that the report does not have is empty.</summary>
    public static IReadOnlyList<TrendPoint> Of(ResultsView view, string metric) => [.. view.Year.Select(month =>
    {
        var figure = view.Of(metric, month);
        decimal? Percent(string? value) => FigureText.Read(value) * 100;
        return new TrendPoint(month, figure?.Denominator ?? "0", figure?.Numerator ?? "0", Percent(figure?.Value), Percent(figure?.Lower), Percent(figure?.Upper), figure is not null && view.IsMature(figure), figure?.Small == true);
    })];

    /// <summary>It may be joined with its neighbours.</summary>
    public bool IsOnLine => Rate is not null && IsMature && !IsSmall;

    /// <summary>"Jul 22.7 %", "Aug so far 17.9 %", "Mar 1 of 3", "Feb no leads".</summary>
    public string Words => $"{Months.Short(Month)} {(Rate is not { } rate ? "no leads" : IsSmall ? $"{Count} of {Base}" : $"{(IsMature ? "" : "so far ")}{FigureText.PercentNumber(rate / 100)} %")}";
}
