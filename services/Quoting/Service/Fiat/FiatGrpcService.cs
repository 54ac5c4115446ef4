using System.Globalization;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Fiat;

/// <summary>Translates only.</summary>
internal sealed class FiatGrpcService(FiatDesk desk) : FiatService.FiatServiceBase
{
    private const int TextMax = 64;

    public override async Task<RecordRateResponse> RecordRate(RecordRateRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Text("network", request.Network, RateRules.NetworkMax)
            .Text("currency", request.Currency, TextMax)
            .Text("rate", request.Rate, TextMax)
            .Satisfies("as_of", DateOnly.TryParseExact(request.AsOf, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asOf), "is no day: write 2026-11-02.")
            .Text("source", request.Source, RateRules.SourceMax)
            .ThrowIfAny();
        return (await desk.RecordAsync(context.ToCommand(request, request.RequestId), new(request.Network, request.Currency, request.Rate, asOf, request.Source), context.CancellationToken)).OrThrow();
    }

    public override Task<ListRatesResponse> ListRates(ListRatesRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalText("network", request.Network, RateRules.NetworkMax).OptionalText("currency", request.Currency, TextMax);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return desk.ListAsync(page, request.Network, request.Currency, context.CancellationToken);
    }

    public override async Task<ViewQuoteResponse> ViewQuote(ViewQuoteRequest request, ServerCallContext context)
    {
        Check.That(request)
            .OptionalUuid("quote_id", request.QuoteId, out var id)
            .OptionalText("number", request.Number, TextMax)
            .Satisfies("number", request.QuoteId.Length > 0 != request.Number.Length > 0, "or quote_id is needed, and only one of them.")
            .Satisfies("currency", Currency.TryFind(request.Currency, out _), "is no currency that the desk knows: write a code of ISO 4217 in capitals, such as EUR.")
            .ThrowIfAny();
        return (await desk.ViewAsync(id, request.Number, request.Currency, context.GetActor(), context.CancellationToken)).OrThrow();
    }
}
