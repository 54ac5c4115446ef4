namespace CoretimeDesk.Leads.Assessments;

/// <summary>What a solution engineer concludes.</summary>
public enum Verdict
{
    /// <summary>It can run as it is.</summary>
    Fit = 1,

    /// <summary>It can run once the conditions are met.</summary>
    FitWithConditions = 2,

    /// <summary>It cannot run, for the reasons under risks.</summary>
    NoFit = 3,
}

/// <summary>A customer's technical need, in the order in which people are told of it: core-periods, regions, dates, and then the rest.</summary>
public sealed record AssessmentForm
{
    /// <summary>The longest workload or migration, in UTF-16 units.</summary>
    public const int LongLengthMax = 4000;

    /// <summary>The longest runtime stack, in UTF-16 units.</summary>
    public const int StackLengthMax = 1000;

    /// <summary>The longest risk or condition, in UTF-16 units.</summary>
    public const int LineLengthMax = 500;

    /// <summary>The most risks, and the most conditions.</summary>
    public const int LinesMax = 20;

    private const uint CorePeriodsMax = 100_000;
    private const uint RegionsMax = 1_000_000;
    private const uint CoresMax = 1000;

    // A day has 14,400 six-second blocks; with many cores for one para some hundred thousand. What is more is a slip.
    private const ulong BlocksPerDayMax = 100_000_000;

    /// <summary>One full core for one sale period of 28 days each.</summary>
    public required uint CorePeriods { get; init; }

    /// <summary>Regions to buy; 0 for on-demand.</summary>
    public required uint Regions { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly StartsOn { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly EndsOn { get; init; }

    /// <summary>Bulk or on-demand.</summary>
    public required ProductLine Supply { get; init; }

    /// <summary>Cores at the same time; 0 for on-demand.</summary>
    public required uint Cores { get; init; }

    /// <summary>Several cores for one para at the same time.</summary>
    public required bool ElasticScaling { get; init; }

    /// <summary>Blocks that the workload is expected to make in a day.</summary>
    public required ulong BlocksPerDay { get; init; }

    /// <summary>What runs.</summary>
    public required string Workload { get; init; }

    /// <summary>What it is built with.</summary>
    public required string RuntimeStack { get; init; }

    /// <summary>From where and how it comes; empty when nothing is to be migrated.</summary>
    public string Migration { get; init; } = "";

    /// <summary>What may go wrong.</summary>
    public IReadOnlyList<string> Risks { get; init; } = [];

    /// <summary>The conclusion.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What must be met first.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>Everything that is wrong with it.</summary>
    public IReadOnlyList<FieldViolation> Faults()
    {
        var faults = new List<FieldViolation>();
        var bulk = Supply == ProductLine.Bulk;
        Require(CorePeriods is >= 1 and <= CorePeriodsMax, "core_periods", $"must be 1 to {CorePeriodsMax}: say first how much coretime is needed.");
        Require(bulk ? Regions >= 1 && Regions <= RegionsMax : Regions == 0, "regions", bulk ? $"must be 1 to {RegionsMax}: bulk coretime is bought in regions." : "must be 0: on-demand coretime has no regions.");
        Require(bulk ? Cores >= 1 && Cores <= CoresMax : Cores == 0, "cores", bulk ? $"must be 1 to {CoresMax}." : "must be 0: on-demand coretime has no cores of its own.");
        Require(EndsOn >= StartsOn, "ends_on", "lies before starts_on.");
        Require(EndsOn < StartsOn || EndsOn.DayNumber - StartsOn.DayNumber <= 3 * 366, "ends_on", "lies more than three years after starts_on; assess what can be foreseen.");
        Require(!ElasticScaling || (bulk && Cores >= 2), "elastic_scaling", "needs bulk coretime and at least 2 cores.");
        Require(BlocksPerDay is >= 1 and <= BlocksPerDayMax, "blocks_per_day", $"must be 1 to {BlocksPerDayMax}.");
        Require(Workload.Any(char.IsLetterOrDigit), "workload", "is missing: say what runs.");
        Require(RuntimeStack.Any(char.IsLetterOrDigit), "runtime_stack", "is missing: say what it is built with.");
        Require(Risks.All(r => r.Any(char.IsLetterOrDigit)), "risks", "has an empty line; leave it out.");
        Require(Conditions.All(c => c.Any(char.IsLetterOrDigit)), "conditions", "has an empty line; leave it out.");
        Require((Verdict == Verdict.FitWithConditions) == (Conditions.Count > 0), "conditions", Conditions.Count > 0 ? "belong to the verdict \"fit with conditions\" alone." : "are missing: say what must be met.");
        Require(Verdict != Verdict.NoFit || Risks.Count > 0, "risks", "are missing: say why it cannot run.");
        return faults;

        void Require(bool holds, string field, string description)
        {
            if (!holds)
            {
                faults.Add(new($"form.{field}", description));
            }
        }
    }
}
