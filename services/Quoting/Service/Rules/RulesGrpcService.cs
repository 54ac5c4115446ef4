using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Translates only. Rules live in the domain project, statuses in the host's error mapping.</summary>
internal sealed class RulesGrpcService(RulesDesk desk) : RulesService.RulesServiceBase
{
    private const int JsonMax = 65_536;
    private const int ReasonMax = 2000;
    private const int NameMax = 100;

    public override Task<ListRuleVersionsResponse> ListRuleVersions(ListRuleVersionsRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return desk.ListAsync(page, context.CancellationToken);
    }

    public override async Task<GetRuleVersionResponse> GetRuleVersion(GetRuleVersionRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Satisfies("version", request.Version <= int.MaxValue, "is no version; they count from 1, and 0 stands for the one in force.")
            .Satisfies("at", request.At is null || request.Version == 0, "cannot be combined with version; use one of them.")
            .ThrowIfAny();
        return (await desk.GetAsync((int)request.Version, request.At?.ToDateTimeOffset(), context.CancellationToken)).OrThrow();
    }

    public override async Task<AdoptRuleVersionResponse> AdoptRuleVersion(AdoptRuleVersionRequest request, ServerCallContext context)
    {
        Check.That(request).NotEmpty("rules_json", request.RulesJson).MaxLength("rules_json", request.RulesJson, JsonMax).Text("reason", request.Reason, ReasonMax).ThrowIfAny();
        return (await desk.AdoptAsync(context.ToCommand(request, request.RequestId), request.RulesJson, request.Reason.Trim(), context.CancellationToken)).OrThrow();
    }

    public override async Task<DiffRuleVersionsResponse> DiffRuleVersions(DiffRuleVersionsRequest request, ServerCallContext context)
    {
        var isText = request.AfterCase == DiffRuleVersionsRequest.AfterOneofCase.RulesJson;
        Check.That(request)
            .Satisfies("before", request.Before <= int.MaxValue, "is no version; they count from 1, and 0 stands for the one in force.")
            .Satisfies("version", request.AfterCase != DiffRuleVersionsRequest.AfterOneofCase.None, "is missing: give the version to compare with, or rules_json.")
            .Satisfies("version", request.Version <= int.MaxValue, "is no version; they count from 1, and 0 stands for the one in force.")
            .MaxLength("rules_json", isText ? request.RulesJson : "", JsonMax)
            .ThrowIfAny();
        return (await desk.DiffAsync((int)request.Before, isText ? 0 : (int)request.Version, isText ? request.RulesJson : null, context.CancellationToken)).OrThrow();
    }

    public override async Task<ExplainConcessionResponse> ExplainConcession(ExplainConcessionRequest request, ServerCallContext context)
    {
        var list = Planck.Zero;
        Token? token = null;
        Check.That(request)
            .Text("segment", request.Segment, NameMax)
            .Satisfies("tier", request.SizeCase != ExplainConcessionRequest.SizeOneofCase.None, "is missing: give the customer's tier, or annual_core_periods.")
            .OptionalText("tier", request.SizeCase == ExplainConcessionRequest.SizeOneofCase.Tier ? request.Tier : "", NameMax)
            .OptionalText("role", request.Role, NameMax)
            .Satisfies("list_planck", request.ListPlanck.All(char.IsAsciiDigit) && Planck.TryParse(request.ListPlanck, out list), "must be an amount of planck: digits, at most 39 of them, without sign and separators.")
            .Range("commission_bp", request.CommissionBp, 0u, BasisPoints.One)
            .Range("overlay_bp", request.OverlayBp, 0u, BasisPoints.One)
            .Satisfies("version", request.Version <= int.MaxValue, "is no version; they count from 1, and 0 stands for the one in force.")
            .Satisfies("token", request.Token is null || TryToken(request.Token, out token), "is no token: a symbol of up to 12 letters and digits, and at most 38 decimals.")
            .ThrowIfAny();
        var caller = context.GetActor();
        var (explanation, refusal) = await desk.ExplainAsync(
            (int)request.Version,
            (rules, at) => new()
            {
                Segment = request.Segment,
                Size = request.SizeCase == ExplainConcessionRequest.SizeOneofCase.Tier ? CaseSize.Tier(request.Tier) : CaseSize.CorePeriods(request.AnnualCorePeriods),
                Role = request.Role.Length > 0 ? request.Role : Furthest(rules, caller),
                List = list,
                Commission = new(request.CommissionBp),
                Overlay = new(request.OverlayBp),
                At = at,
                PhaseEndsAt = request.PhaseEndsAt?.ToDateTimeOffset(),
            },
            request.At?.ToDateTimeOffset(),
            context.CancellationToken);
        refusal.ThrowIfRefused();
        return explanation!.ToMessage(token);
    }

    /// <summary>The caller's role that reaches furthest; of somebody who may not quote, any role, so that the answer says so.</summary>
    private static string Furthest(RuleVersion rules, Actor caller) =>
        caller.Roles.Select(r => r.ToName()).Order(StringComparer.Ordinal).MaxBy(rules.AuthorityOf) ?? "";

    private static bool TryToken(ChainWatcher.V1.Token given, out Token? token)
    {
        try
        {
            token = new(given.Symbol, (int)Math.Min(given.Decimals, int.MaxValue));
            return true;
        }
        catch (ArgumentException)
        {
            token = null;
            return false;
        }
    }
}
