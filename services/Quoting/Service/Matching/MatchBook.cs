using System.Text.Json;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Quotes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>
/// Judges paid events again whenever something that bears on them becomes known, and tells what has changed by it. Verdicts are a function of all that is known, so facts
/// may come in any order and any number of times; what is saved is what has become different.
/// </summary>
internal sealed class MatchBook(QuoteOutcomes outcomes, OrderBook orders, SponsorAccounts sponsors)
{
    public const string Aggregate = "paid_fact";

    /// <summary>
    /// One chain's matches are judged by one command at a time, on whatever replica: two facts that are each other's business must not be judged side by side. A relay chain
    /// has the lock of the chain on which its cores are sold, since a quote may be won on either.
    /// </summary>
    public static string LockOf(string chain) => $"matching {ChainNames.SaleChainOf(chain)}";

    /// <summary>Judges what hangs together with these. The caller holds the chain's lock, and has saved what has become known.</summary>
    public async Task JudgeAsync(CommandScope<QuotingDb> scope, string chain, IEnumerable<Guid> facts, IEnumerable<Guid> customers)
    {
        var (named, whose) = (facts.ToArray(), customers.ToArray());
        if (chain == ChainNames.SaleChainOf(chain))
        {
            await JudgeCoresAsync(scope, chain, named, whose);
        }

        await orders.JudgeAsync(scope, chain, named, whose);
    }

    private async Task JudgeCoresAsync(CommandScope<QuotingDb> scope, string chain, Guid[] facts, Guid[] customers)
    {
        var found = await MatchCase.ReadAsync(scope.Db, chain, facts, customers, sponsors.All, scope.Stop);
        await NoteEndingsAsync(scope.Db, found.Offers, scope.Stop);
        var (terms, verdicts) = await found.JudgeAsync(scope.Db, scope.Stop);
        var rows = found.Facts.ToDictionary(f => $"{f.Id}");
        var termsOf = terms.ToDictionary(t => t.Digest, StringComparer.Ordinal);
        foreach (var verdict in verdicts)
        {
            var row = rows[verdict.FactId];
            if (row.Become(verdict, scope.Now))
            {
                scope.Append(row, Aggregate, [MatchMessages.Judged(row, row.Digest is { } digest ? termsOf.GetValueOrDefault(digest) : null)]);
            }
        }

        var paid = found.Facts.Select(f => f.ToFact()).ToList();
        foreach (var offer in found.Offers)
        {
            var fulfilment = Fulfilment.Of(termsOf[offer.Digest], paid, verdicts);
            var (won, fulfilled) = (fulfilment.Won is { } winner ? Guid.Parse(winner.FactId) : (Guid?)null, JsonSerializer.Serialize(fulfilment.Periods.Select(p => new StoredFulfilment(p.Begin, p.Counted, $"{p.Paid}"))));
            if (won != offer.CoresWonBy || !JsonEquals(fulfilled, offer.Fulfilled))
            {
                var (wonBefore, counted) = (offer.WonBy, JsonSerializer.Deserialize<StoredFulfilment[]>(offer.Fulfilled)!.ToDictionary(p => p.Begin));
                (offer.CoresWonBy, offer.CoresWonAt, offer.Fulfilled) = (won, fulfilment.Won?.OccurredAt, fulfilled);
                offer.WonBy = offer.FirstPaid;
                var changed = fulfilment.Periods.Where(p => !counted.TryGetValue(p.Begin, out var was) ? p.Counted > 0 : was.Counted != p.Counted || was.Paid != $"{p.Paid}");
                await outcomes.TellAsync(scope, offer, termsOf[offer.Digest].AccountId, wonBefore, [.. changed.Select(Filled.Of)]);
            }
        }
    }

    /// <summary>A quote was superseded or withdrawn by a person: that is kept here too, since a purchase that is known late may win it nevertheless.</summary>
    internal static async Task NoteEndingsAsync(QuotingDb db, List<OfferRow> offers, CancellationToken stop)
    {
        var open = offers.Where(o => o.Ending is null).Select(o => o.QuoteId).Distinct().ToArray();
        var ended = await db.Revisions.AsNoTracking().Where(r => open.Contains(r.QuoteId) && (r.State == QuoteState.Superseded || r.State == QuoteState.Withdrawn)).ToListAsync(stop);
        foreach (var revision in ended)
        {
            if (offers.Find(o => o.QuoteId == revision.QuoteId && o.Revision == revision.Number) is { Ending: null } offer)
            {
                offer.Ending = revision.State == QuoteState.Withdrawn ? QuoteEnding.Withdrawn : QuoteEnding.Superseded;
                offer.EndedAt = V1.QuoteRevision.Parser.ParseFrom(revision.Body).EndedAt.ToDateTimeOffset();
            }
        }
    }

    // PostgreSQL writes jsonb with blanks of its own.
    private static bool JsonEquals(string left, string right)
    {
        using var one = JsonDocument.Parse(left);
        using var two = JsonDocument.Parse(right);
        return JsonElement.DeepEquals(one.RootElement, two.RootElement);
    }
}
