using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CoretimeDesk.Hosting;

/// <summary>Creates the ring's table where the ring is one, and the first key. Runs in the issuer only.</summary>
internal sealed class KeyRingMigration(IXmlRepository repository, TokenKeyRing ring) : IDatabaseMigration
{
    public string Name => "key ring";

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        if (repository is PostgresKeyRing postgres)
        {
            await postgres.CreateAsync(cancellation);
        }

        ring.Reload();
    }
}
