using CoretimeDesk.Commissions.Ledger;

namespace CoretimeDesk.Commissions.Tests.Ledger;

public class CorrectingWhatWasPaid
{
    private static readonly LineKind[] Corrections = [LineKind.Cancel, LineKind.Reverse, LineKind.Clawback];

    [Fact]
    public void What_was_not_earned_is_cancelled_this_month_is_reversed_and_closed_months_are_clawed_back() => Story.AssertTable("""
        10 Feb  cancel    buy  ada  -45
        10 Feb  reverse   buy  ada  -45
        10 Feb  clawback  buy  ada  -90
        10 Feb  cancel    buy  sid  -8
        10 Feb  reverse   buy  sid  -7
        10 Feb  clawback  buy  sid  -15
        10 Feb  cancel    buy  sol  -10
        10 Feb  reverse   buy  sol  -10
        10 Feb  clawback  buy  sol  -20
        """, Half().Reverses("buy", "10 Feb").Delivers("buy", "11 Feb", 1).Lines(Corrections));

    [Fact]
    public void A_rebate_that_is_paid_later_takes_the_last_piece_first_and_the_latest_earnings_first() => Story.AssertTable("""
        20 Feb  cancel    buy  ada  -72     // 360 were due of 500; of 800 at 20 %, 400 at 25 % and 133 at 30 % it is 215 of 299, of which 107 are delivered
        20 Feb  reverse   buy  ada  -73     // all from February, of 144
        """, string.Join('\n', Story.OfAcme().HasQuota("ada", 1, 1000).Buys("buy", "3 Jan", 2000, 10).Delivers("buy", "4 Jan", 1).Delivers("buy", "2 Feb", 4).Rebates("buy", "20 Feb", 667)
        .Lines(Corrections).Split('\n').Where(l => l.Contains("ada", StringComparison.Ordinal))));

    [Fact]
    public void A_rebate_above_the_base_takes_all_of_it_and_a_second_correction_nothing_more()
    {
        var story = Story.OfAcme().Buys("buy", "3 Jan", 1000, 4).Rebates("buy", "4 Jan", 5000).Reverses("buy", "5 Jan").Rebates("buy", "6 Jan", 1);
        Story.AssertTable("""
            4 Jan  cancel  buy  ada  -180
            4 Jan  cancel  buy  sid  -30
            4 Jan  cancel  buy  sol  -40
            """, story.Lines(Corrections));
        Assert.Equal(new(0, 0, 0, 0), story.Ledger.Totals["ada"]);
    }

    [Theory]
    [InlineData("13 Aug 23:59:59.999", "clawback")] // January is paid on 15 February; 180 days later it stays
    [InlineData("14 Aug", "")]
    public void F8_What_was_paid_too_long_ago_stays_with_the_participant(string day, string expected)
    {
        var story = Story.OfAcme().Orders("a", "31 Jan", 1000).Reverses("a", day);
        Assert.Equal(expected, string.Join(' ', story.Ledger.Lines.Where(l => Corrections.Contains(l.Kind)).Select(l => l.Kind.Word()).Distinct()));
        Assert.Equal(expected.Length > 0 ? 0 : 180, story.Ledger.Totals["ada"].Earned);
    }

    [Fact]
    public void Of_earnings_in_and_out_of_the_clawback_window_only_those_within_are_taken() => Story.AssertTable("""
        25 Feb  cancel    buy  bob  -300
        25 Feb  reverse   buy  bob  -100
        """, new Story().Registers("acme", "1 Jan").Accepts("acme", "2 Jan", "short-1", [("bob", 2001)]) // clawback_days 10: January's until 25 February
        .Buys("buy", "3 Jan", 2499, 5).Delivers("buy", "31 Jan", 1).Delivers("buy", "24 Feb", 1).Reverses("buy", "25 Feb").Lines(Corrections));

    [Fact]
    public void A_planck_that_the_largest_remainder_moves_is_cancelled_upwards_and_earned_if_it_is_delivered()
    {
        var plans = Computing.Plans(new System.Text.Json.Nodes.JsonObject
        {
            ["recover_bp"] = 10000,
            ["plans"] = new System.Text.Json.Nodes.JsonArray(Files.Plan("all", 10000, [("x", 10000)], [], 365, 180)),
        }.ToJsonString());
        var story = new Story { Plans = plans }.Registers("acme", "1 Jan").Accepts("acme", "2 Jan", "all", [("a", 5000), ("b", 4000), ("c", 1000)]).Orders("o", "3 Jan", 8)
            .Rebates("o", "4 Jan", 1).Rebates("o", "5 Jan", 1).Rebates("o", "6 Jan", 1).Rebates("o", "7 Jan", 1).Rebates("o", "8 Jan", 1);
        // 8: 4, 3.2, 0.8 is 4, 3, 1. 7: 3.5, 2.8, 0.7 is 3, 3, 1. And 6: 3, 2.4, 0.6 is 3, 2, 1. 5: 2.5, 2, 0.5 is 3, 2, 0 (a tie: the lower id).
        // 4: 2, 1.6, 0.4 is 2, 2, 0. And 3: 1.5, 1.2, 0.3 is 2, 1, 0.
        Story.AssertTable("""
            4 Jan  reverse  o  a  -1
            5 Jan  reverse  o  b  -1
            6 Jan  reverse  o  c  -1
            7 Jan  reverse  o  a  -1
            8 Jan  reverse  o  b  -1
            """, story.Lines(Corrections));
        // Less to divide can be more for one: 11 among 6:6:2 are 5, 5, 1, and 10 are 4, 4, 2.
        var paradox = new Story { Plans = plans }.Registers("acme", "1 Jan").Accepts("acme", "2 Jan", "all", [("a", 4286), ("b", 4286), ("c", 1428)]).Orders("o", "3 Jan", 11).Rebates("o", "4 Jan", 1);
        Story.AssertTable("""
            4 Jan  reverse  o  a  -1
            4 Jan  reverse  o  b  -1
            4 Jan  cancel   o  c  1
            4 Jan  earn     o  c  1
            """, string.Join('\n', paradox.Lines().Split('\n').Where(l => l.StartsWith("4 Jan", StringComparison.Ordinal))));
    }

    [Fact]
    public void F8_What_is_owed_is_kept_back_from_later_statements_at_most_half_of_each() => Story.AssertTable("""
        2026-01  90   0   0   0   0   90
        2026-02  117  45  90  36  54  36       // half of 72
        2026-03  18   0   0   9   45  9
        2026-04  360  0   0   45  0   315      // the last of it
        """, Half().Reverses("buy", "10 Feb").Orders("b", "15 Feb", 400).Orders("c", "1 Mar", 100).Orders("d", "1 Apr", 2000).Statements("ada"));

    /// <summary>Half delivered in January, a quarter in February.</summary>
    private static Story Half() => Story.OfAcme().Buys("buy", "3 Jan", 1000, 4).Delivers("buy", "4 Jan", 2).Delivers("buy", "3 Feb", 1);
}
