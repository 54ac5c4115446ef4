using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests.Quotes;

/// <summary>Terms that tests begin with: Polkadot, the phase of the fixed price, 10 DOT.</summary>
internal static class Quoted
{
    public static readonly DateTimeOffset At = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);
    public static readonly Guid QuoteId = Guid.Parse("019a0000-0000-7000-8000-000000000001");
    public static readonly Guid AccountId = Guid.Parse("019a0000-0000-7000-8000-000000000002");

    /// <summary>What the desk takes from a generator of random bytes.</summary>
    public static readonly string Salt = string.Concat(Enumerable.Range(0, 32).Select(i => $"{i * 7:x2}"));

    public static MarketState Market(uint relayBlock = 10_210_000, Planck? endPrice = null, ushort sold = 0, string spec = "coretime-polkadot") => new()
    {
        Chain = "polkadot-coretime",
        SpecName = spec,
        Token = Token.Dot,
        BlockNumber = 2_210_000,
        BlockHash = $"0x{new string('a', 64)}",
        BlockTime = At,
        RelayBlock = new(relayBlock),
        Sale = new(new(10_000_000), 201_600, endPrice ?? Token.Dot.Whole(10), new(128_781), new(133_821), 50, 50, 0, endPrice ?? Token.Dot.Whole(10), sold),
        Configuration = new(80, 100_800, 201_600, 5_040, new Perbill(Perbill.One), null, new Perbill(30_000_000), 5_040),
    };

    public static QuoteAsk Ask(params QuoteLine[] lines) => new() { Lines = lines, Settlement = Settlement.CustomerBuys, ParaId = 2_000 };

    public static QuoteLine.Coretime Cores(uint periods, uint cores, ulong rebate = 0, ulong waived = 0, params SponsoredPeriod[] sponsored) =>
        new([new(periods, cores)], sponsored, new(new(rebate), new(waived), waived > 0 ? "Onboarding" : ""));

    public static QuoteTerms Terms(QuoteAsk ask, MarketState? market = null) => new()
    {
        QuoteId = QuoteId,
        AccountId = AccountId,
        Segment = "startup",
        AnnualCorePeriods = 13,
        Ask = ask,
        Price = Pricing.Of(market ?? Market(), ask, At, new()).Price!,
        Internal = new InternalTerms.Open(Salt, new(2_500), new(0)),
        Assessment = new(new string('b', 64), "T-2026-000001", Guid.Parse("019a0000-0000-7000-8000-000000000003")),
    };
}
