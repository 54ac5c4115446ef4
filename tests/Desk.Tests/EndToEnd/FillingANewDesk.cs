using CoretimeDesk.Desk.Demo;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Leads.V1;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

/// <summary>With the real services: what a new user finds after the first <c>./desk up</c>.</summary>
public sealed class FillingANewDesk : IAsyncDisposable
{
    private readonly DeskUnderTest _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_person_of_each_role_can_sign_in_and_a_filling_that_was_cut_short_doubles_nothing()
    {
        _desk.DescribeTheRealOne();
        var (code, output) = await _desk.UpAsync();
        Assert.True(code == 0, output);
        Assert.Contains("rep@demo.localhost", output);
        await CheckAsync();

        // As if the first filling had ended before it could note the rep's password.
        Assert.Equal(0, (await _desk.RunAsync("down")).ExitCode);
        var secrets = Secrets.LoadOrMake(_desk.Workspace.SecretsFile);
        secrets.Demo!.IsComplete = false;
        Assert.True(secrets.Demo.People.Remove("rep@demo.localhost"));
        await secrets.SaveAsync(_desk.Workspace.SecretsFile);

        (code, output) = await _desk.UpAsync();
        Assert.True(code == 0, output);
        await CheckAsync();
    }

    private async Task CheckAsync()
    {
        var notes = Secrets.LoadOrMake(_desk.Workspace.SecretsFile).Demo!;
        Assert.True(notes.IsComplete);
        Assert.Equal(8, notes.People.Count);
        using var identityChannel = GrpcChannel.ForAddress(_desk.State.Services[0].Address);
        using var leadsChannel = GrpcChannel.ForAddress(_desk.State.Services[1].Address);
        var people = new DemoPeople(new(identityChannel), notes, new("", ""), () => Task.CompletedTask);
        var signedIn = await Task.WhenAll(notes.People.Keys.Select(email => people.SignInAsync(email, CancellationToken.None)));
        Assert.Equal(8, signedIn.SelectMany(answer => answer.Person.Roles).Distinct().Count());
        Assert.All(signedIn, answer => Assert.StartsWith("Demo:", answer.Person.DisplayName));
        Assert.All(signedIn, answer => Assert.False(answer.Person.MustChangePassword));

        var administrator = signedIn.Single(answer => answer.Person.Email == "administrator@demo.localhost");
        var identity = new IdentityService.IdentityServiceClient(identityChannel);
        var everybody = await identity.ListPeopleAsync(new() { PageSize = 200 }, DemoPeople.As(administrator));
        Assert.Equal(9, everybody.People.Count); // And the first administrator.
        var team = Assert.Single((await identity.ListTeamsAsync(new(), DemoPeople.As(administrator))).Teams);
        Assert.Equal(("Demo: North", 2), (team.Name, team.Members));
        Assert.Equal(signedIn.Single(answer => answer.Person.Email == "team-lead@demo.localhost").Person.PersonId, team.LeadId);

        var rep = signedIn.Single(answer => answer.Person.Email == "rep@demo.localhost");
        // Buyers on the chain that is played open leads too; the filling's own are these.
        var all = await new LeadsService.LeadsServiceClient(leadsChannel).ListLeadsAsync(new() { PageSize = 200 }, DemoPeople.As(rep));
        var leads = all.Leads.Where(lead => lead.Source != LeadSource.Chain).ToList();
        Assert.Equal(8, leads.Count);
        Assert.Equal(4, leads.Count(lead => lead.OwnerId == rep.Person.PersonId));
        Assert.Equal(4, leads.Count(lead => lead.OwnerId.Length == 0));
        Assert.All(leads, lead => Assert.StartsWith("Demo:", lead.Title));
        Assert.Equal(6, leads.Select(lead => lead.AccountName).Distinct().Count());

        // Everything that happened has reached the sidecar.
        await DeskUnderTest.EventuallyAsync(
            async () => (await _desk.StatusAsync())["parts"]!.AsArray().All(part => part!["isHealthy"]!.GetValue<bool>() && (part["outboxPending"]?.GetValue<int>() ?? 0) == 0),
            "all parts healthy and no event waiting");
    }
}
