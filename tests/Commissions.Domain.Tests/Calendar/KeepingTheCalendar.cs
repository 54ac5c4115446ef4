using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Tests.Calendar;

public class KeepingTheCalendar
{
    private static readonly BusinessDays Days = new();

    [Theory]
    // month, computed by the end of, review until 12:00 of, paid on, disputed until the end of
    [InlineData("2026-06", "6 Jul", "7 Jul", "15 Jul", "21 Jul")] // 1 July is a Wednesday
    [InlineData("2026-07", "6 Aug", "7 Aug", "14 Aug", "21 Aug")] // 1 August is a Saturday, and so is the 15th
    [InlineData("2026-10", "5 Nov", "6 Nov", "13 Nov", "20 Nov")] // 1 November is a Sunday, and so is the 15th
    [InlineData("2026-12", "6 Jan 2027", "7 Jan 2027", "15 Jan 2027", "21 Jan 2027")] // the year ends; 1 January is a Friday
    [InlineData("2026-01", "5 Feb", "6 Feb", "13 Feb", "20 Feb")]
    [InlineData("2028-02", "6 Mar 2028", "7 Mar 2028", "15 Mar 2028", "21 Mar 2028")] // a leap year
    public void Business_days_skip_weekends(string month, string computed, string review, string paid, string disputed)
    {
        Assert.True(Month.TryParse(month, out var m));
        var calendar = StatementCalendar.Of(m, Days);
        Assert.Equal(m.Next.Start, calendar.ClosesAt);
        Assert.Equal(Story.Day(computed).AddDays(1), calendar.ComputedBy);
        Assert.Equal(Story.Day(review).AddHours(12), calendar.ReviewUntil);
        Assert.Equal(DateOnly.FromDateTime(Story.Day(paid).UtcDateTime), calendar.PayOn);
        Assert.Equal(m.Next.Start.AddDays(15), calendar.PaidBy);
        Assert.Equal(Story.Day(disputed).AddDays(1), calendar.DisputeUntil);
    }

    [Fact]
    public void Holidays_are_no_business_days()
    {
        var calendar = StatementCalendar.Of(new(2026, 12), new(new HashSet<DateOnly> { new(2027, 1, 1), new(2027, 1, 6), new(2027, 1, 15) }));
        Assert.Equal(Story.Day("9 Jan 2027"), calendar.ComputedBy); // The end of the 8th, after the 4th, 5th and 7th.
        Assert.Equal(new DateOnly(2027, 1, 14), calendar.PayOn);
    }

    [Theory]
    [InlineData("30 Jun 23:59:59.999", false, StatementStage.Open)]
    [InlineData("1 Jul", false, StatementStage.Closed)]
    [InlineData("2 Jul", true, StatementStage.Review)]
    [InlineData("7 Jul 11:59:59.999", true, StatementStage.Review)]
    [InlineData("7 Jul 12:00:00.000", true, StatementStage.Final)]
    [InlineData("20 Jul", false, StatementStage.Closed)] // What was never computed is not final.
    public void A_statement_is_open_then_reviewed_then_final(string at, bool isComputed, StatementStage expected) => Assert.Equal(expected, StatementCalendar.Of(new(2026, 6), Days).StageAt(Story.Day(at), isComputed));

    [Theory]
    [InlineData("30 Jun 23:59:59.999", false)]
    [InlineData("1 Jul", true)]
    [InlineData("21 Jul 23:59:59.999", true)]
    [InlineData("22 Jul", false)]
    public void Complaint14_A_line_can_be_disputed_for_ten_business_days_after_it_is_final(string at, bool expected) => Assert.Equal(expected, StatementCalendar.Of(new(2026, 6), Days).CanDispute(Story.Day(at)));

