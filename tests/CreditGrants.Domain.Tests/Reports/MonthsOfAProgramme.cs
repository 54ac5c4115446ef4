using System.Globalization;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Reports;

namespace CoretimeDesk.CreditGrants.Tests.Reports;

/// <summary>A year of a small programme, counted by hand. Day 0 is 1 January 2026, day 31 is 1 February, 59 March, 90 April, 120 May.</summary>
public class MonthsOfAProgramme
{
    private static readonly Guid Aleph = new("00000000-0000-7000-8000-00000000000a");
    private static readonly Guid Beth = new("00000000-0000-7000-8000-00000000000b");
    private static readonly Guid Gimel = new("00000000-0000-7000-8000-00000000000c");
    private static readonly Guid Daleth = new("00000000-0000-7000-8000-00000000000d");

    [Theory]
    [InlineData("200", """
        2026-01 | 3 3 0 1 0 0 0 | 250 100 0 0  | 1 of 1
        2026-02 | 1 1 0 2 0 0 0 | 30 60 102 0  | 0 of 1
        2026-03 | 1 0 1 0 0 1 0 | 0 0 0 0      | none so far
        2026-04 | 0 0 0 0 1 0 0 | 0 0 0 40     | none so far
        """)]
    [InlineData("151", """
        2026-01 | 3 3 0 1 0 0 0 | 250 100 0 0  | 1 of 1
        2026-02 | 1 1 0 2 0 0 0 | 30 60 102 0  | 0 of 1 so far
        2026-03 | 1 0 1 0 0 1 0 | 0 0 0 0      | none so far
        2026-04 | 0 0 0 0 1 0 0 | 0 0 0 40     | none so far
        """)]
    [InlineData("151-1ms", """
        2026-01 | 3 3 0 1 0 0 0 | 250 100 0 0  | 1 of 1 so far
        2026-02 | 1 1 0 2 0 0 0 | 30 60 102 0  | 0 of 1 so far
        2026-03 | 1 0 1 0 0 1 0 | 0 0 0 0      | none so far
        2026-04 | 0 0 0 0 1 0 0 | 0 0 0 40     | none so far
        """)]
    [InlineData("125-1ms", """
        2026-01 | 3 3 0 1 0 0 0 | 250 100 0 0  | 0 of 1 so far
        2026-02 | 1 1 0 2 0 0 0 | 30 60 102 0  | 0 of 1 so far
        2026-03 | 1 0 1 0 0 1 0 | 0 0 0 0      | none so far
        2026-04 | 0 0 0 0 1 0 0 | 0 0 0 40     | none so far
        """)]
    public void F16_Are_counted_by_when_things_happened_and_an_empty_month_has_no_rate(string asOf, string expected) =>
        Assert.Equal(Lines(expected), Report("2026-01", "2026-04", asOf).Months.Select(Row));

    [Theory]
    [InlineData("2026-01", "2026-04", "1714", "12/70", "65", "130/2")]   // 12 used of d's 30 and c's 40; a 100 and d 30 for two customers, b's customer had paid before.
    [InlineData("2026-01", "2026-01", "none", "0/0", "100", "100/1")]
    [InlineData("2026-02", "2026-02", "none", "0/0", "30", "30/1")]
    [InlineData("2026-03", "2026-03", "4000", "12/30", "none", "0/0")]
    [InlineData("2026-05", "2026-05", "none", "0/0", "none", "0/0")]
    public void F16_Have_a_utilisation_and_a_cost_and_never_divide_by_nothing(string first, string last, string utilisation, string ended, string cost, string cohort)
    {
        var report = Report(first, last, "200");
        Assert.Equal(
            (utilisation, ended, cost, cohort),
            (report.UtilisationBp?.ToString(CultureInfo.InvariantCulture) ?? "none", $"{report.EndedUsed}/{report.EndedValue}", report.CostPerPaidCustomer?.ToString(CultureInfo.InvariantCulture) ?? "none", $"{report.CohortSpent}/{report.PaidCustomers}"));
    }

    [Fact]
    public void A_customer_who_paid_before_is_in_no_cohort_and_one_who_paid_in_the_very_block_is()
    {
        Assert.Equal("1 of 1 so far", Paid("5"));
        Assert.Equal("none so far", Paid("5-1ms"));
        Assert.Equal("1 of 1 so far", Paid("125"));
        Assert.Equal("0 of 1 so far", Paid("125.0001"));

        static string Paid(string day) => Row(ProgrammeReport.Make(Facts("126") with { Payments = [new(Aleph, BudgetTable.Day(day), "p")] }, Read("2026-01"), Read("2026-01")).Months[0]).Split('|')[^1].Trim();
    }

