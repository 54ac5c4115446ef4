namespace CoretimeDesk.CreditGrants.Tests.Ledger;

public class EndingGrants
{
    [Fact]
    public void F4_A_grant_that_nobody_paid_for_in_90_days_lapses_on_the_90th_and_its_money_is_free() => BudgetTable.Check(
        """
        0      | fund 100               | ok
        1      | award g launch 60      | ok                     | free 40
        91-1ms | tick                   | ok                     | reserved 60
        400    | tick                   | ok g:not_activated     | reserved 0 lapsed 60 free 100
        90     | spend g/1 10           | ok                     | lapsed 50 spent 10 free 90
        91     | spend g/1 10           | alarm after_close      | lapsed 50 spent 20 unreserved 10
        """);

    [Fact]
    public void A_payment_in_the_last_millisecond_activates() => BudgetTable.Check(
        """
        0      | fund 100               | ok
        1      | award g launch 60      | ok
        1      | award h launch 10      | ok
        91     | spend h/1 1            | ok
        91-1ms | spend g/1 1            | ok
        91     | tick                   | ok h:not_activated     | reserved 59 spent 2 lapsed 10 unreserved 1
        365    | tick                   | ok g:expired
        """);

    [Fact]
    public void A_grant_that_ends_within_its_90_days_expires_and_one_that_ends_with_them_was_not_activated() => BudgetTable.Check(
        """
        0      | fund 100                       | ok
        1      | award g launch 10 until=90     | ok
        1      | award h launch 10 until=91     | ok
        90-1ms | tick                           | ok
        91     | tick                           | ok g:expired h:not_activated
        """);

    [Fact]
    public void An_extension_counts_until_the_new_end_and_must_be_later() => BudgetTable.Check(
        """
        0   | fund 100                          | ok
        1   | award g launch 10 until=80        | ok
        2   | spend g/1 1                       | ok
        79  | extend g 80                       | refused not_later
        79  | extend g 79                       | refused not_later
        79  | extend g 100                      | ok
        80  | tick                              | ok
        100 | tick                              | ok g:expired   | lapsed 9 free 99
        """);

    [Fact]
    public void What_happened_before_a_grant_was_taken_back_is_regular_however_late_it_arrives() => BudgetTable.Check(
        """
        0  | fund 100               | ok
        1  | award g launch 60      | ok
        10 | revoke g               | ok                  | lapsed 60 free 100
        9  | a: spend g/1 20        | ok                  | lapsed 40 spent 20
        10 | spend g/1 5            | alarm after_close   | spent 25 unreserved 5
        11 | refund a 5             | ok                  | lapsed 45 spent 20
        """);

    [Fact]
    public void What_happened_after_the_end_is_not_the_grants_even_if_it_arrived_before_the_clock() => BudgetTable.Check(
        """
        0  | fund 100                       | ok
        1  | award g launch 60 until=50     | ok
        2  | spend g/1 10                   | ok
        51 | spend g/1 20                   | ok                | reserved 30 spent 30
        52 | tick                           | ok g:expired      | reserved 0 lapsed 50 spent 30 unreserved 20
        """);

    [Fact]
    public void A_deadline_beyond_the_calendar_is_never_met()
    {
        var last = new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);
        var budget = CreditGrants.Ledger.Budget.New(CreditGrants.Ledger.BudgetTerms.Default);
        foreach (var happened in new CreditGrants.Ledger.BudgetEvent[]
        {
            new CreditGrants.Ledger.Funded("f", last, new(10)),
            new CreditGrants.Ledger.Awarded("a", last, "g", "c", CreditGrants.Ledger.GrantTier.Launch, [new(10)], 1, DateTimeOffset.MaxValue),
            new CreditGrants.Ledger.Ticked("t", DateTimeOffset.MaxValue.AddTicks(-1)),
        })
        {
            var step = CreditGrants.Ledger.BudgetLedger.Apply(budget, happened);
            Assert.Equal(CreditGrants.Ledger.BudgetResult.Ok, step.Result);
            Assert.Empty(step.Closed);
            budget = step.After;
        }
    }
}
