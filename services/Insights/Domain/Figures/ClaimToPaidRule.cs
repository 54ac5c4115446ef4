using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Figures;

/// <summary>How long those who had earned something waited for it, of what was paid out in the month.</summary>
internal sealed class ClaimToPaidRule() : FigureRule("claim_to_paid")
{
    public override bool IsUsual => false;

    public override ChangeKind Change => ChangeKind.None;

    public override string Formula => "median, by nearest rank, of the hours from the chain time at which a claim's condition was true to the block with which all of its payout had arrived, of claims paid out in the month";

    public override Touch Reads => Touch.Claims;

    public override Figure Of(MonthBooks books, Month month) => new PayoutTimeFigure(books[month].Claims.Count, ApprovalTimeRule.Hours(Percentiles.Median(books[month].Claims.Values)));

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) =>
        [Part.Of("count", "claims paid out in the month, the fastest first", scope.PaidClaims.Select(c => new ExplainedItem(c.Claim, $"{ApprovalTimeRule.Hours(ClaimBook.Took(c))} hours", [new("paid out", c)])))];
}
