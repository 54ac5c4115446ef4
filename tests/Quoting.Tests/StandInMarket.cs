using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests;

/// <summary>
/// Polkadot's sales, block by block as the test's clock goes: seven days of interlude, fourteen of lead-in, seven at the end price of 10 DOT. The arithmetic
/// is that of libs/Market; what the chain watcher says of a real chain is tested where it is read.
/// </summary>
public sealed class StandInMarket(MovableClock clock) : IMarkets
{
    private const uint Period = 5_040 * Timeslice.Period;
    private const uint AdvanceNotice = 80;
    private static readonly RelayBlock FirstRotation = new(9_899_200);
    private readonly DateTimeOffset _start = clock.Now;

    /// <summary>The relay block at the test's first moment: in the phase of the fixed price, 6 days and 10 hours before its end.</summary>
    public RelayBlock StartBlock { get; set; } = new(10_210_000);

    public SaleConfiguration Configuration { get; } = new(AdvanceNotice, 100_800, 201_600, 5_040, new Perbill(Perbill.One), null, new Perbill(30_000_000), 5_040);

    /// <summary>How far the newest block is behind.</summary>
    public TimeSpan Lag { get; set; }

    public ushort CoresSold { get; set; }

    public Planck EndPrice { get; set; } = Token.Dot.Whole(10);

    /// <summary>The watcher's own "no"; null while it answers.</summary>
    public Refusal? Refusal { get; set; }

    public Task<MarketState> NowAsync(string chain, CancellationToken stop) => Refusal is { } no ? throw new RefusedException(no) : Task.FromResult(Now());

    public MarketState Now()
    {
        var time = clock.Now - Lag;
        var relay = BlockAt(time);
        // Which sale: the last rotation that the relay chain has seen.
        var sales = (relay.Value - FirstRotation.Value) / Period;
        var rotation = FirstRotation + (sales * Period);
        var begin = new Timeslice((rotation.Value + Period + AdvanceNotice) / Timeslice.Period);
        return new()
        {
            Chain = "polkadot-coretime",
            SpecName = "coretime-polkadot",
            Token = Token.Dot,
            BlockNumber = relay.Value - 8_000_000,
            BlockHash = $"0x{relay.Value:x64}",
            BlockTime = time,
            RelayBlock = relay,
            Sale = new(rotation + Configuration.InterludeLength, Configuration.LeadinLength, EndPrice, begin, begin + Configuration.RegionLength, 50, 50, 0, EndPrice, CoresSold),
            Configuration = Configuration,
        };
    }

    /// <summary>From now until a relay block.</summary>
    public TimeSpan Until(RelayBlock block) => TimeSpan.FromSeconds(6 * (block - BlockAt(clock.Now)));

    public RelayBlock BlockAt(DateTimeOffset time) => new((uint)(StartBlock.Value + (long)Math.Floor((time - _start).TotalSeconds / 6)));

    /// <summary>When the present phase of the sale ends.</summary>
    public TimeSpan UntilPhaseEnd()
    {
        var sale = new LeadinSale(Now().Sale, Configuration);
        return Until(sale.Calendar.EndOf(sale.Calendar.PhaseAt(Now().RelayBlock)));
    }
}
