using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using Grpc.Core;

namespace CoretimeDesk.Identity.Grpc;

/// <summary>Teams and API keys.</summary>
internal sealed partial class IdentityGrpcService
{
    public override Task<CreateTeamResponse> CreateTeam(CreateTeamRequest request, ServerCallContext context)
    {
        Check.That(request).Text("name", request.Name, NameLengthMax).OptionalUuid("lead_id", request.LeadId, out var lead).ThrowIfAny();
        return teams.CreateAsync(context.ToCommand(request, request.RequestId), request.Name.Trim(), lead, context.CancellationToken);
    }

    public override Task<ListTeamsResponse> ListTeams(ListTeamsRequest request, ServerCallContext context)
    {
        var check = Check.That(request);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        return teams.ListAsync(page, context.CancellationToken);
    }

    public override Task<RenameTeamResponse> RenameTeam(RenameTeamRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("team_id", request.TeamId, out var id).Text("name", request.Name, NameLengthMax).ThrowIfAny();
        return teams.RenameAsync(context.ToCommand(request, request.RequestId), id, request.Name.Trim(), context.CancellationToken);
    }

    public override Task<SetTeamLeadResponse> SetTeamLead(SetTeamLeadRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("team_id", request.TeamId, out var id).OptionalUuid("lead_id", request.LeadId, out var lead).ThrowIfAny();
        return teams.SetLeadAsync(context.ToCommand(request, request.RequestId), id, lead, context.CancellationToken);
    }

    public override Task<CreateApiKeyResponse> CreateApiKey(CreateApiKeyRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Text("name", request.Name, NameLengthMax);
        CheckRoles(check, request.Roles);
        check.Satisfies("expires_at", IsInstant(request.ExpiresAt), "is no instant between the years 1 and 9999.");
        check.ThrowIfAny();
        return keys.CreateAsync(
            context.ToCommand(request, request.RequestId), context.GetCall().SessionId, request.Name.Trim(), request.Roles.ToDomain(), request.ExpiresAt?.ToDateTimeOffset(),
            context.CancellationToken);
    }

    public override Task<ExchangeApiKeyResponse> ExchangeApiKey(ExchangeApiKeyRequest request, ServerCallContext context)
    {
        Check.That(request).NotEmpty("api_key", request.ApiKey).MaxLength("api_key", request.ApiKey, SecretLengthMax).ThrowIfAny();
        return keys.ExchangeAsync(request.ApiKey, context.CancellationToken);
    }

    public override Task<ListApiKeysResponse> ListApiKeys(ListApiKeysRequest request, ServerCallContext context)
    {
        var check = Check.That(request).OptionalUuid("owner_id", request.OwnerId, out var owner);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var actor = context.GetActor();
        return keys.ListAsync(actor, page, owner ?? actor.Id, request.IncludeVoid, time.GetUtcNow(), context.CancellationToken);
    }

    public override Task<RevokeApiKeyResponse> RevokeApiKey(RevokeApiKeyRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("api_key_id", request.ApiKeyId, out var id).ThrowIfAny();
        return keys.RevokeAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken);
    }

    private static bool IsInstant(Google.Protobuf.WellKnownTypes.Timestamp? instant) =>
        instant is null || instant is { Seconds: >= -62135596800 and <= 253402300799, Nanos: >= 0 and <= 999_999_999 };
}
