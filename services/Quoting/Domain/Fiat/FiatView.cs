using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Fiat;

/// <summary>One amount of a quote with what it is worth.</summary>
/// <param name="Name">As the wire calls it: "customer_net".</param>
/// <param name="Planck">What is offered.</param>
/// <param name="Fiat">A view of it.</param>
public sealed record FiatLine(string Name, Planck Planck, FiatAmount Fiat);

/// <summary>
/// A quote's amounts in a currency, for staff. Each is worked out from planck by itself, and none from another: so they need not add up to the last cent, and nothing is
/// ever counted with them. It is no part of the offer: no text that is hashed, approved, signed or sent holds any of it.
/// </summary>
/// <param name="Rate">By which rate.</param>
/// <param name="Token">What is offered.</param>
/// <param name="Lines">The amounts.</param>
public sealed record FiatView(FiatRate Rate, Token Token, IReadOnlyList<FiatLine> Lines)
{
    /// <summary>The sentence that goes with every view.</summary>
    public const string Caveat = "For orientation only, and no part of the offer: the quote is in the chain's token, and owes nothing in any other currency.";

    /// <summary>A view of terms.</summary>
    public static FiatView Of(QuoteTerms terms, FiatRate rate)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(rate);
        var (total, price) = (terms.Total, terms.Price);
        IEnumerable<(string Name, Planck Amount)> amounts =
        [
            .. price.Sale is { } sale ? [("core_now", sale.ListNow), ("core_limit", sale.Limit)] : Array.Empty<(string, Planck)>(),
            ("list", total.List),
            ("sponsored", total.Sponsored),
            ("rebate", total.Rebate),
            ("waived", total.Waived),
            ("concession", total.Concession),
            ("customer_pays", total.CustomerPays),
            ("customer_net", total.CustomerNet),
        ];
        return new(rate, price.Token, [.. amounts.Select(a => new FiatLine(a.Name, a.Amount, rate.Of(a.Amount, price.Token)))]);
    }
}
