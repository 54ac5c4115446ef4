using System.Globalization;
using CoretimeDesk.Pdf;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>The first part of a quote: which cores, when.</summary>
internal static class QuoteCoretime
{
    public static IEnumerable<Block> Of(QuoteSnapshot quote)
    {
        var ask = quote.Terms.Ask;
        yield return new Block.Heading("What you get");
        var lines = ask.Lines.OfType<QuoteLine.Coretime>().ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines.Count > 1)
            {
                yield return new Block.Paragraph(string.Create(CultureInfo.InvariantCulture, $"Line {i + 1}: {QuoteContent.Count(lines[i].CorePeriods, "core-period")}"));
            }

            yield return Periods(lines[i], quote.Terms.Price);
        }

        foreach (var sentence in Sentences(ask, lines))
        {
            yield return new Block.Paragraph(sentence);
        }
    }

    private static Block.Table Periods(QuoteLine.Coretime line, PriceStatement price)
    {
        var rows = new List<IReadOnlyList<string>>();
        for (var period = 1u; period <= line.Periods; period++)
        {
            var at = price.Periods[(int)period - 1];
            var sponsored = line.SponsoredIn(period);
            rows.Add(
            [
                Text(period),
                $"{QuoteContent.Day(at.BeginsAt)} – {QuoteContent.Day(at.EndsAt)}",
                $"{Text(at.Begin.Value)} – {Text(at.End.Value)}",
                Text(line.CoresIn(period)),
                sponsored == 0 ? "–" : Text(sponsored),
            ]);
        }

        return new(["Period", "Dates (estimated)", "Region (timeslices)", "Cores", "Sponsor pays"], [true, false, false, true, true], rows);
    }

    private static IEnumerable<string> Sentences(QuoteAsk ask, List<QuoteLine.Coretime> lines)
    {
        if (ask.CorePeriods > 0)
        {
            yield return ask.Settlement == Settlement.SponsorBuysAndAssigns
                ? "The sponsor buys the first period and assigns it with finality to your para. You hold no region and need no tokens for it."
                : $"You buy {QuoteContent.Count(ask.CustomerBuysNow, "core")} of the first period on the chain yourself; later periods are renewals.";
        }

        if (lines.Sum(l => (long)l.SponsoredCorePeriods) is var sponsored and > 0)
        {
            yield return $"{QuoteContent.Count((uint)sponsored, "core-period")} {(sponsored == 1 ? "is" : "are")} paid for by the sponsor: the core is assigned to your para and cannot be sold on.";
        }

        if (ask.Lines.OfType<QuoteLine.OnDemand>().Any())
        {
            yield return "A budget for on-demand orders is part of this quote; what a block costs on demand follows the demand at that moment.";
        }

        foreach (var services in ask.Lines.Select(l => l.Giveaway.Services).Where(s => s.Length > 0))
        {
            yield return $"Services that are not charged: {services}";
        }
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
