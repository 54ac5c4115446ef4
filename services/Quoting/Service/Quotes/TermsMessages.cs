using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;
using Google.Protobuf.WellKnownTypes;
using SalePhase = CoretimeDesk.Market.SalePhase;

namespace CoretimeDesk.Quoting;

/// <summary>Asks, prices and terms between the wire and the domain. Enums share their numbers with the wire; a test holds them together.</summary>
internal static class TermsMessages
{
    public static string ToText(this Planck amount) => amount.ToString();

    /// <summary>Checked before; empty is nothing.</summary>
    public static Planck ToPlanck(this string text) => text.Length == 0 ? Planck.Zero : Planck.Parse(text);

    public static QuoteAsk ToDomain(this V1.QuoteAsk ask) => new()
    {
        Lines = [.. ask.Lines.Select(ToDomain)],
        Settlement = (Settlement)ask.Settlement,
        Chain = ask.Chain,
        ParaId = ask.ParaId == 0 ? null : ask.ParaId,
        ValidDays = ask.ValidDays == 0 ? null : ask.ValidDays,
        ReasonCode = ask.ReasonCode.Length == 0 ? null : ask.ReasonCode,
        ReasonNote = ask.ReasonNote,
        Token = ask.Token,
    };

    public static V1.QuoteAsk ToMessage(this QuoteAsk ask) => new()
    {
        Lines = { ask.Lines.Select(ToMessage) },
        Settlement = (V1.Settlement)ask.Settlement,
        Chain = ask.Chain,
        ParaId = ask.ParaId ?? 0,
        ValidDays = ask.ValidDays ?? 0,
        ReasonCode = ask.ReasonCode ?? "",
        ReasonNote = ask.ReasonNote,
        Token = ask.Token,
    };

    public static Amounts ToDomain(this V1.Amounts amounts) =>
        new(amounts.ListPlanck.ToPlanck(), amounts.SponsoredPlanck.ToPlanck(), amounts.RebatePlanck.ToPlanck(), amounts.WaivedPlanck.ToPlanck());

    public static V1.Amounts ToMessage(this Amounts amounts) => new()
    {
        ListPlanck = amounts.List.ToText(),
        SponsoredPlanck = amounts.Sponsored.ToText(),
        RebatePlanck = amounts.Rebate.ToText(),
        WaivedPlanck = amounts.Waived.ToText(),
        ConcessionPlanck = amounts.Concession.ToText(),
        CustomerPaysPlanck = amounts.CustomerPays.ToText(),
        CustomerNetPlanck = amounts.CustomerNet.ToText(),
    };

    public static PriceStatement ToDomain(this V1.PriceStatement price) => new(
        price.Chain,
        new(price.Token.Symbol, (int)price.Token.Decimals),
        price.BlockNumber,
        price.BlockHash,
        price.BlockTime.ToDateTimeOffset(),
        new(price.RelayBlock),
        price.Recorded,
        price.Phase == V1.SalePhase.Unspecified ? null : new SalePrice(
            (SalePhase)((int)price.Phase - 1),
            price.PhaseEndsAt.ToDateTimeOffset(),
            new(price.PhaseEndRelayBlock),
            new(price.RegionBegin),
            new(price.RegionEnd),
            price.ListNowPlanck.ToPlanck(),
            price.LimitPlanck.ToPlanck(),
            price.CoresLeft,
            [.. price.Periods.Select(ToDomain)]));

    public static V1.PriceStatement ToMessage(this PriceStatement price)
    {
        var message = new V1.PriceStatement
        {
            Chain = price.Chain,
            Token = new() { Symbol = price.Token.Symbol, Decimals = (uint)price.Token.Decimals },
            BlockNumber = price.BlockNumber,
            BlockHash = price.BlockHash,
            BlockTime = price.BlockTime.ToTimestamp(),
            RelayBlock = price.RelayBlock.Value,
            Recorded = price.Recorded,
        };
        if (price.Sale is { } sale)
        {
            message.Phase = (V1.SalePhase)(1 + (int)sale.Phase);
            (message.PhaseEndsAt, message.PhaseEndRelayBlock) = (sale.PhaseEndsAt.ToTimestamp(), sale.PhaseEnd.Value);
            (message.RegionBegin, message.RegionEnd, message.CoresLeft) = (sale.RegionBegin.Value, sale.RegionEnd.Value, sale.CoresLeft);
            (message.ListNowPlanck, message.LimitPlanck) = (sale.ListNow.ToText(), sale.Limit.ToText());
            message.Periods.AddRange(sale.Periods.Select(ToMessage));
        }

        return message;
    }

