using System.Numerics;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using Google.Protobuf;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>Folds stored entries once more and compares each with what was kept of it.</summary>
internal static class LedgerFold
{
    private const long TicksPerMicrosecond = 10;

    /// <summary>The budget that the entries lead to, and what is wrong with them. After an entry that cannot follow, the fold goes on without it.</summary>
    public static Budget Fold(ProgrammeRow programme, IReadOnlyList<BudgetEventRow> rows, IEnumerable<PostingRow> postings, List<string> faults)
    {
        var lines = postings.ToLookup(p => p.Number);
        var (budget, expected) = (Budget.New(BudgetTerms.Default), 1L);
        foreach (var row in rows)
        {
            if (row.Number != expected)
            {
                faults.Add(row.Number == expected + 1 ? $"Entry {expected} is missing." : $"Entries {expected} to {row.Number - 1} are missing.");
            }

            expected = row.Number + 1;
            budget = Step(budget, row, lines[row.Number], faults);
        }

        if (expected != programme.LastEntry + 1)
        {
            faults.Add($"The last entry is {expected - 1}, and should be {programme.LastEntry}.");
        }

        var numbers = rows.Select(r => r.Number).ToHashSet();
        faults.AddRange(lines.Select(l => l.Key).Where(n => !numbers.Contains(n)).Order().Select(n => $"There are postings of entry {n}, which does not exist."));
        return budget;
    }

    /// <summary>The sums of all postings are the balances.</summary>
    public static void CompareSums(Balances balances, IReadOnlyCollection<PostingRow> postings, List<string> faults)
    {
        foreach (var (book, account, isDebit) in Posting.Accounts)
        {
            var (bookName, accountName) = (BudgetMessages.BookName(book), BudgetMessages.AccountName(account));
            var sum = postings.Where(p => p.Book == bookName && p.Account == accountName).Aggregate(BigInteger.Zero, (s, p) => s + p.Debit - p.Credit);
            sum = isDebit ? sum : -sum;
            if (sum != balances.Of(account))
            {
                faults.Add($"The postings to {accountName} in the book of {bookName} add up to {sum} planck, and the entries lead to {balances.Of(account)} planck.");
            }
        }
    }

    private static Budget Step(Budget budget, BudgetEventRow row, IEnumerable<PostingRow> lines, List<string> faults)
    {
        BudgetMoved moved;
        BudgetStep step;
        try
        {
            moved = BudgetMoved.Parser.ParseFrom(row.Body);
            step = BudgetLedger.Apply(budget with { Terms = moved.ToTerms() }, moved.ToEvent());
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or FormatException or InvalidOperationException or NullReferenceException or OverflowException or ArgumentException)
        {
            faults.Add($"Entry {row.Number} ({row.EventId}) cannot be read: {e.Message}");
            return budget;
        }

        if (!SaysTheSame(row, moved))
        {
            faults.Add($"Entry {row.Number} ({row.EventId}) is listed as {row.Kind} of {row.At:yyyy-MM-dd HH:mm:ss} UTC, and says itself that it is {moved.Kind} {moved.EventId}, number {moved.Number}.");
        }

        if (!step.IsAccepted)
        {
            faults.Add($"Entry {row.Number} ({row.EventId}) cannot follow the ones before it: {string.Join(", ", step.Reasons.DefaultIfEmpty(step.Result.ToString()))}.");
            return budget;
        }

        var again = moved.ToEvent().ToMoved(moved.Number, moved.ToTerms(), step, moved.Fact);
        if (!again.After.Equals(moved.After))
        {
            faults.Add($"After entry {row.Number} ({row.EventId}) the balances are {Text(again.After)}, and {Text(moved.After)} were recorded.");
        }

        if (again.Result != moved.Result || !again.Reasons.Equals(moved.Reasons))
        {
            faults.Add($"Entry {row.Number} ({row.EventId}) is {again.Result} {string.Join(", ", again.Reasons)}".TrimEnd() + $", and {moved.Result} {string.Join(", ", moved.Reasons)}".TrimEnd() + " was recorded.");
        }

        var kept = lines.Select(l => (l.Book, l.Account, l.Debit, l.Credit)).Order().ToList();
        if (!kept.SequenceEqual(step.Postings.Select(p => (BudgetMessages.BookName(p.Book), BudgetMessages.AccountName(p.Account), p.Debit, p.Credit)).Order()) || !again.Postings.Equals(moved.Postings))
        {
            faults.Add($"The postings of entry {row.Number} ({row.EventId}) are not those that it makes.");
        }

        return step.After;
    }

    /// <summary>The columns that people look up by say what the entry says.</summary>
    private static bool SaysTheSame(BudgetEventRow row, BudgetMoved moved) =>
        moved.Number == row.Number && moved.EventId == row.EventId && moved.Kind == row.Kind && moved.GrantNumber == row.GrantNumber
        && moved.At.ToDateTimeOffset().UtcTicks / TicksPerMicrosecond == row.At.UtcTicks / TicksPerMicrosecond;

    private static string Text(V1.Balances b) => $"funded {b.Funded}, reserved {b.Reserved}, spent {b.Spent}, lapsed {b.Lapsed}, free {b.Free}, awarded {b.Awarded}, unreserved {b.Unreserved}, shortfall {b.Shortfall} planck";
}
