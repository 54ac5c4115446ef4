using System.Globalization;

namespace CoretimeDesk.ChainLab;

/// <summary>When the lab's chains build blocks.</summary>
public enum LabBlockMode
{
    /// <summary>When asked: every block is a decision of the test.</summary>
    Manual,

    /// <summary>One for each submitted extrinsic.</summary>
    Instant,

    /// <summary>One for all that were submitted within a moment.</summary>
    Batch,
}

/// <summary>What a lab is started with. The same options and commands in the same order give the same block hashes.</summary>
public sealed record LabOptions
{
    /// <summary>Also run the relay chain: on-demand orders and credits. Without it a lab starts sooner and takes less memory.</summary>
    public bool Relay { get; init; } = true;

    /// <summary>Begin with a configured broker in the interlude of its first sale; false begins at genesis.</summary>
    public bool Sale { get; init; } = true;

    /// <summary>By how many blocks finality follows the best block, on the node views. Null: only as <see cref="LabChain.FinalizeAsync"/> says.</summary>
    public int? FinalityLag { get; init; } = 2;

    /// <summary>When blocks are built.</summary>
    public LabBlockMode Mode { get; init; } = LabBlockMode.Manual;

    /// <summary>In addition, one block on each chain at this interval, in whole seconds.</summary>
    public TimeSpan? BlocksEvery { get; init; }

    /// <summary>The relay block that the timeline starts at; null is the lab's own, 30,000,000.</summary>
    public uint? StartRelay { get; init; }

    /// <summary>The clock of the first block; null is the lab's own, 2026-03-01 00:00 UTC.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>How many cores the first sale offers; null is the lab's own, 20.</summary>
    public int? ExtraCores { get; init; }

    /// <summary>Further environment variables of the lab; they win over the options above.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>How long the start may take: seconds on an idle machine, minutes beside other tests.</summary>
    public TimeSpan StartLongest { get; init; } = TimeSpan.FromMinutes(3);

    internal IReadOnlyList<string> Arguments(LabPorts ports)
    {
        List<string> words =
        [
            "serve", "--coretime-port", Text(ports.Coretime), "--relay-port", Text(ports.Relay), "--control-port", Text(ports.Control), "--view-offset", "1",
            "--mode", Mode switch { LabBlockMode.Instant => "instant", LabBlockMode.Batch => "batch", _ => "manual" }, "--lag", Text(FinalityLag ?? -1),
        ];
        if (BlocksEvery is { } interval)
        {
            words.AddRange(["--auto-blocks", Text(checked((int)interval.TotalSeconds))]);
        }

        words.AddRange(Relay ? [] : ["--no-relay"]);
        words.AddRange(Sale ? [] : ["--no-sale"]);
        words.Add("--exit-with-stdin");
        return words;
    }

    internal Dictionary<string, string?> Variables(string specs)
    {
        var variables = new Dictionary<string, string?> { ["LAB_SPECS"] = specs };
        void Set(string name, long? value)
        {
            if (value is { } known)
            {
                variables[name] = known.ToString(CultureInfo.InvariantCulture);
            }
        }

        Set("LAB_START_RELAY", StartRelay);
        Set("LAB_START_TIME", StartTime?.ToUnixTimeMilliseconds());
        Set("LAB_EXTRA_CORES", ExtraCores);
        foreach (var (name, value) in Environment)
        {
            variables[name] = value;
        }

        return variables;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
