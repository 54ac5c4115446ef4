using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Targets;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class TargetsGrpcService(TargetDesk targets) : TargetsService.TargetsServiceBase
{
    public override async Task<SetTargetResponse> SetTarget(SetTargetRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .Uuid("account_id", request.AccountId, out var id)
            .KnownEnum("source", request.Source)
            .OptionalText("source_detail", request.SourceDetail, TargetRules.LineLengthMax)
            .Count("fit_reasons", request.FitReasons.Count, 1, TargetRules.ReasonsMax);
        for (var i = 0; i < request.FitReasons.Count; i++)
        {
            check.Text($"fit_reasons[{i}].text", request.FitReasons[i].Text, TargetRules.LineLengthMax)
                .Range($"fit_reasons[{i}].points", request.FitReasons[i].Points, -TargetRules.ScoreMax, TargetRules.ScoreMax);
        }

        check.ThrowIfAny();
        var target = new Targeting((TargetSource)request.Source, request.SourceDetail.Trim(), [.. request.FitReasons.Select(r => new FitReason(r.Text.Trim(), r.Points))]);
        return (await targets.SetAsync(context.ToCommand(request, request.RequestId), id, target, context.CancellationToken)).OrThrow();
    }

    public override async Task<DropTargetResponse> DropTarget(DropTargetRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var id).Text("reason", request.Reason, TargetRules.WhyLengthMax).ThrowIfAny();
        return (await targets.DropAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<PlanNextStepResponse> PlanNextStep(PlanNextStepRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("account_id", request.AccountId, out var id)
            .Text("what", request.What, TargetRules.LineLengthMax)
            .Text("why", request.Why, TargetRules.WhyLengthMax)
            .Satisfies("on", DateOnly.TryParseExact(request.On, "yyyy-MM-dd", out var on), "is no day: write it like 2026-11-30.")
            .ThrowIfAny();
        return (await targets.PlanAsync(context.ToCommand(request, request.RequestId), id, request.What.Trim(), request.Why.Trim(), on, context.CancellationToken)).OrThrow();
    }

    public override async Task<FinishNextStepResponse> FinishNextStep(FinishNextStepRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("account_id", request.AccountId, out var id).Text("outcome", request.Outcome, TargetRules.WhyLengthMax).ThrowIfAny();
        return (await targets.FinishAsync(context.ToCommand(request, request.RequestId), id, request.Outcome.Trim(), context.CancellationToken)).OrThrow();
    }

    public override Task<ListTargetsResponse> ListTargets(ListTargetsRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .OptionalEnum("segment", request.Segment)
            .Range("fit_score_min", request.FitScoreMin, 0u, (uint)TargetRules.ScoreMax)
            .Satisfies("overdue", !(request.Overdue && request.WithoutNextStep), "cannot be combined with without_next_step: what is not planned is not overdue.");
        var page = KeysetPage.Read(check, request.PageSize, request.PageToken, TargetDesk.IsKey);
        check.ThrowIfAny();
        var filter = new TargetFilter(request.WithoutNextStep, request.Overdue, (int)request.FitScoreMin, request.Segment == V1.Segment.Unspecified ? null : request.Segment.ToDomain());
        return targets.ListAsync(page, filter, context.CancellationToken);
    }
}
