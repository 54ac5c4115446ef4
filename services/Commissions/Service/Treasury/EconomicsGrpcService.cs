using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Market;
using Grpc.Core;

namespace CoretimeDesk.Commissions.Treasury;

/// <summary>Translates only.</summary>
internal sealed class EconomicsGrpcService(EconomicsDesk desk) : EconomicsService.EconomicsServiceBase
{
    private const int MonthsMax = 36;

    // A core for 13 periods, each dearer than the one before, has to fit into 128 bits as well.
    private static readonly Planck PriceMax = new(UInt128.MaxValue >> 64);

    public override async Task<GetEconomicsResponse> GetEconomics(GetEconomicsRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var question = Read(check, "", request);
        check.ThrowIfAny();
        return new() { Economics = await desk.ReckonAsync(question, context.GetActor(), context.CancellationToken) };
    }

    public override async Task<ExportEconomicsResponse> ExportEconomics(ExportEconomicsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalEnum("format", request.Format);
        var question = Read(check, "of.", request.Of ?? new());
        check.ThrowIfAny();
        var economics = await desk.ReckonAsync(question, context.GetActor(), context.CancellationToken);
        return request.Format == EconomicsFormat.Csv ? EconomicsCsv.Of(economics, request.WithNames) : EconomicsText.Of(economics, request.WithNames);
    }

    private static EconomicsQuestion Read(Check check, string prefix, GetEconomicsRequest request)
    {
        Planck price = default;
        check
            .OptionalToken($"{prefix}token", request.Token, out var token)
            .OptionalMonth($"{prefix}from_month", request.FromMonth, out var from)
            .OptionalMonth($"{prefix}to_month", request.ToMonth, out var to)
            .Satisfies($"{prefix}from_month", from is null || to is not null, "needs a to_month, the last month that counts.")
            .Satisfies($"{prefix}to_month", from is not { } first || to is not { } last || (last >= first && Apart(first, last) < MonthsMax), $"is to be from_month or one of the {MonthsMax - 1} months after it.")
            .Satisfies(
                $"{prefix}price_planck", request.PricePlanck.Length == 0 || (request.PricePlanck.All(char.IsAsciiDigit) && Planck.TryParse(request.PricePlanck, out price) && price <= PriceMax),
                $"is to be what a core costs for a period in planck: digits alone, at most {PriceMax.Value}.")
            .Satisfies($"{prefix}renewal_bump", !request.HasRenewalBump || request.PricePlanck.Length > 0, "counts with a price_planck alone: the sale has its own.")
            .Satisfies($"{prefix}renewal_bump", request.RenewalBump <= Perbill.One, $"is in parts per billion, {Perbill.One} at most.");
        return new(token, from, to, request.PricePlanck.Length > 0 ? SalePriceNow.Given(price, request.HasRenewalBump ? request.RenewalBump : null) : null);
    }

    private static int Apart(Month first, Month last) => ((last.Year - first.Year) * 12) + last.Number - first.Number;
}
