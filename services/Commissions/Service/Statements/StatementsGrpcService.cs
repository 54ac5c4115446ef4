using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using Grpc.Core;

namespace CoretimeDesk.Commissions.Statements;

/// <summary>Translates only.</summary>
internal sealed class StatementsGrpcService(StatementsDesk desk, DisputesDesk disputes) : StatementsService.StatementsServiceBase
{
    private const int TextMax = 2000;
    private const int EventMax = 100;

    public override Task<ListStatementsResponse> ListStatements(ListStatementsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalMonth("month", request.Month, out _).OptionalUuid("participant_id", request.ParticipantId, out var participant);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return desk.ListAsync(page, request.Month, participant, context.GetActor(), context.CancellationToken);
    }

    public override async Task<GetStatementResponse> GetStatement(GetStatementRequest request, ServerCallContext context)
    {
        Check.That(request)
            .OptionalUuid("statement_id", request.StatementId, out var id)
            .OptionalMonth("month", request.Month, out var month)
            .Satisfies("month", request.StatementId.Length > 0 != request.Month.Length > 0, "or statement_id is needed, and only one of them.")
            .OptionalUuid("participant_id", request.ParticipantId, out var participant)
            .OptionalToken("token", request.Token, out var token)
            .ThrowIfAny();
        var viewer = context.GetActor();
        return (await desk.GetAsync(id, month, participant ?? viewer.Id, token, viewer, context.CancellationToken)).OrThrow();
    }

    public override async Task<ExplainLineResponse> ExplainLine(ExplainLineRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("statement_id", request.StatementId, out var id).ThrowIfAny();
        return (await desk.ExplainAsync(id, request.Line, context.GetActor(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ExplainPaymentResponse> ExplainPayment(ExplainPaymentRequest request, ServerCallContext context)
    {
        Check.That(request).Text("event", request.Event, EventMax).OptionalToken("token", request.Token, out var token).ThrowIfAny();
        return (await desk.ExplainPaymentAsync(request.Event, token, context.GetActor(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ExportStatementResponse> ExportStatement(ExportStatementRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("statement_id", request.StatementId, out var id).OptionalEnum("format", request.Format).ThrowIfAny();
        return (await desk.ExportAsync(id, request.Format, context.GetActor(), context.CancellationToken)).OrThrow();
    }

    public override async Task<OpenDisputeResponse> OpenDispute(OpenDisputeRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("statement_id", request.StatementId, out var id).Range("line", request.Line, 0u, (uint)int.MaxValue).Text("text", request.Text, TextMax).ThrowIfAny();
        return (await disputes.OpenAsync(context.ToCommand(request, request.RequestId), id, (int)request.Line, request.Text.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<AnswerDisputeResponse> AnswerDispute(AnswerDisputeRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("dispute_id", request.DisputeId, out var id).Text("text", request.Text, TextMax).ThrowIfAny();
        return (await disputes.AnswerAsync(context.ToCommand(request, request.RequestId), id, request.Upheld, request.Text.Trim(), context.CancellationToken)).OrThrow();
    }
}
