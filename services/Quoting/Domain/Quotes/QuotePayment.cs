using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>How coretime would be paid for. The numbers are those of the wire.</summary>
public enum QuotePaymentKind
{
    /// <summary>Cores that are bought in a sale.</summary>
    Purchase = 1,

    /// <summary>Cores that go on.</summary>
    Renewal = 2,

    /// <summary>Orders on demand.</summary>
    OnDemand = 3,
}

/// <summary>What a customer would pay at once by a quote, of one kind.</summary>
/// <param name="At">When, estimated: now for what begins the quote, and for a later period while the one before it runs.</param>
/// <param name="Kind">How.</param>
/// <param name="Amount">On the chain, at the expected price.</param>
/// <param name="Rebate">What of it is given back.</param>
public sealed record QuotePayment(DateTimeOffset At, QuotePaymentKind Kind, Planck Amount, Planck Rebate)
{
    /// <summary>All payments of a quote, in order of time. Together they are what the customer pays, and their rebates the quote's, to the planck.</summary>
    /// <param name="ask">What is asked for.</param>
    /// <param name="price">What it costs.</param>
    /// <param name="now">When the first payment would be made.</param>
    /// <exception cref="OverflowException">More than 128 bits.</exception>
    public static IReadOnlyList<QuotePayment> Of(QuoteAsk ask, PriceStatement price, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(price);
        return [.. ask.Lines.SelectMany(line => Share(OfLine(line, price, now), line.Giveaway.Rebate))
            .GroupBy(p => (p.At, p.Kind))
            .Select(g => new QuotePayment(g.Key.At, g.Key.Kind, Sum(g.Select(p => p.Amount)), Sum(g.Select(p => p.Rebate))))
            .OrderBy(p => p.At).ThenBy(p => p.Kind)];
    }

    private static List<QuotePayment> OfLine(QuoteLine line, PriceStatement price, DateTimeOffset now)
    {
        List<QuotePayment> payments = [];
        void Add(DateTimeOffset at, QuotePaymentKind kind, Planck amount)
        {
            if (!amount.IsZero)
            {
                payments.Add(new(at, kind, amount, Planck.Zero));
            }
        }

        switch (line)
        {
            case QuoteLine.OnDemand orders:
                Add(now, QuotePaymentKind.OnDemand, orders.Budget - orders.Sponsored);
                break;
            case QuoteLine.Coretime cores:
                for (var period = 1u; period <= cores.Periods; period++)
                {
                    var (all, before) = (cores.CoresIn(period), cores.CoresIn(period - 1));
                    var paid = all - cores.SponsoredIn(period);

                    // What a ramp adds is bought; what ran before is renewed.
                    var bought = Math.Min(all > before ? all - before : 0, paid);
                    var each = price.Periods[(int)period - 1].Expected;
                    var at = period == 1 ? now : Later(now, price.Periods[(int)period - 2].BeginsAt);
                    Add(at, QuotePaymentKind.Purchase, each * bought);
                    Add(at, QuotePaymentKind.Renewal, each * (paid - bought));
                }

                break;
        }

        return payments;
    }

    /// <summary>Gives each payment its part of a rebate: rounded down over all payments so far, so that no planck is lost and none gets more back than was paid.</summary>
    private static IEnumerable<QuotePayment> Share(List<QuotePayment> payments, Planck rebate)
    {
        var (all, soFar, given) = (Wide(Sum(payments.Select(p => p.Amount))), System.Numerics.BigInteger.Zero, System.Numerics.BigInteger.Zero);
        foreach (var payment in payments)
        {
            soFar += Wide(payment.Amount);
            var until = Wide(rebate) * soFar / all;
            yield return payment with { Rebate = new((UInt128)(until - given)) };
            given = until;
        }
    }

    private static System.Numerics.BigInteger Wide(Planck amount) => amount.Value;

    private static Planck Sum(IEnumerable<Planck> amounts) => amounts.Aggregate(Planck.Zero, (sum, a) => sum + a);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
