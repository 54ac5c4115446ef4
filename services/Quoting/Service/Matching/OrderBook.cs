using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>
/// Judges on-demand orders. Nearly every order is the newest of a customer with one budget that has room: it is judged by what is spent so far. All others, and whatever
/// becomes known late, are judged with everything that they hang together with; the result is the same.
/// </summary>
internal sealed class OrderBook(QuoteOutcomes outcomes, SponsorAccounts sponsors)
{
    /// <summary>Judges what hangs together with these. The caller holds the chain's lock, and has saved what has become known.</summary>
    public async Task JudgeAsync(CommandScope<QuotingDb> scope, string chain, Guid[] facts, Guid[] customers)
    {
        var orders = facts.Length == 0 ? [] : await scope.Db.PaidFacts.Where(f => facts.Contains(f.Id) && f.Kind == PaidKind.Order).ToListAsync(scope.Stop);
        if (orders.Count + customers.Length == 0 || (orders is [var newest] && customers.Length == 0 && await IsJudgedAsNewestAsync(scope, chain, newest)))
        {
            return;
        }

        var found = new OrderCase(scope.Db, chain, sponsors.All, scope.Stop);
        await found.ReadAsync(orders, customers);
        await MatchBook.NoteEndingsAsync(scope.Db, found.Offers, scope.Stop);
        var (terms, known, remarks) = await found.KnownAsync();
        var placed = found.Orders.ConvertAll(o => o.ToOrder());
        var verdicts = OrderMatcher.Match(placed, remarks, terms, known, found.Orders.Select(o => o.ToDecision()).OfType<FactDecision>());
        var (rows, termsOf) = (found.Orders.ToDictionary(o => $"{o.Id}"), terms.ToDictionary(t => t.Digest, StringComparer.Ordinal));
        foreach (var verdict in verdicts)
        {
            Become(scope, rows[verdict.FactId], verdict, termsOf);
        }

        foreach (var offer in found.Offers)
        {
            await FillAsync(scope, offer, termsOf[offer.Digest], BudgetUse.Of(termsOf[offer.Digest], placed, verdicts));
        }
    }

    private async Task<bool> IsJudgedAsNewestAsync(CommandScope<QuotingDb> scope, string chain, PaidFactRow row)
    {
        if (row.JudgedAt is not null || row.ToDecision() is not null)
        {
            return false;
        }

        var found = new OrderCase(scope.Db, chain, sponsors.All, scope.Stop);
        var offers = await found.AddOffersForAsync(found.Add([row]));
        if (offers.Count == 0)
        {
            row.Become(new($"{row.Id}", MatchState.Unmatched, null, null, 0, Deviations.None, sponsors.All.Contains(row.Payer) ? Payer.Sponsor : Payer.Stranger, false, false, []), scope.Now);
            return true;
        }

        var digests = offers.Select(o => o.Digest).ToArray();
        if (await scope.Db.PaidFacts.AnyAsync(
            f => f.Kind == PaidKind.Order && digests.Contains(f.Digest!) && (f.OccurredAt > row.OccurredAt
                || (f.OccurredAt == row.OccurredAt && (f.Chain != row.Chain || f.BlockNumber > row.BlockNumber || (f.BlockNumber == row.BlockNumber && f.EventIndex > row.EventIndex)))),
            scope.Stop))
        {
            return false;
        }

        await MatchBook.NoteEndingsAsync(scope.Db, offers, scope.Stop);
        var (terms, known, remarks) = await found.KnownAsync();
        var ledger = new OrderLedger(terms, known);
        foreach (var offer in offers)
        {
            var first = offer.OrdersWonBy is { } id ? await scope.Db.PaidFacts.FindAsync([id], scope.Stop) : null;
            ledger.GoOn(offer.Digest, new(new(offer.SpentCustomer), new(offer.SpentSponsor), null), first?.Payer);
        }

        var order = row.ToOrder();
        var tagged = remarks.Where(r => r.Place.BlockHash == row.BlockHash && r.ExtrinsicIndex == order.ExtrinsicIndex).Select(r => r.Digest).ToHashSet(StringComparer.Ordinal);
        if (ledger.Judge(order, tagged, null) is not { State: MatchState.Counted, Basis: not MatchBasis.Person } verdict)
        {
            return false;
        }

        var (mine, ofIt) = (offers.Find(o => o.Digest == verdict.Digest)!, terms.Single(t => t.Digest == verdict.Digest));
        Become(scope, row, verdict, new Dictionary<string, MatchTerms> { [ofIt.Digest] = ofIt });
        var before = new BudgetUse(new(mine.SpentCustomer), new(mine.SpentSponsor), null);
        var use = before.With(order, verdict);
        await FillAsync(scope, mine, ofIt, use, keepsFirst: mine.OrdersWonBy is not null);
        return true;
    }

    private static void Become(CommandScope<QuotingDb> scope, PaidFactRow row, Verdict verdict, IReadOnlyDictionary<string, MatchTerms> termsOf)
    {
        // Of an order that never was any quote's nobody has to hear: they are too many.
        var isSilent = row.JudgedAt is null && verdict.State == MatchState.Unmatched;
        if (row.Become(verdict, scope.Now) && !isSilent)
        {
            scope.Append(row, MatchBook.Aggregate, [MatchMessages.Judged(row, row.Digest is { } digest ? termsOf.GetValueOrDefault(digest) : null)]);
        }
    }

    private async Task FillAsync(CommandScope<QuotingDb> scope, OfferRow offer, MatchTerms terms, BudgetUse use, bool keepsFirst = false)
    {
        var first = keepsFirst ? offer.OrdersWonBy : use.First is { } order ? Guid.Parse(order.FactId) : null;
        var isSpent = (offer.SpentCustomer, offer.SpentSponsor) != (use.Customer.Value, use.Sponsor.Value);
        if (!isSpent && first == offer.OrdersWonBy)
        {
            return;
        }

        var wonBefore = offer.WonBy;
        (offer.SpentCustomer, offer.SpentSponsor) = (use.Customer.Value, use.Sponsor.Value);
        (offer.OrdersWonBy, offer.OrdersWonAt) = (first, keepsFirst ? offer.OrdersWonAt : use.First?.OccurredAt);
        offer.WonBy = offer.FirstPaid;
        await outcomes.TellAsync(scope, offer, terms.AccountId, wonBefore, isSpent ? [Filled.Of(terms.Budget!, use)] : []);
    }
}
