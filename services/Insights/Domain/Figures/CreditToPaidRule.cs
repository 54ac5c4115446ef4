using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Figures;

/// <summary>How many grants led to a payment within 120 days of their first use.</summary>
internal sealed class CreditToPaidRule() : FigureRule("credit_to_paid_120", Horizons.CreditToPaidDays)
{
    private const string Numerator = "grants first used in the month whose customer first paid within 120 days of it";
    private const string Denominator = "grants first used in the month whose customer had not paid before";

    public override string Formula => $"{Numerator} ÷ {Denominator}";

    public override Touch Reads => Touch.Grants;

    public override Figure Of(MonthBooks books, Month month)
    {
        var book = books[month];
        return new CreditToPaidFigure(book.GrantsPaid, book.GrantsCounted, book.GrantsExcluded);
    }

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) =>
    [
        Part.Of("numerator", Numerator, scope.Grants.Where(g => g.Outcome == GrantOutcome.Paid).Select(Evidence.Grant)),
        Part.Of("denominator", Denominator, scope.Grants.Where(g => g.Outcome != GrantOutcome.PaidBefore).Select(Evidence.Grant)),
        Part.Of("excluded", "grants first used in the month whose customer had paid before", scope.Grants.Where(g => g.Outcome == GrantOutcome.PaidBefore).Select(Evidence.Grant)),
    ];
}
