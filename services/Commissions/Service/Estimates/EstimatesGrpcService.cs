using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Market;
using Grpc.Core;

namespace CoretimeDesk.Commissions.Estimates;

/// <summary>Translates only.</summary>
internal sealed class EstimatesGrpcService(EstimatesDesk desk) : EstimatesService.EstimatesServiceBase
{
    private const int ItemsMax = 200;
    private const string AmountAdvice = "must be an amount of planck: digits without sign and separators, below 2^128.";

    public override async Task<PlanInForceResponse> PlanInForce(PlanInForceRequest request, ServerCallContext context)
    {
        Check.That(request).NotEmpty("token", request.Token).OptionalToken("token", request.Token, out var token).ThrowIfAny();
        return (await desk.PlanInForceAsync(token, request.At?.ToDateTimeOffset(), context.CancellationToken)).OrThrow();
    }

    public override async Task<EstimateQuoteResponse> EstimateQuote(EstimateQuoteRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .NotEmpty("token", request.Token)
            .OptionalToken("token", request.Token, out var token)
            .Uuid("owner_id", request.OwnerId, out var owner)
            .OptionalUuid("account_id", request.AccountId, out var account)
            .Count("items", request.Items.Count, 1, ItemsMax);
        List<PlannedPayment> payments = [.. request.Items.Take(ItemsMax).Select((item, i) => Read(check, $"items[{i}]", item))];
        check.ThrowIfAny();
        return (await desk.EstimateAsync(token, owner, account, payments, context.GetActor(), context.CancellationToken)).OrThrow();
    }

    private static PlannedPayment Read(Check check, string field, PlannedItem item)
    {
        Planck amount = default, rebate = default;
        check
            .Present($"{field}.at", item.At)
            .KnownEnum($"{field}.kind", item.Kind)
            .Satisfies($"{field}.amount_planck", IsAmount(item.AmountPlanck, out amount), AmountAdvice)
            .Satisfies($"{field}.rebate_planck", item.RebatePlanck.Length == 0 || IsAmount(item.RebatePlanck, out rebate), AmountAdvice)
            .Satisfies($"{field}.rebate_planck", rebate <= amount, "is more than the amount that it is given back of.");
        var how = item.Kind switch
        {
            PlannedKind.Renewal => PaidHow.Renewal,
            PlannedKind.OnDemand => PaidHow.OnDemand,
            _ => PaidHow.Purchase,
        };
        return new(Observations.Millis(item.At?.ToDateTimeOffset() ?? default), how, amount, rebate, how == PaidHow.OnDemand ? UInt128.Zero : UnitEconomics.PeriodTimeslices);
    }

    private static bool IsAmount(string text, out Planck amount)
    {
        amount = default;
        return text.All(char.IsAsciiDigit) && Planck.TryParse(text, out amount);
    }
}
