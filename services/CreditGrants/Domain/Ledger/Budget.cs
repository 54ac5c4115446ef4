using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>
/// A programme's budget: one aggregate, folded from its accepted events by <see cref="BudgetLedger"/>. Immutable, so a step that is refused leaves nothing behind.
/// </summary>
public sealed record Budget
{
    private Budget(BudgetTerms terms) => Terms = terms;

    /// <summary>What it is run by. New terms count from then on, and take back nothing.</summary>
    public BudgetTerms Terms { get; init; }

    /// <summary>The grants by name.</summary>
    public ImmutableDictionary<string, Grant> Grants { get; private init; } = ImmutableDictionary.Create<string, Grant>(StringComparer.Ordinal);

    /// <summary>The sponsor's payments by id.</summary>
    public ImmutableDictionary<string, Payment> Payments { get; internal init; } = ImmutableDictionary.Create<string, Payment>(StringComparer.Ordinal);

    /// <summary>Refunds that came before their payment: what came back, by the payment's id.</summary>
    public ImmutableDictionary<string, Planck> Waiting { get; internal init; } = ImmutableDictionary.Create<string, Planck>(StringComparer.Ordinal);

    /// <summary>Every accepted event by id.</summary>
    public ImmutableDictionary<string, BudgetEvent> Accepted { get; internal init; } = ImmutableDictionary.Create<string, BudgetEvent>(StringComparer.Ordinal);

    /// <summary>Codes that opened a grant, with its name.</summary>
    public ImmutableDictionary<string, string> UsedCodes { get; internal init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What a provider's codes have awarded.</summary>
    public ImmutableDictionary<string, BigInteger> ProviderAwards { get; internal init; } = ImmutableDictionary.Create<string, BigInteger>(StringComparer.Ordinal);

    /// <summary>The names of a cluster's grants, also of those that are over.</summary>
    public ImmutableDictionary<string, ImmutableList<string>> Clusters { get; private init; } = ImmutableDictionary.Create<string, ImmutableList<string>>(StringComparer.Ordinal);

    /// <summary>Grants that run.</summary>
    public ImmutableSortedSet<string> Running { get; private init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>All that ever came.</summary>
    internal Planck Deposits { get; init; }

    /// <summary>All that was ever withdrawn.</summary>
    internal Planck Withdrawals { get; init; }

    /// <summary>All that was ever paid, before refunds.</summary>
    internal Planck Spends { get; init; }

    /// <summary>All that was ever refunded, also what waits and what is ignored.</summary>
    internal Planck Refunds { get; init; }

    /// <summary>What was paid, less what came back. Payments together have 128 bits, and so has this.</summary>
    internal Planck NetSpent { get; init; }

    private Tally Tally { get; init; }

    /// <summary>The eight balances.</summary>
    public Balances Balances => new(
        (BigInteger)Deposits.Value - Withdrawals.Value, Tally.Reserved, NetSpent.Value, Tally.Lapsed, Tally.Awarded, NetSpent.Value - Tally.Covered);

    /// <summary>A budget to which nothing has happened.</summary>
    public static Budget New(BudgetTerms terms) => new(terms);

    /// <summary>The grants of a cluster that count against what it may have.</summary>
    public IEnumerable<Grant> CountedGrants(string cluster) =>
        Clusters.TryGetValue(cluster, out var names) ? names.Select(n => Grants[n]).Where(g => g.CountsForCluster) : [];

    internal Budget With(Grant grant)
    {
        var isNew = !Grants.TryGetValue(grant.Name, out var before);
        var cluster = grant.Award.Cluster;
        return this with
        {
            Grants = Grants.SetItem(grant.Name, grant),
            Clusters = isNew ? Clusters.SetItem(cluster, Clusters.GetValueOrDefault(cluster, []).Add(grant.Name)) : Clusters,
            Running = grant.Closing is null ? Running.Add(grant.Name) : Running.Remove(grant.Name),
            Tally = Tally + grant.Tally() - (before?.Tally() ?? default),
        };
    }
}
