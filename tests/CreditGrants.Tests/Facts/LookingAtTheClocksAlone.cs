using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Facts;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using RailKind = CoretimeDesk.CreditGrants.V1.RailKind;

namespace CoretimeDesk.CreditGrants.Tests.Facts;

/// <summary>The service looks at its clocks without anybody's help.</summary>
public sealed class LookingAtTheClocksAlone(PostgresFixture postgres)
{
    [Fact]
    public async Task Cores_begin_and_grants_end_while_nobody_asks()
    {
        await using var world = new CreditsWorld(postgres) { IsServed = true, SweepSeconds = "0.05" };
        await world.InitializeAsync();
        var desk = await Telling.BeginAsync(world);
        var (used, unpaid) = (await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [100]), await world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_002, [100]));
        desk.Coretime.Renews(desk.Pool, 100, 7, 10_080, 2_001);
        await desk.EndAsync();
        world.ChainClock.Set(desk.Coretime.Name, 10_080, CreditsWorld.Start.AddDays(28));
        world.Clock.Advance(TimeSpan.FromDays(91));

        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await StatesAsync(world) is var states && (states[used.Id] != GrantState.Exhausted || states[unpaid.Id] != GrantState.Lapsed))
        {
            Assert.False(deadline.IsCancellationRequested, "Waited a minute for one grant to be used up and the other to lapse.");
            await Task.Delay(50);
        }

        await world.AssertIntactAsync(desk.Programme);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("often")]
    [InlineData("86401")]
    public void A_setting_that_is_no_time_is_refused_with_its_name(string seconds)
    {
        var desk = DeskService.CreateBuilder([$"--CreditGrants:SweepSeconds={seconds}", "--urls=http://127.0.0.1:0"], CreditGrantsDb.SchemaName);
        desk.AddJournal<CreditGrantsDb>();
        Assert.Contains("CreditGrants:SweepSeconds", Assert.Throws<InvalidOperationException>(() => desk.AddBudgets().AddFacts()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chains_timeslice_is_that_of_its_relay_block_and_unknown_while_the_watcher_is_away()
    {
        var watcher = new StandInWatcher();
        var clock = new WatcherClock(watcher, TimeProvider.System, NullLogger<WatcherClock>.Instance);
        Assert.Null(await clock.NowAsync("polkadot-coretime", CancellationToken.None));

        var at = CreditsWorld.Start;
        watcher.Market = new() { Chain = "polkadot-coretime", RelayBlock = (80 * 5_040) + 79, BlockTime = at.ToTimestamp() };
        Assert.Equal(new ChainMoment(5_040, at), await clock.NowAsync("polkadot-coretime", CancellationToken.None));
        watcher.Market.RelayBlock++;
        Assert.Equal(5_041u, (await clock.NowAsync("polkadot-coretime", CancellationToken.None))!.Timeslice);
        Assert.All(watcher.Asked, c => Assert.Equal("polkadot-coretime", c));
    }

    private static async Task<Dictionary<Guid, GrantState>> StatesAsync(CreditsWorld world)
    {
        await using var db = world.Db();
        return await db.Grants.AsNoTracking().ToDictionaryAsync(g => g.Id, g => g.State);
    }

    private sealed class StandInWatcher : ChainWatcherService.ChainWatcherServiceClient
    {
        public ChainWatcher.V1.Market? Market { get; set; }

        public List<string> Asked { get; } = [];

        public override AsyncUnaryCall<GetMarketResponse> GetMarketAsync(GetMarketRequest request, Metadata? headers = null, DateTime? deadline = null, CancellationToken cancellationToken = default)
        {
            Asked.Add(request.Chain);
            var answer = Market is null ? Task.FromException<GetMarketResponse>(new RpcException(new(StatusCode.Unavailable, "away"))) : Task.FromResult(new GetMarketResponse { Market = Market });
            return new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }
    }
}
