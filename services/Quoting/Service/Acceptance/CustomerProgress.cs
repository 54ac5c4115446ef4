using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Matching;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Substrate;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using MatchState = CoretimeDesk.Quoting.Matching.MatchState;
using Planck = CoretimeDesk.Market.Planck;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>What has happened with a quote that was sent, as its customer may know it.</summary>
internal static class CustomerProgress
{
    // A quote of hundreds of core-periods is bought over years; what is newest is what a customer looks for.
    private const int FactsMax = 200;
    private const int ShownAtStart = 6;
    private const int ShownAtEnd = 4;

    private static readonly MatchState[] Told = [MatchState.Counted, MatchState.Surplus, MatchState.OutsideTerms, MatchState.AwaitingAssignment];

    /// <summary>Oldest first.</summary>
    public static async Task<IReadOnlyList<ProgressStep>> OfAsync(QuotingDb db, SentRevision sent, CancellationToken stop)
    {
        var digest = sent.Quote.Sha256;
        var accepted = await db.Acceptances.AsNoTracking().SingleOrDefaultAsync(a => a.Digest == digest, stop);
        var offer = await db.Offers.AsNoTracking().SingleOrDefaultAsync(o => o.Digest == digest, stop);
        var facts = await db.PaidFacts.AsNoTracking()
            .Where(f => f.Digest == digest && Told.Contains(f.State))
            .OrderByDescending(f => f.OccurredAt).ThenByDescending(f => f.EventIndex).Take(FactsMax).ToListAsync(stop);
        var steps = new List<ProgressStep> { new() { Kind = ProgressKind.Sent, At = sent.Quote.SentAt.ToTimestamp() } };
        if (accepted is not null)
        {
            steps.Add(new() { Kind = ProgressKind.Accepted, At = accepted.AcceptedAt.ToTimestamp(), Acceptance = (V1.AcceptanceKind)accepted.Kind, By = WhoAccepted(accepted, sent.Quote.Terms.Price.Chain) });
        }

        foreach (var fact in facts)
        {
            steps.Add(StepOf(fact, fact.State is MatchState.Counted or MatchState.AwaitingAssignment ? ProgressKind.Paid : ProgressKind.NotCounted, sent.Quote));
            if (fact.Id == offer?.WonBy)
            {
                steps.Add(StepOf(fact, ProgressKind.Won, sent.Quote));
            }
        }

        return [.. steps.OrderBy(s => s.At.ToDateTimeOffset()).ThenBy(s => s.Kind)];
    }

    /// <summary>An account as its owner knows it, and not so much of it that a stranger learns it: the address on the quote's network, without its middle.</summary>
    public static string Shortened(string account, string chain)
    {
        var address = AccountId32.TryParse(account, out var id) ? id.ToSs58(ChainNames.Ss58PrefixOf(ChainNames.NetworkOf(chain))) : account;
        return address.Length <= ShownAtStart + ShownAtEnd ? address : $"{address[..ShownAtStart]}…{address[^ShownAtEnd..]}";
    }

    private static string WhoAccepted(AcceptanceRow row, string chain) => row.Signer.Length > 0 ? Shortened(row.Signer, chain) : row.Name;

    private static ProgressStep StepOf(PaidFactRow fact, ProgressKind kind, Quotes.QuoteSnapshot quote)
    {
        var period = quote.Terms.Price.Sale?.Periods.FirstOrDefault(p => p.Begin.Value == fact.Begin);
        return new()
        {
            Kind = kind,
            At = fact.OccurredAt.ToTimestamp(),
            Chain = fact.Chain,
            BlockNumber = (uint)fact.BlockNumber,
            BlockHash = fact.BlockHash,
            Core = (uint)fact.Core,
            Price = new Token(fact.Symbol, fact.Decimals).Format(new Planck(fact.Price)),
            BeginsAt = period?.BeginsAt.ToTimestamp(),
            EndsAt = period?.EndsAt.ToTimestamp(),
            PaidBySponsor = fact.PaidBy == Payer.Sponsor,
        };
    }
}
