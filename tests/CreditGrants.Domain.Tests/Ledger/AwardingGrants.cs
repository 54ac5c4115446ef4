using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Tests.Ledger;

public class AwardingGrants
{
    private static readonly BudgetTerms Codes = BudgetTerms.Default with
    {
        Codes = BudgetTerms.Default.Codes.Add("A1", new("acme")).Add("A2", new("acme")).Add("A3", new("acme", IsRevoked: true)).Add("N1", new("nobody")),
        ProviderBudgets = BudgetTerms.Default.ProviderBudgets.Add("acme", new(100)),
    };

    [Fact]
    public void F4_An_award_reserves_all_of_its_tranches_and_no_planck_more_than_is_free() => BudgetTable.Check(
        """
        0 | fund 100                      | ok             | free 100
        1 | award a launch 40+30          | ok             | reserved 70 free 30 awarded 70
        1 | award b launch 31             | refused budget | reserved 70 free 30 awarded 70
        1 | award b launch 30             | ok             | reserved 100 free 0
        1 | award c launch 1              | refused budget | reserved 100
        2 | revoke a                      | ok             | reserved 30 lapsed 70 free 70
        3 | award c launch 70             | ok             | reserved 100 lapsed 70 free 0 awarded 170
        """);

    [Fact]
    public void F4_The_reserve_stays_free() => BudgetTable.Check(
        """
        0 | fund 100            | ok
        1 | award a launch 91   | refused budget
        1 | award a launch 90   | ok             | free 10
        """,
        BudgetTable.Reserve(10));

    [Fact]
    public void F4_A_second_grant_of_the_same_tier_to_a_cluster_is_refused_with_the_reason() => BudgetTable.Check(
        """
        0 | fund 100                                | ok
        1 | award a launch 10 cluster=c             | ok
        1 | award b launch 10 cluster=c             | refused cluster_has_grant
        1 | award b spark 10 cluster=c              | refused cluster_has_grant
        1 | award b design_partner 10 cluster=c     | ok
        1 | award d spark 10 cluster=other          | ok
        1 | award e spark 10 cluster=other          | refused cluster_has_grant
        1 | award e launch 10 cluster=other         | ok
        """);

    [Fact]
    public void F4_What_ended_unused_does_not_count_for_the_cluster_and_what_was_revoked_does() => BudgetTable.Check(
        """
        0  | fund 100                                       | ok
        1  | award a launch 10 cluster=c                    | ok
        1  | award r launch 10 cluster=d                    | ok
        1  | award u launch 10 cluster=e until=80           | ok
        1  | award p launch 10 cluster=f until=80           | ok
        2  | spend p/1 1                                    | ok
        2  | revoke r                                       | ok
        91 | tick                                           | ok a:not_activated p:expired u:expired
        92 | award a2 launch 10 cluster=c                   | ok
        92 | award r2 launch 10 cluster=d                   | refused cluster_has_grant
        92 | award u2 launch 10 cluster=e                   | ok
        92 | award p2 launch 10 cluster=f                   | refused cluster_has_grant
        """);

    [Fact]
    public void A_late_payment_makes_a_grant_count_again() => BudgetTable.Check(
        """
        0  | fund 100                           | ok
        1  | award a launch 10 cluster=c        | ok
        91 | tick                               | ok a:not_activated
        90 | spend a/1 1                        | ok                        | lapsed 9 spent 1
        92 | award b launch 10 cluster=c        | refused cluster_has_grant
        """);

    [Fact]
    public void A_cluster_has_52_half_periods_for_life() => BudgetTable.Check(
        """
        0 | fund 100                                      | ok
        1 | award a launch 1 cluster=c half=6             | ok
        1 | award b design_partner 1 cluster=c half=47    | refused cluster_cap
        1 | award b design_partner 1 cluster=c half=46    | ok
        1 | award d scale 1 cluster=c half=1              | refused cluster_cap
        1 | award e launch 1 cluster=d half=53             | refused cluster_cap
        """);

