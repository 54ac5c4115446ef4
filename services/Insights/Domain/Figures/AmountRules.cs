using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;

namespace CoretimeDesk.Insights.Figures;

/// <summary>How much of what could be used of grants was used, when it could be used no longer.</summary>
internal sealed class CreditUtilisationRule() : FigureRule("credit_utilisation")
{
    private const string Used = "planck used at or before the end of tranches that ended in the month, of each no more than its value";
    private const string Value = "planck that tranches were worth that ended in the month";

    public override string Formula => $"{Used} ÷ {Value}; what is left of it expired unused";

    public override Touch Reads => Touch.Tranches;

    public override Figure Of(MonthBooks books, Month month) => new UtilisationFigure(books[month].TrancheUsed, books[month].TrancheValue);

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) =>
    [
        Part.OfPlanck("numerator", Used, scope.EndedTranches.Where(t => !t.Used.IsZero).Select(t => (t.Used, Evidence.Tranche(t, Part.Planck(t.Used))))),
        Part.OfPlanck("denominator", Value, scope.EndedTranches.Select(t => (t.Value, Evidence.Tranche(t, Part.Planck(t.Value))))),
    ];
}

/// <summary>How much of the list price was conceded to those who accepted.</summary>
internal sealed class ConcessionRateRule() : FigureRule("concession_rate")
{
    private const string Conceded = "planck conceded in quotes first accepted in the month";
    private const string List = "planck at list price of quotes first accepted in the month";

    public override string Formula => $"{Conceded} ÷ {List}";

    public override Touch Reads => Touch.AcceptedQuotes;

    public override Figure Of(MonthBooks books, Month month) => new AmountRatioFigure(books[month].ConcessionPlanck, books[month].ListPlanck);

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) =>
    [
        Part.OfPlanck("numerator", Conceded, scope.AcceptedQuotes.Select(q => (Part.Wide(q.Sent.Concession), Evidence.Quote(q, Part.Planck(Part.Wide(q.Sent.Concession)))))),
        Part.OfPlanck("denominator", List, scope.AcceptedQuotes.Select(q => (Part.Wide(q.Sent.List), Evidence.Quote(q, Part.Planck(Part.Wide(q.Sent.List)))))),
    ];
}

/// <summary>How much is paid by nobody that the desk knows.</summary>
internal sealed class UnmatchedRevenueRule() : FigureRule("unmatched_revenue")
{
    private const string Unmatched = "planck of own-paid purchases in the month that are matched to nobody";
    private const string Paid = "planck of own-paid purchases in the month";

    public override string Formula => $"{Unmatched} ÷ {Paid}";

    public override Touch Reads => Touch.Revenue;

    public override Figure Of(MonthBooks books, Month month) => Of(books[month].Revenue);

    public static UnmatchedFigure Of(Revenue revenue) => new(revenue.UnmatchedPlanck, revenue.Planck, revenue.UnmatchedEvents, revenue.Events);

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) =>
    [
        Part.OfPlanck("numerator", Unmatched, scope.OwnPurchases.Where(p => p.Match is null).Select(p => (p.Planck, Evidence.Purchase(p, Part.Planck(p.Planck))))),
        Part.OfPlanck("denominator", Paid, scope.OwnPurchases.Select(p => (p.Planck, Evidence.Purchase(p, Part.Planck(p.Planck))))),
    ];
}

/// <summary>How much coretime customers bought in the first year after they were won.</summary>
internal sealed class NetNewCoretimeRule() : FigureRule("net_new_coretime")
{
    public const string Words = "planck of customers' own purchases in the month, from the one they were won by until just before 365 days later";

    public override bool IsGrouped => true;

    public override ChangeKind Change => ChangeKind.Percent;

    public override string Formula => $"planck = {Words}; core-periods = their timeslices times mask bits ÷ {CoretimeFigure.CorePeriodBits}";

    public override Touch Reads => Touch.NetNew;

    public override Figure Of(MonthBooks books, Month month) => new CoretimeFigure(books[month].NetNewPlanck, books[month].NetNewBits);

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) => [Purchases(scope, "planck")];

    public static ExplainedPart Purchases(ExplainScope scope, string name) =>
        Part.OfPlanck(name, Words, scope.NetNew.Select(p => (p.Planck, Evidence.Purchase(p, $"{Part.Planck(p.Planck)}, {p.Fact.TimesliceBits} timeslice bits"))));
}

/// <summary>How near the forecast came.</summary>
internal sealed class ForecastAccuracyRule() : FigureRule("forecast_accuracy")
{
    public override ChangeKind Change => ChangeKind.None;

    public override string Formula => "1 − |actual − forecast| ÷ the larger of the two; 1 when they are equal";

    public override Touch Reads => Touch.NetNew | Touch.Forecast;

    public override Figure Of(MonthBooks books, Month month) => new ForecastFigure(books[month].Forecast is { } forecast ? Part.Wide(forecast.Amount) : null, books[month].NetNewPlanck);

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) => [Forecast(scope, "forecast", "none"), NetNewCoretimeRule.Purchases(scope, "actual")];

    public static ExplainedPart Forecast(ExplainScope scope, string name, string none)
    {
        var forecast = scope.Desk.Months[scope.Month].Forecast;
        return new(
            name,
            "the last forecast that was recorded at or before the month's first instant",
            forecast is null ? none : Part.Planck(Part.Wide(forecast.Amount)),
            forecast is null ? [] : [new(scope.Month.ToString(), Part.Planck(Part.Wide(forecast.Amount)), [new("forecast", forecast)])]);
    }
}