    public static QuoteTerms ToDomain(this V1.QuoteTerms terms) => new()
    {
        QuoteId = Guid.Parse(terms.QuoteId),
        AccountId = Guid.Parse(terms.AccountId),
        Segment = terms.Segment,
        AnnualCorePeriods = terms.AnnualCorePeriods,
        Ask = terms.Ask.ToDomain(),
        Price = terms.Price.ToDomain(),
        Internal = new InternalTerms.Open(terms.InternalSalt, new(terms.CommissionBp), new(terms.OverlayBp), terms.PlanId),
        Assessment = terms.AssessmentSha256.Length == 0 ? null : new(terms.AssessmentSha256, terms.AssessmentNumber, Guid.Parse(terms.AssessedById)),
    };

    public static V1.QuoteTerms ToMessage(this QuoteTerms terms) => new()
    {
        QuoteId = terms.QuoteId.ToString(),
        AccountId = terms.AccountId.ToString(),
        Segment = terms.Segment,
        AnnualCorePeriods = terms.AnnualCorePeriods,
        Ask = terms.Ask.ToMessage(),
        Price = terms.Price.ToMessage(),
        LineAmounts = { terms.LineAmounts.Select(ToMessage) },
        Total = terms.Total.ToMessage(),
        CommissionBp = terms.Earned.Commission.Value,
        OverlayBp = terms.Earned.Overlay.Value,
        PlanId = terms.Earned.Plan,
        InternalSalt = terms.Earned.Salt,
        InternalSha256 = terms.InternalSha256,
        AssessmentSha256 = terms.Assessment?.Sha256 ?? "",
        AssessmentNumber = terms.Assessment?.Number ?? "",
        AssessedById = terms.Assessment?.WrittenById.ToString() ?? "",
    };

    private static QuoteLine ToDomain(V1.QuoteLine line) => line.KindCase switch
    {
        V1.QuoteLine.KindOneofCase.Coretime => new QuoteLine.Coretime(
            [.. line.Coretime.Ramp.Select(s => new RampSegment(s.Periods, s.Cores))],
            [.. line.Coretime.Sponsored.Select(s => new SponsoredPeriod(s.Period, s.Cores))],
            new(line.Coretime.RebatePlanck.ToPlanck(), line.Coretime.WaivedPlanck.ToPlanck(), line.Coretime.WaivedServices)),
        V1.QuoteLine.KindOneofCase.OnDemand => new QuoteLine.OnDemand(
            line.OnDemand.BudgetPlanck.ToPlanck(),
            line.OnDemand.SponsoredPlanck.ToPlanck(),
            new(line.OnDemand.RebatePlanck.ToPlanck(), line.OnDemand.WaivedPlanck.ToPlanck(), line.OnDemand.WaivedServices)),
        _ => throw new System.Diagnostics.UnreachableException("a line without a kind was let through"),
    };

    private static V1.QuoteLine ToMessage(QuoteLine line) => line switch
    {
        QuoteLine.Coretime c => new()
        {
            Coretime = new()
            {
                Ramp = { c.Ramp.Select(s => new V1.RampSegment { Periods = s.Periods, Cores = s.Cores }) },
                Sponsored = { c.Sponsored.Select(s => new V1.SponsoredPeriod { Period = s.Period, Cores = s.Cores }) },
                RebatePlanck = c.Giveaway.Rebate.ToText(),
                WaivedPlanck = c.Giveaway.Waived.ToText(),
                WaivedServices = c.Giveaway.Services,
            },
        },
        QuoteLine.OnDemand d => new()
        {
            OnDemand = new()
            {
                BudgetPlanck = d.Budget.ToText(),
                SponsoredPlanck = d.Sponsored.ToText(),
                RebatePlanck = d.Giveaway.Rebate.ToText(),
                WaivedPlanck = d.Giveaway.Waived.ToText(),
                WaivedServices = d.Giveaway.Services,
            },
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static PeriodPrice ToDomain(V1.PeriodPrice period) => new(
        period.Period,
        new(period.Begin),
        new(period.End),
        period.BeginsAt.ToDateTimeOffset(),
        period.EndsAt.ToDateTimeOffset(),
        period.MinPlanck.ToPlanck(),
        period.ExpectedPlanck.ToPlanck(),
        period.MaxPlanck.Length == 0 ? null : Planck.Parse(period.MaxPlanck));

    private static V1.PeriodPrice ToMessage(PeriodPrice period) => new()
    {
        Period = period.Period,
        Begin = period.Begin.Value,
        End = period.End.Value,
        BeginsAt = period.BeginsAt.ToTimestamp(),
        EndsAt = period.EndsAt.ToTimestamp(),
        MinPlanck = period.Min.ToText(),
        ExpectedPlanck = period.Expected.ToText(),
        MaxPlanck = period.Max?.ToText() ?? "",
    };
}
