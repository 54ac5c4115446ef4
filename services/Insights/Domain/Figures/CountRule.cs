using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;

namespace CoretimeDesk.Insights.Figures;

/// <summary>How many things happened in the month.</summary>
internal sealed class CountRule(string name, string formula, Touch reads, Func<MonthBook, long> count, Func<ExplainScope, IEnumerable<ExplainedItem>> items, bool isGrouped = true) : FigureRule(name)
{
    public static IEnumerable<FigureRule> All { get; } =
    [
        new CountRule("leads_created", "value = customers whose first lead was created in the month", Touch.Created, b => b.Created, s => s.Created.Select(Evidence.Creation)),
        new CountRule("won", "value = customers whose first own payment at or after their creation was in the month", Touch.Won, b => b.Won, s => s.Won.Select(Evidence.Win)),
        new CountRule("lost", "value = customers first lost or released in the month, and not won before or at that instant; closed as duplicate is no loss", Touch.Lost, b => b.Lost, s => s.Lost.Select(Evidence.Loss)),
        new CountRule("grants_activated", "value = grants whose first sponsor- or credit-paid purchase was in the month", Touch.Grants, b => b.GrantsActivated, s => s.Grants.Select(Evidence.Grant), isGrouped: false),
    ];

    public override bool IsGrouped => isGrouped;

    public override ChangeKind Change => ChangeKind.Percent;

    public override string Formula => formula;

    public override Touch Reads => reads;

    public override Figure Of(MonthBooks books, Month month) => new CountFigure(count(books[month]));

    public override ImmutableArray<ExplainedPart> Explain(ExplainScope scope) => [Part.Of("value", formula["value = ".Length..], items(scope))];
}
