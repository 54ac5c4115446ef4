namespace CoretimeDesk.CreditGrants.Tests.Ledger;

public class OpeningTranches
{
    [Fact]
    public void F6_The_next_tranche_opens_once_80_percent_of_the_one_before_are_used_and_not_a_planck_sooner() => BudgetTable.Check(
        """
        0 | fund 1000                      | ok
        1 | award g launch 101+100         | ok
        2 | open g/2                       | refused previous_unused
        3 | use g/1 80                     | ok
        3 | open g/2                       | refused previous_unused
        3 | use g/1 1                      | ok
        3 | open g/2                       | ok
        3 | open g/2                       | refused not_next
        3 | open g/3                       | refused not_next
        """);

    [Fact]
    public void F6_What_was_paid_opens_nothing_only_what_was_used() => BudgetTable.Check(
        """
        0 | fund 1000                      | ok
        1 | award g launch 100+100         | ok
        2 | spend g/1 100                  | ok
        3 | open g/2                       | refused previous_unused
        4 | use g/2 100                    | alarm foreign
        4 | open g/2                       | refused previous_unused
        5 | use h/1 100                    | alarm foreign
        5 | use g/1 100                    | ok
        6 | open g/2                       | ok
        7 | open g/3                       | refused not_next
        """);

    [Fact]
    public void F6_More_use_than_128_bits_can_count_is_still_use() => BudgetTable.Check(
        """
        0 | fund 1000                                                  | ok
        1 | award g launch 100+100                                     | ok
        2 | use g/1 340282366920938463463374607431768211455            | ok
        2 | use g/1 340282366920938463463374607431768211455            | ok
        3 | open g/2                                                   | ok
        """);

    [Fact]
    public void F6_No_tranche_opens_under_suspicion() => BudgetTable.Check(
        """
        0 | fund 1000                      | ok
        1 | award g launch 100+100         | ok
        2 | use g/1 100                    | ok
        2 | flag g resold                  | ok
        2 | flag g clones                  | ok
        3 | open g/2                       | refused abuse_flag
        3 | unflag g resold                | ok
        3 | unflag g resold                | refused unknown_flag
        3 | open g/2                       | refused abuse_flag
        3 | unflag g clones                | ok
        3 | open g/2                       | ok
        """);

    [Fact]
    public void P8_A_design_partners_tranche_waits_for_its_own_milestone() => BudgetTable.Check(
        """
        0 | fund 1000                                        | ok
        1 | award g design_partner 100+100+100 milestones    | ok
        2 | open g/2                                         | refused previous_unused milestone
        2 | use g/1 80                                       | ok
        2 | milestone g/3                                    | ok
        2 | open g/2                                         | refused milestone
        2 | flag g x                                         | ok
        2 | open g/2                                         | refused abuse_flag milestone
        2 | unflag g x                                       | ok
        2 | milestone g/0                                    | refused invalid:tranche
        2 | milestone g/4                                    | refused invalid:tranche
        2 | milestone g/2                                    | ok
        2 | open g/2                                         | ok
        3 | use g/2 79                                       | ok
        3 | open g/3                                         | refused previous_unused
        3 | use g/2 1                                        | ok
        3 | open g/3                                         | ok
        """);

    [Fact]
    public void Nothing_is_done_with_a_grant_that_is_unknown_or_over() => BudgetTable.Check(
        """
        0   | fund 1000                  | ok
        1   | award g launch 100+100     | ok
        2   | open h/2                   | refused unknown_grant
        2   | milestone h/2              | refused unknown_grant
        2   | flag h x                   | refused unknown_grant
        2   | unflag h x                 | refused unknown_grant
        2   | extend h 400               | refused unknown_grant
        2   | revoke h                   | refused unknown_grant
        2   | spend g/1 1                | ok
        365 | open g/2                   | refused expired
        365 | extend g 400               | refused expired
        365 | revoke g                   | refused expired
        365 | flag g x                   | ok
        365 | tick                       | ok g:expired
        365 | flag g y                   | refused closed
        365 | unflag g x                 | refused closed
        365 | milestone g/2              | refused closed
        365 | open g/2                   | refused closed
        365 | extend g 400               | refused closed
        365 | revoke g                   | refused closed
        """);
}
