using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Market;
using Grpc.Core;

namespace CoretimeDesk.Commissions.Deals;

/// <summary>Translates only.</summary>
internal sealed class DealsGrpcService(DealsDesk desk) : DealsService.DealsServiceBase
{
    private const int RoleMax = 32;
    private const int ReasonMax = 500;

    public override Task<ListDealsResponse> ListDeals(ListDealsRequest request, ServerCallContext context) => desk.ListAsync(context.GetActor(), context.CancellationToken);

    public override async Task<CorrectParticipantsResponse> CorrectParticipants(CorrectParticipantsRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("quote_id", request.QuoteId, out var quote)
            .Range("revision", request.Revision, 1u, (uint)int.MaxValue)
            .Text("role", request.Role, RoleMax)
            .Uuid("person_id", request.PersonId, out var person)
            .Text("reason", request.Reason, ReasonMax)
            .ThrowIfAny();
        return (await desk.CorrectAsync(context.ToCommand(request, request.RequestId), quote, request.Revision, request.Role, person, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<SetQuotaResponse> SetQuota(SetQuotaRequest request, ServerCallContext context)
    {
        var planck = Planck.Zero;
        Check.That(request)
            .Uuid("person_id", request.PersonId, out var person)
            .Month("month", request.Month, out var month)
            .OptionalToken("token", request.Token, out var token)
            .Satisfies("planck", request.Planck.All(char.IsAsciiDigit) && Planck.TryParse(request.Planck, out planck) && planck > Planck.Zero, "must be an amount of planck that is not zero: digits without sign and separators, below 2^128.")
            .ThrowIfAny();
        return (await desk.SetQuotaAsync(context.ToCommand(request, request.RequestId), person, month, token, planck.Value, context.CancellationToken)).OrThrow();
    }

    public override async Task ExportFacts(ExportFactsRequest request, IServerStreamWriter<ExportFactsResponse> responseStream, ServerCallContext context)
    {
        Check.That(request).OptionalToken("token", request.Token, out var token).ThrowIfAny();
        await foreach (var part in desk.ExportAsync(token, context.CancellationToken))
        {
            await responseStream.WriteAsync(part, context.CancellationToken);
        }
    }
}
