using CoretimeDesk.LocalPostgres.Provisioning;
using CoretimeDesk.Testing;
using Npgsql;

namespace CoretimeDesk.Desk.Tests.Postgres;

public sealed class ProvisioningADatabase(PostgresFixture postgres)
{
    [Fact]
    public async Task A_service_works_in_its_own_schema_and_cannot_read_anothers()
    {
        var desk = await postgres.CreateAsync("identity", "leads");
        await RunAsync(desk.Of("identity"), "create table person (name text)", "insert into person values ('Ada')");
        await RunAsync(desk.Of("leads"), "create table lead (n int)", "insert into lead values (1)");

        Assert.Equal("leads", await ScalarAsync(desk.Admin, "select table_schema::text from information_schema.tables where table_name = 'lead'"));
        await RefusedAsync(desk.Of("leads"), "select * from identity.person");
        await RefusedAsync(desk.Of("identity"), "select * from leads.lead");
        await RefusedAsync(desk.Of("leads"), "create table identity.mine (n int)");
        await RefusedAsync(desk.Of("leads"), "create table public.mine (n int)");
        await RefusedAsync(desk.Of("leads"), "create schema more");
        await RefusedAsync(desk.Of("leads"), "set role desk_identity");
    }

    [Fact]
    public async Task The_key_ring_is_written_by_its_owner_and_only_read_by_the_others()
    {
        var desk = await postgres.CreateAsync("identity", "leads");
        await RunAsync(desk.KeyRingOwner, "create table keys (xml text)", "insert into keys values ('<key/>')");

        Assert.Equal("<key/>", await ScalarAsync(desk.KeyRingReader, "select xml from keys"));
        await RefusedAsync(desk.KeyRingReader, "delete from keys");
        await RefusedAsync(desk.KeyRingReader, "create table mine (n int)");
        await RefusedAsync(desk.Of("leads"), "select * from keyring.keys");
    }

    [Fact]
    public async Task A_role_cannot_enter_with_a_wrong_password()
    {
        var desk = await postgres.CreateAsync("leads");
        var wrong = new NpgsqlConnectionStringBuilder(desk.Of("leads")) { Password = "guess", Pooling = false }.ConnectionString;
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(wrong, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Provisioning_again_and_at_once_keeps_the_data()
    {
        var cluster = await postgres.Cluster;
        var plan = new ProvisioningPlan("again", ["leads", "chain-watcher"]);
        Task<ProvisionedDatabase> Provision() => Provisioner.ProvisionAsync(cluster.AdminConnectionString, plan, _ => "only-for-tests");
        var first = await Provision();
        await RunAsync(first.Of("leads"), "create table lead as select 1 as n");

        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Provision()));

        Assert.Equal(1, await ScalarAsync(again[3].Of("leads"), "select n from lead"));
        Assert.Equal("chain_watcher", await ScalarAsync(again[0].Of("chain-watcher"), "select current_schema()::text"));
    }

    [Fact]
    public async Task An_administrator_who_is_no_superuser_can_provision()
    {
        // Managed servers give no superuser; a cluster of its own, since roles belong to the whole server.
        using var scratch = new ScratchFolder();
        await using var cluster = await LocalPostgres.PostgresCluster.StartAsync(
            new() { Folder = scratch.Path, AdminPassword = "admin", Durable = false, ConnectionsMax = 20 });
        await RunAsync(cluster.AdminConnectionString, "create role managed login createdb createrole password 'managed'");
        var managed = new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString) { Username = "managed", Password = "managed" }.ConnectionString;

        var desk = await Provisioner.ProvisionAsync(managed, new("desk", ["leads"]), role => role + "-password");
        await Provisioner.ProvisionAsync(managed, new("desk", ["leads"]), role => role + "-password");

        await RunAsync(desk.Of("leads"), "create table lead (n int)");
        await RunAsync(desk.KeyRingOwner, "create table keys as select 1 as n");
        Assert.Equal(1, await ScalarAsync(desk.KeyRingReader, "select n from keys"));
        NpgsqlConnection.ClearAllPools();
    }

    [Theory]
    [InlineData("Leads")]
    [InlineData("leads;drop")]
    [InlineData("")]
    [InlineData("keyring")]
    [InlineData("keyring-reader")]
    [InlineData("pg-toast")]
    [InlineData("1leads")]
    public void A_name_that_cannot_be_a_schema_is_refused(string name) =>
        Assert.Contains($"'{name}'", Assert.Throws<ArgumentException>(() => new ProvisioningPlan("desk", [name])).Message);

    [Fact]
    public void Two_services_cannot_share_a_schema() =>
        Assert.Contains("'leads' and 'leads'", Assert.Throws<ArgumentException>(() => new ProvisioningPlan("desk", ["leads", "leads"])).Message);

    [Fact]
    public void A_password_cannot_end_its_quotes()
    {
        var plan = new ProvisioningPlan("desk", ["leads"]);
        Assert.Contains("password 'a''b'", string.Join('\n', plan.ServerStatements(_ => "a'b")));
        Assert.Throws<ArgumentException>(() => plan.ServerStatements(_ => "a\nb").ToList());
    }

    private static async Task RefusedAsync(string connectionString, string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(connectionString, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    private static async Task RunAsync(string connectionString, params string[] statements)
    {
        foreach (var sql in statements)
        {
            await ScalarAsync(connectionString, sql);
        }
    }

    private static async Task<object?> ScalarAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
