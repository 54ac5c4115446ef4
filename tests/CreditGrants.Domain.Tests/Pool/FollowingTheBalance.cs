using System.Numerics;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Pool;

namespace CoretimeDesk.CreditGrants.Tests.Pool;

/// <summary>Funded less spent is what the chains hold, whatever moved it and in whatever order it is told.</summary>
public class FollowingTheBalance
{
    private static readonly DateTimeOffset At = BudgetTable.Day("5");

    [Theory]
    [InlineData(null, 0, 500, 0, "Funded s/balance 500")] // Seen for the first time.
    [InlineData(null, 0, 0, 0, "")]
    [InlineData(null, 0, 500, 70, "Funded s/balance 430")] // What was paid in later blocks is in the ledger already, with its money.
    [InlineData(null, 0, 50, 70, "Withdrawn s/balance 20")]
    [InlineData(500L, 9, 500, 0, "")] // Only what is locked has changed.
    [InlineData(500L, 9, 800, 0, "Funded s/balance 300")]
    [InlineData(500L, 9, 430, 70, "")] // A payment without a fee.
    [InlineData(500L, 9, 428, 70, "Withdrawn s/balance 2")] // And with one.
    [InlineData(500L, 9, 730, 70, "Funded s/balance 300")] // A deposit beside it.
    [InlineData(500L, 9, 0, 0, "Withdrawn s/balance 500")]
    [InlineData(500L, 10, 900, 0, "")] // The same block again.
    [InlineData(500L, 11, 900, 0, "")] // A later one is known.
    public void What_payments_do_not_explain_came_in_or_went_out(long? free, long block, long seen, long paid, string told)
    {
        var known = free is { } planck ? new KnownBalance(block, new((UInt128)planck)) : null;
        var (after, happened) = PoolBook.See(known, new("s", At, 10, new((UInt128)seen)), paid);
        Assert.Equal(told, happened is null ? "" : $"{happened.GetType().Name} {happened.Id} {happened.Amount}");
        Assert.Equal(block >= 10 ? known : new(10, new((UInt128)seen)), after);
    }

    [Theory]
    [InlineData(null, 10, "p/unseen 7")]
    [InlineData(9L, 10, "")]
    [InlineData(10L, 10, "p/unseen 7")]
    [InlineData(11L, 10, "p/unseen 7")]
    public void What_was_paid_where_no_balance_will_tell_of_it_was_there(long? known, long block, string told)
    {
        var unseen = PoolBook.Unseen(known is { } seen ? new(seen, new(1)) : null, new("p/spent", At, new(7), null, null), "p", block);
        Assert.Equal(told, unseen is null ? "" : $"{unseen.Id} {unseen.Amount}");
        Assert.Null(PoolBook.Unseen(null, new("p/spent", At, new(0), null, null), "p", block));
    }

    [Fact]
    public void Amounts_at_the_edge_are_exact_and_never_wrap()
    {
        var (_, told) = PoolBook.See(new(1, new(0)), new("s", At, 2, new(UInt128.MaxValue)), 0);
        Assert.Equal(UInt128.MaxValue, told!.Amount.Value);
        Assert.Throws<OverflowException>(() => PoolBook.See(new(1, new(0)), new("s", At, 2, new(UInt128.MaxValue)), 1));
    }

