using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.SelfDealing;

namespace CoretimeDesk.Commissions.Tests.SelfDealing;

public class SuspectingSelfDealing
{
    private static readonly Paid Payment = new("buy", Story.Day("1 Jun"), "acme", "payer", new(9), default, PaidHow.OnDemand, PayerKind.Customer, 0);
    private static readonly ParticipantKey[] Keys = [new("k1", Story.Day("1 Jan"), "ada", "acc-ada"), new("k2", Story.Day("1 Jan"), "sol", "acc-sol"), new("k3", Story.Day("1 Jan"), "sid", "acc-sid", Story.Day("1 May"))];

    [Theory]
    [InlineData("acc-ada pays payer 1 Jun", "ada payer")] // In the same block.
    [InlineData("payer pays acc-ada 3 Mar", "ada payer")]
    [InlineData("payer pays acc-ada 2 Mar 23:59:59.999", "")] // 90 days before, and a millisecond.
    [InlineData("acc-ada pays payer 1 Jun 00:00:00.001", "")] // After it.
    [InlineData("acc-ada pays treasury 1 May", "ada treasury")] // Another account of the customer's.
    [InlineData("acc-ada pays stranger 1 May", "")]
    [InlineData("acc-ada pays acc-sol 1 May", "")]
    [InlineData("acc-sid pays payer 1 May", "")] // It was found not to be theirs before the payment.
    [InlineData("whale pays acc-ada 1 May; whale pays payer 2 May", "ada payer whale")]
    [InlineData("whale pays acc-ada 1 Jan; whale pays payer 2 May", "")]
    [InlineData("acc-ada pays whale 1 May; whale pays payer 2 May", "")] // Two transfers away.
    [InlineData("exchange pays acc-ada 1 May; exchange pays payer 2 May", "")]
    [InlineData("pool pays acc-ada 1 May; payer pays pool 2 May", "")]
    [InlineData("payer pays acc-sol 1 May; acc-ada pays payer 2 May; acc-ada pays payer 3 May", "ada payer; sol payer")]
    public void Complaint14_Who_paid_and_a_participant_are_near_each_other_over_one_transfer_of_the_last_ninety_days(string transfers, string expected) => Seeded.Run(3, random =>
    {
        var movements = transfers.Split("; ").Select((t, i) => t.Split(' ', 4) is [var from, _, var to, var day] ? new Movement($"t{i}", Story.Day(day), from, to) : throw new InvalidOperationException(t)).ToList();
        var links = PayerLinks.Of(Payment, ["treasury"], random.Shuffled(Keys), random.Shuffled(movements.Concat(movements)), new HashSet<string> { "exchange", "pool" });
        Assert.Equal(expected, string.Join("; ", links.Select(l => $"{l.Participant} {l.Payer} {l.Funder}".Trim())));
        Assert.All(links, l => Assert.NotEmpty(l.Transfers));
    });
}
