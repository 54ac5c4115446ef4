using System.Diagnostics;
using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>
/// The digest of terms: what approvals are bound to. Members and their order are described in docs/quotes.md; amounts that follow from others are in it
/// too, so that whoever reads the text need not work them out. What the customer must not read is in it by its digest alone (<see cref="InternalText"/>).
/// </summary>
public static class TermsDigest
{
    /// <summary>The text that is hashed.</summary>
    public static string Canonical(QuoteTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return CanonicalText.Of(text => Write(text, terms));
    }

    /// <summary>64 hexadecimal digits in lower case.</summary>
    public static string Of(QuoteTerms terms) => CanonicalJson.Digest(Canonical(terms));

    /// <summary>The digest of a text that <see cref="Canonical"/> made.</summary>
    public static string OfCanonical(string canonical) => CanonicalJson.Digest(canonical);

    private static void Write(CanonicalText text, QuoteTerms terms)
    {
        var ask = terms.Ask;
        text.Number("v", 1)
            .Id("quote", terms.QuoteId)
            .Id("account", terms.AccountId)
            .Text("segment", terms.Segment)
            .Number("annual_core_periods", terms.AnnualCorePeriods)
            .Text("settlement", ask.Settlement == Settlement.CustomerBuys ? "customer-buys" : "sponsor-buys-and-assigns")
            .Text("para_id", ask.ParaId is { } para ? $"{para}" : "")
            .Number("valid_days", ask.ValidDays ?? 0)
            .List("lines", ask.Lines.Zip(terms.LineAmounts), (inner, line) => Line(inner, line.First, line.Second))
            .Inner("total", inner => Sums(inner, terms.Total))
            .Inner("price", inner => Price(inner, terms.Price))
            .Text("assessment", terms.Assessment?.Sha256 ?? "")
            .Text("internal", terms.InternalSha256);
    }

    private static void Line(CanonicalText text, QuoteLine line, Amounts amounts)
    {
        switch (line)
        {
            case QuoteLine.Coretime coretime:
                text.Text("kind", "coretime")
                    .List("ramp", coretime.Ramp, (inner, s) => inner.Number("periods", s.Periods).Number("cores", s.Cores))
                    .List("sponsored", coretime.Sponsored, (inner, s) => inner.Number("period", s.Period).Number("cores", s.Cores));
                break;
            case QuoteLine.OnDemand:
                text.Text("kind", "on-demand");
                break;
            default:
                throw new UnreachableException();
        }

        text.Text("waived_services", line.Giveaway.Services).Inner("amounts", inner => Sums(inner, amounts));
    }

    private static void Sums(CanonicalText text, Amounts amounts) => text
        .Amount("list", amounts.List)
        .Amount("sponsored", amounts.Sponsored)
        .Amount("rebate", amounts.Rebate)
        .Amount("waived", amounts.Waived);

    private static void Price(CanonicalText text, PriceStatement price)
    {
        text.Text("chain", price.Chain)
            .Text("token", price.Token.Symbol)
            .Number("decimals", price.Token.Decimals)
            .Number("block", price.BlockNumber)
            .Text("block_hash", price.BlockHash)
            .Instant("block_time", price.BlockTime)
            .Number("relay_block", price.RelayBlock.Value)
            .Flag("recorded", price.Recorded);
        if (price.Sale is { } sale)
        {
            text.Text("phase", PhaseName(sale.Phase))
                .Instant("phase_ends_at", sale.PhaseEndsAt)
                .Number("phase_end_relay_block", sale.PhaseEnd.Value)
                .Number("region_begin", sale.RegionBegin.Value)
                .Number("region_end", sale.RegionEnd.Value)
                .Amount("list_now", sale.ListNow)
                .Amount("limit", sale.Limit)
                .List("periods", sale.Periods, Period);
        }
    }

    private static void Period(CanonicalText text, PeriodPrice period) => text
        .Number("period", period.Period)
        .Number("begin", period.Begin.Value)
        .Number("end", period.End.Value)
        .Instant("begins_at", period.BeginsAt)
        .Instant("ends_at", period.EndsAt)
        .Amount("min", period.Min)
        .Amount("expected", period.Expected)
        .Amount("max", period.Max);

    private static string PhaseName(SalePhase phase) => phase switch
    {
        SalePhase.Interlude => "interlude",
        SalePhase.Leadin => "leadin",
        SalePhase.FixedPrice => "fixed-price",
        _ => throw new UnreachableException(),
    };
}
