using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Programmes;

/// <summary>The terms by which a programme gives: one version, which never changes. Numbers live here and not in code.</summary>
public sealed record ProgrammeTerms
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Its number.</summary>
    public required int Version { get; init; }

    /// <summary>Within how many days the sponsor must have paid once, or the grant lapses.</summary>
    public required int ActivationDays { get; init; }

    /// <summary>Within how many business days a request is decided.</summary>
    public required int DecisionBusinessDays { get; init; }

    /// <summary>How many days before its end a grant is reviewed.</summary>
    public required int ReviewDaysBeforeExpiry { get; init; }

    /// <summary>How much of a tranche must be used before the next, in percent.</summary>
    public required uint UsedPercent { get; init; }

    /// <summary>What a cluster may have in its life, in half core-periods.</summary>
    public required uint ClusterCapHalfPeriods { get; init; }

    /// <summary>Grants of more half core-periods than this need two people to approve them.</summary>
    public required uint TwoPeopleAboveHalfPeriods { get; init; }

    /// <summary>Over how many transfers a common funder is looked for.</summary>
    public required int FunderHops { get; init; }

    /// <summary>Over how many days.</summary>
    public required int FunderDays { get; init; }

    /// <summary>The tiers, each once.</summary>
    public required ImmutableArray<TierTerms> Tiers { get; init; }

    /// <summary>Version 1 as a file.</summary>
    public static string FirstJson { get; } = Shipped();

    /// <summary>Version 1, which every desk begins with.</summary>
    public static ProgrammeTerms First { get; } = TryRead(System.Text.Encoding.UTF8.GetBytes(FirstJson), out var problem) ?? throw new InvalidOperationException($"programme-v1.json: {problem}");

    /// <summary>The tier's terms; null when this programme does not give it.</summary>
    public TierTerms? Find(GrantTier tier) => Tiers.FirstOrDefault(t => t.Tier == tier);

    /// <summary>These terms as the ledger keeps a budget by them.</summary>
    public BudgetTerms ToBudget(Planck reserve) => BudgetTerms.Default with { Reserve = reserve, ActivationDays = ActivationDays, UsedPercent = UsedPercent, ClusterCapHalfPeriods = ClusterCapHalfPeriods };

    /// <summary>Reads terms. Unknown and missing fields are faults, so that a misspelt limit is not a missing one.</summary>
    /// <param name="utf8">JSON.</param>
    /// <param name="problem">What is wrong, by field; empty when nothing is.</param>
    /// <returns>The terms, or null.</returns>
    public static ProgrammeTerms? TryRead(ReadOnlySpan<byte> utf8, out string problem)
    {
        try
        {
            var terms = JsonSerializer.Deserialize<ProgrammeTerms>(utf8, Options);
            problem = terms?.Fault() ?? (terms is null ? "The terms are null." : "");
            return problem.Length == 0 ? terms : null;
        }
        catch (JsonException e)
        {
            problem = $"{e.Path ?? "$"}: {e.Message}";
            return null;
        }
    }

    private string? Fault() =>
        Version < 1 ? "version must be at least 1."
        : ActivationDays is < 1 or > 3650 ? "activation_days must be 1 to 3650."
        : DecisionBusinessDays is < 1 or > 365 ? "decision_business_days must be 1 to 365."
        : ReviewDaysBeforeExpiry is < 0 or > 3650 ? "review_days_before_expiry must be 0 to 3650."
        : UsedPercent > 100 ? "used_percent must be 0 to 100."
        : FunderHops is < 0 or > 4 ? "funder_hops must be 0 to 4."
        : FunderDays is < 1 or > 3650 ? "funder_days must be 1 to 3650."
        : Tiers.IsEmpty ? "tiers must not be empty."
        : Tiers.DistinctBy(t => t.Tier).Count() != Tiers.Length ? "tiers must name each tier once."
        : Tiers.Select(Fault).FirstOrDefault(f => f is not null);

    private static string? Fault(TierTerms tier)
    {
        var name = $"tiers/{tier.Tier.ToName()}";
        return tier.ExpiresDays is null == tier.ExpiresMonths is null ? $"{name}: give expires_days or expires_months."
            : (tier.ExpiresDays ?? tier.ExpiresMonths) is < 1 or > 3650 ? $"{name}: it must last at least a day, and at most 3650."
            : tier.TranchesHalfPeriods is null == tier.HalfPeriodsMax is null ? $"{name}: give tranches_half_periods, or half_periods_max where they are agreed."
            : tier.TranchesHalfPeriods is { } tranches && (tranches.IsEmpty || tranches.Contains(0u)) ? $"{name}: every tranche must be at least half a core-period."
            : tier.Needs.Contains(Need.YoungStartup) && tier.YearsMax is not > 0 ? $"{name}: years_max says how young a startup must be."
            : null;
    }

    private static string Shipped()
    {
        using var text = new StreamReader(typeof(ProgrammeTerms).Assembly.GetManifestResourceStream("programme-v1.json")!);
        return text.ReadToEnd();
    }
}
