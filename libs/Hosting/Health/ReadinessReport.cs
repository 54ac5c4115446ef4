namespace CoretimeDesk.Hosting;

/// <summary>One check and its answer.</summary>
internal sealed record ReadinessEntry(string Name, ReadinessResult Result);

/// <summary>All checks of one round.</summary>
internal sealed record ReadinessReport(IReadOnlyList<ReadinessEntry> Entries)
{
    public ReadinessStatus Worst { get; } = Entries.Select(e => e.Result.Status).DefaultIfEmpty(ReadinessStatus.Ok).Max();

    /// <summary>Calls are welcome. A degraded service still serves.</summary>
    public bool Serves => Worst != ReadinessStatus.Failed;

    /// <summary>As on the wire.</summary>
    public string Status => Worst switch
    {
        ReadinessStatus.Ok => "ready",
        ReadinessStatus.Degraded => "degraded",
        _ => "unready",
    };

    public string Complaints => string.Join("; ", Entries
        .Where(e => e.Result.Status != ReadinessStatus.Ok)
        .Select(e => $"{e.Name}: {e.Result.Detail}"));

    public ReadinessReport AsDraining() =>
        new([.. Entries, new("shutdown", ReadinessResult.Failed("The process is shutting down."))]);
}
