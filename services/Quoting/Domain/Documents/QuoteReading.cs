using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Sealing;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>
/// Reads a quote back out of the two texts that its digests are of. Documents are made from what is read here and from nothing else, so that there
/// is no word on them that the digest does not cover.
/// </summary>
/// <remarks>
/// What was read is written again and compared: a text in another form, or with an amount that does not follow from its prices, is refused. What the
/// texts do not have (who wrote the assessment, ids of approvals, cores left, reasons) is empty; of what is earned they have the digest.
/// </remarks>
public static class QuoteReading
{
    /// <summary>The quote; null when one of the texts is not what the desk writes, or the two do not belong together.</summary>
    /// <param name="canonical">What the quote's digest is of.</param>
    /// <param name="canonicalTerms">What the terms' digest is of.</param>
    public static QuoteSnapshot? TryRead(string canonical, string canonicalTerms)
    {
        if (TermsOf(canonicalTerms) is not { } terms)
        {
            return null;
        }

        var quote = CanonicalReading.TryRead(canonical, json => Snapshot(json, terms));
        return quote is not null && QuoteDigest.Canonical(quote) == canonical ? quote : null;
    }

    /// <summary>The terms; null when the text is not what the desk writes.</summary>
    public static QuoteTerms? TermsOf(string canonical)
    {
        var terms = CanonicalReading.TryRead(canonical, Terms);
        return terms is not null && Writes(terms, canonical) ? terms : null;
    }

    // A line that reaches beyond the forecast, or a sum beyond 128 bits, cannot be written at all; a rebate beyond what is paid is never quoted.
    private static bool Writes(QuoteTerms terms, string canonical)
    {
        try
        {
            return Hexadecimal.IsHash(terms.InternalSha256) && terms.Ask.Faults().Count == 0 && terms.Ask.Periods <= terms.Price.Periods.Count
                && TermsDigest.Canonical(terms) == canonical && terms.LineAmounts.All(a => a.Rebate <= a.CustomerPays);
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static QuoteSnapshot Snapshot(JsonElement json, QuoteTerms terms)
    {
        var rules = json.GetProperty("rules");
        var approvals = json.Each("approvals", Approval);
        return new()
        {
            QuoteId = json.Id("quote"),
            Number = json.Text("number"),
            Revision = json.Count("revision"),
            Terms = terms,
            Customer = new(terms.AccountId, json.Text("account_number"), json.Text("account_name"), terms.Segment, terms.AnnualCorePeriods, json.OptionalId("lead"), ""),
            Owner = new(json.Id("owner"), json.Text("owner_name")),
            Judgement = Judged(rules, approvals.Count > 0, json.Instant("sent_at")),
            Approvals = approvals,
            SentAt = json.Instant("sent_at"),
            ValidUntil = json.Instant("valid_until"),
            Clock = json.Text("clock") switch
            {
                "calendar" => ValidityClock.Calendar,
                "sale-phase" => ValidityClock.SalePhase,
                "rule-version" => ValidityClock.RuleVersion,
                var other => throw new FormatException($"\"{other}\" is no clock."),
            },
        };
    }

    private static Judgement Judged(JsonElement rules, bool wasApproved, DateTimeOffset sentAt) => new()
    {
        Verdict = wasApproved ? VerdictKind.NeedsApproval : VerdictKind.Allowed,
        Tier = rules.Text("tier") is { Length: > 0 } tier ? tier : null,
        Step = rules.Count("step"),
        RuleVersion = rules.Count("version"),
        RuleHash = rules.Text("hash"),
        Role = rules.Text("role"),
        At = sentAt,
    };

    private static ApprovalProof Approval(JsonElement json) => new(
        Guid.Empty,
        json.Text("role"),
        new(json.Id("by"), json.Text("by_name")),
        json.OptionalId("for") is { } other ? new(other, json.Text("for_name")) : null,
        json.Instant("at"),
        json.Text("terms"));

    private static QuoteTerms Terms(JsonElement json)
    {
        var price = Price(json.GetProperty("price"));
        return new()
        {
            QuoteId = json.Id("quote"),
            AccountId = json.Id("account"),
            Segment = json.Text("segment"),
            AnnualCorePeriods = json.Whole("annual_core_periods"),
            Ask = new()
            {
                Lines = json.Each("lines", Line),
                Settlement = json.Text("settlement") switch
                {
                    "customer-buys" => Settlement.CustomerBuys,
                    "sponsor-buys-and-assigns" => Settlement.SponsorBuysAndAssigns,
                    var other => throw new FormatException($"\"{other}\" is no settlement."),
                },
                Chain = price.Chain,
                ParaId = json.Text("para_id") is { Length: > 0 } para ? uint.Parse(para, NumberStyles.None, CultureInfo.InvariantCulture) : null,
                ValidDays = json.Whole("valid_days") is var days and > 0 ? days : null,
            },
            Price = price,
            Internal = new InternalTerms.Closed(json.Text("internal")),
            Assessment = json.Text("assessment") is { Length: > 0 } digest ? new(digest, "", Guid.Empty) : null,
        };
    }

    private static QuoteLine Line(JsonElement json)
    {
        var amounts = json.GetProperty("amounts");
        var giveaway = new Giveaway(Amount(amounts, "rebate"), Amount(amounts, "waived"), json.Text("waived_services"));
        return json.Text("kind") switch
        {
            "coretime" => new QuoteLine.Coretime(
                json.Each("ramp", s => new RampSegment(s.Whole("periods"), s.Whole("cores"))),
                json.Each("sponsored", s => new SponsoredPeriod(s.Whole("period"), s.Whole("cores"))),
                giveaway),
            "on-demand" => new QuoteLine.OnDemand(Amount(amounts, "list"), Amount(amounts, "sponsored"), giveaway),
            var other => throw new FormatException($"\"{other}\" is no kind of line."),
        };
    }

    private static PriceStatement Price(JsonElement json) => new(
        json.Text("chain"),
        new(json.Text("token"), json.Count("decimals")),
        json.Whole("block"),
        json.Text("block_hash"),
        json.Instant("block_time"),
        new(json.Whole("relay_block")),
        json.GetProperty("recorded").GetBoolean(),
        json.TryGetProperty("phase", out _) ? Sale(json) : null);

    private static SalePrice Sale(JsonElement json) => new(
        json.Text("phase") switch
        {
            "interlude" => SalePhase.Interlude,
            "leadin" => SalePhase.Leadin,
            "fixed-price" => SalePhase.FixedPrice,
            var other => throw new FormatException($"\"{other}\" is no phase."),
        },
        json.Instant("phase_ends_at"),
        new(json.Whole("phase_end_relay_block")),
        new(json.Whole("region_begin")),
        new(json.Whole("region_end")),
        Amount(json, "list_now"),
        Amount(json, "limit"),
        0,
        json.Each("periods", Period));

    private static PeriodPrice Period(JsonElement json) => new(
        json.Whole("period"), new(json.Whole("begin")), new(json.Whole("end")), json.Instant("begins_at"), json.Instant("ends_at"),
        Amount(json, "min"), Amount(json, "expected"), json.Text("max").Length == 0 ? null : Amount(json, "max"));

    private static Planck Amount(JsonElement json, string name) => Planck.Parse(json.Text(name), CultureInfo.InvariantCulture);
}
