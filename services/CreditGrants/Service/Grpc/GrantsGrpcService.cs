using CoretimeDesk.CreditGrants.Grants;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Market;
using Grpc.Core;

namespace CoretimeDesk.CreditGrants.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class GrantsGrpcService(GrantDesk grants, DecisionDesk decisions, TrancheDesk tranches, GrantList list, CallsDesk calls) : GrantsService.GrantsServiceBase
{
    private const int LinkMax = 300;
    private const int DeliverablesMax = 26;
    private const int TranchesMax = 100;

    public override async Task<PreviewGrantResponse> PreviewGrant(PreviewGrantRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("programme_id", request.ProgrammeId, out var programme).Uuid("account_id", request.AccountId, out var account).OptionalUuid("lead_id", request.LeadId, out var lead);
        Ask(check, request.Ask).ThrowIfAny();
        return (await grants.PreviewAsync(context.GetActor(), Tokens.Of(context), programme, account, lead, request.Ask, context.CancellationToken)).OrThrow();
    }

    public override async Task<RequestGrantResponse> RequestGrant(RequestGrantRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("programme_id", request.ProgrammeId, out var programme).Uuid("account_id", request.AccountId, out var account).OptionalUuid("lead_id", request.LeadId, out var lead);
        Ask(check, request.Ask).ThrowIfAny();
        return (await grants.RequestAsync(context.ToCommand(request, request.RequestId), Tokens.Of(context), programme, account, lead, request.Ask, context.CancellationToken)).OrThrow();
    }

    public override async Task<DecideGrantResponse> DecideGrant(DecideGrantRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("grant_id", request.GrantId, out var id)
            .OptionalText("reason", request.Reason, Limits.Reason)
            .Satisfies("reason", request.Yes || !string.IsNullOrWhiteSpace(request.Reason), "is needed with a no: whoever asked must know what to change.")
            .Satisfies("expected_version", request.ExpectedVersion >= 0, "is negative; 0 stands for whatever it is now.")
            .ThrowIfAny();
        return (await decisions.DecideAsync(context.ToCommand(request, request.RequestId), id, request.Yes, request.Reason.Trim(), request.ExpectedVersion, context.CancellationToken)).OrThrow();
    }

