using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.PriceWatches;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Market;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only.</summary>
internal sealed class PriceWatchesGrpcService(PriceWatchDesk watches) : PriceWatchesService.PriceWatchesServiceBase
{
    private const int ChainLengthMax = 64;
    private const int SymbolLengthMax = 12;

    public override async Task<WatchPriceResponse> WatchPrice(WatchPriceRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("account_id", request.AccountId, out var account)
            .Text("chain", request.Chain, ChainLengthMax)
            .Satisfies("price", Planck.TryParse(request.Price, out var price) && !price.IsZero, "is no amount: a whole number of planck, more than 0, in digits alone.")
            .Text("symbol", request.Symbol, SymbolLengthMax)
            .OptionalText("note", request.Note, PriceWatchRules.NoteLengthMax)
            .ThrowIfAny();
        return (await watches.WatchAsync(context.ToCommand(request, request.RequestId), account, request.Chain, price, request.Symbol, request.Note.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<DropPriceWatchResponse> DropPriceWatch(DropPriceWatchRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("watch_id", request.WatchId, out var watch).ThrowIfAny();
        return (await watches.DropAsync(context.ToCommand(request, request.RequestId), watch, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListPriceWatchesResponse> ListPriceWatches(ListPriceWatchesRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var account).ThrowIfAny();
        return (await watches.ListAsync(account, context.CancellationToken)).OrThrow();
    }
}
