using System.Globalization;
using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class ApprovalsGrpcService(ApprovalDesk desk, ApprovalInbox inbox, DelegationBook delegations) : ApprovalsService.ApprovalsServiceBase
{
    private const int NoteMax = 2_000;

    public override Task<ListApprovalsResponse> ListApprovals(ListApprovalsRequest request, ServerCallContext context)
    {
        // By urgency, which no id knows: the token is how many were shown.
        var check = Check.That(request);
        var page = Page.Read(check, request.PageSize, "");
        var skip = 0;
        check.Satisfies(
            "page_token",
            request.PageToken.Length == 0 || int.TryParse(request.PageToken, NumberStyles.None, CultureInfo.InvariantCulture, out skip),
            "is no token that this list handed out; leave it empty for the first page.");
        check.ThrowIfAny();
        return inbox.ListAsync(page.Size, skip, context.GetActor(), context.CancellationToken);
    }

    public override async Task<GiveApprovalResponse> GiveApproval(GiveApprovalRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("approval_id", request.ApprovalId, out var id)
            .Satisfies("terms_sha256", Digests.IsSha256(request.TermsSha256), Digests.Advice)
            .OptionalText("reason_code", request.ReasonCode, 100)
            .OptionalText("note", request.Note, NoteMax)
            .ThrowIfAny();
        return (await desk.GiveAsync(context.ToCommand(request, request.RequestId), id, request.TermsSha256, request.ReasonCode, request.Note.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<DeclineApprovalResponse> DeclineApproval(DeclineApprovalRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("approval_id", request.ApprovalId, out var id).Text("reason", request.Reason, NoteMax).ThrowIfAny();
        return (await desk.DeclineAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<DelegateResponse> Delegate(DelegateRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Satisfies("role", RoleNames.TryParse(request.Role, out var role), "is no role such as team_lead or head_of_sales.")
            .Uuid("to_id", request.ToId, out var to)
            .Text("to_name", request.ToName, 200)
            .Present("starts_at", request.StartsAt)
            .Present("ends_at", request.EndsAt)
            .OptionalText("note", request.Note, 500)
            .ThrowIfAny();
        return (await delegations.MakeAsync(
            context.ToCommand(request, request.RequestId),
            role,
            to,
            request.ToName.Trim(),
            request.StartsAt.ToDateTimeOffset(),
            request.EndsAt.ToDateTimeOffset(),
            request.Note.Trim(),
            context.CancellationToken)).OrThrow();
    }

    public override async Task<EndDelegationResponse> EndDelegation(EndDelegationRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("delegation_id", request.DelegationId, out var id).ThrowIfAny();
        return (await delegations.EndAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken)).OrThrow();
    }

    public override Task<ListDelegationsResponse> ListDelegations(ListDelegationsRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return delegations.ListAsync(page, context.GetActor(), request.Current, context.CancellationToken);
    }
}
