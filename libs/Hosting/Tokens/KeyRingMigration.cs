using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CoretimeDesk.Hosting;

/// <summary>Creates the ring's tables where the ring is one, and the first keys: for tokens and for seals. Runs in the issuer only.</summary>
internal sealed class KeyRingMigration(IXmlRepository repository, TokenKeyRing ring) : IDatabaseMigration
{
    public string Name => "key ring";

    public async Task MigrateAsync(CancellationToken cancellation)
    {
        if (repository is PostgresKeyRing postgres)
        {
            await postgres.CreateAsync(cancellation);
            await new PostgresSealKeys(postgres.Database).CreateAsync(cancellation);
        }

        ring.Reload();
    }
}