    [Fact]
    public void Two_grants_of_one_customer_are_two_of_the_base_and_one_paid_customer()
    {
        var facts = Facts("126") with { Requests = [new("a", Aleph, BudgetTable.Day("0")), new("d", Aleph, BudgetTable.Day("44"))], Payments = [new(Aleph, BudgetTable.Day("100"), "p")] };
        var report = ProgrammeReport.Make(facts, Read("2026-01"), Read("2026-02"));
        Assert.Equal((2, 2, 1, "130"), (report.Months.Sum(m => m.PaidBase), report.Months.Sum(m => m.PaidWithin), report.PaidCustomers, $"{report.CostPerPaidCustomer}"));
    }

    [Fact]
    public void An_odd_planck_of_the_cost_is_rounded_up_and_of_the_utilisation_down()
    {
        var facts = Facts("200") with { Requests = [new("a", Aleph, BudgetTable.Day("0")), new("b", Beth, BudgetTable.Day("0")), new("d", Daleth, BudgetTable.Day("44"))], Payments = [new(Aleph, BudgetTable.Day("90"), "p"), new(Beth, BudgetTable.Day("90"), "q"), new(Daleth, BudgetTable.Day("90"), "r")] };
        Assert.Equal("54", $"{ProgrammeReport.Make(facts, Read("2026-01"), Read("2026-02")).CostPerPaidCustomer}"); // 160 of 3.
    }

    [Fact]
    public void What_is_used_beyond_an_award_is_no_use_of_it()
    {
        var budget = BudgetTable.Check(
            """
            0  | fund 100             | ok
            1  | award g launch 10    | ok
            2  | spend g/1 12         | alarm over_reservation
            3  | use g/1 12           | ok
            """);
        var report = ProgrammeReport.Make(new(budget, [], [], BudgetTable.Day("9")), Read("2026-01"), Read("2026-01"));
        Assert.Equal((10_000, "10", "12"), (report.UtilisationBp, $"{report.EndedUsed}", $"{report.Months[0].UsedPlanck}"));
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("2026-00")]
    [InlineData("2026-7")]
    [InlineData("26-07")]
    [InlineData("2026-07-01")]
    [InlineData("9999-01")]
    [InlineData("")]
    [InlineData(null)]
    public void Are_written_with_four_digits_and_two(string? text) => Assert.False(Month.TryParse(text, out _));

    [Fact]
    public void Begin_and_end_by_UTC_whatever_the_offset()
    {
        Assert.Equal("2026-01", $"{Month.Of(new(2026, 2, 1, 0, 30, 0, TimeSpan.FromHours(2)))}");
        Assert.Equal(["2026-11", "2026-12", "2027-01"], Month.Between(Read("2026-11"), Read("2027-01")).Select(m => $"{m}"));
        Assert.Empty(Month.Between(Read("2026-02"), Read("2026-01")));
    }

    internal static Month Read(string text) => Month.TryParse(text, out var month) ? month : throw new ArgumentException(text);

    internal static ReportFacts Facts(string asOf) => new(
        BudgetTable.Check(
            """
            0   | fund 1000                     | ok
            1   | award a launch 100+50         | ok
            1   | award b launch 60             | ok
            2   | award c launch 40             | ok
            5   | spend a/1 100                 | ok
            35  | use a/1 90                    | ok
            40  | x: spend b/1 50               | ok
            45  | award d launch 30 until=60    | ok
            46  | spend d/1 30                  | ok
            50  | use d/1 12                    | ok
            60  | tick                          | ok d:expired
            92  | tick                          | ok c:not_activated
            100 | refund x 20                   | ok   | spent 160 lapsed 40
            """),
        [
            new("a", Aleph, BudgetTable.Day("0")),
            new("b", Beth, BudgetTable.Day("0")),
            new("c", Gimel, BudgetTable.Day("1")),
            new("d", Daleth, BudgetTable.Day("44")),
            new("e", Gimel, BudgetTable.Day("70"), BudgetTable.Day("71")),
        ],
        [
            new(Aleph, BudgetTable.Day("125"), "exactly 120 days later"),
            new(Beth, BudgetTable.Day("10"), "before its activation"),
            new(Beth, BudgetTable.Day("60"), "and after"),
            new(Daleth, BudgetTable.Day("167"), "121 days later"),
        ],
        BudgetTable.Day(asOf));

    private static ProgrammeReport Report(string first, string last, string asOf) => ProgrammeReport.Make(Facts(asOf), Read(first), Read(last));

    private static string Row(ReportMonth m) =>
        $"{m.Month} | {m.Requested} {m.Awarded} {m.Refused} {m.Activated} {m.Lapsed} {m.Expired} {m.Revoked} | {m.AwardedPlanck} {m.SpentPlanck} {m.UsedPlanck} {m.LapsedPlanck} | {(m.CreditToPaidBp is null ? "none" : $"{m.PaidWithin} of {m.PaidBase}")}{(m.IsMature ? "" : " so far")}";

    private static IEnumerable<string> Lines(string table) => table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => string.Join(" | ", l.Split('|', StringSplitOptions.TrimEntries)));
}
