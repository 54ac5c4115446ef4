using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class RegistrationsGrpcService(ClaimDesk claims, RegistrationDesk desk, RegistrationList list, RulesDesk rules) : RegistrationsService.RegistrationsServiceBase
{
    private const int ReasonMax = Registrations.ClaimForm.LongLengthMax;
    private const int ShortMax = Registrations.ClaimForm.ShortLengthMax;

    public override async Task<ClaimRegistrationResponse> ClaimRegistration(ClaimRegistrationRequest request, ServerCallContext context)
    {
        // Too long is wrong; too little is an incomplete claim, which is kept.
        var form = request.Form ?? new();
        Check.That(request)
            .Uuid("account_id", request.AccountId, out var account)
            .KnownEnum("line", request.Line)
            .OptionalText("form.contact", form.Contact, ShortMax)
            .OptionalText("form.evidence_note", form.EvidenceNote, ReasonMax)
            .OptionalText("form.next_step", form.NextStep, ShortMax)
            .OptionalText("form.next_step_reason", form.NextStepReason, ReasonMax)
            .Satisfies("form.next_step_on", form.NextStepOn.Length == 0 || RegistrationMessages.DateOrNull(form.NextStepOn) is not null, "is no date such as 2026-12-01.")
            .ThrowIfAny();
        return (await claims.ClaimAsync(context.ToCommand(request, request.RequestId), account, (ProductLine)request.Line, form.ToDomain(), context.CancellationToken)).OrThrow();
    }

    public override async Task<GetRegistrationResponse> GetRegistration(GetRegistrationRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("registration_id", request.RegistrationId, out var id).ThrowIfAny();
        return (await list.GetAsync(id, context.GetActor(), context.CancellationToken)).OrThrow();
    }

    public override Task<ListRegistrationsResponse> ListRegistrations(ListRegistrationsRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .OptionalUuid("account_id", request.AccountId, out var account)
            .OptionalEnum("line", request.Line)
            .OptionalEnum("state", request.State)
            .OptionalUuid("owner_id", request.OwnerId, out var owner)
            .Satisfies("mine", !request.Mine || request.OwnerId.Length == 0, "cannot be combined with owner_id; use one of them.");
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var filter = new RegistrationFilter(
            account,
            request.Line == V1.ProductLine.Unspecified ? null : (ProductLine)request.Line,
            request.State == RegistrationState.Unspecified ? null : (Data.RegistrationState)request.State,
            request.Mine ? context.GetActor().Id : owner,
            request.Warned);
        return list.ListAsync(page, filter, context.GetActor(), context.CancellationToken);
    }

    public override async Task<DecideRegistrationResponse> DecideRegistration(DecideRegistrationRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("registration_id", request.RegistrationId, out var id).OptionalText("reason", request.Reason, ReasonMax).ThrowIfAny();
        return (await desk.DecideAsync(context.ToCommand(request, request.RequestId), id, request.Approve, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ExtendRegistrationResponse> ExtendRegistration(ExtendRegistrationRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("registration_id", request.RegistrationId, out var id);
        switch (request.EvidenceCase)
        {
            case ExtendRegistrationRequest.EvidenceOneofCase.Meeting:
                check.Satisfies("meeting.met_on", RegistrationMessages.DateOrNull(request.Meeting.MetOn) is not null, "is missing or no date such as 2026-12-01.")
                    .OptionalText("meeting.note", request.Meeting.Note, ReasonMax)
                    .OptionalText("meeting.assessment", request.Meeting.Assessment, ShortMax)
                    .MaxLength("meeting.assessment_sha256", request.Meeting.AssessmentSha256, 64);
                break;
            case ExtendRegistrationRequest.EvidenceOneofCase.Signal:
                check.KnownEnum("signal.kind", request.Signal.Kind)
                    .OptionalText("signal.network", request.Signal.Network, ShortMax)
                    .MaxLength("signal.reference", request.Signal.Reference, 66)
                    .Present("signal.at", request.Signal.At);
                break;
            default:
                check.Violation("meeting", "is missing: give a meeting with an assessment, or an on-chain signal.");
                break;
        }

        check.ThrowIfAny();
        return (await desk.ExtendAsync(context.ToCommand(request, request.RequestId), id, request.ToDomain(), context.CancellationToken)).OrThrow();
    }

    public override async Task<OverrideRegistrationResponse> OverrideRegistration(OverrideRegistrationRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("account_id", request.AccountId, out var account)
            .KnownEnum("line", request.Line)
            .Uuid("owner_id", request.OwnerId, out var owner)
            .OptionalText("owner_name", request.OwnerName, ShortMax)
            .MaxLength("document_sha256", request.DocumentSha256, 64)
            .Text("note", request.Note, ReasonMax)
            .ThrowIfAny();
        return (await desk.OverrideAsync(
            context.ToCommand(request, request.RequestId), account, (ProductLine)request.Line, new(owner, request.OwnerName.Trim()), request.DocumentSha256, request.Note.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ReleaseRegistrationResponse> ReleaseRegistration(ReleaseRegistrationRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("registration_id", request.RegistrationId, out var id).OptionalText("reason", request.Reason, ReasonMax).ThrowIfAny();
        return (await desk.ReleaseAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<TakeForHouseResponse> TakeForHouse(TakeForHouseRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var account).KnownEnum("line", request.Line).Text("note", request.Note, ReasonMax).ThrowIfAny();
        return (await desk.TakeForHouseAsync(context.ToCommand(request, request.RequestId), account, (ProductLine)request.Line, request.Note.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<NoteActivityResponse> NoteActivity(NoteActivityRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var account).Present("occurred_at", request.OccurredAt).ThrowIfAny();
        return (await desk.NoteActivityAsync(context.ToCommand(request, request.RequestId), account, request.OccurredAt.ToDateTimeOffset(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ReadClaimsResponse> ReadClaims(ReadClaimsRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("account_id", request.AccountId, out var account)
            .KnownEnum("line", request.Line)
            .Satisfies("receipt", request.Receipt.Length == 0 || ProgressEvidence.IsHex(request.Receipt), "must be a hash of 64 hexadecimal digits in lower case, as a claim answered it.")
            .ThrowIfAny();
        return (await claims.ReadAsync(account, (ProductLine)request.Line, request.Receipt, context.CancellationToken)).OrThrow();
    }

    public override Task<ListNoticesResponse> ListNotices(ListNoticesRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return list.NoticesAsync(page, context.GetActor().Id, context.CancellationToken);
    }

    public override async Task<GetOwnershipRulesResponse> GetOwnershipRules(GetOwnershipRulesRequest request, ServerCallContext context)
    {
        Check.That(request).Satisfies("number", request.Number >= 0, "is negative; versions count from 1, and 0 stands for those in force.").ThrowIfAny();
        return (await rules.GetAsync(request.Number, context.CancellationToken)).OrThrow();
    }

    public override async Task<AdoptOwnershipRulesResponse> AdoptOwnershipRules(AdoptOwnershipRulesRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Present("rules", request.Rules).Text("reason", request.Reason, ReasonMax);
        if (request.Rules is { } asked)
        {
            check.Satisfies("rules.holidays", asked.Holidays.All(h => RegistrationMessages.DateOrNull(h) is not null), "holds something that is no date such as 2026-12-25.");
        }

        check.ThrowIfAny();
        return (await rules.AdoptAsync(context.ToCommand(request, request.RequestId), request.Rules!, request.BasedOn, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }
}
