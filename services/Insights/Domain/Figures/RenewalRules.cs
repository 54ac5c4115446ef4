using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Figures;

/// <summary>Of the regions of customers that ended in the month, which were renewed before they ended.</summary>
internal abstract class RenewalRule(string name) : FigureRule(name)
{
    protected const string Renewed = "regions of customers that ended in the month and that an own-paid purchase renewed before";
    protected const string Ended = "regions of customers that ended in the month";

    public override string Formula => $"{Renewed} ÷ {Ended}";

    public override Touch Reads => Touch.EndedRegions;

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) =>
        [Summed("numerator", Renewed, EndedBy(scope).Where(p => p.IsRenewed)), Summed("denominator", Ended, EndedBy(scope))];

    /// <summary>Regions that end later have not ended, though the books know when they will.</summary>
    protected static IEnumerable<PurchaseState> EndedBy(DeskBooks desk, Month month, long asOf) =>
        desk.Months[month].Ending.Where(p => p.Fact.EndsAt!.Value.UtcTicks <= asOf);

    protected abstract ExplainedPart Summed(string name, string words, IEnumerable<PurchaseState> purchases);

    private static IEnumerable<PurchaseState> EndedBy(ExplainScope scope) => scope.EndedRegions;
}

/// <summary>By number.</summary>
internal sealed class RenewalRateRule() : RenewalRule("renewal_rate")
{
    public override Figure Of(MonthBooks books, Month month) => new ProportionFigure(books[month].RegionsRenewed, books[month].RegionsEnded);

    public override Figure SoFar(DeskBooks desk, Month month, long asOf)
    {
        var ended = EndedBy(desk, month, asOf).ToList();
        return new ProportionFigure(ended.Count(p => p.IsRenewed), ended.Count);
    }

    protected override ExplainedPart Summed(string name, string words, IEnumerable<PurchaseState> purchases) => Part.Of(name, words, purchases.Select(p => Evidence.Region(p, "1 region")));
}

/// <summary>By what the region that ended had cost.</summary>
internal sealed class RenewalRateByPlanckRule() : RenewalRule("renewal_rate_planck")
{
    public override string Formula => $"planck paid for {Renewed} ÷ planck paid for {Ended}";

    public override Figure Of(MonthBooks books, Month month) => new AmountRatioFigure(books[month].RenewedPlanck, books[month].EndedPlanck);

    public override Figure SoFar(DeskBooks desk, Month month, long asOf)
    {
        var ended = EndedBy(desk, month, asOf).ToList();
        return new AmountRatioFigure(Part.Sum(ended.Where(p => p.IsRenewed), p => p.Planck), Part.Sum(ended, p => p.Planck));
    }

    protected override ExplainedPart Summed(string name, string words, IEnumerable<PurchaseState> purchases) => Part.OfPlanck(name, words, purchases.Select(p => (p.Planck, Evidence.Region(p, Part.Planck(p.Planck)))));
}
