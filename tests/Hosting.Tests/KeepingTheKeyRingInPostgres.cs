using CoretimeDesk.Testing;
using Npgsql;

namespace CoretimeDesk.Hosting.Tests;

public sealed class KeepingTheKeyRingInPostgres(PostgresFixture postgres)
{
    [Fact]
    public async Task The_issuer_creates_the_table_and_a_reader_that_was_there_before_verifies()
    {
        var database = await postgres.CreateAsync("rehearsal");
        await using var verifier = await RehearsalHost.StartAsync(null, issues: false, null, $"--ConnectionStrings:KeyRing={database.KeyRingReader}");
        Assert.False((await verifier.Client.HelloAsync(new(), RehearsalHost.Bearer("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))).SignedIn);

        await using var issuer = await RehearsalHost.StartAsync(
            null, issues: true, null, $"--ConnectionStrings:KeyRing={database.KeyRingOwner}", "--Desk:Migrate=OnStart");
        var token = issuer.Token(Role.Rep);

        await Calls.Eventually(
            async () => (await verifier.Client.HelloAsync(new(), RehearsalHost.Bearer(token))).SignedIn, "the verifier finds the first key");
        Assert.Equal("Ada", (await verifier.Client.WhoAmIAsync(new(), RehearsalHost.Bearer(token))).Name);
        await using var admin = NpgsqlDataSource.Create(database.Admin);
        Assert.Equal(1L, await admin.CreateCommand("select count(*) from keyring.data_protection_keys").ExecuteScalarAsync());
    }

    [Fact]
    public async Task Migrating_twice_and_at_once_changes_nothing()
    {
        var database = await postgres.CreateAsync("rehearsal");
        await using var owner = NpgsqlDataSource.Create(database.KeyRingOwner);
        var ring = new PostgresKeyRing(owner);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ring.CreateAsync(CancellationToken.None)));
        ring.StoreElement(new("key", "one"), "a");
        ring.StoreElement(new("key", "two"), "a");
        await ring.CreateAsync(CancellationToken.None);

        Assert.Equal("one", Assert.Single(ring.GetAllElements()).Value);
    }

    [Fact]
    public async Task A_reader_cannot_write_keys()
    {
        var database = await postgres.CreateAsync("rehearsal");
        await using var owner = NpgsqlDataSource.Create(database.KeyRingOwner);
        await new PostgresKeyRing(owner).CreateAsync(CancellationToken.None);
        await using var reader = NpgsqlDataSource.Create(database.KeyRingReader);

        var failure = Assert.Throws<PostgresException>(() => new PostgresKeyRing(reader).StoreElement(new("key"), "mine"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, failure.SqlState);
    }

    [Fact]
    public async Task An_empty_database_of_ones_own_will_do()
    {
        await using var source = NpgsqlDataSource.Create(await postgres.CreateEmptyAsync());
        var ring = new PostgresKeyRing(source);
        Assert.Empty(ring.GetAllElements());
        await ring.CreateAsync(CancellationToken.None);
        var token = AccessTokens.Over(ring, TimeProvider.System).Issue(RehearsalHost.Ada, Guid.NewGuid()).Token;
        Assert.Equal(TokenFault.None, AccessTokens.Over(new PostgresKeyRing(source), TimeProvider.System).Read(token).Fault);
    }
}