    [Fact]
    public void Random_histories_of_several_chains_end_where_the_chains_are() => Seeded.Run(300, random =>
    {
        var chains = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Tell(random)).ToList();
        var (budget, books) = (Budget.New(BudgetTerms.Default), chains.Select(_ => new Book()).ToList());

        // Chains are told in any interleaving; each of them in its order, with facts again that were told before.
        var at = new int[chains.Count];
        while (at.Index().Any(c => c.Item < chains[c.Index].Count))
        {
            var chain = random.Next(chains.Count);
            if (at[chain] == chains[chain].Count)
            {
                continue;
            }

            budget = books[chain].Hear(budget, chain, chains[chain][at[chain]++]);
            if (random.Next(3) == 0)
            {
                budget = books[chain].Hear(budget, chain, chains[chain][random.Next(at[chain])]);
            }

            Assert.Equal(books.Aggregate(BigInteger.Zero, (sum, b) => sum + b.Expected), budget.Balances.Funded - budget.Balances.Spent);
        }

        Assert.Equal(chains.Aggregate(BigInteger.Zero, (sum, c) => sum + c.FindLast(f => f.Free is not null)!.Free!.Value), budget.Balances.Funded - budget.Balances.Spent);
    });

    [Fact]
    public void Whatever_is_told_late_or_never_the_end_is_the_same() => Seeded.Run(300, random =>
    {
        // Even where a chain's own order is lost, and balances on the way are missing.
        var told = Tell(random);
        var last = told.FindLast(f => f.Free is not null)!;
        var heard = told.Where(f => f == last || f.Free is null || random.Next(4) > 0).ToArray();
        random.Shuffle(heard);
        var (budget, book) = (Budget.New(BudgetTerms.Default), new Book());
        budget = heard.Aggregate(budget, (b, fact) => book.Hear(b, 0, fact));
        Assert.Equal((BigInteger)last.Free!.Value, budget.Balances.Funded - budget.Balances.Spent);
    });

    /// <summary>A chain's life: payments with fees, deposits, other losses. It ends with a balance.</summary>
    private static List<Told> Tell(Random random)
    {
        List<Told> told = [];
        var (free, opening) = ((long)random.Next(2_000), random.Next(6));
        for (var block = 1; block <= 20; block++)
        {
            var before = free;
            for (var i = random.Next(3); i > 0 && free > 60; i--)
            {
                var paid = random.Next(1, 50);
                free -= paid + random.Next(3);
                told.Add(new(block, i, paid, null));
            }

            free += random.Next(4) switch { 0 => random.Next(500), 1 => -Math.Min(free, random.Next(30)), _ => 0 };
            if (block == opening || (block > opening && (free != before || block == 20)))
            {
                told.Add(new(block, 0, null, free));
            }
        }

        return told;
    }

    private sealed record Told(int Block, int Index, long? Paid, long? Free);

    /// <summary>What a service keeps of one chain.</summary>
    private sealed class Book
    {
        private readonly Dictionary<(int Block, int Index), long> _paid = [];
        private KnownBalance? _known;

        /// <summary>What the chain holds, as far as it was told: the last balance, less what was paid after it.</summary>
        public BigInteger Expected => _known is null ? 0 : _known.Free.Value - (BigInteger)_paid.Where(p => p.Key.Block > _known.Block).Sum(p => p.Value);

        public Budget Hear(Budget budget, int chain, Told fact)
        {
            var id = $"{chain}/{fact.Block}/{fact.Index}";
            if (fact.Paid is { } paid)
            {
                if (!_paid.TryAdd((fact.Block, fact.Index), paid))
                {
                    return budget;
                }

                var spent = new Spent($"{id}/spent", At, new((UInt128)paid), null, null);
                return Apply(Apply(budget, PoolBook.Unseen(_known, spent, id, fact.Block)), spent);
            }

            var counted = _paid.Where(p => _known is null ? p.Key.Block > fact.Block : p.Key.Block > _known.Block && p.Key.Block <= fact.Block);
            var (known, told) = PoolBook.See(_known, new(id, At, fact.Block, new((UInt128)fact.Free!.Value)), counted.Sum(p => p.Value));
            _known = known;
            return Apply(budget, told);
        }

        private static Budget Apply(Budget budget, ChainFact? fact)
        {
            if (fact is null)
            {
                return budget;
            }

            var step = BudgetLedger.Apply(budget, fact);
            Assert.True(step.IsAccepted, $"{fact}: {step.Result}");
            return step.After;
        }
    }
}
