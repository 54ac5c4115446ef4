using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.Tests.Quotes;

namespace CoretimeDesk.Quoting.Tests.Documents;

/// <summary>Quotes as they are sent, judged by the rules that a desk begins with.</summary>
internal static class SampleQuotes
{
    public static readonly DateTimeOffset SentAt = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);
    public static readonly Person Owner = new(Guid.Parse("019340a0-0000-7000-8000-00000000000a"), "Ada Lovelace");
    public static readonly Person Lead = new(Guid.Parse("019340a0-0000-7000-8000-00000000000b"), "Grace Hopper");
    private static readonly Guid QuoteId = Guid.Parse("019340a0-0000-7000-8000-0000000000c1");
    private static readonly Guid AccountId = Guid.Parse("019340a0-0000-7000-8000-0000000000a1");

    /// <summary>Nothing is given away.</summary>
    public static QuoteSnapshot Plain { get; } = Of(Terms(Coretime([])), step: 0);

    /// <summary>One core-period of the sponsor's: beyond a rep's ceiling, so the team's lead approved.</summary>
    public static QuoteSnapshot Approved { get; } = Of(Terms(Coretime([new(2, 1)])), step: 1, "team_lead");

    /// <summary>A little is paid back, and there is a budget for on-demand orders.</summary>
    public static QuoteSnapshot Rebated { get; } = Of(
        Terms(Coretime([], new(new(10_000_000_000), new(5_000_000_000), "onboarding")), new QuoteLine.OnDemand(new(20_000_000_000), default, default)), step: 1, "team_lead");

    /// <summary>As documents get it: read back from the two texts.</summary>
    public static QuoteSnapshot Read(QuoteSnapshot quote) => QuoteReading.TryRead(QuoteDigest.Canonical(quote), TermsDigest.Canonical(quote.Terms))!;

    public static QuoteSnapshot For(this QuoteSnapshot quote, string name) => quote with { Customer = quote.Customer with { AccountName = name } };

    public static QuoteLine Coretime(IReadOnlyList<SponsoredPeriod> sponsored, Giveaway giveaway = default) => new QuoteLine.Coretime([new(2, 1), new(2, 2)], sponsored, giveaway);

    public static QuoteTerms Terms(params IReadOnlyList<QuoteLine> lines) => new()
    {
        QuoteId = QuoteId,
        AccountId = AccountId,
        Segment = "startup",
        AnnualCorePeriods = 13,
        Ask = new() { Lines = lines, Settlement = Settlement.CustomerBuys, Chain = "coretime-polkadot", ParaId = 2000, ValidDays = 14 },
        Price = Price(lines.OfType<QuoteLine.Coretime>().Select(l => l.Periods).DefaultIfEmpty(0u).Max()),
        Internal = new InternalTerms.Open(Quoted.Salt, new(2500), new(0)),
    };

    public static QuoteSnapshot Of(QuoteTerms terms, int step, params string[] approvals) => new()
    {
        QuoteId = terms.QuoteId,
        Number = "Q-2026-000123",
        Revision = 1,
        Terms = terms,
        Customer = new(terms.AccountId, "A-2026-000017", "Example Rollup", terms.Segment, terms.AnnualCorePeriods, null, ""),
        Owner = Owner,
        Judgement = new()
        {
            Verdict = approvals.Length == 0 ? VerdictKind.Allowed : VerdictKind.NeedsApproval,
            Tier = "S",
            Step = step,
            Role = "rep",
            RuleVersion = RuleFile.First.Version,
            RuleHash = RuleFile.First.Hash,
            At = SentAt,
        },
        Approvals =
        [
            .. approvals.Select((role, i) => new ApprovalProof(
                Guid.Empty, role, i == 0 ? Lead : new(Guid.Parse($"019340a0-0000-7000-8000-0000000001{i:D2}"), $"Approver {i}"), null, SentAt.AddHours(-1), TermsDigest.Of(terms))),
        ],
        SentAt = SentAt,
        ValidUntil = SentAt.AddDays(14),
        Clock = ValidityClock.Calendar,
    };

    private static PriceStatement Price(uint periods) => new(
        "coretime-polkadot", Token.Dot, 3_204_119, "0x" + new string('a', 64), SentAt.AddMinutes(-2), new(28_000_123), Recorded: false,
        periods == 0 ? null : new(
            SalePhase.FixedPrice, SentAt.AddDays(20), new(28_288_000), new(351_000), new(356_040), new(100_000_000_000), new(100_000_000_000), 12,
            [
                .. Enumerable.Range(0, (int)periods).Select(i => new PeriodPrice(
                    (uint)i + 1, new(351_000 + (5_040 * (uint)i)), new(356_040 + (5_040 * (uint)i)), SentAt.AddDays(21 + (28 * i)), SentAt.AddDays(49 + (28 * i)),
                    new(100_000_000_000), new(100_000_000_000 + (3_000_000_000 * (UInt128)i)), i == 3 ? null : new(100_000_000_000 + (9_000_000_000 * (UInt128)i)))),
            ]));
}
