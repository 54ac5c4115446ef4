using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.V1;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace CoretimeDesk.Identity.Grpc;

/// <summary>People.</summary>
internal sealed partial class IdentityGrpcService
{
    public override Task<CreatePersonResponse> CreatePerson(CreatePersonRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .Satisfies("email", EmailAddress.TryParse(request.Email, out var email), "is no email address such as ada@example.com.")
            .Text("display_name", request.DisplayName, NameLengthMax);
        CheckRoles(check, request.Roles);
        var ids = CheckTeams(check, request.TeamIds);
        check.ThrowIfAny();
        var asked = new NewPerson(email!, request.DisplayName.Trim(), request.Roles.ToDomain(), [.. ids]);
        return people.CreateAsync(context.ToCommand(request, request.RequestId), asked, context.CancellationToken);
    }

    public override async Task<GetPersonResponse> GetPerson(GetPersonRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("person_id", request.PersonId, out var id).ThrowIfAny();
        return new() { Person = await list.GetAsync(context.GetActor(), id, context.CancellationToken) };
    }

    public override Task<ListPeopleResponse> ListPeople(ListPeopleRequest request, ServerCallContext context)
    {
        var check = Check.That(request)
            .OptionalEnum("role", request.Role)
            .OptionalUuid("team_id", request.TeamId, out var team)
            .OptionalText("contains", request.Contains, EmailAddress.LengthMax);
        var page = Page.Read(check, request.PageSize, request.PageToken);
        check.ThrowIfAny();
        var filter = new PeopleFilter(request.Role == V1.Role.Unspecified ? null : request.Role.ToDomain(), team, request.Contains.Trim(), request.IncludeDisabled);
        return list.ListAsync(context.GetActor(), page, filter, context.CancellationToken);
    }

    public override Task<SetRolesResponse> SetRoles(SetRolesRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("person_id", request.PersonId, out var id);
        CheckRoles(check, request.Roles);
        check.ThrowIfAny();
        return people.SetRolesAsync(context.ToCommand(request, request.RequestId), id, request.Roles.ToDomain(), context.CancellationToken);
    }

    public override Task<SetTeamsResponse> SetTeams(SetTeamsRequest request, ServerCallContext context)
    {
        var check = Check.That(request).Uuid("person_id", request.PersonId, out var id);
        var ids = CheckTeams(check, request.TeamIds);
        check.ThrowIfAny();
        return people.SetTeamsAsync(context.ToCommand(request, request.RequestId), id, [.. ids], context.CancellationToken);
    }

    public override Task<DisablePersonResponse> DisablePerson(DisablePersonRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("person_id", request.PersonId, out var id).ThrowIfAny();
        return people.DisableAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken);
    }

    public override Task<EnablePersonResponse> EnablePerson(EnablePersonRequest request, ServerCallContext context)
    {
        Check.That(request).Uuid("person_id", request.PersonId, out var id).ThrowIfAny();
        return people.EnableAsync(context.ToCommand(request, request.RequestId), id, context.CancellationToken);
    }

    public override Task<RevokeSessionsResponse> RevokeSessions(RevokeSessionsRequest request, ServerCallContext context)
    {
        Check.That(request).OptionalUuid("person_id", request.PersonId, out var id).ThrowIfAny();
        var call = context.GetCall();
        return people.RevokeSessionsAsync(context.ToCommand(request, request.RequestId), id ?? call.Actor.Id, request.KeepCurrent ? call.SessionId : null, context.CancellationToken);
    }

    private static void CheckRoles(Check check, RepeatedField<V1.Role> roles)
    {
        for (var i = 0; i < roles.Count; i++)
        {
            check.KnownEnum($"roles[{i}]", roles[i]);
        }

        check.Satisfies("roles", roles.Distinct().Count() == roles.Count, "names a role twice.");
    }

    private static List<Guid> CheckTeams(Check check, RepeatedField<string> teams)
    {
        check.Count("team_ids", teams.Count, 0, TeamsMax);
        var ids = new List<Guid>();
        for (var i = 0; i < teams.Count; i++)
        {
            check.Uuid($"team_ids[{i}]", teams[i], out var id);
            ids.Add(id);
        }

        return ids;
    }
}
