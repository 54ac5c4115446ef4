using System.Globalization;
using CoretimeDesk.Market;
using CoretimeDesk.Pdf;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>
/// What a quote says to the customer, in order: core-periods, regions and dates first, then what they cost, then what it was judged by. It depends on the
/// snapshot alone: no clock, no culture, no setting.
/// </summary>
public static class QuoteContent
{
    /// <summary>The document.</summary>
    /// <param name="quote">What <see cref="QuoteReading"/> read.</param>
    public static IReadOnlyList<Block> Of(QuoteSnapshot quote)
    {
        var blocks = new List<Block>
        {
            new Block.Title($"Coretime quote {quote.Number}", $"Revision {quote.Revision} for {quote.Customer.AccountName}"),
        };
        if (quote.Terms.Price.Recorded)
        {
            blocks.Add(new Block.Warning("This quote was priced from a recording of a chain, for practice. Nothing can be bought at these prices."));
        }

        blocks.Add(new Block.Facts(Head(quote)));
        blocks.AddRange(QuoteCoretime.Of(quote));
        blocks.AddRange(QuotePrices.Of(quote));
        blocks.AddRange(Judged(quote));
        blocks.AddRange(Meaning(quote));
        return blocks;
    }

    /// <summary>"12 Mar 2026 09:30 UTC".</summary>
    public static string At(DateTimeOffset instant) => instant.UtcDateTime.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>"12 Mar 2026".</summary>
    public static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"3 cores".</summary>
    public static string Count(uint count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? "" : "s")}");

    /// <summary>"head of sales".</summary>
    public static string Role(string role) => role.Replace('_', ' ');

    private static List<Fact> Head(QuoteSnapshot quote)
    {
        var ask = quote.Terms.Ask;
        var facts = new List<Fact>();
        if (quote.Terms.Price.Sale is { } sale && ask.CorePeriods > 0)
        {
            facts.Add(new("Coretime", $"{Count(ask.CorePeriods, "core-period")} over {Count(ask.Periods, "sale period")}", IsKey: true));
            facts.Add(new("From", $"{Day(sale.Periods[0].BeginsAt)} to {Day(sale.Periods[(int)ask.Periods - 1].EndsAt)} (estimated by the chain's clock)", IsKey: true));
        }

        if (ask.ParaId is { } para)
        {
            facts.Add(new("For", string.Create(CultureInfo.InvariantCulture, $"para {para}")));
        }

        facts.Add(new("Valid until", $"{At(quote.ValidUntil)}, {Clock(quote.Clock)}", IsKey: true));
        facts.Add(new("Sent", At(quote.SentAt)));
        facts.Add(new("Customer", quote.Customer.AccountNumber.Length == 0 ? quote.Customer.AccountName : $"{quote.Customer.AccountName} ({quote.Customer.AccountNumber})"));
        facts.Add(new("Your contact", quote.Owner.Name));
        return facts;
    }

    private static string Clock(ValidityClock clock) => clock switch
    {
        ValidityClock.SalePhase => "when the sale phase ends that it was priced in",
        ValidityClock.RuleVersion => "when the rules end that it was judged by",
        _ => "when its days are over",
    };

    private static IEnumerable<Block> Judged(QuoteSnapshot quote)
    {
        yield return new Block.Heading("What it was judged by");
        var judged = quote.Judgement;
        var facts = new List<Fact>
        {
            new("Rules", string.Create(CultureInfo.InvariantCulture, $"version {judged.RuleVersion}")),
            new("Hash of the rules", judged.RuleHash, IsCode: true),
        };
        if (judged.Tier is { } tier)
        {
            facts.Add(new("Size tier", tier));
        }

        if (quote.Terms.Assessment is { } assessment)
        {
            facts.Add(new("Digest of the technical assessment", assessment.Sha256, IsCode: true));
        }

        yield return new Block.Facts(facts);
        if (quote.Approvals.Count == 0)
        {
            yield return new Block.Paragraph("Whoever made this quote may offer it without asking anybody.");
            yield break;
        }

        yield return new Block.Table(
            ["Approved by", "As", "On"], [false, false, false],
            [.. quote.Approvals.Select(a => (IReadOnlyList<string>)[a.For is { } other ? $"{a.By.Name} for {other.Name}" : a.By.Name, Role(a.Role), At(a.At)])]);
    }

    private static IEnumerable<Block> Meaning(QuoteSnapshot quote)
    {
        yield return new Block.Heading("What this is, and what it is not");
        yield return new Block.Paragraph(
            "This is an offer of terms, not a promise of a price: the price of coretime is made by the chain. The price now was exact in the block that is named; until the " +
            "sale phase ends a purchase costs at most the limit. Prices of later periods are a forecast of renewals from today's market and can turn out otherwise. Cores can " +
            "be sold out before you buy. Nothing is sold by this document or by accepting it: only a purchase that the chain has finalised counts.");
        yield return new Block.Paragraph("Amounts are in the chain's own token. No price in another currency is stated, because none was stored with this quote.");
        yield return new Block.Heading("How to check it");
        yield return new Block.Paragraph("Everything above is under the digest. The quote file holds the text that it is of, the rules, and the desk's signature; './desk quote verify FILE' checks all of it without the desk.");
        yield return new Block.Facts([new("Digest of this quote (SHA-256)", quote.Sha256, IsCode: true), new("Digest of its terms", quote.TermsSha256, IsCode: true)]);
    }
}
