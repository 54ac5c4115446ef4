using System.Globalization;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Matching;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Fiat;

/// <summary>Records rates, and shows quotes by them.</summary>
public sealed class FiatDesk(CommandRunner<QuotingDb> commands, IDbContextFactory<QuotingDb> contexts, QuoteList quotes)
{
    private const string Aggregate = "fiat_rate";

    /// <summary>Records a rate.</summary>
    public Task<Outcome<RecordRateResponse>> RecordAsync(Command command, RateAsk ask, CancellationToken stop) => commands.RunAsync<RecordRateResponse>(command, scope =>
    {
        var decision = RateRules.Record(ask, Guid.CreateVersion7(scope.Now), scope.Actor, scope.Now);
        if (decision.Refusal is { } refusal)
        {
            return Task.FromResult<Outcome<RecordRateResponse>>(refusal);
        }

        var rate = decision.Events[0];
        var row = FiatRateRow.Of(rate);
        scope.Db.FiatRates.Add(row);
        scope.Append(row, Aggregate, [new FiatRateRecorded { Rate = ToMessage(rate) }]);
        return Task.FromResult<Outcome<RecordRateResponse>>(new RecordRateResponse { Rate = ToMessage(rate) });
    }, stop);

    /// <summary>A page of rates.</summary>
    public async Task<ListRatesResponse> ListAsync(Page page, string network, string currency, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var rates = db.FiatRates.AsNoTracking();
        rates = network.Length > 0 ? rates.Where(r => r.Network == network) : rates;
        rates = currency.Length > 0 ? rates.Where(r => r.Currency == currency) : rates;
        rates = page.Before is { } before ? rates.Where(r => r.Id < before) : rates;
        var rows = await rates.OrderByDescending(r => r.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { Rates = { rows.Take(page.Size).Select(r => ToMessage(r.ToRate())) }, NextPageToken = page.NextToken(rows, r => r.Id) };
    }

    /// <summary>A quote in a currency, as far as the viewer may see its amounts.</summary>
    public async Task<Outcome<ViewQuoteResponse>> ViewAsync(Guid? id, string number, string currency, Actor viewer, CancellationToken stop)
    {
        var found = await quotes.GetAsync(id, number, viewer, stop);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        var quote = found.OrThrow().Quote;
        if (quote.TechnicalOnly)
        {
            return new Refusal(RefusalKind.Forbidden, "AMOUNTS_HIDDEN", $"The amounts of {quote.Number} are not yours to see, in any currency.");
        }

        if (quote.Revisions.LastOrDefault(r => r.Terms is not null) is not { } revision)
        {
            return new Refusal(RefusalKind.Precondition, "NOT_PRICED", $"{quote.Number} has no price yet: ./desk quotes price {quote.Number}");
        }

        var terms = revision.Terms.ToDomain();
        var network = ChainNames.NetworkOf(terms.Price.Chain);
        await using var db = await contexts.CreateDbContextAsync(stop);
        var newest = await db.FiatRates.AsNoTracking().Where(r => r.Network == network && r.Currency == currency)
            .OrderByDescending(r => r.AsOf).ThenByDescending(r => r.RecordedAt).ThenByDescending(r => r.Id).FirstOrDefaultAsync(stop);
        if (newest is null)
        {
            return RateRules.NoRate(network, currency, terms.Price.Token.Symbol);
        }

        var view = FiatView.Of(terms, newest.ToRate());
        return new ViewQuoteResponse
        {
            QuoteId = quote.QuoteId,
            Number = quote.Number,
            Revision = revision.Revision,
            Token = revision.Terms.Price.Token,
            Rate = ToMessage(view.Rate),
            Lines = { view.Lines.Select(l => new V1.FiatLine { Name = l.Name, Planck = $"{l.Planck}", Fiat = l.Fiat.Text }) },
            Caveat = FiatView.Caveat,
        };
    }

    private static V1.FiatRate ToMessage(FiatRate rate) => new()
    {
        RateId = $"{rate.Id}",
        Network = rate.Network,
        Currency = rate.Currency.Code,
        Rate = rate.Text,
        AsOf = rate.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Source = rate.Source,
        RecordedById = $"{rate.RecordedBy.Id}",
        RecordedBy = rate.RecordedBy.Name,
        RecordedAt = rate.RecordedAt.ToTimestamp(),
    };
}
