using System.Numerics;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests.Quotes;

public sealed class ConservingPlanck
{
    [Fact]
    public void Complaint4_Whatever_is_quoted_what_the_parties_pay_adds_up_to_the_planck() => Seeded.Run(400, random =>
    {
        var ask = AnyAsk(random);
        Assert.Empty(ask.Faults());
        var terms = Quoted.Terms(ask, Quoted.Market(endPrice: new(UInt128.One << random.Next(40, 90)), relayBlock: (uint)random.Next(10_000_001, 10_302_399)));
        var (lines, total) = (terms.LineAmounts, terms.Total);

        foreach (var amounts in lines.Append(total))
        {
            // Worth, and who pays it, by arithmetic without bounds.
            var worth = amounts.List.Big() + amounts.Waived.Big();
            var paid = (amounts.List.Big() - amounts.Sponsored.Big() - amounts.Rebate.Big()) + amounts.Sponsored.Big() + amounts.Rebate.Big() + amounts.Waived.Big();
            Assert.Equal(worth, paid);
            Assert.Equal(amounts.List, amounts.CustomerPays + amounts.Sponsored);
            Assert.Equal(amounts.Concession.Big(), amounts.Sponsored.Big() + amounts.Rebate.Big() + amounts.Waived.Big());
        }

        // The sum of the lines, and core by core of the periods.
        Assert.Equal(total.List.Big(), lines.Aggregate(BigInteger.Zero, (sum, a) => sum + a.List.Big()));
        var cores = ask.Lines.OfType<QuoteLine.Coretime>().Sum(l => Enumerable.Range(1, (int)l.Periods).Sum(p => (long)l.CoresIn((uint)p)));
        Assert.Equal(cores, ask.CorePeriods);
        var byPeriod = Enumerable.Range(1, (int)ask.Periods).Aggregate(BigInteger.Zero, (sum, p) => sum + (terms.Price.Periods[p - 1].Expected.Big() * ask.CoresIn((uint)p)));
        var budgets = ask.Lines.OfType<QuoteLine.OnDemand>().Aggregate(BigInteger.Zero, (sum, l) => sum + l.Budget.Big());
        Assert.Equal(byPeriod + budgets, total.List.Big());
    });

    [Fact]
    public void A_whole_that_is_cut_into_lines_is_worth_the_same() => Seeded.Run(100, random =>
    {
        var (periods, cores) = ((uint)random.Next(1, 14), (uint)random.Next(2, 20));
        var first = (uint)random.Next(1, (int)cores);

        var whole = Quoted.Terms(Quoted.Ask(Quoted.Cores(periods, cores))).Total;
        var cut = Quoted.Terms(Quoted.Ask(Quoted.Cores(periods, first), Quoted.Cores(periods, cores - first))).Total;

        Assert.Equal(whole, cut);
    });

    [Fact]
    public void A_ramp_counts_each_segment_with_its_own_cores()
    {
        var line = new QuoteLine.Coretime([new(2, 1), new(3, 4)], [new(1, 1), new(4, 2)], default);

        Assert.Equal([0u, 1u, 1u, 4u, 4u, 4u, 0u], Enumerable.Range(0, 7).Select(p => line.CoresIn((uint)p)));
        Assert.Equal((5u, 14u, 3u), (line.Periods, line.CorePeriods, line.SponsoredCorePeriods));
    }

    [Fact]
    public void An_amount_that_no_chain_could_hold_is_refused_and_not_cut_off()
    {
        var outcome = Pricing.Of(Quoted.Market(endPrice: Planck.MaxValue), Quoted.Ask(Quoted.Cores(3, 1)), Quoted.At, new());

        Assert.Equal("AMOUNT_TOO_LARGE", outcome.Refusal!.Reason);
        Assert.Throws<OverflowException>(() => new Amounts(Planck.MaxValue, default, default, default) + new Amounts(new(1), default, default, default));
    }

    private static QuoteAsk AnyAsk(Random random)
    {
        var lines = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(3) == 0 ? AnyBudget(random) : (QuoteLine)AnyCores(random)).ToArray();
        return Quoted.Ask(lines);
    }

    private static QuoteLine.OnDemand AnyBudget(Random random)
    {
        var budget = new Planck((UInt128)random.NextInt64(1, long.MaxValue));
        var sponsored = new Planck((UInt128)random.NextInt64(0, (long)budget.Value));
        return new(budget, sponsored, new(new((UInt128)random.NextInt64(0, 1 + (long)(budget - sponsored).Value)), default));
    }

    private static QuoteLine.Coretime AnyCores(Random random)
    {
        RampSegment[] ramp = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => new RampSegment((uint)random.Next(1, 8), (uint)random.Next(1, 11)))];
        var line = new QuoteLine.Coretime(ramp, [], default);
        SponsoredPeriod[] sponsored = [.. Enumerable.Range(1, (int)line.Periods).Where(_ => random.Next(3) == 0).Select(p => new SponsoredPeriod((uint)p, (uint)random.Next(1, 1 + (int)line.CoresIn((uint)p))))];
        var waived = new Planck((UInt128)random.Next(0, 3) * 123_456_789);
        return line with { Sponsored = sponsored, Giveaway = new(default, waived, waived.IsZero ? "" : "Migration help") };
    }
}
