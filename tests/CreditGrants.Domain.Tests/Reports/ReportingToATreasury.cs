using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.Reports;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Tests.Reports;

public class ReportingToATreasury
{
    private const string Hash = "0x1111111111111111111111111111111111111111111111111111111111111111";
    private static readonly DateTimeOffset Paid = new(2026, 1, 6, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void F16_It_states_payer_pool_mode_referendum_and_results_against_them()
    {
        var text = TreasuryMarkdown.Write(Report());
        foreach (var line in new[]
        {
            "# Treasury report: Onboarding (P-000001)",
            "2026-01 to 2026-04, as of 20 Jul 2026 00:00. Times are UTC, and a month is a calendar month.",
            "| Payer | Polkadot treasury |",
            $"| Pool account | {Keys.Of("pool").ToSs58(0)} ({Keys.Of("pool")}) |",
            "| Mode | mixed: part beforehand, part afterwards |",
            "| Referendum | <https://polkadot.subsquare.io/referenda/1788> |",
            "| Utilisation | 17.14 % | 0.0000000012 DOT used of 0.000000007 DOT in tranches that were open and have ended |",
            "| Cost per paid customer | 0.0000000065 DOT | 0.000000013 DOT spent on grants activated in these months, 2 of whose customers pay by themselves |",
            "| Credit-to-paid | 50.00 % | 1 of 2 grants: the customer paid by itself within 120 days of activation; mature months only, without customers who had paid before |",
            "| 2026-03 | 1 | 0 | 1 | 0 | 0 | 1 | 0 | 0 DOT | 0 DOT | 0 DOT | 0 DOT | – |",
            $"| polkadot-coretime | 0.000000084 DOT | 6 Jan 2026 12:00, polkadot-coretime block 77 ({Hash}) |",
        })
        {
            Assert.Contains($"{line}\n", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void F16_Every_amount_that_moved_has_its_unit_and_its_block_and_the_date_comes_first()
    {
        var text = TreasuryMarkdown.Write(Report());
        Assert.Contains($"| 6 Jan 2026 12:00 | spend | a, tranche 1 | 0.00000001 DOT | 6 Jan 2026 12:00, polkadot-coretime block 77 event 3 ({Hash}) | 5 |\n", text, StringComparison.Ordinal);
        Assert.Contains("| 6 Jan 2026 12:00 | spend | More was paid", text, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\| \d+ \| \d+ planck", text);
    }

    [Fact]
    public void What_somebody_typed_breaks_no_table_and_is_no_markup()
    {
        var report = Report();
        report = report with { Programme = report.Programme with { Payer = "A | B\n# <script> [x](javascript:1)" } };
        var line = Assert.Single(TreasuryMarkdown.Write(report).Split('\n'), l => l.StartsWith("| Payer", StringComparison.Ordinal));
        Assert.Equal(@"| Payer | A \| B \# \<script\> \[x\](javascript:1) |", line);
    }

    [Fact]
    public void A_programme_to_which_nothing_has_happened_is_reported_with_dashes()
    {
        var report = Report();
        var facts = new ReportFacts(Budget.New(BudgetTerms.Default), [], [], BudgetTable.Day("200"));
        var text = TreasuryMarkdown.Write(report with { Report = ProgrammeReport.Make(facts, MonthsOfAProgramme.Read("2026-01"), MonthsOfAProgramme.Read("2026-01")), Entries = [], Grants = [], Holdings = [], Programme = report.Programme with { Referendum = null } });
        Assert.Contains("| Utilisation | – |", text, StringComparison.Ordinal);
        Assert.Contains("| Credit-to-paid | – |", text, StringComparison.Ordinal);
        Assert.Contains("| Cost per paid customer | – |", text, StringComparison.Ordinal);
        Assert.Contains("| Referendum | – |", text, StringComparison.Ordinal);
        Assert.Contains("Its balance was not seen on any chain yet.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("0.00 %", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_that_no_chain_could_hold_is_exact_and_in_planck()
    {
        var report = Report();
        var huge = BigInteger.Pow(2, 130);
        Assert.Contains($"| {huge} planck |", TreasuryMarkdown.Write(report with { Holdings = [report.Holdings[0] with { Free = huge }] }), StringComparison.Ordinal);
    }

    private static TreasuryReport Report()
    {
        var facts = MonthsOfAProgramme.Facts("200");
        var block = new BlockReference(Paid, "polkadot-coretime", 77, Hash, 3, "0x22", "fact-1");
        var grant = facts.Budget.Grants["a"];
        return new(
            "P-000001",
            new("Onboarding", "Polkadot treasury", Keys.Of("pool"), ProgrammeMode.Mixed, new("https://polkadot.subsquare.io/referenda/1788"), Token.Dot, ProgrammeTerms.First),
            "polkadot",
            0,
            null,
            ProgrammeReport.Make(facts, MonthsOfAProgramme.Read("2026-01"), MonthsOfAProgramme.Read("2026-04")),
            [new(840, block with { Event = null })],
            [new("a", GrantTier.Launch, "sponsor renewal", 2000, "active", [], grant)],
            [new(5, "e5", "spend", Paid, Paid, "a", 1, 100, "alarm", [Reasons.OverReservation], facts.Budget.Balances, block, "")]);
    }
}
