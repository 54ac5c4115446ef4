using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;

namespace CoretimeDesk.Commissions.Tests.Ledger;

public class AccruingFromPayments
{
    [Fact]
    public void A_purchase_accrues_at_once_and_is_earned_as_its_timeslices_are_delivered() => Story.AssertTable("""
        3 Jan   accrue  buy  ada  180
        3 Jan   accrue  buy  sid  30
        3 Jan   accrue  buy  sol  40
        4 Jan   earn    buy  ada  54     // three of ten
        4 Jan   earn    buy  sid  9
        4 Jan   earn    buy  sol  12
        1 Feb   earn    buy  ada  126    // and the rest, however much more is told
        1 Feb   earn    buy  sid  21
        1 Feb   earn    buy  sol  28
        """, Story.OfAcme().Buys("buy", "3 Jan", 1000, 10).Delivers("buy", "4 Jan", 3).Delivers("buy", "1 Feb", 99).Delivers("buy", "2 Feb", 1).Lines());

    [Fact]
    public void What_is_ordered_on_demand_is_earned_at_once() => Story.AssertTable("""
        3 Jan   accrue  now  ada  18
        3 Jan   accrue  now  sid  3
        3 Jan   accrue  now  sol  4
        3 Jan   earn    now  ada  18
        3 Jan   earn    now  sid  3
        3 Jan   earn    now  sol  4
        """, Story.OfAcme().Orders("now", "3 Jan", 100).Delivers("now", "4 Jan", 1).Lines());

    [Fact]
    public void F9_Without_a_payment_there_is_no_line() =>
        Assert.Empty(Story.OfAcme().HasQuota("ada", 1, 100).Delivers("buy", "4 Jan", 5).Rebates("buy", "5 Jan", 5).Reverses("buy", "6 Jan").Ledger.Lines);

    [Fact]
    public void Facts_about_a_payment_that_is_unknown_or_later_wait()
    {
        var story = Story.OfAcme().Delivers("buy", "2 Jan", 5).Buys("buy", "3 Jan", 1000, 10).Delivers("buy", "3 Jan", 1).Delivers("other", "4 Jan", 1);
        Assert.Equal(["delivered-003", "delivered-006"], story.Ledger.Waiting);
        Assert.Equal(18, story.Ledger.Totals["ada"].Earned);
    }

    [Fact]
    public void F8_The_window_begins_with_the_first_event_that_counts_and_its_end_is_out()
    {
        var story = Story.OfAcme().Orders("sponsored", "3 Jan", 100, PayerKind.Sponsor).Orders("first", "5 Jan", 100).Orders("last", "4 Jan 2027 23:59:59.999", 100).Orders("out", "5 Jan 2027", 100);
        Assert.Equal(["first", "last"], story.Ledger.Events.Select(e => e.Event));
        Story.AssertTable("""
            sponsored  sponsor_paid
            out        window_closed
            """, story.Excluded());
        Assert.Equal(new(Story.Day("5 Jan"), Story.Day("5 Jan 2027")), story.Ledger.Windows["acme"]);
    }

    [Fact]
    public void F8_No_later_correction_moves_the_window()
    {
        var story = Story.OfAcme().Orders("first", "5 Jan", 100).Reverses("first", "6 Jan").Orders("out", "5 Jan 2027", 100);
        Story.AssertTable("out window_closed", story.Excluded());
    }

    [Fact]
    public void F9_What_the_customer_did_not_pay_earns_nothing_and_says_why()
    {
        var story = new Story().Registers("acme", "3 Jan", isTenantBefore: true).Accepts("acme", "5 Jan", "usual-1", [("ada", 2500)])
            .Orders("before", "2 Jan", 9).Orders("unaccepted", "4 Jan", 9).Orders("sponsor", "6 Jan", 9, PayerKind.Sponsor).Orders("credit", "6 Jan", 9, PayerKind.Credit)
            .Orders("stranger", "6 Jan", 9, PayerKind.ThirdParty).TakesOver("second-hand", "6 Jan", 9).Renews("tenant", "6 Jan", 9, 1)
            .Buys("own", "6 Jan", 9, 1, account: "acc-ada").HasKey("ada", "acc-ada", "1 Dec").Orders("given-back", "6 Jan", 9, rebate: 9).Orders("unknown", "6 Jan", 9, customer: "nobody");
        Story.AssertTable("""
            before       not_registered
            unaccepted   not_accepted
            credit       credit_paid
            given-back   zero_base
            own          self_dealing        // though the key became known much later
            second-hand  secondary_market
            sponsor      sponsor_paid
            stranger     third_party
            tenant       prior_tenant
            unknown      not_registered
            """, story.Excluded());
        Assert.Empty(story.Ledger.Lines);
        Assert.Empty(story.Ledger.Windows);
    }

