using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class CadencesGrpcService(CadenceDesk desk, TemplateDesk templates) : CadencesService.CadencesServiceBase
{
    public override async Task<CreateTemplateResponse> CreateTemplate(CreateTemplateRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Text("name", request.Name, TemplateRules.NameLengthMax)
            .KnownEnum("kind", request.Kind)
            .Satisfies("steps", request.Steps.All(s => s.TimeCase != TemplateStep.TimeOneofCase.None && (s.TimeCase != TemplateStep.TimeOneofCase.DailyAfterAnchor || s.DailyAfterAnchor)), "holds one without a time; give day, hours_before_anchor or daily_after_anchor.")
            .ThrowIfAny();
        return (await templates.SaveAsync(
            context.ToCommand(request, request.RequestId), request.Name.Trim(), (Cadences.CadenceKind)request.Kind, request.CoolDownDays, [.. request.Steps.Select(s => s.ToDomain())], context.CancellationToken)).OrThrow();
    }

    public override Task<ListTemplatesResponse> ListTemplates(ListTemplatesRequest request, ServerCallContext context) => templates.ListAsync(context.CancellationToken);

    public override async Task<GetTemplateResponse> GetTemplate(GetTemplateRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("template_id", request.TemplateId, out var id).ThrowIfAny();
        return (await templates.GetAsync(id, request.Number, context.CancellationToken)).OrThrow();
    }

    public override async Task<EnrolResponse> Enrol(EnrolRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("lead_id", request.LeadId, out var lead).Uuid("contact_id", request.ContactId, out var contact).Uuid("template_id", request.TemplateId, out var template).ThrowIfAny();
        return (await desk.EnrolAsync(
            context.ToCommand(request, request.RequestId), lead, contact, template, Times(request.Start, request.Anchor, request.SecondAnchor), context.CancellationToken)).OrThrow();
    }

    public override async Task<PauseResponse> Pause(PauseRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("enrolment_id", request.EnrolmentId, out var id).OptionalText("reason", request.Reason, EnrolmentRules.ReasonLengthMax).ThrowIfAny();
        return (await desk.PauseAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ResumeResponse> Resume(ResumeRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("enrolment_id", request.EnrolmentId, out var id).ThrowIfAny();
        return (await desk.ResumeAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken)).OrThrow();
    }

    public override async Task<StopResponse> Stop(StopRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("enrolment_id", request.EnrolmentId, out var id).OptionalText("reason", request.Reason, EnrolmentRules.ReasonLengthMax).ThrowIfAny();
        return (await desk.StopAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override Task<ListEnrolmentsResponse> ListEnrolments(ListEnrolmentsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("lead_id", request.LeadId, out var lead).OptionalUuid("contact_id", request.ContactId, out var contact).OptionalEnum("state", request.State);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return desk.ListAsync(page, lead, contact, request.State == V1.EnrolmentState.Unspecified ? null : (Cadences.EnrolmentState)request.State, context.CancellationToken);
    }

    public override async Task<PreviewCadenceResponse> PreviewCadence(PreviewCadenceRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("contact_id", request.ContactId, out var contact).Uuid("template_id", request.TemplateId, out var template).ThrowIfAny();
        return (await desk.PreviewAsync(contact, template, Times(request.Start, request.Anchor, request.SecondAnchor), context.CancellationToken)).OrThrow();
    }

    private static CadenceTimes Times(Timestamp? start, Timestamp? anchor, Timestamp? second) => new(start?.ToDateTimeOffset(), anchor?.ToDateTimeOffset(), second?.ToDateTimeOffset());
}
