using CoretimeDesk.Journal;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>Tells quotes what the chain has made of them. This is the one place from which a quote is won, and it needs a fact to do so.</summary>
internal sealed class QuoteOutcomes(QuoteBook quotes)
{
    /// <summary>Records that a quote is won, won by another fact, or not won after all; and how much of it is paid for.</summary>
    /// <param name="scope">The command.</param>
    /// <param name="offer">The revision that was sent, with what has become of it.</param>
    /// <param name="customer">Who the customer is after merges.</param>
    /// <param name="wonBefore">The fact that had won it; null for none.</param>
    /// <param name="changed">Parts of it of which more or less is paid for than before.</param>
    public async Task TellAsync(CommandScope<QuotingDb> scope, OfferRow offer, Guid customer, Guid? wonBefore, IReadOnlyList<Filled> changed)
    {
        var winner = offer.WonBy is { } id ? await scope.Db.PaidFacts.FindAsync([id], scope.Stop) : null;
        var open = await quotes.FindAsync(scope, offer.QuoteId) ?? throw new InvalidOperationException($"There is no quote {offer.QuoteId}, though it was sent.");
        var revision = open.Quote.Revisions.Single(r => r.Number == offer.Revision);
        List<QuoteEvent> events = [];
        List<IMessage> messages = [];
        if (winner is null && wonBefore is { } lost)
        {
            events.Add(await ReversedAsync(scope, offer, open.Now));
            messages.Add(new QuoteWinReversed { QuoteId = $"{offer.QuoteId}", Revision = (uint)offer.Revision, AccountId = $"{customer}", FactId = $"{lost}", ReversedAt = open.Now.ToTimestamp() });
        }
        else if (winner is not null && wonBefore is null)
        {
            if (revision.State == Quotes.QuoteState.Sent)
            {
                events.Add(new QuoteEvent.Accepted(offer.Revision, winner.OccurredAt));
                messages.Add(AcceptedBy(winner, offer, open.Quote, revision, customer));
            }

            events.Add(new QuoteEvent.Won(offer.Revision, winner.OccurredAt));
        }

        if (winner is not null && winner.Id != wonBefore)
        {
            messages.Add(Won(winner, offer, open.Quote, customer, isRestated: wonBefore is not null));
        }

        messages.AddRange(changed.Select(p => Fulfilled(p, offer, customer, winner, revision, open.Now)));
        if (events.Count > 0)
        {
            quotes.Record(scope, open, events, messages);
        }
        else
        {
            scope.Append(open.Row, QuoteBook.Aggregate, messages);
        }
    }

    /// <summary>Where the quote stands when nothing wins it: as the customer, a person and the clock have left it.</summary>
    private static async Task<QuoteEvent> ReversedAsync(CommandScope<QuotingDb> scope, OfferRow offer, DateTimeOffset now)
    {
        var isAccepted = await scope.Db.Acceptances.AnyAsync(a => a.Digest == offer.Digest, scope.Stop);
        var state = offer.Ending switch
        {
            QuoteEnding.Superseded => Quotes.QuoteState.Superseded,
            QuoteEnding.Withdrawn => Quotes.QuoteState.Withdrawn,
            _ => isAccepted ? Quotes.QuoteState.Accepted : Quotes.QuoteState.Sent,
        };
        return new QuoteEvent.WinReversed(offer.Revision, state, offer.EndedAt, now);
    }

    private static QuoteAccepted AcceptedBy(PaidFactRow fact, OfferRow offer, Quotes.Quote quote, Quotes.QuoteRevision revision, Guid customer) => new()
    {
        QuoteId = $"{offer.QuoteId}",
        Revision = (uint)offer.Revision,
        Number = quote.Number,
        AccountId = $"{customer}",
        LeadId = quote.Customer.LeadId?.ToString() ?? "",
        OwnerId = $"{quote.Owner.Id}",
        QuoteSha256 = offer.Digest,
        Kind = V1.AcceptanceKind.Purchase,
        Signer = fact.Payer,
        ListPlanck = $"{revision.Terms!.Total.List}",
        ConcessionPlanck = $"{revision.Terms.Total.Concession}",
        Token = fact.Symbol,
        AcceptedAt = fact.OccurredAt.ToTimestamp(),
        IsStrong = true,
        FactId = $"{fact.Id}",
    };

    private static QuoteWon Won(PaidFactRow fact, OfferRow offer, Quotes.Quote quote, Guid customer, bool isRestated) => new()
    {
        QuoteId = $"{offer.QuoteId}",
        Revision = (uint)offer.Revision,
        Number = quote.Number,
        AccountId = $"{customer}",
        LeadId = quote.Customer.LeadId?.ToString() ?? "",
        OwnerId = $"{quote.Owner.Id}",
        FactId = $"{fact.Id}",
        Chain = fact.Chain,
        BlockHash = fact.BlockHash,
        BlockNumber = (uint)fact.BlockNumber,
        EventIndex = (uint)fact.EventIndex,
        PaidPlanck = $"{fact.Price}",
        Token = fact.Symbol,
        Cores = fact.Kind == PaidKind.Order ? 0u : 1u,
        Kind = (V1.PaidKind)fact.Kind,
        WonAt = fact.OccurredAt.ToTimestamp(),
        QuoteSha256 = offer.Digest,
        Payer = fact.Payer,
        Begin = (uint)fact.Begin,
        End = (uint)(fact.Begin + fact.Duration),
        Basis = (V1.MatchBasis)(fact.Basis ?? 0),
        IsRestated = isRestated,
        CoresBought = offer.FirstPeriod().Counted,
        CoresQuoted = offer.FirstPeriod().Cores,
    };

    private static QuoteFulfilled Fulfilled(Filled part, OfferRow offer, Guid customer, PaidFactRow? winner, Quotes.QuoteRevision revision, DateTimeOffset now) => new()
    {
        QuoteId = $"{offer.QuoteId}",
        Revision = (uint)offer.Revision,
        AccountId = $"{customer}",
        FactId = winner is null ? "" : $"{winner.Id}",
        CoresBought = part.Counted,
        CoresQuoted = part.Cores,
        PaidPlanck = $"{part.Paid}",
        BudgetPlanck = part.Budget is { } budget ? $"{budget}" : "",
        Token = revision.Terms!.Price.Token.Symbol,
        Complete = part.IsComplete,
        At = now.ToTimestamp(),
        Begin = part.Begin,
    };
}

/// <summary>How much is paid for of one part of a quote: the cores of a period, or its budget for on-demand orders.</summary>
/// <param name="Begin">Of a period, its first timeslice.</param>
/// <param name="Cores">Of a period, the cores that were quoted.</param>
/// <param name="Counted">Those that are paid for.</param>
/// <param name="Paid">What was paid, by the customer and by sponsors.</param>
/// <param name="Budget">All of the budget; null of a period.</param>
/// <param name="IsComplete">Nothing is left.</param>
internal sealed record Filled(uint Begin, uint Cores, uint Counted, Planck Paid, Planck? Budget, bool IsComplete)
{
    public static Filled Of(PeriodFulfilment period) => new(period.Begin, period.Cores, period.Counted, period.Paid, null, period.IsComplete);

    public static Filled Of(QuotedBudget budget, BudgetUse use) => new(0, 0, 0, use.All, budget.All, use.All >= budget.All);
}
