using System.Numerics;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests.Quotes;

/// <summary>What a customer would pay by a quote, and when: what commission is estimated of.</summary>
public sealed class PlanningPayments
{
    private static readonly QuotePlan Plan = new("default-1", new(2_500), new(3_000), new(200), 180);

    [Fact]
    public void F7_Payments_are_what_the_customer_pays_and_the_rebate_to_the_planck() => Seeded.Run(300, random =>
    {
        var lines = Enumerable.Range(0, random.Next(1, 5)).Select(_ => AnyLine(random)).ToArray();
        var terms = Quoted.Terms(Quoted.Ask(lines), Quoted.Market(endPrice: new(UInt128.One << random.Next(10, 90))));
        lines = [.. lines.Zip(terms.LineAmounts, (line, worth) => line with { Giveaway = new(Part(random, worth.CustomerPays), default) })];
        terms = terms with { Ask = Quoted.Ask(lines) };

        var payments = QuotePayment.Of(terms.Ask, terms.Price, Quoted.At);

        Assert.Equal(terms.Total.CustomerPays.Big(), Sum(payments.Select(p => p.Amount)));
        Assert.Equal(terms.Total.Rebate.Big(), Sum(payments.Select(p => p.Rebate)));
        Assert.All(payments, p => Assert.True(p.Rebate <= p.Amount && !p.Amount.IsZero && p.At >= Quoted.At));
        Assert.Equal(payments.Count, payments.Select(p => (p.At, p.Kind)).Distinct().Count());
    });

    [Fact]
    public void F7_What_begins_is_bought_now_and_what_goes_on_is_renewed_while_the_period_before_it_runs()
    {
        var line = new QuoteLine.Coretime([new(1, 1), new(2, 3)], [new(1, 1), new(3, 2)], default);
        var terms = Quoted.Terms(Quoted.Ask(line, new QuoteLine.OnDemand(new(11), new(4), default)));

        var payments = QuotePayment.Of(terms.Ask, terms.Price, Quoted.At);

        var (first, second) = (terms.Price.Periods[0].BeginsAt, terms.Price.Periods[1].BeginsAt);
        Assert.Equal(
            [
                (Quoted.At, QuotePaymentKind.OnDemand, new Planck(7)),
                (first, QuotePaymentKind.Purchase, terms.Price.Periods[1].Expected * 2), // The ramp adds two.
                (first, QuotePaymentKind.Renewal, terms.Price.Periods[1].Expected), // The sponsor bought the first: it goes on.
                (second, QuotePaymentKind.Renewal, terms.Price.Periods[2].Expected),
            ],
            payments.Select(p => (p.At, p.Kind, p.Amount)));
    }

    [Fact]
    public void F7_The_overlay_counts_from_the_first_renewal_that_it_is_for()
    {
        QuotePayment Renewal(double days) => new(Quoted.At.AddDays(days), QuotePaymentKind.Renewal, new(1), default);
        QuotePayment first = new(Quoted.At, QuotePaymentKind.Purchase, new(1), default);

        Assert.Equal(0u, Plan.OverlayOf([]).Value);
        Assert.Equal(0u, Plan.OverlayOf([first, Renewal(179.999)]).Value);
        Assert.Equal(200u, Plan.OverlayOf([first, Renewal(180)]).Value);
        Assert.Equal(0u, Plan.OverlayOf([first, first with { At = Quoted.At.AddDays(300) }]).Value);
    }

    [Fact]
    public void The_internal_text_binds_approvals_to_the_plan_and_texts_of_before_are_still_read()
    {
        var old = new InternalText(Quoted.Salt, "strategic", "why", new(2_500), default);
        var now = old with { Plan = "default-1" };

        Assert.StartsWith("{\"v\":1,", old.Canonical(), StringComparison.Ordinal);
        Assert.StartsWith("{\"v\":2,", now.Canonical(), StringComparison.Ordinal);
        Assert.Equal(old, InternalText.TryRead(old.Canonical()));
        Assert.Equal(now, InternalText.TryRead(now.Canonical()));
        Assert.Equal(3, new[] { old, now, now with { Plan = "default-2" } }.Select(t => t.Sha256()).Distinct().Count());
        Assert.Null(InternalText.TryRead(now.Canonical().Replace("\"v\":2", "\"v\":1", StringComparison.Ordinal)));
        Assert.Null(InternalText.TryRead(now.Canonical().Replace("default-1", "", StringComparison.Ordinal)));
        Assert.Null(InternalText.TryRead(old.Canonical().Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal)));
    }

    private static QuoteLine AnyLine(Random random) => random.Next(3) == 0 ? AnyBudget(random) : AnyCores(random);

    private static QuoteLine.OnDemand AnyBudget(Random random)
    {
        var budget = new Planck((UInt128)random.NextInt64(1, long.MaxValue));
        return new(budget, new((UInt128)random.NextInt64(0, (long)budget.Value)), default);
    }

    private static QuoteLine.Coretime AnyCores(Random random)
    {
        var line = new QuoteLine.Coretime([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new RampSegment((uint)random.Next(1, 8), (uint)random.Next(1, 11)))], [], default);
        return line with { Sponsored = [.. Enumerable.Range(1, (int)line.Periods).Where(_ => random.Next(3) == 0).Select(p => new SponsoredPeriod((uint)p, (uint)random.Next(1, 1 + (int)line.CoresIn((uint)p))))] };
    }

    private static Planck Part(Random random, Planck of) => random.Next(4) switch
    {
        0 => default,
        1 => of,
        _ => new((UInt128)(of.Big() * random.Next(1_000_000) / 1_000_000)),
    };

    private static BigInteger Sum(IEnumerable<Planck> amounts) => amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a.Big());
}
