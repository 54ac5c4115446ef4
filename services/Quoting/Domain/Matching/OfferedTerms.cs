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
    /// <returns>Null for a quote without cores: on-demand orders are no purchases of cores.</returns>
    public static MatchTerms? Of(QuoteSnapshot snapshot, IEnumerable<string> accounts, IEnumerable<uint> tasks)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var (ask, sale) = (snapshot.Terms.Ask, snapshot.Terms.Price.Sale);
        if (sale is null || ask.Periods == 0)
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
            Periods = [.. sale.Periods.Select(p => PeriodOf(ask, sale, p)).Where(p => p.Cores > 0)],
            Accounts = accounts.Concat(paras.Select(AccountOf)).ToHashSet(StringComparer.Ordinal),
            Tasks = paras,
            SentAt = snapshot.SentAt,
            ValidUntil = snapshot.ValidUntil,
        };
    }

    /// <summary>The account by which a para pays on the Coretime chain, as auto-renewals do.</summary>
    public static string AccountOf(uint para) => SovereignAccounts.Sibling(para).ToString();

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
