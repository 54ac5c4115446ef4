using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Identity.Data;

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> person)
    {
        person.ToTable("people", table => table.HasComment("Who may sign in. Nobody is ever removed: the journal names them."));
        person.Ignore(p => p.UserName).Ignore(p => p.NormalizedUserName).Ignore(p => p.State).Ignore(p => p.Clock);

        // Of the framework's user, what the desk has no use for.
        person.Ignore(p => p.PhoneNumber).Ignore(p => p.PhoneNumberConfirmed).Ignore(p => p.EmailConfirmed);
        person.HasKey(p => p.Id);
        person.Property(p => p.Id).ValueGeneratedNever();
        person.Property(p => p.Email).IsRequired();
        person.Property(p => p.NormalizedEmail).IsRequired();
        person.Property(p => p.PasswordHash).IsRequired().HasComment("Salted and slow, by ASP.NET Core Identity.");
        person.Property(p => p.AuthenticatorKey).HasComment("Of the authenticator app, sealed by the key ring. It counts where two_factor_enabled is set.");
        person.Property(p => p.AuthenticatorStep).HasComment("The step of the last code that was accepted: no code counts twice.");
        person.Property(p => p.RecoveryCodes).HasComment("SHA-256 of those that are left.");
        person.Property(p => p.ConcurrencyStamp).IsConcurrencyToken();
        person.Property(p => p.TokenIssuedAt).HasComment("With tokens_revoked_before the clock that orders this person's tokens and revocations.");
        person.HasIndex(p => p.NormalizedEmail).IsUnique().HasDatabaseName("people_email");
    }
}