    [Fact]
    public void F9_A_key_that_was_found_to_be_none_judges_what_was_paid_until_then_and_nothing_after()
    {
        var story = Story.OfAcme().HasKey("ada", "acc-1", "1 Dec", until: "10 Jan").HasKey("sid", "acc-2", "1 Dec", until: "10 Jan").HasKey("sol", "acc-2", "2 Dec");
        foreach (var (account, day) in new[] { ("acc-1", "9 Jan 23:59:59.999"), ("acc-1", "10 Jan"), ("acc-2", "11 Jan") })
        {
            story.Buys($"{account} {day[..2].Trim()}", day, 9, 1, account: account);
        }

        // The second account is sol's all the while.
        Story.AssertTable("""
            acc-1 9   self_dealing
            acc-2 11  self_dealing
            """, story.Excluded());
    }

    [Fact]
    public void The_first_of_several_reasons_is_told()
    {
        var story = Story.OfAcme().HasKey("ada", "acc-ada", "1 Jan").Buys("a", "3 Jan", 9, 1, rebate: 9, payer: PayerKind.Sponsor, account: "acc-ada").Buys("b", "3 Jan", 9, 1, rebate: 9, account: "acc-ada");
        Story.AssertTable("""
            a  sponsor_paid
            b  self_dealing
            """, story.Excluded());
    }

    [Fact]
    public void Facts_about_a_payment_that_is_excluded_do_nothing_and_wait_for_nothing()
    {
        var ledger = Story.OfAcme().Buys("gift", "3 Jan", 9, 1, payer: PayerKind.Sponsor).Delivers("gift", "4 Jan", 1).Reverses("gift", "5 Jan").Ledger;
        Assert.Empty(ledger.Lines);
        Assert.Empty(ledger.Waiting);
    }

    [Fact]
    public void Plan_and_split_are_those_of_the_acceptance_in_force()
    {
        var story = Story.OfAcme().Orders("a", "3 Jan", 100).Accepts("acme", "4 Jan", "short-1", [("bob", 2001)]).Orders("b", "3 Jan 23:59:59.999", 100).Orders("c", "4 Jan", 100);
        Story.AssertTable("""
            a  100@2500 = 25, 0
            b  100@2500 = 25, 0
            c  100@2001 = 20, 0
            """, story.Events());
        Assert.Equal(["ada", "ada", "bob"], story.Ledger.Events.Select(e => e.Owner));
    }

    [Fact]
    public void The_overlay_is_for_renewals_from_its_day_on_and_beside_the_commission() => Story.AssertTable("""
        first    1000@2500 = 250, 0
        early    1000@2500 = 250, 0
        on-day   1000@2500 = 250, 20
        bought   1000@2500 = 250, 0
        """, Story.OfAcme("cat").Buys("first", "3 Jan", 1000, 1).Renews("early", "1 Jul 23:59:59.999", 1000, 1).Renews("on-day", "2 Jul", 1000, 1).Buys("bought", "3 Jul", 1000, 1).Events());

    [Fact]
    public void The_overlay_has_the_last_line_and_is_earned_like_the_rest() => Story.AssertTable("""
        2 Jul   accrue  r  ada  180
        2 Jul   accrue  r  sid  30
        2 Jul   accrue  r  sol  40
        2 Jul   accrue  r  cat  20
        3 Jul   earn    r  ada  90
        3 Jul   earn    r  sid  15
        3 Jul   earn    r  sol  20
        3 Jul   earn    r  cat  10
        """, string.Join('\n', Story.OfAcme("cat").Orders("first", "3 Jan", 1).Renews("r", "2 Jul", 1000, 2).Delivers("r", "3 Jul", 1).Lines().Split('\n').Where(l => l.Contains(" r ", StringComparison.Ordinal))));
}
