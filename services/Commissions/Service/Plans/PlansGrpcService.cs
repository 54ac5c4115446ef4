using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using Grpc.Core;

namespace CoretimeDesk.Commissions.Plans;

/// <summary>Translates only.</summary>
internal sealed class PlansGrpcService(PlansDesk desk) : PlansService.PlansServiceBase
{
    private const int JsonMax = 65_536;
    private const int ReasonMax = 2000;
    private const int NameMax = 100;

    public override async Task<AdoptPlanResponse> AdoptPlan(AdoptPlanRequest request, ServerCallContext context)
    {
        Check.That(request).NotEmpty("plans_json", request.PlansJson).MaxLength("plans_json", request.PlansJson, JsonMax).Text("reason", request.Reason, ReasonMax).ThrowIfAny();
        return (await desk.AdoptAsync(context.ToCommand(request, request.RequestId), request.PlansJson, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override Task<ListPlansResponse> ListPlans(ListPlansRequest request, ServerCallContext context) => desk.ListAsync(context.CancellationToken);

    public override async Task<GetPlanResponse> GetPlan(GetPlanRequest request, ServerCallContext context)
    {
        Check.That(request).Text("plan_id", request.PlanId, NameMax).ThrowIfAny();
        return (await desk.GetAsync(request.PlanId, context.CancellationToken)).OrThrow();
    }
}
