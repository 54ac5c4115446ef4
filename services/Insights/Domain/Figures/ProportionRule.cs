using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;

namespace CoretimeDesk.Insights.Figures;

/// <summary>How many of how many.</summary>
internal sealed class ProportionRule(
    string name,
    (string Numerator, string Denominator) words,
    Touch reads,
    Func<MonthBook, (long Numerator, long Denominator)> counts,
    Func<ExplainScope, IEnumerable<ExplainedItem>> numerator,
    Func<ExplainScope, IEnumerable<ExplainedItem>> denominator,
    int horizonDays = 0,
    bool isSealed = true,
    bool isGrouped = false) : FigureRule(name, horizonDays)
{
    public override bool IsSealed => isSealed;

    public override bool IsGrouped => isGrouped;

    public override string Formula => $"{words.Numerator} ÷ {words.Denominator}";

    public override Touch Reads => reads;

    public override Figure Of(MonthBooks books, Month month)
    {
        var (k, n) = counts(books[month]);
        return new ProportionFigure(k, n);
    }

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) => [Part.Of("numerator", words.Numerator, numerator(scope)), Part.Of("denominator", words.Denominator, denominator(scope))];
}
