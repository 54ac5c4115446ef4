using System.Globalization;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>What the matcher must know, out of what was sent.</summary>
public static class OfferedTerms
{
    /// <summary>Takes it out of the snapshot.</summary>
    /// <param name="snapshot">What went out.</param>
    /// <param name="accounts">Chain accounts that are the customer's as it is sent.</param>
    /// <param name="tasks">The customer's para ids as it is sent.</param>
    /// <returns>Null for a quote that nothing paid could belong to.</returns>
    public static MatchTerms? Of(QuoteSnapshot snapshot, IEnumerable<string> accounts, IEnumerable<uint> tasks)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var (ask, sale, budget) = (snapshot.Terms.Ask, snapshot.Terms.Price.Sale, BudgetOf(snapshot.Terms.Ask));
        var hasCores = sale is not null && ask.Periods > 0;
        if (!hasCores && budget is null)
        {
            return null;
        }

        var paras = ask.ParaId is { } para ? tasks.Append(para).ToHashSet() : [.. tasks];
        return new()
        {
            Digest = snapshot.Sha256,
            QuoteId = snapshot.QuoteId,
            Revision = checked((uint)snapshot.Revision),
            AccountId = snapshot.Customer.AccountId,
            Chain = snapshot.Terms.Price.Chain,
            Periods = hasCores ? [.. sale!.Periods.Select(p => PeriodOf(ask, sale, p)).Where(p => p.Cores > 0)] : [],
            Budget = budget,
            Accounts = accounts.Concat(paras.Select(AccountOf)).Concat(budget is null ? [] : paras.Select(OrderingAccountOf)).ToHashSet(StringComparer.Ordinal),
            Tasks = paras,
            SentAt = snapshot.SentAt,
            ValidUntil = snapshot.ValidUntil,
        };
    }

    /// <summary>What the on-demand lines of a quote are worth together; null for none.</summary>
    public static QuotedBudget? BudgetOf(QuoteAsk ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var lines = ask.Lines.OfType<QuoteLine.OnDemand>().ToList();
        return lines.Count == 0 ? null : lines.Aggregate(new QuotedBudget(Planck.Zero, Planck.Zero), (sum, l) => new(sum.Customer + (l.Budget - l.Sponsored), sum.Sponsor + l.Sponsored));
    }

    /// <summary>The account by which a para pays on the Coretime chain, as auto-renewals do.</summary>
    public static string AccountOf(uint para) => SovereignAccounts.Sibling(para).ToString();

    /// <summary>The account by which a para orders on its relay chain.</summary>
    public static string OrderingAccountOf(uint para) => SovereignAccounts.Child(para).ToString();

    /// <summary>"2 cores from timeslice 376,110", for an audit trail.</summary>
    public static string Describe(QuotedPeriod period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return string.Create(CultureInfo.InvariantCulture, $"{period.Cores} cores from timeslice {period.Begin:N0}");
    }

    private static QuotedPeriod PeriodOf(QuoteAsk ask, SalePrice sale, PeriodPrice price)
    {
        var (cores, isFirst) = (ask.CoresIn(price.Period), price.Begin == sale.RegionBegin);
        var sponsored = isFirst && ask.Settlement == Settlement.SponsorBuysAndAssigns ? cores : Math.Min(cores, ask.SponsoredIn(price.Period));

        // What a later period costs is a forecast: the chain names the price of a renewal, and nobody can pay another one.
        return new(price.Begin.Value, cores - sponsored, sponsored, isFirst ? sale.Limit : (Planck?)null);
    }
}
