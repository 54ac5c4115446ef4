namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>What the page of results shows, as its address says it: whoever has the address sees the same.</summary>
/// <param name="Month">The month: "2026-10".</param>
/// <param name="Vs">What it is compared with; empty for the month before.</param>
/// <param name="Team">A team's id; empty for all that one may see.</param>
/// <param name="Explain">The figure that is explained: "c90:2026-07"; empty for none.</param>
public sealed record ResultsAddress(string Month, string Vs = "", string Team = "", string Explain = "")
{
    /// <summary>The address on this server.</summary>
    public override string ToString() => Path($"/results/{Month}");

    /// <summary>The same figures as a file for spreadsheets.</summary>
    public string Csv => (this with { Explain = "" }).Path($"/results/{Month}/figures.csv");

    /// <summary>Where a figure is explained.</summary>
    public string Explaining(string metric, string month) => $"{this with { Explain = $"{Brief(metric)}:{month}" }}";

    /// <summary>The figure that is explained; null for none, or none that could be.</summary>
    public (string Metric, string Month)? Explained => Explain.Split(':') is [{ Length: > 0 } metric, var month] && Months.TryFirstDay(month, out _) ? (Long(metric), month) : null;

    private static string Brief(string metric) => metric.StartsWith("conversion_", StringComparison.Ordinal) ? $"c{metric["conversion_".Length..]}" : metric;

    private static string Long(string metric) => metric is "c30" or "c60" or "c90" or "c180" ? $"conversion_{metric[1..]}" : metric;

    private string Path(string path)
    {
        var query = string.Join('&', new[] { ("vs", Vs), ("team", Team), ("explain", Explain) }
            .Where(p => p.Item2.Length > 0).Select(p => $"{p.Item1}={Uri.EscapeDataString(p.Item2).Replace("%3A", ":", StringComparison.Ordinal)}"));
        return query.Length == 0 ? path : $"{path}?{query}";
    }
}
