using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Selling;

namespace CoretimeDesk.Commissions.Tests.Ledger;

/// <summary>What quotas are held against: the base of a payment, by what has run of it in each month.</summary>
public class EarningTheBase
{
    [Fact]
    public void A_payment_is_earned_in_the_months_in_which_its_timeslices_run_and_on_demand_at_once()
    {
        var story = Story.OfAcme().Buys("p1", "3 Feb", 1_000, timeslices: 100).Delivers("p1", "9 Feb", 10).Delivers("p1", "28 Feb", 20).Delivers("p1", "3 Mar", 90)
            .Orders("o1", "5 Mar", 40, rebate: 10).Buys("idle", "6 Mar", 700, timeslices: 100).Buys("free", "7 Mar", 900, timeslices: 10, payer: PayerKind.Sponsor).Delivers("free", "8 Mar", 10);

        // 30 of 100 in February; in March no more than the 70 that were left. What runs nobody's task, and what a sponsor paid, is not earned.
        Assert.Equal(["p1 ada 2026-02 300", "p1 ada 2026-03 700", "o1 ada 2026-03 30"], Of(story));

        // A rebate in April, or a reversal, is of all its months.
        story.Rebates("p1", "2 Apr", 100);
        Assert.Equal(["p1 ada 2026-02 270", "p1 ada 2026-03 630", "o1 ada 2026-03 30"], Of(story));
        story.Reverses("p1", "3 Apr");
        Assert.Equal(["o1 ada 2026-03 30"], Of(story));
    }

    [Fact]
    public void What_has_run_is_rounded_down_until_each_instant_so_that_months_add_up_to_what_was_paid()
    {
        var story = Story.OfAcme().Buys("p1", "3 Feb", 10, timeslices: 3).Delivers("p1", "9 Feb", 1).Delivers("p1", "9 Mar", 1).Delivers("p1", "9 Apr", 1);
        Assert.Equal(["p1 ada 2026-02 3", "p1 ada 2026-03 3", "p1 ada 2026-04 4"], Of(story));
    }

    [Fact]
    public void In_any_order_of_facts_the_months_of_a_payment_add_up_to_its_base_by_what_has_run() => Seeded.Run(150, random =>
    {
        var plans = new Story().Plans;
        var facts = FactFile.Read(RandomFacts.Make(random).Select(f => f.ToJsonString()), plans).Facts;
        var ledger = CommissionLedger.Compute(plans, facts);
        var earned = EarnedBase.Of(ledger, facts);
        var shuffled = facts.ToArray();
        random.Shuffle(shuffled);
        Assert.Equal(earned, EarnedBase.Of(ledger, shuffled));
        foreach (var rated in ledger.Events)
        {
            var paid = facts.OfType<Paid>().Single(p => p.Id == rated.Event);
            var ran = facts.OfType<Delivered>().Where(d => d.Event == paid.Id && d.At >= paid.At).Aggregate(BigInteger.Zero, (sum, d) => sum + d.Timeslices);
            var expected = paid.How == PaidHow.OnDemand ? ledger.Bases[paid.Id] : ledger.Bases[paid.Id] * BigInteger.Min(ran, paid.Timeslices) / paid.Timeslices;
            Assert.Equal(expected, earned.Where(e => e.Event == paid.Id).Aggregate(BigInteger.Zero, (sum, e) => sum + e.Planck));
        }

        Assert.All(earned, e => Assert.True(e.Planck > 0, e.Event));
    });

    private static IEnumerable<string> Of(Story story) => EarnedBase.Of(story.Ledger, story.Facts).Select(e => $"{e.Event} {e.Owner} {e.Month} {e.Planck}");
}
