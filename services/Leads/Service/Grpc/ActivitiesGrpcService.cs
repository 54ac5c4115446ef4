using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class ActivitiesGrpcService(ActivityDesk desk) : ActivitiesService.ActivitiesServiceBase
{
    private const int FiltersMax = 30;

    public override async Task<LogActivityResponse> LogActivity(LogActivityRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("account_id", request.AccountId, out var account)
            .KnownEnum("kind", request.Kind)
            .OptionalText("summary", request.Summary, ActivityRules.SummaryLengthMax)
            .OptionalUuid("contact_id", request.ContactId, out var contact)
            .OptionalUuid("lead_id", request.LeadId, out var lead)
            .ThrowIfAny();
        return (await desk.LogAsync(
            context.ToCommand(request, request.RequestId), account, (Activities.ActivityKind)request.Kind, request.Summary.Trim(), request.OccurredAt?.ToDateTimeOffset(), contact, lead, context.CancellationToken)).OrThrow();
    }

    public override async Task<CorrectActivityResponse> CorrectActivity(CorrectActivityRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("activity_id", request.ActivityId, out var id)
            .OptionalText("reason", request.Reason, ActivityRules.ReasonLengthMax)
            .OptionalText("summary", request.Summary, ActivityRules.SummaryLengthMax)
            .ThrowIfAny();
        return (await desk.CorrectAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), request.Summary.Trim(), request.Withdrawn, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListActivitiesResponse> ListActivities(ListActivitiesRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .Uuid("account_id", request.AccountId, out var account)
            .Count("kinds", request.Kinds.Count, 0, FiltersMax)
            .Count("sources", request.Sources.Count, 0, FiltersMax)
            .OptionalUuid("contact_id", request.ContactId, out var contact)
            .OptionalUuid("lead_id", request.LeadId, out var lead);
        for (var i = 0; i < request.Kinds.Count; i++)
        {
            check.KnownEnum($"kinds[{i}]", request.Kinds[i]);
        }

        for (var i = 0; i < request.Sources.Count; i++)
        {
            check.KnownEnum($"sources[{i}]", request.Sources[i]);
        }

        var page = KeysetPage.Read(check, request.PageSize, request.PageToken, ActivityDesk.IsKey);
        check.ThrowIfAny();
        var filter = new ActivityFilter(
            [.. request.Kinds.Select(k => (Activities.ActivityKind)k)],
            [.. request.Sources.Select(s => (Activities.ActivitySource)s)],
            contact,
            lead,
            request.From?.ToDateTimeOffset(),
            request.Before?.ToDateTimeOffset());
        return (await desk.ListAsync(page, account, filter, context.CancellationToken)).OrThrow().WithoutAmountsFor(context);
    }
}
