using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Assessments;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Grpc.Core;
using Form = CoretimeDesk.Leads.Assessments.AssessmentForm;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class AssessmentsGrpcService(AssessmentDesk desk) : AssessmentsService.AssessmentsServiceBase
{
    private const int FilesMax = 20;
    private const int ReasonMax = 500;

    public override async Task<WriteAssessmentResponse> WriteAssessment(WriteAssessmentRequest request, ServerCallContext context)
    {
        var form = request.Form ?? new();
        var files = new List<Guid>();
        var check = Check.That(request)
            .OptionalUuid("revises", request.Revises, out var revises)
            .OptionalUuid("account_id", request.AccountId, out var account)
            .OptionalUuid("lead_id", request.LeadId, out var lead)
            .Satisfies("account_id", (revises is null) == (account is not null), "is needed for a new assessment, and left out with \"revises\".")
            .Satisfies("lead_id", revises is null || lead is null, "is left out with \"revises\": the next version is of the same lead.")
            .Present("form", request.Form)
            .KnownEnum("form.supply", form.Supply)
            .KnownEnum("form.verdict", form.Verdict)
            .Satisfies("form.starts_on", RegistrationMessages.DateOrNull(form.StartsOn) is not null, "is missing or no date such as 2027-01-05.")
            .Satisfies("form.ends_on", RegistrationMessages.DateOrNull(form.EndsOn) is not null, "is missing or no date such as 2027-12-31.")
            .OptionalText("form.workload", form.Workload, Form.LongLengthMax)
            .OptionalText("form.runtime_stack", form.RuntimeStack, Form.StackLengthMax)
            .OptionalText("form.migration", form.Migration, Form.LongLengthMax)
            .Count("form.risks", form.Risks.Count, 0, Form.LinesMax)
            .Count("form.conditions", form.Conditions.Count, 0, Form.LinesMax)
            .Count("attachment_ids", request.AttachmentIds.Count, 0, FilesMax)
            .Satisfies("valid_days", request.ValidDays is >= 0 and <= AssessmentRules.ValidDaysMax, $"must be 1 to {AssessmentRules.ValidDaysMax}, or 0 for {AssessmentRules.ValidDaysUsual}.");
        for (var i = 0; i < form.Risks.Count; i++)
        {
            check.OptionalText($"form.risks[{i}]", form.Risks[i], Form.LineLengthMax);
        }

        for (var i = 0; i < form.Conditions.Count; i++)
        {
            check.OptionalText($"form.conditions[{i}]", form.Conditions[i], Form.LineLengthMax);
        }

        for (var i = 0; i < request.AttachmentIds.Count; i++)
        {
            check.Uuid($"attachment_ids[{i}]", request.AttachmentIds[i], out var file);
            files.Add(file);
        }

        check.Satisfies("attachment_ids", files.Distinct().Count() == files.Count, "names a file twice.").ThrowIfAny();
        return (await desk.WriteAsync(
            context.ToCommand(request, request.RequestId), new(account, lead, revises), form.ToDomain(), files, request.ValidDays == 0 ? AssessmentRules.ValidDaysUsual : request.ValidDays, context.CancellationToken)).OrThrow();
    }

    public override async Task<WithdrawAssessmentResponse> WithdrawAssessment(WithdrawAssessmentRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("assessment_id", request.AssessmentId, out var id).Text("reason", request.Reason, ReasonMax).ThrowIfAny();
        return (await desk.WithdrawAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<GetAssessmentResponse> GetAssessment(GetAssessmentRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("assessment_id", request.AssessmentId, out var id)
            .Satisfies("assessment_id", (id is null) == (request.Sha256.Length > 0), "or sha256 is needed, and not both.");
        if (id is null && request.Sha256.Length > 0)
        {
            check.Satisfies("sha256", ProgressEvidence.IsHex(request.Sha256), "must be 64 hexadecimal digits in lower case.");
        }

        check.ThrowIfAny();
        return (await desk.GetAsync(id, request.Sha256, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListAssessmentsResponse> ListAssessments(ListAssessmentsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("account_id", request.AccountId, out var account);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return (await desk.ListAsync(page, account, context.CancellationToken)).OrThrow();
    }

    public override async Task<GetCurrentAssessmentResponse> GetCurrentAssessment(GetCurrentAssessmentRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var account).OptionalUuid("lead_id", request.LeadId, out var lead).ThrowIfAny();
        return (await desk.CurrentAsync(account, lead, context.CancellationToken)).OrThrow();
    }
}
