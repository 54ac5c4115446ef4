using System.Text;
using CoretimeDesk.ChainWatcher.Backfill;
using CoretimeDesk.ChainWatcher.Calls;
using CoretimeDesk.ChainWatcher.Following;
using CoretimeDesk.ChainWatcher.Market;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.ChainWatcher.Watching;
using CoretimeDesk.Hosting;
using CoretimeDesk.Substrate;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CoretimeDesk.ChainWatcher.Grpc;

/// <summary>Translates only.</summary>
internal sealed class WatcherGrpcService(MarketDesk market, FactDesk facts, FollowerDesk followers, BackfillDesk backfills, CallDesk calls, WatchDesk watching, WatcherSettings settings, TimeProvider time) : ChainWatcherService.ChainWatcherServiceBase
{
    private const int ChainLengthMax = 64;

    public override async Task<GetMarketResponse> GetMarket(GetMarketRequest request, ServerCallContext context)
    {
        Check.That(request).OptionalText("chain", request.Chain, ChainLengthMax).ThrowIfAny();
        return new() { Market = (await market.GetAsync(request.Chain, context.CancellationToken)).OrThrow() };
    }

    public override async Task WatchMarket(WatchMarketRequest request, IServerStreamWriter<WatchMarketResponse> responseStream, ServerCallContext context)
    {
        Check.That(request).OptionalText("chain", request.Chain, ChainLengthMax).ThrowIfAny();
        await market.WatchAsync(request.Chain, context.CancellationToken).SendAsync(responseStream, state => new WatchMarketResponse { Market = state }, time, context.CancellationToken);
    }

