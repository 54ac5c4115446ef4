using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Substrate;
using Grpc.Core;

namespace CoretimeDesk.Commissions.Payouts;

/// <summary>Translates only.</summary>
internal sealed class PayoutsGrpcService(PoolDesk pools, PayoutsDesk desk) : PayoutsService.PayoutsServiceBase
{
    private const int ChainMax = 100;
    private const int ReasonMax = 500;

    public override async Task<SetPoolResponse> SetPool(SetPoolRequest request, ServerCallContext context)
    {
        Check.That(request)
            .OptionalToken("token", request.Token, out var token)
            .Text("chain", request.Chain, ChainMax)
            .Satisfies("account", AccountId32.TryParse(request.Account, null, out var account), "is no account: write its 32 bytes as 0x and 64 hexadecimal digits.")
            .Text("reason", request.Reason, ReasonMax)
            .ThrowIfAny();
        var bearer = context.RequestHeaders.GetValue("authorization") ?? "";
        return (await pools.SetAsync(context.ToCommand(request, request.RequestId), bearer, token, request.Chain, $"{account}", request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<GetPoolResponse> GetPool(GetPoolRequest request, ServerCallContext context)
    {
        Check.That(request).OptionalToken("token", request.Token, out var token).ThrowIfAny();
        return (await pools.GetAsync(token, context.GetActor(), context.CancellationToken)).OrThrow();
    }

    public override async Task<PrepareBatchResponse> PrepareBatch(PrepareBatchRequest request, ServerCallContext context)
    {
        Check.That(request).Month("month", request.Month, out var month).OptionalToken("token", request.Token, out var token).ThrowIfAny();
        return (await desk.PrepareAsync(context.ToCommand(request, request.RequestId), month, token, context.CancellationToken)).OrThrow();
    }

    public override async Task<GetBatchResponse> GetBatch(GetBatchRequest request, ServerCallContext context)
    {
        Check.That(request).Month("month", request.Month, out var month).OptionalToken("token", request.Token, out var token).ThrowIfAny();
        return (await desk.GetAsync(month, token, context.CancellationToken)).OrThrow();
    }
}
