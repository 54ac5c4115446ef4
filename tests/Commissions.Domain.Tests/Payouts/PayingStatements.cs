using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Payouts;

namespace CoretimeDesk.Commissions.Tests.Payouts;

public class PayingStatements
{
    private const string Tag = "coretime-desk/commission/2026-02/ada";
    private static readonly Dictionary<string, string> Accounts = new() { ["ada"] = "A", ["bob"] = "B" };

    [Fact]
    public void A_batch_pays_the_months_statements_and_says_what_it_cannot_pay()
    {
        var batch = Batch(("ada", 90), ("bob", 0), ("cat", 7));
        Assert.Equal([new("ada", "A", 90, Tag)], batch.Lines);
        Assert.Equal([("cat", 7)], batch.Unpayable.Select(u => (u.Participant, (int)u.Planck)));
        Assert.Equal(90, batch.Total);
    }

    [Fact]
    public void An_amount_that_no_transfer_can_carry_is_told_and_not_cut()
    {
        var tooMuch = (BigInteger)UInt128.MaxValue + 1;
        Assert.Equal([tooMuch], PayoutBatch.Of(new(2026, 2), [Statement("ada", tooMuch)], Accounts).Unpayable.Select(u => u.Planck));
        Assert.Single(PayoutBatch.Of(new(2026, 2), [Statement("ada", tooMuch - 1)], Accounts).Lines);
    }

    [Fact]
    public void The_digest_says_whether_two_batches_pay_the_same()
    {
        Assert.Equal(Batch(("bob", 5), ("ada", 90)).Digest(), Batch(("ada", 90), ("bob", 5)).Digest());
        Assert.NotEqual(Batch(("ada", 90)).Digest(), Batch(("ada", 91)).Digest());
    }

    [Theory]
    // transfers to accounts; outcome, arrived, still due, too much, astray
    [InlineData("", "Missing 0 90 0 0")]
    [InlineData("A90", "Paid 90 0 0 0")]
    [InlineData("A40 A50", "Paid 90 0 0 0")]
    [InlineData("A40", "Partial 40 50 0 0")]
    [InlineData("A40 X50", "Partial 40 50 0 50")]
    [InlineData("X90", "WrongAccount 0 90 0 90")]
    [InlineData("A90 A90", "PaidTwice 180 0 90 0")]
    [InlineData("A90 A90 A90", "PaidTwice 270 0 180 0")]
    [InlineData("A91", "Overpaid 91 0 1 0")]
    [InlineData("A90 X1", "Paid 90 0 0 1")]
    public void Whatever_is_paid_has_an_outcome(string transfers, string expected)
    {
        var result = PayoutMatcher.Match(Batch(("ada", 90), ("bob", 5)), Seen(transfers)).Results[0];
        Assert.Equal(expected, string.Create(CultureInfo.InvariantCulture, $"{result.Outcome} {result.Arrived} {result.Due} {result.Excess} {result.Astray}"));
        Assert.Equal(expected == "Paid 90 0 0 0", result.IsClosed);
    }

    [Fact]
    public void A_transfer_without_the_lines_tag_proves_nothing_though_the_amount_is_equal()
    {
        var match = PayoutMatcher.Match(Batch(("ada", 90)), [new("1", null, "A", 90), new("2", "coretime-desk/commission/2026-01/ada", "A", 90)]);
        Assert.Equal(PayoutOutcome.Missing, match.Results[0].Outcome);
        Assert.Equal(["1", "2"], match.Unknown.Select(t => t.Id));
    }

    [Fact]
    public void F8_Order_and_repetition_of_what_is_seen_do_not_matter_and_no_planck_is_left_out() => Seeded.Run(200, random =>
    {
        var batch = Batch(("ada", random.Next(1, 9)), ("bob", random.Next(1, 9)));
        var seen = Enumerable.Range(0, random.Next(6))
            .Select(i => new SeenTransfer($"t{i}", random.Of([null, "other", .. batch.Lines.Select(l => l.Tag)]), random.Of(["A", "B", "X"]), random.Next(1, 9))).ToList();
        var (once, again) = (PayoutMatcher.Match(batch, seen), PayoutMatcher.Match(batch, random.Shuffled(seen.Concat(seen))));
        Assert.Equal(once.Unknown, again.Unknown);
        Assert.Equal(once.Results.Select(r => $"{r with { Transfers = [] }} {string.Join(' ', r.Transfers)}"), again.Results.Select(r => $"{r with { Transfers = [] }} {string.Join(' ', r.Transfers)}"));
        Assert.Equal(Sum(seen.Select(t => t.Planck)), Sum(once.Results.Select(r => r.Arrived + r.Astray)) + Sum(once.Unknown.Select(t => t.Planck)));
        Assert.All(once.Results, r => Assert.Equal(r.Line.Planck, r.Arrived + r.Due - r.Excess));
    });

    [Fact]
    public void One_transfer_told_of_in_two_ways_is_a_mistake_of_who_tells() =>
        Assert.Throws<ArgumentException>(() => PayoutMatcher.Match(Batch(("ada", 90)), [new("1", Tag, "A", 90), new("1", Tag, "A", 91)]));

    private static PayoutBatch Batch(params (string Participant, int Net)[] statements) =>
        PayoutBatch.Of(new(2026, 2), statements.Select(s => Statement(s.Participant, s.Net)).Append(Statement("ada", 1000) with { Month = new(2026, 3) }), Accounts);

    private static Statement Statement(string participant, BigInteger net) => new(new(2026, 2), participant, net, 0, 0, 0, 0, net);

    private static IEnumerable<SeenTransfer> Seen(string transfers) =>
        transfers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((t, i) => new SeenTransfer($"t{i}", Tag, t[..1], BigInteger.Parse(t[1..], CultureInfo.InvariantCulture)));

    private static BigInteger Sum(IEnumerable<BigInteger> amounts) => amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a);
}
