using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Market;
using Grpc.Core;

namespace CoretimeDesk.CreditGrants.Grpc;

/// <summary>Translates only.</summary>
internal sealed class ProgrammesGrpcService(ProgrammeDesk desk, CodeDesk codes) : ProgrammesService.ProgrammesServiceBase
{
    private const int NameMax = 100;
    private const int TermsMax = 65_536;
    private const int CodesMax = 100;
    private const string AmountAdvice = "is no amount: write planck as digits, within 128 bits.";

    public override async Task<CreateProgrammeResponse> CreateProgramme(CreateProgrammeRequest request, ServerCallContext context)
    {
        var reserve = Planck.Zero;
        var check = Check.That(request)
            .Text("name", request.Name, NameMax)
            .Text("payer", request.Payer, NameMax)
            .OptionalText("chain", request.Chain, NameMax)
            .Text("pool", request.Pool, NameMax)
            .KnownEnum("mode", request.Mode)
            .OptionalText("referendum", request.Referendum, 500)
            .Satisfies("reserve", request.Reserve.Length == 0 || Planck.TryParse(request.Reserve, out reserve), AmountAdvice)
            .MaxLength("terms_json", request.TermsJson, TermsMax);
        var (terms, json, problem) = ProgrammeDesk.ReadTerms(request.TermsJson);
        check.Satisfies("terms_json", terms is not null, problem).ThrowIfAny();
        return (await desk.CreateAsync(context.ToCommand(request, request.RequestId), Tokens.Of(context), request, terms!, json, reserve, context.CancellationToken)).OrThrow();
    }

    public override async Task<GetProgrammeResponse> GetProgramme(GetProgrammeRequest request, ServerCallContext context)
    {
        Check.That(request)
            .OptionalUuid("programme_id", request.ProgrammeId, out var id)
            .MaxLength("number", request.Number, NameMax)
            .Satisfies("programme_id", request.ProgrammeId.Length == 0 != (request.Number.Length == 0), "or number is needed: one of them.")
            .ThrowIfAny();
        return (await desk.GetAsync(id, request.Number, context.CancellationToken)).OrThrow();
    }

    public override Task<ListProgrammesResponse> ListProgrammes(ListProgrammesRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return desk.ListAsync(page, context.CancellationToken);
    }

    public override async Task<AdoptTermsResponse> AdoptTerms(AdoptTermsRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("programme_id", request.ProgrammeId, out var id).NotEmpty("terms_json", request.TermsJson).MaxLength("terms_json", request.TermsJson, TermsMax).Text("reason", request.Reason, Limits.Reason).ThrowIfAny();
        return (await desk.AdoptAsync(context.ToCommand(request, request.RequestId), id, request.TermsJson, request.Reason, context.CancellationToken)).OrThrow();
    }

    public override async Task<SetReserveResponse> SetReserve(SetReserveRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("programme_id", request.ProgrammeId, out var id)
            .Satisfies("reserve", Planck.TryParse(request.Reserve, out var reserve), AmountAdvice)
            .Text("reason", request.Reason, Limits.Reason)
            .ThrowIfAny();
        return (await desk.SetReserveAsync(context.ToCommand(request, request.RequestId), id, reserve, request.Reason, context.CancellationToken)).OrThrow();
    }

    public override async Task<EndProgrammeResponse> EndProgramme(EndProgrammeRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("programme_id", request.ProgrammeId, out var id).Text("reason", request.Reason, Limits.Reason).ThrowIfAny();
        return (await desk.EndAsync(context.ToCommand(request, request.RequestId), id, request.Reason, context.CancellationToken)).OrThrow();
    }

    public override async Task<SetProviderBudgetResponse> SetProviderBudget(SetProviderBudgetRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("programme_id", request.ProgrammeId, out var id)
            .Text("provider", request.Provider, NameMax)
            .Satisfies("budget", Planck.TryParse(request.Budget, out var budget), AmountAdvice)
            .ThrowIfAny();
        return (await desk.SetProviderAsync(context.ToCommand(request, request.RequestId), id, request.Provider.Trim(), budget, context.CancellationToken)).OrThrow();
    }

    public override async Task<IssueCodesResponse> IssueCodes(IssueCodesRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("programme_id", request.ProgrammeId, out var id).Text("provider", request.Provider, NameMax).Range("count", request.Count, 1u, (uint)CodesMax).ThrowIfAny();
        return (await codes.IssueAsync(context.GetActor(), id, request.Provider.Trim(), (int)request.Count, context.CancellationToken)).OrThrow();
    }

    public override Task<ListCodesResponse> ListCodes(ListCodesRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("programme_id", request.ProgrammeId, out var id).OptionalText("provider", request.Provider, NameMax);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return codes.ListAsync(page, id, request.Provider, context.CancellationToken);
    }

    public override async Task<RevokeCodesResponse> RevokeCodes(RevokeCodesRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("programme_id", request.ProgrammeId, out var id)
            .OptionalUuid("code_id", request.CodeId, out var code)
            .OptionalText("freeze_provider", request.FreezeProvider, NameMax)
            .Satisfies("code_id", request.CodeId.Length == 0 != (request.FreezeProvider.Length == 0), "or freeze_provider is needed: one of them.")
            .Text("reason", request.Reason, Limits.Reason)
            .ThrowIfAny();
        return (await codes.RevokeAsync(context.ToCommand(request, request.RequestId), id, code, request.FreezeProvider, request.Reason, context.CancellationToken)).OrThrow();
    }
}
