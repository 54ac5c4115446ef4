using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Leads;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Grpc;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed partial class LeadsGrpcService(AccountDesk accounts, ChainAccountDesk chainAccounts, AccountSearch search, LeadDesk leads) : LeadsService.LeadsServiceBase
{
    public override async Task<OpenLeadResponse> OpenLead(OpenLeadRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("account_id", request.AccountId, out var account)
            .Text("title", request.Title, LeadRules.TitleLengthMax)
            .KnownEnum("source", request.Source)
            .ThrowIfAny();
        return (await leads.OpenAsync(context.ToCommand(request, request.RequestId), account, request, context.CancellationToken)).OrThrow();
    }

    public override async Task<GetLeadResponse> GetLead(GetLeadRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("lead_id", request.LeadId, out var id).ThrowIfAny();
        return (await leads.GetAsync(id, context.CancellationToken)).OrThrow().WithoutAmountsFor(context);
    }

    public override async Task<ClaimLeadResponse> ClaimLead(ClaimLeadRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("lead_id", request.LeadId, out var id).ThrowIfAny();
        return (await leads.ClaimAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken)).OrThrow();
    }

    public override async Task<ListLeadsResponse> ListLeads(ListLeadsRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .OptionalEnum("state", request.State)
            .OptionalEnum("segment", request.Segment)
            .OptionalEnum("size_tier", request.SizeTier)
            .OptionalUuid("owner_id", request.OwnerId, out var owner)
            .OptionalUuid("account_id", request.AccountId, out var account)
            .OptionalText("account_name_contains", request.AccountNameContains, AccountRules.NameLengthMax)
            .Satisfies("mine", !request.Mine || request.OwnerId.Length == 0, "cannot be combined with owner_id; use one of them.");
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var filter = new LeadFilter(
            request.State == LeadState.Unspecified ? null : request.State,
            request.Segment == V1.Segment.Unspecified ? null : request.Segment.ToDomain(),
            request.SizeTier == V1.SizeTier.Unspecified ? null : request.SizeTier.ToDomain(),
            request.Mine ? context.GetActor().Id : owner,
            account);
        return (await leads.ListAsync(page, filter, request.AccountNameContains, context.CancellationToken)).WithoutAmountsFor(context);
    }
}
