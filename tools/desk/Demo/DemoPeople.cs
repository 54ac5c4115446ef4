using CoretimeDesk.Desk.Running;
using CoretimeDesk.Identity.V1;
using Grpc.Core;

namespace CoretimeDesk.Desk.Demo;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>Makes one person for each role, each with a password of their own that is kept among the secrets.</summary>
internal sealed class DemoPeople(IdentityService.IdentityServiceClient identity, DemoNotes notes, Administrator administrator, Func<Task> save)
{
    /// <summary>The headers of a call by somebody.</summary>
    public static Metadata As(SignInResponse somebody) => new() { { "authorization", $"Bearer {somebody.Tokens.AccessToken}" } };

    public async Task<SignInResponse> SignInAsync(string email, CancellationToken cancellation) =>
        await SignInAsync(email, notes.People[email], cancellation);

    public async Task FillAsync(CancellationToken cancellation)
    {
        var admin = As(await SignInAsync(administrator.Email, administrator.Password, cancellation));
        var team = await TeamAsync(admin, cancellation);
        foreach (var role in DemoScript.People.Where(role => !notes.People.ContainsKey(role.Email)))
        {
            var (person, oneTimePassword) = await CreateAsync(role, team, admin, cancellation);

            // Should this be cut short before the password is kept, the next filling finds the person and resets it.
            var password = Secrets.Random();
            var first = As(await SignInAsync(role.Email, oneTimePassword, cancellation));
            await identity.ChangePasswordAsync(
                new() { RequestId = notes.RequestId($"password of {role.Email} {oneTimePassword}"), CurrentPassword = oneTimePassword, NewPassword = password }, first, cancellationToken: cancellation);
            notes.People[role.Email] = password;
            await save();
            if (role.Role == Role.TeamLead)
            {
                await identity.SetTeamLeadAsync(new() { RequestId = notes.RequestId("team lead"), TeamId = team.TeamId, LeadId = person }, admin, cancellationToken: cancellation);
            }
        }
    }

    private async Task<Team> TeamAsync(Metadata admin, CancellationToken cancellation) =>
        (await identity.CreateTeamAsync(new() { RequestId = notes.RequestId("team"), Name = DemoScript.Team }, admin, cancellationToken: cancellation)).Team;

    private async Task<(string PersonId, string OneTimePassword)> CreateAsync(DemoRole role, Team team, Metadata admin, CancellationToken cancellation)
    {
        var request = new CreatePersonRequest { RequestId = notes.RequestId($"person {role.Email}"), Email = role.Email, DisplayName = role.DisplayName, Roles = { role.Role } };
        if (role.IsInTeam)
        {
            request.TeamIds.Add(team.TeamId);
        }

        try
        {
            var made = await identity.CreatePersonAsync(request, admin, cancellationToken: cancellation);
            return (made.Person.PersonId, made.OneTimePassword);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
        {
            // An earlier filling was cut short after this person was made, and nobody remembers the password.
            var found = await identity.ListPeopleAsync(new() { Contains = role.Email, PageSize = 200, IncludeDisabled = true }, admin, cancellationToken: cancellation);
            var person = found.People.First(person => person.Email == role.Email);
            var reset = await identity.ResetPasswordAsync(
                new() { RequestId = notes.RequestId($"reset {role.Email} {Secrets.Random()}"), PersonId = person.PersonId }, admin, cancellationToken: cancellation);
            return (person.PersonId, reset.OneTimePassword);
        }
    }

    private async Task<SignInResponse> SignInAsync(string email, string password, CancellationToken cancellation)
    {
        var answer = await identity.SignInAsync(new() { Email = email, Password = password }, cancellationToken: cancellation);
        return answer.Tokens is not null ? answer : throw new DeskException($"{email} has an authenticator app now, so that demo data cannot be written as them. An administrator can take it away.");
    }
}
