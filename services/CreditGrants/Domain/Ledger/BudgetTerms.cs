using System.Collections.Immutable;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>A code that a provider hands to one of its members.</summary>
/// <param name="Provider">Whose code it is.</param>
/// <param name="IsRevoked">It leaked, or its provider is out: it opens nothing any more.</param>
public sealed record ProviderCode(string Provider, bool IsRevoked = false);

/// <summary>What a budget is run by. <see cref="Default"/> holds the numbers that every desk begins with.</summary>
public sealed record BudgetTerms
{
    /// <summary>No reserve, no codes, and the limits of version 1.</summary>
    public static BudgetTerms Default { get; } = new();

    /// <summary>What must stay free after every award.</summary>
    public Planck Reserve { get; init; }

    /// <summary>The codes that providers were given.</summary>
    public ImmutableDictionary<string, ProviderCode> Codes { get; init; } = ImmutableDictionary.Create<string, ProviderCode>(StringComparer.Ordinal);

    /// <summary>What a provider's codes may award together. A provider without one has nothing.</summary>
    public ImmutableDictionary<string, Planck> ProviderBudgets { get; init; } = ImmutableDictionary.Create<string, Planck>(StringComparer.Ordinal);

    /// <summary>How many half core-periods a cluster may be awarded in its life: 26 core-periods.</summary>
    public uint ClusterCapHalfPeriods { get; init; } = 52;

    /// <summary>Within how many days of 86,400 seconds the sponsor must have paid for a grant once.</summary>
    public int ActivationDays { get; init; } = 90;

    /// <summary>How much of a tranche must be used before the next one opens, in percent of its value.</summary>
    public uint UsedPercent { get; init; } = 80;
}