    public override async Task<WithdrawRequestResponse> WithdrawRequest(WithdrawRequestRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("grant_id", request.GrantId, out var id).OptionalText("reason", request.Reason, Limits.Reason).ThrowIfAny();
        return (await decisions.WithdrawAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<SignRailResponse> SignRail(SignRailRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("grant_id", request.GrantId, out var id).Text("reason", request.Reason, Limits.Reason).ThrowIfAny();
        return (await decisions.SignAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<GetGrantResponse> GetGrant(GetGrantRequest request, ServerCallContext context)
    {
        Check.That(request)
            .OptionalUuid("grant_id", request.GrantId, out var id)
            .MaxLength("number", request.Number, 50)
            .Satisfies("grant_id", request.GrantId.Length == 0 != (request.Number.Length == 0), "or number is needed: one of them.")
            .ThrowIfAny();
        return (await list.GetAsync(id, request.Number, context.GetActor(), context.CancellationToken)).OrThrow();
    }

    public override Task<ListGrantsResponse> ListGrants(ListGrantsRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .OptionalUuid("programme_id", request.ProgrammeId, out var programme)
            .OptionalUuid("account_id", request.AccountId, out var account)
            .OptionalEnum("state", request.State);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var state = request.State == GrantState.Unspecified ? (GrantState?)null : request.State;
        return list.ListAsync(page, new(programme, account, state, request.Mine, request.ToDecide), context.GetActor(), context.CancellationToken);
    }

    public override async Task<PrepareCallsResponse> PrepareCalls(PrepareCallsRequest request, ServerCallContext context)
    {
        var limit = Planck.Zero;
        Check.That(request)
            .Uuid("grant_id", request.GrantId, out var id)
            .Range("tranche", request.Tranche, 0u, (uint)TranchesMax)
            .Range("core", request.Core, 0u, (uint)ushort.MaxValue)
            .Range("orders", request.Orders, 0u, (uint)Rails.RailCalls.OrdersMax)
            .Satisfies("order_limit", request.OrderLimit.Length == 0 || (Planck.TryParse(request.OrderLimit, out limit) && !limit.IsZero), "is no amount: write planck as digits, at least 1.")
            .ThrowIfAny();
        return (await calls.PrepareAsync(Tokens.Of(context), request, id, limit.IsZero ? null : limit, context.CancellationToken)).OrThrow();
    }

    public override async Task<OpenTrancheResponse> OpenTranche(OpenTrancheRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("grant_id", request.GrantId, out var id).Range("tranche", request.Tranche, 1u, (uint)TranchesMax).ThrowIfAny();
        return (await tranches.OpenAsync(context.ToCommand(request, request.RequestId), id, request.Tranche, context.CancellationToken)).OrThrow();
    }

    public override async Task<RecordMilestoneResponse> RecordMilestone(RecordMilestoneRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("grant_id", request.GrantId, out var id).Range("tranche", request.Tranche, 1u, (uint)TranchesMax).Text("evidence", request.Evidence, Limits.Reason).ThrowIfAny();
        return (await tranches.MilestoneAsync(context.ToCommand(request, request.RequestId), id, request.Tranche, request.Evidence.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<FlagGrantResponse> FlagGrant(FlagGrantRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("grant_id", request.GrantId, out var id).Text("flag", request.Flag, Limits.Flag).ThrowIfAny();
        return (await tranches.FlagAsync(context.ToCommand(request, request.RequestId), id, request.Flag.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ClearFlagResponse> ClearFlag(ClearFlagRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("grant_id", request.GrantId, out var id).Text("flag", request.Flag, Limits.Flag).Text("reason", request.Reason, Limits.Reason).ThrowIfAny();
        return (await tranches.ClearAsync(context.ToCommand(request, request.RequestId), id, request.Flag.Trim(), request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<ExtendGrantResponse> ExtendGrant(ExtendGrantRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("grant_id", request.GrantId, out var id).Present("expires_at", request.ExpiresAt).Text("reason", request.Reason, Limits.Reason).ThrowIfAny();
        return (await tranches.ExtendAsync(context.ToCommand(request, request.RequestId), id, request.ExpiresAt.ToDateTimeOffset(), request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<RevokeGrantResponse> RevokeGrant(RevokeGrantRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("grant_id", request.GrantId, out var id).Text("reason", request.Reason, Limits.Reason).ThrowIfAny();
        return (await tranches.RevokeAsync(context.ToCommand(request, request.RequestId), id, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    private static Check Ask(Check check, GrantAsk? ask)
    {
        check.Present("ask", ask);
        if (ask is null)
        {
            return check;
        }

        return check
            .Satisfies("ask", Enum.IsDefined(ask.Tier) && ask.Tier != GrantTier.Unspecified, "names no tier: spark, launch, scale or design_partner.")
            .Satisfies("ask", Enum.IsDefined(ask.Rail) && ask.Rail != RailKind.Unspecified, "names no rail: A, B, C, D or T.")
            .Satisfies("ask", ask.Repository.Length <= LinkMax && ask.TestChain.Length <= LinkMax && ask.Code.Length <= LinkMax && ask.CustomerAccount.Length <= LinkMax && ask.Note.Length <= Limits.Note, "holds a text that is too long: links and codes have at most 300 characters, the note 2000.")
            .Satisfies("ask", ask.Deliverables.Count <= DeliverablesMax && ask.Deliverables.All(d => d.Trim().Length is > 0 and <= Limits.Flag), "names deliverables that are empty, too long (200 characters) or too many (26).")
            .Satisfies("ask", ask.HalfPeriods.Count <= DeliverablesMax && ask.HalfPeriods.All(h => h is > 0 and <= 1000), "has tranches of no half core-period, of more than 1000, or more than 26 of them.");
    }
}
