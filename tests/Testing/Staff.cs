using CoretimeDesk.Hosting;
using CoretimeDesk.LocalPostgres.Provisioning;
using Grpc.Core;
using Npgsql;

namespace CoretimeDesk.Testing;

/// <summary>Signs people in without the Identity service, by minting tokens over the key ring of a test's database.</summary>
public sealed class Staff : IAsyncDisposable
{
    private readonly NpgsqlDataSource _ring;
    private readonly AccessTokens _tokens;

    private Staff(NpgsqlDataSource ring, AccessTokens tokens) => (_ring, _tokens) = (ring, tokens);

    public static async Task<Staff> AtAsync(ProvisionedDatabase database)
    {
        var ring = NpgsqlDataSource.Create(database.KeyRingOwner);
        var keys = new PostgresKeyRing(ring);
        await keys.CreateAsync(CancellationToken.None);
        await new PostgresSealKeys(ring).CreateAsync(CancellationToken.None);
        return new(ring, AccessTokens.Over(keys, TimeProvider.System));
    }

    /// <summary>Somebody new with these roles.</summary>
    public static Actor Person(string name, params Role[] roles) =>
        new(Guid.CreateVersion7(), name) { Roles = roles.ToHashSet() };

    /// <summary>The text of a fresh token.</summary>
    public string TokenOf(Actor person, TimeSpan? lifetime = null) => _tokens.Issue(person, Guid.CreateVersion7(), lifetime).Token;

    /// <summary>Call headers of somebody signed in.</summary>
    public Metadata As(Actor person) => new() { { "authorization", $"Bearer {TokenOf(person)}" } };

    public ValueTask DisposeAsync() => _ring.DisposeAsync();
}
