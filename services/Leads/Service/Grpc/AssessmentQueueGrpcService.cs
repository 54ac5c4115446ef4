using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Assessments;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Grpc.Core;
using Form = CoretimeDesk.Leads.Assessments.AssessmentForm;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class AssessmentQueueGrpcService(AssessmentQueue queue, AssessmentWorkDesk desk) : AssessmentQueueService.AssessmentQueueServiceBase
{
    private const int FilesMax = 20;
    private const int DateLengthMax = 10;

    public override async Task<ListAssessmentQueueResponse> ListAssessmentQueue(ListAssessmentQueueRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Satisfies("free", !request.Mine || !request.Free, "cannot be combined with mine; use one of them.");
        var page = KeysetPage.Read(check, request.PageSize, request.PageToken, Tasks.TaskDesk.IsKey);
        check.ThrowIfAny();
        return await queue.ListAsync(page, request.Mine ? context.GetActor().Id : request.Free ? Guid.Empty : null, context.CancellationToken);
    }

    public override async Task<GetAssessmentWorkResponse> GetAssessmentWork(GetAssessmentWorkRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var account).ThrowIfAny();
        return (await desk.GetAsync(account, context.GetActor().Is(Role.SolutionEngineer), context.CancellationToken)).OrThrow();
    }

    public override async Task<AskForAssessmentResponse> AskForAssessment(AskForAssessmentRequest request, ServerCallContext context)
    {
        var due = RegistrationMessages.DateOrNull(request.DueOn);
        Check.That(request)
            .Uuid("account_id", request.AccountId, out var account)
            .Text("reason", request.Reason, AssessmentWorkRules.ReasonLengthMax)
            .Satisfies("due_on", due is not null, "is missing or no date such as 2027-01-05.")
            .ThrowIfAny();
        return (await desk.AskAsync(context.ToCommand(request, request.RequestId), account, request.Reason.Trim(), due!.Value, context.CancellationToken)).OrThrow();
    }

    public override async Task<TakeAssessmentResponse> TakeAssessment(TakeAssessmentRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var account).ThrowIfAny();
        return (await desk.TakeAsync(context.ToCommand(request, request.RequestId), account, request.TakeOver, context.CancellationToken)).OrThrow();
    }

    public override async Task<GiveBackAssessmentResponse> GiveBackAssessment(GiveBackAssessmentRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var account).ThrowIfAny();
        return (await desk.GiveBackAsync(context.ToCommand(request, request.RequestId), account, context.CancellationToken)).OrThrow();
    }

    public override async Task<SaveAssessmentDraftResponse> SaveAssessmentDraft(SaveAssessmentDraftRequest request, ServerCallContext context)
    {
        var draft = request.Draft ?? new();
        var form = draft.Form ?? new();

        // A draft may lack anything; what it has must fit.
        var check = Check.That(request)
            .Uuid("account_id", request.AccountId, out var account)
            .Satisfies("expected_version", request.ExpectedVersion >= 0, "must be 0 or more.")
            .Present("draft", request.Draft)
            .OptionalUuid("draft.lead_id", draft.LeadId, out _)
            .OptionalUuid("draft.revises", draft.Revises, out _)
            .Count("draft.attachment_ids", draft.AttachmentIds.Count, 0, FilesMax)
            .Satisfies("draft.valid_days", draft.ValidDays is >= 0 and <= AssessmentRules.ValidDaysMax, $"must be 1 to {AssessmentRules.ValidDaysMax}, or 0 for {AssessmentRules.ValidDaysUsual}.")
            .OptionalEnum("draft.form.supply", form.Supply)
            .OptionalEnum("draft.form.verdict", form.Verdict)
            .OptionalText("draft.form.starts_on", form.StartsOn, DateLengthMax)
            .OptionalText("draft.form.ends_on", form.EndsOn, DateLengthMax)
            .OptionalText("draft.form.workload", form.Workload, Form.LongLengthMax)
            .OptionalText("draft.form.runtime_stack", form.RuntimeStack, Form.StackLengthMax)
            .OptionalText("draft.form.migration", form.Migration, Form.LongLengthMax)
            .Count("draft.form.risks", form.Risks.Count, 0, Form.LinesMax)
            .Count("draft.form.conditions", form.Conditions.Count, 0, Form.LinesMax);
        foreach (var line in form.Risks)
        {
            check.OptionalText("draft.form.risks", line, Form.LineLengthMax);
        }

        foreach (var line in form.Conditions)
        {
            check.OptionalText("draft.form.conditions", line, Form.LineLengthMax);
        }

        foreach (var file in draft.AttachmentIds)
        {
            check.Uuid("draft.attachment_ids", file);
        }

        check.ThrowIfAny();
        return (await desk.SaveAsync(context.ToCommand(request, request.RequestId), account, request.ExpectedVersion, draft, context.CancellationToken)).OrThrow();
    }
}
