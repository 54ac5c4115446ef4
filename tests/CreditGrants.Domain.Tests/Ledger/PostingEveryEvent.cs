using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Tests.Ledger;

/// <summary>The entries as a finance person reads them: book, account, debit or credit.</summary>
public class PostingEveryEvent
{
    [Fact]
    public void A_deposit_is_funded_and_free() => Check("0 | fund 100 | ok", "Money: Funded 100 Dr, Free 100 Cr");

    [Fact]
    public void An_award_takes_from_free_what_it_reserves() => Check(
        """
        0 | fund 100            | ok
        1 | award g launch 60   | ok
        """,
        "Money: Free 60 Dr, Reserved 60 Cr; Awards: Awarded 60 Dr, Reserved 60 Cr");

    [Fact]
    public void A_payment_beyond_the_award_is_taken_from_what_is_free_and_then_missing() => Check(
        """
        0 | fund 70             | ok
        1 | award g launch 60   | ok
        2 | spend g/1 75        | alarm over_reservation shortfall
        """,
        "Money: Shortfall 5 Dr, Free 10 Dr, Reserved 60 Dr, Spent 75 Cr; Awards: Unreserved 15 Dr, Reserved 60 Dr, Spent 75 Cr");

    [Fact]
    public void What_lapses_is_free_again_and_stands_in_the_record() => Check(
        """
        0  | fund 100           | ok
        1  | award g launch 60  | ok
        2  | spend g/1 40       | ok
        3  | revoke g           | ok
        """,
        "Money: Free 20 Cr, Reserved 20 Dr; Awards: Reserved 20 Dr, Lapsed 20 Cr");

    [Fact]
    public void Use_moves_no_money() => Check(
        """
        0 | fund 100            | ok
        1 | award g launch 60   | ok
        2 | use g/1 60          | ok
        """,
        "");

    [Fact]
    public void All_entries_together_are_the_balances() => AnyBudget((budget, sums) =>
    {
        foreach (var account in Enum.GetValues<Account>())
        {
            Assert.Equal(budget.Balances.Of(account), sums.GetValueOrDefault(account));
        }
    });

    /// <summary>Looks at the entry of the last line.</summary>
    private static void Check(string table, string expected)
    {
        var lines = table.Split('\n');
        var before = lines.Length == 1 ? Budget.New(BudgetTerms.Default) : BudgetTable.Check(string.Join('\n', lines[..^1]));
        var last = BudgetTable.Check(table).Accepted.Values.MaxBy(e => int.Parse(e.Id[1..], System.Globalization.CultureInfo.InvariantCulture))!;
        var postings = BudgetLedger.Apply(before, last).Postings;
        Assert.Equal(expected, string.Join("; ", postings.GroupBy(p => p.Book).Select(b => $"{b.Key}: {string.Join(", ", b.Select(p => $"{p.Account} {p.Debit + p.Credit} {(p.Debit.IsZero ? "Cr" : "Dr")}"))}")));
    }

    private static void AnyBudget(Action<Budget, Dictionary<Account, System.Numerics.BigInteger>> check) => Seeded.Run(200, random =>
    {
        var (made, budget, sums) = (new RandomBudget(random), Budget.New(BudgetTerms.Default), new Dictionary<Account, System.Numerics.BigInteger>());
        for (var i = 0; i < 30; i++)
        {
            var step = BudgetLedger.Apply(budget, made.Any());
            budget = step.After;
            foreach (var posting in step.Postings)
            {
                // Reserved and spent stand in both books, with the same amounts.
                if (posting.Book == Book.Money || posting.Account is not (Account.Reserved or Account.Spent))
                {
                    var growsByDebit = posting.Account is Account.Funded or Account.Shortfall or Account.Awarded or Account.Unreserved;
                    sums[posting.Account] = sums.GetValueOrDefault(posting.Account) + (growsByDebit ? posting.Debit - posting.Credit : posting.Credit - posting.Debit);
                }
            }
        }

        check(budget, sums);
    });
}
