using System.Threading.Channels;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoretimeDesk.Quoting.Tests.Peers;

/// <summary>A chain watcher without a wire: what it answers, tells, refuses and breaks off is said by the test. It counts what it is asked.</summary>
internal sealed class ToldMarkets : ChainWatcherService.ChainWatcherServiceClient
{
    public const string Chain = "polkadot-coretime";
    private readonly Lock _gate = new();
    private readonly List<Channel<WatchMarketResponse>> _streams = [];
    private int _asked;

    /// <summary>The block that an answer is of.</summary>
    public uint Block { get; set; } = 10;

    public DateTimeOffset BlockTime { get; set; } = QuotingWorld.Start;

    public string EndPrice { get; set; } = "100000000000";

    /// <summary>What every question is refused with; null while it answers.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>How often it was asked for a market.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>How many streams were begun.</summary>
    public int Streams
    {
        get
        {
            lock (_gate)
            {
                return _streams.Count;
            }
        }
    }

    public override AsyncUnaryCall<GetMarketResponse> GetMarketAsync(GetMarketRequest request, CallOptions options)
    {
        Interlocked.Increment(ref _asked);
        var answer = Refusal is { } no ? Task.FromException<GetMarketResponse>(no.ToRpc()) : Task.FromResult(new GetMarketResponse { Market = Market(Block) });
        return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    public override AsyncServerStreamingCall<WatchMarketResponse> WatchMarket(WatchMarketRequest request, CallOptions options)
    {
        var told = System.Threading.Channels.Channel.CreateUnbounded<WatchMarketResponse>();
        lock (_gate)
        {
            _streams.Add(told);
        }

        return new(new Reader(told.Reader), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }

    /// <summary>Tells whoever listens now of a block.</summary>
    public void Tell(uint block)
    {
        Block = block;
        Newest.Writer.TryWrite(new() { Market = Market(block) });
    }

    /// <summary>The stream ends, as the watcher or the wire ends it.</summary>
    public void End(Exception? with = null) => Newest.Writer.TryComplete(with);

    public Task ListenersAsync(int count) => UntilAsync(() => Task.FromResult(Streams >= count), $"stream {count} to begin");

    /// <summary>A view of it; the pauses between streams are short, so that tests are.</summary>
    public MarketView View(TimeProvider time) => new(
        this, new(this, time), new() { PauseFirst = TimeSpan.FromMilliseconds(1), PauseLongest = TimeSpan.FromMilliseconds(20) }, time, NullLogger<MarketView>.Instance);

    /// <summary>Begun and told of a block: from here on nobody has to ask.</summary>
    public async Task<MarketView> LiveAsync(TimeProvider time, uint block = 11)
    {
        var view = View(time);
        await view.NowAsync(Chain, CancellationToken.None);
        await ListenersAsync(1);
        Tell(block);
        await UnaskedAsync(view, block);
        return view;
    }

    /// <summary>Waits until a view says a block by itself.</summary>
    public Task UnaskedAsync(MarketView view, uint block) => UntilAsync(
        async () =>
        {
            var before = Asked;
            return (await view.NowAsync(Chain, CancellationToken.None)).BlockNumber == block && Asked == before;
        },
        $"block {block} to be known unasked");

    /// <summary>Waits for a state.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!await isSo())
        {
            Assert.False(patience.IsCancellationRequested, $"waited in vain for {what}");
            await Task.Delay(2);
        }
    }

    private Channel<WatchMarketResponse> Newest
    {
        get
        {
            lock (_gate)
            {
                return _streams[^1];
            }
        }
    }

    private ChainWatcher.V1.Market Market(uint block) => new()
    {
        Chain = Chain,
        Token = new() { Symbol = "DOT", Decimals = 10 },
        BlockNumber = block,
        BlockHash = $"0x{block:x64}",
        BlockTime = BlockTime.ToTimestamp(),
        RelayBlock = 10_210_000,
        EndPrice = EndPrice,
        SaleStart = 10_000_000,
        LeadinLength = 201_600,
        RegionBegin = 128_781,
        RegionEnd = 133_821,
        CoresOffered = 50,
        IdealCoresSold = 50,
        AdvanceNotice = 80,
        InterludeLength = 100_800,
        RegionLength = 5_040,
        RenewalBump = 30_000_000,
        SpecName = "coretime-polkadot",
    };

    private sealed class Reader(ChannelReader<WatchMarketResponse> told) : IAsyncStreamReader<WatchMarketResponse>
    {
        public WatchMarketResponse Current { get; private set; } = null!;

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            if (!await told.WaitToReadAsync(cancellationToken))
            {
                return false;
            }

            Current = await told.ReadAsync(cancellationToken);
            return true;
        }
    }
}

/// <summary>A clock whose every hand a test moves, the one that nobody sets back among them. Timers stay real.</summary>
internal sealed class HandClock : TimeProvider
{
    private long _ticks = QuotingWorld.Start.UtcTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(GetTimestamp(), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}
