namespace CoretimeDesk.Insights.Figures;

/// <summary>A metric.</summary>
/// <param name="Name">As files and commands write it.</param>
/// <param name="HorizonDays">Within how many days things count; a month is mature that long after its end.</param>
public sealed record Metric(string Name, int HorizonDays);

/// <summary>All metrics.</summary>
public static class Metrics
{
    /// <summary>All of them, in the order in which reports have them.</summary>
    public static IReadOnlyList<Metric> All { get; }

    /// <summary>Those that groups have, too.</summary>
    public static IReadOnlyList<Metric> Grouped { get; }

    internal static IReadOnlyList<FigureRule> Rules { get; } =
    [
        .. CountRule.All,
        .. Conversions.Cohorts,
        Conversions.CreatedWinRate,
        Conversions.ClosedWinRate,
        .. Stages.All,
        new CreditToPaidRule(),
        new RenewalRateRule(),
        Counted.RepBandShare,
        Counted.MatchAutoShare,
        Counted.MatchReversedShare,
        new CreditUtilisationRule(),
        new RenewalRateByPlanckRule(),
        new ConcessionRateRule(),
        new UnmatchedRevenueRule(),
        new NetNewCoretimeRule(),
        new TimeToCloseRule(),
        new ApprovalTimeRule(),
        new VelocityRule(),
        new ForecastAccuracyRule(),
        new QuotaAttainmentRule(),
        new CoverageRule(),
        new CostPerPaidCustomerRule(),
        new NetRetentionRule(),
        new ClaimToPaidRule(),
    ];

    /// <summary>Those in reports that ask for none by name.</summary>
    internal static IReadOnlyList<FigureRule> Usual { get; } = [.. Rules.Where(r => r.IsUsual)];

    static Metrics() => (All, Grouped) = ([.. Rules.Select(r => r.Metric)], [.. Rules.Where(r => r.IsGrouped).Select(r => r.Metric)]);

    /// <summary>The rule of a metric.</summary>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    internal static FigureRule Rule(string name) =>
        Rules.FirstOrDefault(r => r.Metric.Name == name) ?? throw new ArgumentException($"There is no metric '{name}'; there are {string.Join(", ", All.Select(m => m.Name))}.", nameof(name));
}
