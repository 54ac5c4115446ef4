using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using Grpc.Core;

namespace CoretimeDesk.Commissions.Corrections;

/// <summary>Translates only.</summary>
internal sealed class CorrectionsGrpcService(CorrectionsDesk desk) : CorrectionsService.CorrectionsServiceBase
{
    private const int IdMax = 100;
    private const int ReasonMin = 3;
    private const int ReasonMax = 500;

    public override async Task<RecordRebateResponse> RecordRebate(RecordRebateRequest request, ServerCallContext context)
    {
        Reason(Check.That(request).Text("payment_id", request.PaymentId, IdMax).Text("transfer_fact_id", request.TransferFactId, IdMax), request.Reason).ThrowIfAny();
        return (await desk.RebateAsync(context.ToCommand(request, request.RequestId), request.PaymentId, request.TransferFactId, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ReversePaymentResponse> ReversePayment(ReversePaymentRequest request, ServerCallContext context)
    {
        Reason(Check.That(request).Text("payment_id", request.PaymentId, IdMax).KnownEnum("cause", request.Cause), request.Reason).ThrowIfAny();
        return (await desk.ReverseAsync(context.ToCommand(request, request.RequestId), request.PaymentId, request.Cause, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override Task<ListCorrectionsResponse> ListCorrections(ListCorrectionsRequest request, ServerCallContext context)
    {
        Check.That(request).OptionalText("payment_id", request.PaymentId, IdMax).ThrowIfAny();
        return desk.ListAsync(request.PaymentId, context.GetActor(), context.CancellationToken);
    }

    private static Check Reason(Check check, string reason) =>
        check.Text("reason", reason, ReasonMax).Satisfies("reason", reason.Trim().Length is 0 or >= ReasonMin, $"must say why, in {ReasonMin} to {ReasonMax} characters.");
}
