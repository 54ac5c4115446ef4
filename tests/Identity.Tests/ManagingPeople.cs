using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using Grpc.Core;

namespace CoretimeDesk.Identity.Tests;

public sealed class ManagingPeople(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        var spare = await world.PersonAsync(Role.Administrator);
        await SetRolesAsync(world.Admin, spare);

        var roles = await IdentityWorld.RefusedAsync(SetRoles(world.Admin, world.Admin));
        var self = await IdentityWorld.RefusedAsync(world.Client.DisablePersonAsync(
            new() { RequestId = IdentityWorld.Id(), PersonId = world.Admin.PersonId }, world.Admin.Headers));

        Assert.Equal(("LAST_ADMINISTRATOR", world.Admin.PersonId), (roles.Reason, roles.Facts["person_id"]));
        Assert.Equal("DISABLES_ONESELF", self.Reason);
    }

    [Fact]
    public async Task A_disabled_administrator_does_not_count_as_one()
    {
        var spare = await world.PersonAsync(Role.Administrator);
        await world.Client.DisablePersonAsync(new() { RequestId = IdentityWorld.Id(), PersonId = spare.PersonId }, world.Admin.Headers);

        Assert.Equal("LAST_ADMINISTRATOR", (await IdentityWorld.RefusedAsync(SetRoles(world.Admin, world.Admin))).Reason);
    }

    [Fact]
    public async Task Two_administrators_who_remove_each_other_at_once_leave_one()
    {
        var replicas = new[] { world.Client, await world.ReplicaAsync() };
        for (var round = 0; round < 5; round++)
        {
            var (ann, bob) = (await world.PersonAsync(Role.Administrator), await world.PersonAsync(Role.Administrator));
            await SetRolesAsync(ann, world.Admin);

            // Two replicas, so that nothing but the database can decide.
            var attempts = await Task.WhenAll(new[] { (ann, bob), (bob, ann) }.Select(async (pair, i) =>
            {
                var (by, whose) = pair;
                try
                {
                    if (round % 2 == 0)
                    {
                        await replicas[i].SetRolesAsync(new() { RequestId = IdentityWorld.Id(), PersonId = whose.PersonId }, by.Headers);
                    }
                    else
                    {
                        await replicas[i].DisablePersonAsync(new() { RequestId = IdentityWorld.Id(), PersonId = whose.PersonId }, by.Headers);
                    }

                    return "done";
                }
                catch (RpcException e)
                {
                    // Either too late by the rule, or the loser's own token was void by then.
                    return Refusals.ReasonOf(e)!;
                }
            }));

            Assert.Equal(1, attempts.Count(a => a == "done"));
            Assert.Contains(attempts, a => a is "LAST_ADMINISTRATOR" or "TOKEN_REVOKED");
            Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from identity.people where 'administrator' = any(roles) and not disabled"));

            var winner = attempts[0] == "done" ? ann : bob;
            await winner.RefreshAsync();
            await world.Client.SetRolesAsync(
                new() { RequestId = IdentityWorld.Id(), PersonId = world.Admin.PersonId, Roles = { V1.Role.Administrator } }, winner.Headers);
            await world.Admin.RefreshAsync();
            await SetRolesAsync(world.Admin, winner);
        }
    }

    [Fact]
    public async Task Many_changes_of_roles_at_once_end_with_one_of_them_and_lose_none()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var sets = Enumerable.Range(0, 12).Select(i => new[] { V1.Role.Partner, V1.Role.Leadership, V1.Role.BudgetHolder }[i % 3]).ToList();

        var outcomes = await Task.WhenAll(sets.Select(async role =>
        {
            try
            {
                await SetRoles(world.Admin, rita, role);
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Aborted)
            {
                return false;
            }
        }));

        Assert.Contains(true, outcomes);
        var journal = await world.JournalAsync(rita.PersonId);
        var person = (await world.Client.GetPersonAsync(new() { PersonId = rita.PersonId }, world.Admin.Headers)).Person;
        Assert.Equal(journal.Count, person.Version);
        Assert.Equal(journal.Count(t => t == "RolesChanged"), journal.SkipWhile(t => t != "RolesChanged").Count(t => t == "SessionsRevoked"));
        var last = await world.ScalarAsync<string>(
            "select payload->'roles'->>0 from identity.journal where aggregate_id = $1 and type like '%RolesChanged%' order by version desc limit 1", Guid.Parse(rita.PersonId));
        Assert.Equal($"ROLE_{person.Roles.Single().ToString().ToUpperInvariant()}", last.Replace("_HOLDER", "HOLDER", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Repeating_a_request_changes_nothing_and_gives_the_first_answer()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var request = new SetRolesRequest { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId, Roles = { V1.Role.Partner } };
        var first = await world.Client.SetRolesAsync(request, world.Admin.Headers);
        await SetRolesAsync(world.Admin, rita, V1.Role.Leadership);

        Assert.Equal(first, await world.Client.SetRolesAsync(request, world.Admin.Headers));
        Assert.Equal([V1.Role.Leadership], (await world.Client.GetPersonAsync(new() { PersonId = rita.PersonId }, world.Admin.Headers)).Person.Roles);
        request.Roles.Add(V1.Role.Rep);
        Assert.Equal("REQUEST_ID_REUSED", (await IdentityWorld.RefusedAsync(world.Client.SetRolesAsync(request, world.Admin.Headers))).Reason);
    }

    [Fact]
    public async Task Repeating_a_sign_out_everywhere_does_not_void_what_came_after()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var request = new RevokeSessionsRequest { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId };
        Assert.Equal(1, (await world.Client.RevokeSessionsAsync(request, world.Admin.Headers)).Ended);
        Assert.Equal("TOKEN_REVOKED", (await IdentityWorld.RefusedAsync(rita.WhoAmI())).Reason);
        await rita.SignInAsync();

        Assert.Equal(1, (await world.Client.RevokeSessionsAsync(request, world.Admin.Headers)).Ended);

        await rita.WhoAmI();
        await rita.RefreshAsync();
        var stranger = await world.PersonAsync(Role.HeadOfSales);
        Assert.Equal("ONLY_ADMINISTRATORS", (await IdentityWorld.RefusedAsync(world.Client.RevokeSessionsAsync(
            new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId }, stranger.Headers))).Reason);
    }

    [Fact]
    public async Task An_email_belongs_to_one_person_even_when_many_are_created_at_once()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            try
            {
                await world.Client.CreatePersonAsync(
                    new() { RequestId = IdentityWorld.Id(), Email = i % 2 == 0 ? "Same@Desk.example" : "same@desk.example", DisplayName = $"Same {i}" }, world.Admin.Headers);
                return "created";
            }
            catch (RpcException e)
            {
                return Refusals.ReasonOf(e)!;
            }
        }));

        Assert.Equal(1, outcomes.Count(o => o == "created"));
        Assert.Equal(5, outcomes.Count(o => o == "EMAIL_TAKEN"));
    }

    [Fact]
    public async Task A_repeated_creation_names_who_it_created()
    {
        var request = new CreatePersonRequest { RequestId = IdentityWorld.Id(), Email = "twice@desk.example", DisplayName = "Twice" };
        var created = await world.Client.CreatePersonAsync(request, world.Admin.Headers);

        var repeat = await IdentityWorld.RefusedAsync(world.Client.CreatePersonAsync(request, world.Admin.Headers));

        Assert.Equal(("PERSON_ALREADY_CREATED", created.Person.PersonId), (repeat.Reason, repeat.Facts["person_id"]));
        await new User(world, "twice@desk.example", created.OneTimePassword).SignInAsync();
    }

    [Fact]
    public async Task Wrong_requests_are_told_every_field_at_fault()
    {
        var refusal = await IdentityWorld.RefusedAsync(world.Client.CreatePersonAsync(
            new() { RequestId = IdentityWorld.Id(), Email = "no address", DisplayName = " ", Roles = { V1.Role.Rep, V1.Role.Unspecified, (V1.Role)77, V1.Role.Rep }, TeamIds = { "x" } },
            world.Admin.Headers));

        Assert.Equal(["display_name", "email", "roles", "roles[1]", "roles[2]", "team_ids[0]"], refusal.Fields.Select(f => f.Field).Order(StringComparer.Ordinal));
        Assert.Equal("request_id", Assert.Single((await IdentityWorld.RefusedAsync(
            world.Client.CreatePersonAsync(new() { Email = "a@b.example", DisplayName = "A" }, world.Admin.Headers))).Fields).Field);
        Assert.Equal("NOT_FOUND", (await IdentityWorld.RefusedAsync(world.Client.CreatePersonAsync(
            new() { RequestId = IdentityWorld.Id(), Email = "a@b.example", DisplayName = "A", TeamIds = { IdentityWorld.Id() } }, world.Admin.Headers))).Reason);
    }

    [Fact]
    public async Task A_lead_sees_the_own_team_and_a_rep_only_themselves()
    {
        var (lena, rita, otto, holly) = (await world.PersonAsync(Role.TeamLead), await world.PersonAsync(Role.Rep), await world.PersonAsync(Role.Rep), await world.PersonAsync(Role.HeadOfSales));
        var team = (await world.Client.CreateTeamAsync(new() { RequestId = IdentityWorld.Id(), Name = $"North {rita.PersonId}", LeadId = lena.PersonId }, world.Admin.Headers)).Team;
        await world.Client.SetTeamsAsync(new() { RequestId = IdentityWorld.Id(), PersonId = rita.PersonId, TeamIds = { team.TeamId } }, world.Admin.Headers);
        await lena.RefreshAsync();
        await rita.RefreshAsync();

        var seen = (await world.Client.ListPeopleAsync(new(), lena.Headers)).People.Select(p => p.PersonId);
        Assert.Equal(new[] { lena.PersonId, rita.PersonId }.Order(), seen.Order());
        Assert.Equal(rita.PersonId, (await world.Client.GetPersonAsync(new() { PersonId = rita.PersonId }, lena.Headers)).Person.PersonId);
        Assert.Equal("NOT_FOUND", (await IdentityWorld.RefusedAsync(world.Client.GetPersonAsync(new() { PersonId = otto.PersonId }, lena.Headers))).Reason);
        Assert.Equal(rita.PersonId, (await world.Client.GetPersonAsync(new() { PersonId = rita.PersonId }, rita.Headers)).Person.PersonId);
        Assert.Equal("NOT_FOUND", (await IdentityWorld.RefusedAsync(world.Client.GetPersonAsync(new() { PersonId = lena.PersonId }, rita.Headers))).Reason);
        Assert.Equal(otto.PersonId, (await world.Client.GetPersonAsync(new() { PersonId = otto.PersonId }, holly.Headers)).Person.PersonId);

        Assert.Equal("LEADS_TEAM", (await IdentityWorld.RefusedAsync(world.Client.SetTeamsAsync(
            new() { RequestId = IdentityWorld.Id(), PersonId = lena.PersonId }, world.Admin.Headers))).Reason);
        Assert.Equal("CANNOT_LEAD", (await IdentityWorld.RefusedAsync(world.Client.SetTeamLeadAsync(
            new() { RequestId = IdentityWorld.Id(), TeamId = team.TeamId, LeadId = rita.PersonId }, world.Admin.Headers))).Reason);
        var listed = (await world.Client.ListTeamsAsync(new(), rita.Headers)).Teams.Single(t => t.TeamId == team.TeamId);
        Assert.Equal((2, lena.PersonId), (listed.Members, listed.LeadId));

        await world.Client.SetTeamLeadAsync(new() { RequestId = IdentityWorld.Id(), TeamId = team.TeamId }, world.Admin.Headers);
        await world.Client.RenameTeamAsync(new() { RequestId = IdentityWorld.Id(), TeamId = team.TeamId, Name = $"South {rita.PersonId}" }, world.Admin.Headers);
        Assert.Equal(["TeamCreated", "TeamLeadChanged", "TeamRenamed"], await world.JournalAsync(team.TeamId));
        Assert.Equal(lena.PersonId, Assert.Single((await world.Client.ListPeopleAsync(new(), lena.Headers)).People).PersonId);
    }

    [Fact]
    public async Task A_list_pages_through_everybody_once_and_filters_combine()
    {
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var created = await world.Client.CreatePersonAsync(
                new() { RequestId = IdentityWorld.Id(), Email = $"page{i}@50%_off.example", DisplayName = $"Page {i}", Roles = { i % 2 == 0 ? V1.Role.Partner : V1.Role.BudgetHolder } }, world.Admin.Headers);
            made.Add(created.Person.PersonId);
        }

        var paged = new List<string>();
        var request = new ListPeopleRequest { PageSize = 2, Contains = "@50%_OFF." };
        do
        {
            var page = await world.Client.ListPeopleAsync(request, world.Admin.Headers);
            paged.AddRange(page.People.Select(p => p.PersonId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Reverse(made), paged);
        var partners = await world.Client.ListPeopleAsync(new() { Role = V1.Role.Partner, Contains = "@50%_off" }, world.Admin.Headers);
        Assert.Equal(3, partners.People.Count);
        await world.Client.DisablePersonAsync(new() { RequestId = IdentityWorld.Id(), PersonId = made[0] }, world.Admin.Headers);
        Assert.Equal(2, (await world.Client.ListPeopleAsync(new() { Role = V1.Role.Partner, Contains = "@50%_off" }, world.Admin.Headers)).People.Count);
        Assert.Equal(3, (await world.Client.ListPeopleAsync(new() { Role = V1.Role.Partner, Contains = "@50%_off", IncludeDisabled = true }, world.Admin.Headers)).People.Count);
        var refusal = await IdentityWorld.RefusedAsync(world.Client.ListPeopleAsync(new() { PageSize = 201, PageToken = "x", Role = (V1.Role)99, TeamId = "y" }, world.Admin.Headers));
        Assert.Equal(["page_size", "page_token", "role", "team_id"], refusal.Fields.Select(f => f.Field).Order());
    }

    private AsyncUnaryCall<SetRolesResponse> SetRoles(User by, User whose, params V1.Role[] roles) =>
        world.Client.SetRolesAsync(new() { RequestId = IdentityWorld.Id(), PersonId = whose.PersonId, Roles = { roles } }, by.Headers);

    private async Task SetRolesAsync(User by, User whose, params V1.Role[] roles) => await SetRoles(by, whose, roles);
}
