using System.Globalization;
using CoretimeDesk.Market;
using CoretimeDesk.Pdf;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>The second part of a quote: what it costs, what is given away, and which block says so.</summary>
internal static class QuotePrices
{
    public static IEnumerable<Block> Of(QuoteSnapshot quote)
    {
        var (terms, price, token) = (quote.Terms, quote.Terms.Price, quote.Terms.Price.Token);
        yield return new Block.Heading("What it costs");
        yield return new Block.Facts(Sums(terms.Total, token, terms.Ask));
        if (price.Sale is { } sale && terms.Ask.CorePeriods > 0)
        {
            yield return new Block.Facts(
            [
                new("Price of a core, exact at relay block " + Text(price.RelayBlock.Value), token.Format(sale.ListNow)),
                new("A purchase costs at most", $"{token.Format(sale.Limit)} a core, until {QuoteContent.At(sale.PhaseEndsAt)}"),
            ]);
            yield return Forecast(sale, terms.Ask.Periods, token);
        }

        yield return new Block.Facts(
        [
            new("Priced on", QuoteContent.At(price.BlockTime)),
            new("Chain", price.Chain),
            new("Block", $"{Text(price.BlockNumber)}, {price.BlockHash}", IsCode: true),
        ]);
    }

    private static List<Fact> Sums(Amounts total, Token token, QuoteAsk ask)
    {
        var facts = new List<Fact> { new("List value of the whole term", token.Format(total.List)) };
        if (!total.Sponsored.IsZero)
        {
            facts.Add(new("The sponsor pays", token.Format(total.Sponsored)));
        }

        facts.Add(new("You pay on the chain", token.Format(total.CustomerPays), IsKey: true));
        if (!total.Rebate.IsZero)
        {
            facts.Add(new("Rebate, paid back after purchase", token.Format(total.Rebate)));
            facts.Add(new("What is left of it for you to pay", token.Format(total.CustomerNet), IsKey: true));
        }

        if (!total.Waived.IsZero)
        {
            facts.Add(new("Worth of services that are not charged", token.Format(total.Waived)));
        }

        foreach (var budget in ask.Lines.OfType<QuoteLine.OnDemand>())
        {
            facts.Add(new("Budget for on-demand orders (part of the list value)", token.Format(budget.Budget)));
        }

        return facts;
    }

    private static Block.Table Forecast(SalePrice sale, uint periods, Token token) => new(
        ["Period", "From", "Least", "Expected", "Most"], [true, false, true, true, true],
        [
            .. sale.Periods.Take((int)periods).Select(p => (IReadOnlyList<string>)
            [
                Text(p.Period), QuoteContent.Day(p.BeginsAt), token.Format(p.Min), token.Format(p.Expected), p.Max is { } most ? token.Format(most) : "no bound",
            ]),
        ]);

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
