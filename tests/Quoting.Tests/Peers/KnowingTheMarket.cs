using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Tests.Peers;

/// <summary>The market is told after every block. Whatever happens to whoever tells, a price is that of a block the watcher has, or the watcher's own "no".</summary>
public sealed class KnowingTheMarket
{
    private static readonly Refusal Unreadable = new(RefusalKind.Precondition, "MARKET_UNREADABLE", "The market cannot be read at block 12.");
    private readonly HandClock _clock = new();
    private readonly ToldMarkets _watcher = new();

    [Fact]
    public async Task It_is_asked_for_until_it_is_told_and_then_never_again()
    {
        await using var view = await _watcher.LiveAsync(_clock);
        var asked = _watcher.Asked;
        for (var block = 12u; block < 40; block++)
        {
            _watcher.Tell(block);
            await _watcher.UnaskedAsync(view, block);
        }

        Assert.Equal((asked, 1), (_watcher.Asked, _watcher.Streams));
    }

    [Fact]
    public async Task A_crowd_at_the_beginning_makes_one_stream()
    {
        await using var view = _watcher.View(_clock);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => view.NowAsync(ToldMarkets.Chain, CancellationToken.None))));
        await _watcher.ListenersAsync(1);
        _watcher.Tell(11);
        await _watcher.UnaskedAsync(view, 11);

        Assert.Equal(1, _watcher.Streams);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_the_stream_breaks_each_price_is_asked_for_until_another_one_tells(bool isError)
    {
        await using var view = await _watcher.LiveAsync(_clock);
        for (var life = 1; life <= 5; life++)
        {
            _watcher.End(isError ? new RpcException(new(StatusCode.Unavailable, "the watcher was killed")) : null);
            await _watcher.ListenersAsync(life + 1);
            _watcher.Block += 7; // Nobody told of these.
            var asked = _watcher.Asked;
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(_watcher.Block, (await view.NowAsync(ToldMarkets.Chain, CancellationToken.None)).BlockNumber);
            }

            Assert.Equal(asked + 3, _watcher.Asked);
            _watcher.Tell(_watcher.Block + 1);
            await _watcher.UnaskedAsync(view, _watcher.Block);
        }
    }

    [Fact]
    public async Task What_the_watcher_refuses_is_refused_in_its_words_and_no_old_price_is_told()
    {
        await using var view = await _watcher.LiveAsync(_clock);
        _watcher.Refusal = Unreadable;
        _watcher.End(new RpcException(new(StatusCode.FailedPrecondition, "")));
        await _watcher.ListenersAsync(2);
        for (var i = 0; i < 5; i++)
        {
            var refused = await Assert.ThrowsAsync<RefusedException>(() => view.NowAsync(ToldMarkets.Chain, CancellationToken.None));
            Assert.Equal(("MARKET_UNREADABLE", Unreadable.Message), (refused.Refusal.Reason, refused.Refusal.Message));
            _watcher.End(new RpcException(new(StatusCode.FailedPrecondition, "")));
        }

        _watcher.Refusal = null;
        Assert.Equal(11u, (await view.NowAsync(ToldMarkets.Chain, CancellationToken.None)).BlockNumber);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_is_doubted_and_one_that_missed_a_block_is_given_up()
    {
        await using var view = await _watcher.LiveAsync(_clock);
        var asked = _watcher.Asked;
        _clock.Advance(TimeSpan.FromSeconds(29.9));
        await view.NowAsync(ToldMarkets.Chain, CancellationToken.None);
        Assert.Equal(asked, _watcher.Asked);

        // The chain stands still: asked once, it is known for as long again.
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await view.NowAsync(ToldMarkets.Chain, CancellationToken.None);
        await view.NowAsync(ToldMarkets.Chain, CancellationToken.None);
        Assert.Equal((asked + 1, 1), (_watcher.Asked, _watcher.Streams));

        // The chain went on, and the stream did not say so.
        _clock.Advance(TimeSpan.FromSeconds(30));
        _watcher.Block = 20;
        Assert.Equal(20u, (await view.NowAsync(ToldMarkets.Chain, CancellationToken.None)).BlockNumber);
        await _watcher.ListenersAsync(2);
        _watcher.Tell(21);
        await _watcher.UnaskedAsync(view, 21);
    }

    [Fact]
    public async Task A_watcher_that_began_anew_is_believed_although_its_blocks_are_lower()
    {
        await using var view = await _watcher.LiveAsync(_clock, block: 500);
        _watcher.End();
        await _watcher.ListenersAsync(2);
        _watcher.Tell(3);

        await _watcher.UnaskedAsync(view, 3);
    }

    [Fact]
    public async Task A_market_that_cannot_be_read_ends_no_following()
    {
        await using var view = await _watcher.LiveAsync(_clock);
        _watcher.EndPrice = "-1";
        _watcher.Tell(12);
        await _watcher.ListenersAsync(2);
        _watcher.EndPrice = "100000000000";
        _watcher.Tell(13);

        await _watcher.UnaskedAsync(view, 13);
    }

    [Fact]
    public async Task A_name_that_the_watcher_does_not_know_begins_nothing()
    {
        _watcher.Refusal = new(RefusalKind.Precondition, "NOTHING_READ", "No block of a chain 'made-up' was read yet.");
        await using var view = _watcher.View(_clock);
        foreach (var name in new[] { "made-up", "", "polkadot" })
        {
            Assert.Equal("NOTHING_READ", (await Assert.ThrowsAsync<RefusedException>(() => view.NowAsync(name, CancellationToken.None))).Refusal.Reason);
        }

        Assert.Equal((3, 0), (_watcher.Asked, _watcher.Streams));
    }

    [Fact]
    public async Task Where_no_chain_is_named_the_only_one_is_meant_and_that_there_is_only_one_is_asked_again_now_and_then()
    {
        await using var view = await _watcher.LiveAsync(_clock);
        await view.NowAsync("", CancellationToken.None);
        var asked = _watcher.Asked;
        await view.NowAsync("", CancellationToken.None);
        Assert.Equal((asked, 1), (_watcher.Asked, _watcher.Streams));

        _clock.Advance(TimeSpan.FromSeconds(29));
        _watcher.Tell(12); // The one that was the only one goes on.
        await _watcher.UnaskedAsync(view, 12);
        _watcher.Refusal = Refusal.InvalidField("chain", "is missing, and more than one Coretime chain is followed.");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("chain", Assert.Single((await Assert.ThrowsAsync<RefusedException>(() => view.NowAsync("", CancellationToken.None))).Refusal.Fields).Field);
    }

    [Fact]
    public async Task How_old_a_block_may_be_is_not_changed_by_who_told_of_it()
    {
        _watcher.BlockTime = _clock.GetUtcNow() - TimeSpan.FromSeconds(121);
        await using var view = await _watcher.LiveAsync(_clock);

        var told = Pricing.Of(await view.NowAsync("", CancellationToken.None), QuotingWorld.Ask(), _clock.GetUtcNow(), new());
        Assert.Equal("PRICE_STALE", told.Refusal!.Reason);
        Assert.Equal(told.Refusal.Message, Pricing.Of(await new WatcherPeer(_watcher, _clock).NowAsync("", CancellationToken.None), QuotingWorld.Ask(), _clock.GetUtcNow(), new()).Refusal!.Message);
    }

    [Fact]
    public async Task A_service_that_stops_does_not_wait_for_a_stream()
    {
        var view = await _watcher.LiveAsync(_clock);
        await view.DisposeAsync();

        // Whoever is late is still answered, and begins nothing.
        Assert.Equal(11u, (await view.NowAsync(ToldMarkets.Chain, CancellationToken.None)).BlockNumber);
        Assert.Equal(1, _watcher.Streams);
    }
}