    [Fact]
    public void A_code_opens_one_grant_for_ever() => BudgetTable.Check(
        """
        0 | fund 1000                       | ok
        1 | award a scale 10                | refused code_missing
        1 | award a scale 10 code=A9        | refused code_unknown
        1 | award a scale 10 code=a1        | refused code_unknown
        1 | award a scale 10 code=A3        | refused code_revoked
        1 | award a scale 10 code=A1        | ok
        2 | revoke a                        | ok
        3 | award b scale 10 code=A1        | refused code_used
        3 | award b launch 10 code=A1       | refused code_used
        3 | award b launch 10 code=A2       | ok
        """,
        Codes);

    [Fact]
    public void A_providers_codes_share_its_budget() => BudgetTable.Check(
        """
        0 | fund 1000                       | ok
        1 | award a scale 60 code=A1        | ok
        2 | revoke a                        | ok
        3 | award b scale 41 code=A2        | refused provider_budget
        3 | award b scale 1 code=N1         | refused provider_budget
        3 | award b scale 40 code=A2        | ok
        """,
        Codes);

    [Fact]
    public void A_refused_award_uses_up_neither_code_nor_id_nor_name() => BudgetTable.Check(
        """
        0 | fund 10                           | ok
        1 | x: award a scale 11 code=A1       | refused budget
        1 | x: award a scale 10 code=A1       | ok             | reserved 10
        1 | x: award a scale 10 code=A1       | duplicate
        1 | x: award a scale 9 code=A1        | refused id_conflict
        1 | award a launch 1                  | refused grant_exists
        """,
        Codes);

    [Fact]
    public void An_award_must_end_after_it_begins() => BudgetTable.Check(
        """
        0 | fund 10                           | ok
        5 | award a launch 1 until=5          | refused expired
        5 | award a launch 1 until=4          | refused expired
        5-1ms | award a launch 1 until=5      | ok
        """);

    [Fact]
    public void The_first_reason_of_several_is_told() => BudgetTable.Check(
        """
        0 | fund 10                                          | ok
        1 | award a launch 10 cluster=c                      | ok
        1 | award a launch 99 cluster=c half=99 until=1      | refused expired
        1 | award a launch 99 cluster=c half=99              | refused grant_exists
        1 | award b launch 99 cluster=c half=99              | refused cluster_has_grant
        1 | award b scale 99 cluster=c half=99               | refused cluster_cap
        1 | award b scale 340282366920938463463374607431768211455+1 cluster=d | refused overflow
        1 | award b scale 99 cluster=d                       | refused code_missing
        1 | award b scale 101 cluster=d code=A1              | refused provider_budget
        1 | award b scale 99 cluster=d code=A1               | refused budget
        """,
        Codes);

    [Fact]
    public void Nothing_is_awarded_while_anything_is_missing() => BudgetTable.Check(
        """
        0 | fund 100               | ok
        1 | award a launch 60      | ok
        2 | withdraw 50            | alarm shortfall          | shortfall 10 free 0
        3 | award b launch 1       | refused budget
        3 | withdraw 1             | alarm shortfall          | shortfall 11
        4 | fund 11                | ok                       | shortfall 0 free 0
        4 | award b launch 1       | refused budget
        4 | fund 1                 | ok                       | free 1
        4 | award b launch 1       | ok
        """);

    [Fact]
    public void New_terms_count_from_then_on_and_take_back_nothing()
    {
        var budget = BudgetTable.Check("""
            0 | fund 100              | ok
            1 | award a launch 100    | ok
            """);
        var stricter = budget with { Terms = BudgetTable.Reserve(50) };
        Assert.Equal(budget.Balances, stricter.Balances);
        var more = BudgetLedger.Apply(stricter, new Funded("f", BudgetTable.Day("2"), new(50))).After;
        Assert.Equal([Reasons.Budget], BudgetLedger.Apply(more, new Awarded("b", BudgetTable.Day("3"), "b", "c", GrantTier.Launch, [new Planck(1)], 1, BudgetTable.Day("9"))).Reasons);
    }
}
