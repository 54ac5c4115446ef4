using CoretimeDesk.Hosting;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Identity.Tests;

public sealed class StartingTheFirstTime(PostgresFixture postgres)
{
    [Fact]
    public async Task Many_replicas_that_start_together_create_one_administrator()
    {
        await using var world = new IdentityWorld(postgres);
        await world.InitializeWithoutPeopleAsync();
        var hosts = Enumerable.Range(0, 4).Select(i => world.Build(
            $"--Identity:Bootstrap:Email=first{i}@desk.example", "--Identity:Bootstrap:Password=correct horse battery", "--Desk:Migrate=Never")).ToList();

        await Task.WhenAll(hosts.Select(h => h.StartAsync(CancellationToken.None)));

        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from identity.people"));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from identity.journal"));
        await Task.WhenAll(hosts.Select(h => h.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Where_there_is_anybody_the_settings_create_nobody()
    {
        await using var world = new IdentityWorld(postgres);
        await world.InitializeAsync();

        await world.ReplicaAsync("--Identity:Bootstrap:Email=second@desk.example", "--Identity:Bootstrap:Password=correct horse battery");

        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from identity.people"));
    }

    [Fact]
    public async Task Without_settings_there_is_nobody_and_no_default_password()
    {
        await using var world = new IdentityWorld(postgres);
        await world.InitializeWithoutPeopleAsync();
        await world.ReplicaAsync();

        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from identity.people"));
    }

    [Fact]
    public async Task The_process_needs_environment_variables_and_nothing_else()
    {
        var database = await postgres.CreateAsync("identity");
        await using var process = await ServiceProcess.StartAsync(
            "identity", "CoretimeDesk.Identity.dll", database,
            ("ConnectionStrings__KeyRing", database.KeyRingOwner),
            ("Identity__Bootstrap__Email", "root@desk.example"),
            ("Identity__Bootstrap__Password", "correct horse battery"));
        var client = new V1.IdentityService.IdentityServiceClient(process.Channel);

        var answer = await client.SignInAsync(new() { Email = "root@desk.example", Password = "correct horse battery" });
        var who = await client.WhoAmIAsync(new(), User.Bearer(answer.Tokens.AccessToken));

        Assert.Equal([V1.Role.Administrator], who.TokenRoles);
        Assert.Contains("revocations", await process.Http.GetStringAsync("/readyz"), StringComparison.Ordinal);
        Assert.Equal(0, await process.TerminateAsync());
        Assert.DoesNotContain("horse", await File.ReadAllTextAsync(process.LogFile), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Identity:Bootstrap:Email=root@desk.example", "--Identity:Bootstrap:Password=short")]
    [InlineData("--Identity:Bootstrap:Email=root", "--Identity:Bootstrap:Password=correct horse battery")]
    [InlineData("--Identity:Bootstrap:Email=root@desk.example", "--Identity:Bootstrap:Password=")]
    public async Task Unusable_settings_stop_the_start_and_are_not_repeated_in_the_log(string email, string password)
    {
        await using var world = new IdentityWorld(postgres);
        await world.InitializeWithoutPeopleAsync();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => world.ReplicaAsync(email, password));

        Assert.Contains("Identity__Bootstrap__Password", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", thrown.Message + world.Logs.Text, StringComparison.Ordinal);
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from identity.people"));
    }
}
