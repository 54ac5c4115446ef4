using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.LocalPostgres.Provisioning;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Quoting.Tests.Wire;

/// <summary>A chain watcher on a socket that tells of one sale: Polkadot's numbers, in the phase of the fixed price, with a block just made.</summary>
internal sealed class StandInWatcher : ChainWatcherService.ChainWatcherServiceBase
{
    public const uint RegionBegin = 128_781;

    public static async Task<DeskServiceApp> StartAsync(ProvisionedDatabase database)
    {
        var desk = DeskService.CreateBuilder(["--urls=http://127.0.0.1:0", $"--ConnectionStrings:KeyRing={database.KeyRingReader}"], "chainwatcher");
        desk.Logging.ClearProviders();
        desk.AddGrpcService<StandInWatcher>();
        var app = desk.Build();
        await app.StartAsync(CancellationToken.None);
        return app;
    }

    public override Task<GetMarketResponse> GetMarket(GetMarketRequest request, ServerCallContext context)
    {
        var now = TimeProvider.System.GetUtcNow();
        var clock = new RelayClock(new(10_210_000), now);
        return Task.FromResult(new GetMarketResponse
        {
            Market = new()
            {
                Chain = "polkadot-coretime",
                Token = new() { Symbol = "DOT", Decimals = 10 },
                BlockNumber = 2_210_000,
                BlockHash = $"0x{new string('a', 64)}",
                BlockTime = now.ToTimestamp(),
                RelayBlock = 10_210_000,
                Timeslice = 127_625,
                Phase = ChainWatcher.V1.SalePhase.FixedPrice,
                Price = "100000000000",
                StartPrice = "10000000000000",
                EndPrice = "100000000000",
                SaleStart = 10_000_000,
                LeadinLength = 201_600,
                NextRotationAt = clock.EstimateAt(new RelayBlock(10_302_400)).ToTimestamp(),
                RegionBegin = RegionBegin,
                RegionEnd = RegionBegin + 5_040,
                CoresOffered = 50,
                CoresLeft = 50,
                IdealCoresSold = 50,
                RenewalBump = 30_000_000,
                AdvanceNotice = 80,
                InterludeLength = 100_800,
                RegionLength = 5_040,
                SpecName = "coretime-polkadot",
            },
        });
    }
}
