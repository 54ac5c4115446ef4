using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;

namespace CoretimeDesk.Insights.Figures;

/// <summary>What was earned of what reps were to bring in: what customers paid for their deals, as far as it has run.</summary>
internal sealed class QuotaAttainmentRule() : FigureRule("quota_attainment")
{
    public override bool IsUsual => false;

    public override bool IsGrouped => true;

    private const string Earned = "planck that customers paid for reps' deals, less rebates, by the part whose timeslices ran in the month";

    public override string Formula => $"{Earned} ÷ planck of the first quota of each rep for the month";

    public override Touch Reads => Touch.EarnedBase | Touch.Quotas;

    public override Figure Of(MonthBooks books, Month month) => new AmountRatioFigure(books[month].EarnedBase, books[month].Quota);

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) =>
    [
        Part.OfPlanck("numerator", Earned, scope.EarnedBase.Select(e => (Part.Wide(e.Amount), Evidence.Earned(e, scope.Desk.Purchases.Find(e.Purchase), Part.Planck(Part.Wide(e.Amount)))))),
        Quotas(scope, "denominator"),
    ];

    public static ExplainedPart Quotas(ExplainScope scope, string name) =>
        Part.OfPlanck(name, "planck of the first quota of each rep for the month", scope.Quotas.Select(q => (Part.Wide(q.Amount), new ExplainedItem(q.Rep, Part.Planck(Part.Wide(q.Amount)), [new("given", q)]))));
}

/// <summary>How much of what reps are to bring in is in sight when the month begins.</summary>
internal sealed class CoverageRule() : FigureRule("coverage")
{
    public override bool IsUsual => false;

    public override string Formula => "planck of the forecast that was frozen at the month's first instant (open quotes, each by the share that usually goes on) ÷ planck of the first quota of each rep for the month, of which all remains then";

    public override Touch Reads => Touch.Forecast | Touch.Quotas;

    public override Figure Of(MonthBooks books, Month month) => new AmountRatioFigure(books[month].Forecast is { } forecast ? Part.Wide(forecast.Amount) : 0, books[month].Quota);

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) => [ForecastAccuracyRule.Forecast(scope, "numerator", Part.Planck(0)), QuotaAttainmentRule.Quotas(scope, "denominator")];
}

/// <summary>What sponsors spent for each customer that pays.</summary>
internal sealed class CostPerPaidCustomerRule() : FigureRule("cost_per_paid_customer")
{
    private const string Spent = "planck that grants have paid by the as-of instant for customers created in the month";
    private const string Won = "customers created in the month and won by the as-of instant";

    public override bool IsUsual => false;

    // Both go on to grow.
    public override bool IsSealed => false;

    public override bool IsGrouped => true;

    public override ChangeKind Change => ChangeKind.None;

    public override string Formula => $"{Spent} ÷ {Won}, rounded to a planck";

    public override Touch Reads => Touch.Created;

    public override Figure Of(MonthBooks books, Month month) => new CostFigure(books[month].SponsoredPlanck, books[month].CreatedAndWon);

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) =>
    [
        Part.OfPlanck("numerator", Spent, scope.Created.SelectMany(c => c.Leads).SelectMany(l => l.Grants).OrderBy(g => g.Award!.Grant, StringComparer.Ordinal)
            .SelectMany(g => g.Uses.OrderBy(u => u.Ticks).ThenBy(u => u.Fact.Id, StringComparer.Ordinal).Select(u => (u.Planck, Evidence.Spent(g, u, Part.Planck(u.Planck)))))),
        Part.Of("denominator", Won, scope.Created.Where(c => c.Won is not null).Select(Evidence.Win)),
    ];
}