    [Theory]
    [InlineData("1 Jul 09:00:00.000", "8 Jul")] // a Wednesday: Thursday, Friday, Monday, Tuesday, Wednesday
    [InlineData("3 Jul 23:59:59.999", "10 Jul")] // a Friday
    [InlineData("4 Jul", "10 Jul")] // a Saturday
    [InlineData("30 Dec", "6 Jan 2027")]
    public void Complaint14_A_dispute_is_answered_within_five_business_days(string opened, string lastDay) => Assert.Equal(Story.Day(lastDay).AddDays(1), StatementCalendar.AnswerBy(Story.Day(opened), Days));

    [Fact]
    public void Every_month_has_its_stages_in_order_and_is_paid_on_a_business_day()
    {
        for (var month = new Month(2026, 1); month < new Month(2046, 1); month = month.Next)
        {
            var x = StatementCalendar.Of(month, Days);
            Assert.True(x.ClosesAt < x.ComputedBy && x.ComputedBy < x.ReviewUntil && x.ReviewUntil < x.PaidBy && x.ReviewUntil < x.DisputeUntil, month.ToString());
            Assert.True(Days.IsBusinessDay(x.PayOn) && x.ReviewUntil < x.PayOn.ToDateTime(TimeOnly.MaxValue, DateTimeKind.Utc) && x.PayOn.Day is >= 13 and <= 15, month.ToString());
        }
    }

    [Fact]
    public void A_draw_fills_up_its_months_is_shown_as_negative_and_is_made_up_for_by_half_of_later_statements()
    {
        var statements = new[] { Paid(2026, 11, 40), Paid(2027, 1, 150), Paid(2027, 2, 90), Paid(2027, 3, 200) };
        var months = DrawAccount.Of(new Draw(new Planck(100), 2), new(2026, 11), 5000, statements);
        Assert.Equal(
        [
            "2026-11: 40 + 60 - 0 = 100, -60",
            "2026-12: 0 + 100 - 0 = 100, -160", // No statement at all.
            "2027-01: 150 + 0 - 75 = 75, -85",
            "2027-02: 90 + 0 - 45 = 45, -40",
            "2027-03: 200 + 0 - 40 = 160, 0",
        ], months.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Month}: {m.Net} + {m.Advance} - {m.Recovered} = {m.Paid}, {m.Balance}")));
    }

    [Fact]
    public void Every_planck_that_a_draw_advances_is_on_its_balance_until_it_is_made_up_for() => Seeded.Run(150, random =>
    {
        var draw = new Draw(new Planck((UInt128)random.Amount(100) + 1), random.Next(1, Draw.MonthsMax + 1));
        var statements = Enumerable.Range(0, 24).Where(_ => random.Next(3) > 0).Select(i => Paid(2026 + (i / 12), (i % 12) + 1, random.Amount(101))).ToList();
        var (months, recoverBp) = (DrawAccount.Of(draw, new(2026, 1), 5000, statements), 5000);
        var balance = BigInteger.Zero;
        foreach (var (index, m) in months.Index())
        {
            balance += m.Recovered - m.Advance;
            Assert.Equal((balance, m.Net + m.Advance - m.Recovered), (m.Balance, m.Paid));
            Assert.True(balance <= 0 && m.Recovered * 10_000 <= m.Net * recoverBp && (m.Advance.IsZero || index < draw.Months) && (m.Recovered.IsZero || index >= draw.Months));
            Assert.True(index >= draw.Months || m.Paid >= draw.Monthly.Value, "a month of the draw pays less than the draw");
        }

        Assert.Equal(statements.Aggregate(BigInteger.Zero, (sum, s) => sum + s.Net) - balance, months.Aggregate(BigInteger.Zero, (sum, m) => sum + m.Paid));
    });

    [Theory]
    [InlineData("2026-1", false)]
    [InlineData("2026-00", false)]
    [InlineData("2026-13", false)]
    [InlineData("0000-01", false)]
    [InlineData("2026-12", true)]
    [InlineData("２０２６-12", false)]
    [InlineData("2026/12", false)]
    public void A_month_is_four_digits_and_two(string text, bool expected) => Assert.Equal(expected, Month.TryParse(text, out _));

    private static Statement Paid(int year, int month, BigInteger net) => new(new(year, month), "ada", net, 0, 0, 0, 0, net);
}