    public override async Task<GetPriceResponse> GetPrice(GetPriceRequest request, ServerCallContext context)
    {
        Check.That(request).OptionalText("chain", request.Chain, ChainLengthMax).ThrowIfAny();
        return (await market.PriceAsync(request.Chain, request.RelayBlock, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListRegionsResponse> ListRegions(ListRegionsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalText("chain", request.Chain, ChainLengthMax);
        var owner = Account(check, "owner", request.Owner);
        var page = OffsetPage.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return (await market.RegionsAsync(request.Chain, owner, page, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListRenewalsResponse> ListRenewals(ListRenewalsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalText("chain", request.Chain, ChainLengthMax);
        var page = OffsetPage.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return (await market.RenewalsAsync(request.Chain, request.Task, page, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListFactsResponse> ListFacts(ListFactsRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .OptionalText("chain", request.Chain, ChainLengthMax)
            .Satisfies("to_block", request.ToBlock == 0 || request.ToBlock >= request.FromBlock, "is below from_block.");
        var account = Account(check, "account", request.Account);
        var page = FactPage.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return await facts.ListAsync(request, account, page, context.CancellationToken);
    }

    public override async Task<GetFactResponse> GetFact(GetFactRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("fact_id", request.FactId, out var id).ThrowIfAny();
        return (await facts.GetAsync(id, context.CancellationToken)).OrThrow();
    }

    public override Task<ListFollowersResponse> ListFollowers(ListFollowersRequest request, ServerCallContext context) => followers.ListAsync(context.CancellationToken);

    public override async Task<ResumeFollowerResponse> ResumeFollower(ResumeFollowerRequest request, ServerCallContext context)
    {
        Check.That(request).Text("chain", request.Chain, ChainLengthMax).ThrowIfAny();
        return (await followers.ResumeAsync(context.ToCommand(request, request.RequestId), request.Chain, context.CancellationToken)).OrThrow();
    }

    public override async Task<StartBackfillResponse> StartBackfill(StartBackfillRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Text("chain", request.Chain, ChainLengthMax)
            .Satisfies("from_block", request.FromTime is null || request.FromBlock == 0, "cannot be combined with from_time; give one of them.")
            .Satisfies("from_block", request.FromTime is not null || request.FromBlock > 0, "is missing; give a height from 1 on, or from_time.")
            .Satisfies("from_time", IsInstant(request.FromTime), "is no instant; give one of the years 1 to 9999.")
            .ThrowIfAny();
        return (await backfills.StartAsync(context.ToCommand(request, request.RequestId), request, context.CancellationToken)).OrThrow();
    }

    public override async Task<StopBackfillResponse> StopBackfill(StopBackfillRequest request, ServerCallContext context)
    {
        Check.That(request).Text("chain", request.Chain, ChainLengthMax).ThrowIfAny();
        return (await backfills.StopAsync(context.ToCommand(request, request.RequestId), request.Chain, context.CancellationToken)).OrThrow();
    }

    public override async Task WatchBackfill(WatchBackfillRequest request, IServerStreamWriter<WatchBackfillResponse> responseStream, ServerCallContext context)
    {
        Check.That(request).Text("chain", request.Chain, ChainLengthMax).ThrowIfAny();
        await backfills.WatchAsync(request.Chain, context.CancellationToken).SendAsync(responseStream, backfill => new WatchBackfillResponse { Backfill = backfill }, time, context.CancellationToken);
    }

    public override async Task<WatchAccountResponse> WatchAccount(WatchAccountRequest request, ServerCallContext context)
    {
        var check = Check.That(request).NotEmpty("account", request.Account).OptionalText("note", request.Note, WatchDesk.NoteLengthMax);
        var account = AccountOf(check, "account", request.Account, settings.Ss58Prefix);
        check.ThrowIfAny();
        return (await watching.WatchAsync(context.ToCommand(request, request.RequestId), account, request.Balance, request.Note, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListWatchedAccountsResponse> ListWatchedAccounts(ListWatchedAccountsRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var page = OffsetPage.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return await watching.ListAsync(page, context.CancellationToken);
    }

    public override async Task<EncodeCallResponse> EncodeCall(EncodeCallRequest request, ServerCallContext context)
    {
        Check.That(request)
            .OptionalText("chain", request.Chain, ChainLengthMax)
            .Count("calls", request.Calls.Count, 1, CallDesk.CallsMax)
            .Satisfies("calls", request.Calls.Sum(c => (long)Encoding.UTF8.GetByteCount(c)) <= CallDesk.CallBytesMax, $"are longer than {CallDesk.CallBytesMax / 1024} KiB together.")
            .Satisfies("remark", IsRemark(request.Remark), $"must be empty, or 0x and the hex of at most {CallDesk.RemarkBytesMax} bytes.")
            .ThrowIfAny();
        return (await calls.EncodeAsync(request, context.CancellationToken)).OrThrow();
    }

    private static bool IsRemark(string hex) => hex.Length == 0
        || (hex.Length % 2 == 0 && hex.Length <= 2 + (2 * CallDesk.RemarkBytesMax) && hex.StartsWith("0x", StringComparison.Ordinal) && hex.AsSpan(2).IndexOfAnyExcept(System.Buffers.SearchValues.Create("0123456789abcdefABCDEF")) < 0);

    /// <summary>Whether a timestamp is not given, or one that protobuf allows: not every one that can be sent is.</summary>
    private static bool IsInstant(Timestamp? at) => at is null or { Seconds: >= -62_135_596_800 and <= 253_402_300_799, Nanos: >= 0 and < 1_000_000_000 };

    /// <summary>An address of any network, or hex; null when empty.</summary>
    private static string? Account(Check check, string field, string text) => text.Length == 0 ? null : AccountOf(check, field, text, null).ToString();

    /// <summary>An address of the network with that prefix, of any when it is null, or hex; zeros when it is neither, or empty.</summary>
    private static AccountId32 AccountOf(Check check, string field, string text, ushort? prefix)
    {
        AccountId32 account = default;
        if (text.Length > 0 && !AccountId32.TryFromText(text, prefix, out account, out var problem))
        {
            check.Violation(field, $"is no account: {problem}");
        }

        return account;
    }
}
