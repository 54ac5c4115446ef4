using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Matching;
using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using LeadinSale = CoretimeDesk.Market.LeadinSale;
using Planck = CoretimeDesk.Market.Planck;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>Takes customers' yes, and makes what they sign to buy. Nothing here wins a quote.</summary>
public sealed class AcceptanceDesk(CommandRunner<QuotingDb> commands, IDbContextFactory<QuotingDb> contexts, QuoteBook quotes, IMarkets markets, ICalls calls, TimeProvider time)
{
    /// <summary>What is to be signed to accept.</summary>
    /// <param name="quoteId">The quote.</param>
    /// <param name="actor">Who asks; null for the customer by link.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Outcome<GetAcceptanceTextResponse>> TextAsync(Guid quoteId, Actor? actor, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (open, refusal) = await ReadAsync(db, quoteId, actor, stop);
        if (open is null)
        {
            return refusal!;
        }

        var accepted = await db.Acceptances.AsNoTracking().SingleOrDefaultAsync(a => a.Digest == open.Offer.Digest, stop);
        return AcceptanceRules.Standing(open.Offer, time.GetUtcNow()) is { } over ? over : new GetAcceptanceTextResponse
        {
            Text = open.Offer.Text,
            QuoteSha256 = open.Offer.Digest,
            Revision = (uint)open.Offer.Revision,
            Signers = { await CustomerMap.SignersOfAsync(db, open.Snapshot.Customer.AccountId, stop) },
            TakesTypedName = AcceptanceRules.TakesTypedName(open.Offer),
            Acceptance = accepted?.ToMessage(),
        };
    }

    /// <summary>What is to be signed to buy.</summary>
    /// <param name="quoteId">The quote.</param>
    /// <param name="actor">Who asks; null for the customer by link.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<Outcome<GetCallDataResponse>> CallDataAsync(Guid quoteId, Actor? actor, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (open, refusal) = await ReadAsync(db, quoteId, actor, stop);
        if (open is null)
        {
            return refusal!;
        }

        var (now, price) = (time.GetUtcNow(), open.Snapshot.Terms.Price);
        if (AcceptanceRules.Standing(open.Offer, now) is { } over)
        {
            return over;
        }

        var row = await db.Offers.AsNoTracking().SingleOrDefaultAsync(o => o.Digest == open.Offer.Digest, stop);
        var market = await markets.NowAsync(price.Chain, stop);
        var (cores, begin, limit) = await LeftAsync(db, row, open, stop);
        var sale = new LeadinSale(market.Sale, market.Configuration);
        if (!sale.TryPriceAt(market.RelayBlock, out var priceNow))
        {
            return Pricing.TooLarge;
        }

        var meets = new MarketNow(sale.Calendar.PhaseAt(market.RelayBlock), market.Sale.RegionBegin.Value, priceNow, market.Sale.CoresLeft);
        return PurchaseCalls.Refuse(open.Offer, cores, begin, limit, meets, price.Token, now) is { } no
            ? no
            : ToMessage(await calls.EncodeAsync(price.Chain, $"0x{open.Offer.Digest}", PurchaseCalls.Purchases(cores, limit), stop), open.Offer, cores, limit, meets, price.Token);
    }

    /// <summary>Accepts by a signature.</summary>
    public Task<Outcome<AcceptBySignatureResponse>> BySignatureAsync(Command command, Acceptor by, Guid quoteId, string digest, string signer, byte[] signature, CancellationToken stop) => AcceptAsync(
        command,
        by,
        quoteId,
        digest,
        async (scope, open) => AcceptanceRules.BySignature(
            open.Offer, signer, (await CustomerMap.SignersOfAsync(scope.Db, open.Snapshot.Customer.AccountId, scope.Stop)).Contains(signer), signature, scope.Now),
        acceptance => new AcceptBySignatureResponse { Acceptance = acceptance },
        stop);

    /// <summary>Accepts by a typed name.</summary>
    public Task<Outcome<RecordTypedAcceptanceResponse>> ByTypedNameAsync(Command command, Acceptor by, Guid quoteId, string digest, AcceptanceEvidence.WithName typed, CancellationToken stop) => AcceptAsync(
        command,
        by,
        quoteId,
        digest,
        (scope, open) => Task.FromResult(AcceptanceRules.ByTypedName(open.Offer, typed, by.IsStaff, scope.Now)),
        acceptance => new RecordTypedAcceptanceResponse { Acceptance = acceptance },
        stop);

    private Task<Outcome<TResponse>> AcceptAsync<TResponse>(
        Command command, Acceptor by, Guid quoteId, string digest, Func<CommandScope<QuotingDb>, OfferView, Task<Decision<AcceptanceEvidence>>> decide, Func<V1.Acceptance, TResponse> answer, CancellationToken stop)
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new() => commands.RunAsync<TResponse>(command, async scope =>
        {
            if (await quotes.FindAsync(scope, quoteId) is not { } found || (by.IsStaff && QuoteAccess.SightOf(found.Row, scope.Actor, []) != Sight.Whole))
            {
                return Refusal.NotFound("quote", quoteId);
            }

            if (by.IsStaff && !QuoteAccess.MayWork(found.Row, scope.Actor) && !scope.Actor.Is(Role.Service))
            {
                return new Refusal(RefusalKind.Forbidden, "NOT_YOUR_QUOTE", $"{found.Quote.Number} is {found.Quote.Owner.Name}'s: only they, their team lead and the head of sales record what its customer says.");
            }

            if (OfferView.Of(found.Quote, digest) is not { } open)
            {
                return Refusal.InvalidField("quote_sha256", $"is the digest of no revision of {found.Quote.Number} that was sent.");
            }

            var decision = await decide(scope, open);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            if (decision.Events is not [var evidence])
            {
                // Accepted or bought already: what stands, stands.
                return answer((await scope.Db.Acceptances.SingleOrDefaultAsync(a => a.Digest == digest, scope.Stop))?.ToMessage()
                    ?? AcceptanceMessages.Bought(open, (await scope.Db.Offers.SingleOrDefaultAsync(o => o.Digest == digest, scope.Stop))?.WonBy));
            }

            var row = AcceptanceMessages.ToRow(evidence, open, by, scope.Now);
            scope.Db.Acceptances.Add(row);
            quotes.Record(scope, found, [new QuoteEvent.Accepted(open.Offer.Revision, scope.Now)], AcceptanceMessages.Accepted(row, open, found.Quote));
            return answer(row.ToMessage());
        }, stop);

    /// <summary>The revision that is with the customer, or was last.</summary>
    private static async Task<(OfferView? Open, Refusal? Refusal)> ReadAsync(QuotingDb db, Guid quoteId, Actor? actor, CancellationToken stop)
    {
        var row = await QuoteBook.Whole(db.Quotes.AsNoTracking()).SingleOrDefaultAsync(q => q.Id == quoteId, stop);
        if (row is null || (actor is not null && QuoteAccess.SightOf(row, actor, []) != Sight.Whole))
        {
            return (null, Refusal.NotFound("quote", quoteId));
        }

        var quote = QuoteBook.Read(row);
        var revision = quote.Out ?? quote.Revisions.LastOrDefault(r => r.Snapshot is not null);
        return revision is null
            ? (null, new(RefusalKind.Precondition, "NOT_SENT", $"{quote.Number} was not sent: there is nothing to accept."))
            : (OfferView.Of(quote, revision), null);
    }

    /// <summary>What the customer has still to buy in this sale.</summary>
    private static async Task<(uint Cores, uint Begin, Planck Limit)> LeftAsync(QuotingDb db, OfferRow? row, OfferView open, CancellationToken stop)
    {
        if (row is null || open.Snapshot.Terms.Price.Sale is not { } sale)
        {
            return (0, 0, Planck.Zero);
        }

        var first = row.ToTerms(row.AccountId).Periods[0];
        var bought = await db.PaidFacts.CountAsync(f => f.Digest == row.Digest && f.State == Matching.MatchState.Counted && f.Begin == first.Begin && f.PaidBy != Payer.Sponsor, stop);
        return (first.CustomerCores > bought ? first.CustomerCores - (uint)bought : 0, first.Begin, sale.Limit);
    }

    private static GetCallDataResponse ToMessage(EncodedCall call, OpenOffer offer, uint cores, Planck limit, MarketNow market, Token token) => new()
    {
        CallData = call.CallData,
        CallHash = call.CallHash,
        Json = call.Json,
        SpecName = call.SpecName,
        SpecVersion = call.SpecVersion,
        Chain = call.Chain,
        GenesisHash = call.GenesisHash,
        BlockNumber = call.BlockNumber,
        BlockHash = call.BlockHash,
        WalletLink = call.WalletLink,
        QuoteSha256 = offer.Digest,
        Revision = (uint)offer.Revision,
        Cores = cores,
        LimitPlanck = $"{limit}",
        PricePlanck = $"{market.Price}",
        Token = token.Symbol,
        Decimals = (uint)token.Decimals,
        ValidUntil = offer.ValidUntil.ToTimestamp(),
    };
}
