using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class HandOversGrpcService(HandOverDesk desk, ChainTriggers triggers, HandOverList list) : HandOversService.HandOversServiceBase
{
    public override async Task<OfferHandOverResponse> OfferHandOver(OfferHandOverRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .Uuid("receiver_id", request.ReceiverId, out var receiver)
            .OptionalText("note", request.Note, HandOverRules.NoteLengthMax)
            .Satisfies("checklist", request.Checklist.All(a => a.Item is not V1.ChecklistItem.Unspecified && Enum.IsDefined(a.Item)), "holds an unknown item.")
            .Satisfies("checklist", request.Checklist.Select(a => a.Item).Distinct().Count() == request.Checklist.Count, "answers an item twice.")
            .Satisfies("checklist", request.Checklist.All(a => a.Note.Length <= QualificationChecklist.NoteLengthMax), $"has a note longer than {QualificationChecklist.NoteLengthMax} characters.");
        Guid subject = default;
        switch (request.SubjectCase)
        {
            case OfferHandOverRequest.SubjectOneofCase.LeadId:
                check.Uuid("lead_id", request.LeadId, out subject);
                break;
            case OfferHandOverRequest.SubjectOneofCase.HandOverId:
                check.Uuid("hand_over_id", request.HandOverId, out subject)
                    .Satisfies("checklist", request.Checklist.Count == 0, "is for the step from SDR to AE only; leave it out.");
                break;
            default:
                check.Violation("lead_id", "is missing: name a lead to hand to an AE, or the hand_over_id that a chain fact opened to hand its customer to a CSM.");
                break;
        }

        check.ThrowIfAny();
        var command = context.ToCommand(request, request.RequestId);
        return (request.SubjectCase == OfferHandOverRequest.SubjectOneofCase.LeadId
            ? await desk.OfferLeadAsync(
                command, subject, receiver, request.Note.Trim(), [.. request.Checklist.Select(a => new HandOvers.ChecklistAnswer((HandOvers.ChecklistItem)a.Item, a.Note.Trim()))], context.CancellationToken)
            : await desk.OfferCustomerAsync(command, subject, receiver, request.Note.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<AcceptHandOverResponse> AcceptHandOver(AcceptHandOverRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("hand_over_id", request.HandOverId, out var id).ThrowIfAny();
        return (await desk.AcceptAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken)).OrThrow();
    }

    public override async Task<ReturnHandOverResponse> ReturnHandOver(ReturnHandOverRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("hand_over_id", request.HandOverId, out var id).OptionalText("reason", request.Reason, Registrations.ClaimForm.LongLengthMax).ThrowIfAny();
        return (await desk.ReturnAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<GetHandOverResponse> GetHandOver(GetHandOverRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("hand_over_id", request.HandOverId, out var id).ThrowIfAny();
        return (await list.GetAsync(id, context.CancellationToken)).OrThrow();
    }

    public override Task<ListHandOversResponse> ListHandOvers(ListHandOversRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .OptionalUuid("account_id", request.AccountId, out var account)
            .OptionalEnum("step", request.Step)
            .OptionalEnum("state", request.State);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var filter = new HandOverFilter(
            account,
            request.Step == V1.HandOverStep.Unspecified ? null : (HandOvers.HandOverStep)request.Step,
            request.State == HandOverState.Unspecified ? null : (Data.HandOverState)request.State,
            request.Mine ? context.GetActor().Id : null);
        return list.ListAsync(page, filter, context.CancellationToken);
    }

    public override async Task<ReportChainFactResponse> ReportChainFact(ReportChainFactRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var account).Present("fact", request.Fact);
        if (request.Fact is { } fact)
        {
            check.KnownEnum("fact.kind", fact.Kind).Text("fact.fact_id", fact.FactId, 300).Text("fact.block_hash", fact.BlockHash, 66).Present("fact.occurred_at", fact.OccurredAt);
        }

        check.ThrowIfAny();
        return (await triggers.ReportAsync(
            context.ToCommand(request, request.RequestId),
            account,
            new((HandOvers.ChainFactKind)request.Fact!.Kind, request.Fact.FactId, request.Fact.BlockHash, request.Fact.OccurredAt.ToDateTimeOffset()),
            context.CancellationToken)).OrThrow();
    }
}
