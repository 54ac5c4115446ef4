using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Identity.Data;

/// <summary>Identity's tables and its journal.</summary>
public sealed class IdentityDb(DbContextOptions<IdentityDb> options) : JournalDbContext(options, SchemaName)
{
    /// <summary>The schema, also the app id.</summary>
    public const string SchemaName = "identity";

    public DbSet<Person> People => Set<Person>();

    public DbSet<Team> Teams => Set<Team>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<PersonAccount> PersonAccounts => Set<PersonAccount>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();

    public DbSet<UsedCeremony> UsedCeremonies => Set<UsedCeremony>();

    public DbSet<SignInEntry> SignIns => Set<SignInEntry>();

    public DbSet<Administration> Administration => Set<Administration>();

    /// <inheritdoc/>
    protected override void MapState(ModelBuilder model) => model.ApplyConfigurationsFromAssembly(typeof(IdentityDb).Assembly);
}
