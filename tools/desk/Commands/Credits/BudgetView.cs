using System.Numerics;
using CoretimeDesk.CreditGrants.Cases;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary>A budget for people: a row for each event, and where the money is afterwards.</summary>
/// <param name="Token">What amounts are of; null for planck.</param>
/// <param name="WithPostings">Also the entries.</param>
internal sealed record BudgetView(Token? Token, bool WithPostings)
{
    private static readonly string[] Columns = ["event", "what", "result", "reserved", "spent", "lapsed", "free", "why"];
    private static readonly string[] PostingColumns = ["event", "book", "account", "debit", "credit"];

    public void Show(Screen screen, BudgetCase budget, int line)
    {
        CaseStep[] steps = [.. budget.Run()];
        screen.Line(budget.Name ?? $"line {line}");
        Answer.Rows(screen, steps, "Nothing happens.", "", Columns, Row);
        if (WithPostings)
        {
            Answer.Rows(screen, steps.SelectMany(s => s.Step.Postings.Select(p => (s.Happened, p))), "No money moves.", "", PostingColumns, x => Row(x.Happened, x.p));
        }

        if (steps.Length > 0)
        {
            var b = steps[^1].Step.After.Balances;
            screen.Note($"Funded {Money(b.Funded)}{Missing(b)} = free {Money(b.Free)} + reserved {Money(b.Reserved)} + spent {Money(b.Spent)}.");
            screen.Note($"Awarded {Money(b.Awarded)}{(b.Unreserved.IsZero ? "" : $" and {Money(b.Unreserved)} beyond awards")} = reserved {Money(b.Reserved)} + spent {Money(b.Spent)} + lapsed {Money(b.Lapsed)}.");
        }

        screen.Line();
    }

    private string Missing(Balances b) => b.Shortfall.IsZero ? "" : $" and {Money(b.Shortfall)} missing";

    private string[] Row(CaseStep row)
    {
        var (step, balances) = (row.Step, row.Step.After.Balances);
        string[] why = [.. step.Reasons.Select(ReasonWords.Sentence), .. step.Closed.Select(c => $"Closed {c.Grant}: {c.Why.ToName().Replace('_', ' ')}.")];
        return
        [
            row.Happened.Reading.Id ?? "",
            row.Happened.Kind ?? "",
            step.Result.ToName(),
            Money(balances.Reserved),
            Money(balances.Spent),
            Money(balances.Lapsed),
            balances.Shortfall.IsZero ? Money(balances.Free) : $"{Money(balances.Shortfall)} missing",
            string.Join(" ", why),
        ];
    }

    private string[] Row(CaseEvent happened, Posting line) =>
        [happened.Reading.Id ?? "", Lower(line.Book), Lower(line.Account), line.Debit.IsZero ? "" : Money(line.Debit), line.Credit.IsZero ? "" : Money(line.Credit)];

    private static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();

    /// <summary>An amount with its unit. What no chain could hold, and what is below nothing, is shown in planck.</summary>
    private string Money(BigInteger amount) => Token is { } token && amount.Sign >= 0 && amount <= (BigInteger)UInt128.MaxValue ? token.Format(new((UInt128)amount)) : $"{amount} planck";
}
