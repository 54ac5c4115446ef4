namespace CoretimeDesk.CreditGrants.Tests.Ledger;

/// <summary>The chain is never refused: what it says and nobody planned is an alarm.</summary>
public class FactsBeyondThePlan
{
    [Fact]
    public void F9_More_than_was_awarded_is_spent_and_told() => BudgetTable.Check(
        """
        0 | fund 100               | ok
        1 | award g launch 30+30   | ok                               | free 40
        2 | spend g/1 30           | ok                               | reserved 30 spent 30 free 40
        2 | a: spend g/1 1         | alarm over_reservation           | reserved 30 spent 31 unreserved 1 free 39
        2 | refund a 1             | ok                               | unreserved 0 free 40
        2 | spend g/1 41           | alarm over_reservation shortfall | unreserved 41 shortfall 1
        """);

    [Fact]
    public void A_payment_for_nobodys_grant_or_a_closed_tranche_is_foreign_and_stays_so() => BudgetTable.Check(
        """
        0 | fund 100               | ok
        1 | award g launch 30+30   | ok
        2 | spend h/1 5            | alarm foreign       | spent 5 unreserved 5 reserved 60
        2 | spend g/2 5            | alarm foreign       | spent 10 unreserved 10
        2 | spend g/0 5            | alarm foreign
        2 | spend g/3 5            | alarm foreign       | spent 20 unreserved 20 reserved 60
        2 | use g/1 30             | ok
        2 | open g/2               | ok                  | unreserved 20 reserved 60
        2 | award h launch 5       | ok                  | unreserved 20 reserved 65
        2 | spend g/2 5            | ok                  | reserved 60
        """);

    [Fact]
    public void A_refund_waits_for_its_payment_and_acts_when_it_comes() => BudgetTable.Check(
        """
        0 | fund 100               | ok
        1 | award g launch 30      | ok
        3 | refund p 10            | waiting                 | spent 0
        3 | refund p 5             | waiting
        2 | p: spend g/1 40        | ok                      | spent 25 reserved 5 unreserved 0
        2 | p: spend g/1 40        | duplicate
        2 | p: spend g/1 41        | refused id_conflict
        """);

    [Fact]
    public void What_comes_back_beyond_the_payment_is_not_counted() => BudgetTable.Check(
        """
        0 | fund 100               | ok
        1 | award g launch 30      | ok
        3 | refund p 11            | waiting
        2 | p: spend g/1 10        | alarm refund_over_spend  | spent 0 reserved 30 free 70
        2 | q: spend g/1 10        | ok                       | spent 10
        3 | refund q 10            | ok                       | spent 0
        3 | refund q 1             | alarm refund_over_spend  | spent 0 reserved 30 free 70
        """);

    [Fact]
    public void A_refund_of_what_is_no_payment_waits_for_ever() => BudgetTable.Check(
        """
        0 | f: fund 100            | ok
        1 | refund f 10            | waiting     | funded 100 spent 0
        1 | r: refund r 10         | waiting     | funded 100 spent 0
        """);

    [Fact]
    public void All_alarms_of_a_payment_are_told_in_order() => BudgetTable.Check(
        """
        0  | fund 10                | ok
        1  | award g launch 10      | ok
        2  | revoke g               | ok
        2  | award h launch 10      | ok
        3  | refund p 99            | waiting
        3  | refund q 9             | waiting
        3  | p: spend g/1 9         | alarm after_close refund_over_spend
        3  | q: spend nobody/1 8    | alarm foreign refund_over_spend
        3  | spend nobody/1 8       | alarm foreign shortfall
        3  | spend g/1 8            | alarm after_close shortfall
        3  | spend h/1 11           | alarm over_reservation shortfall
        """);

    [Fact]
    public void A_deposit_that_arrives_late_leaves_funded_below_zero_for_a_while() => BudgetTable.Check(
        """
        2 | withdraw 30            | alarm shortfall   | funded -30 shortfall 30 free 0
        1 | fund 100               | ok                | funded 70 shortfall 0 free 70
        """);

    [Fact]
    public void Sums_of_each_kind_stay_within_what_a_chain_can_hold() => BudgetTable.Check(
        """
        0 | fund 340282366920938463463374607431768211455       | ok
        0 | fund 1                                             | refused overflow
        0 | withdraw 340282366920938463463374607431768211455   | ok                 | funded 0
        0 | withdraw 1                                         | refused overflow
        0 | p: spend x/1 340282366920938463463374607431768211455 | alarm foreign shortfall
        0 | spend x/1 1                                        | refused overflow
        0 | refund p 340282366920938463463374607431768211455   | ok                 | spent 0
        0 | refund p 1                                         | refused overflow
        """);

    [Fact]
    public void Awards_over_the_years_may_add_up_to_more_than_128_bits() => BudgetTable.Check(
        """
        0 | fund 340282366920938463463374607431768211455             | ok
        1 | award a launch 340282366920938463463374607431768211455   | ok
        2 | revoke a                                                 | ok
        3 | award b launch 340282366920938463463374607431768211455   | ok
        4 | revoke b                                                 | ok | awarded 680564733841876926926749214863536422910 lapsed 680564733841876926926749214863536422910
        """);
}
