using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Identity.Data;

internal sealed class PasskeyConfiguration : IEntityTypeConfiguration<Passkey>, IEntityTypeConfiguration<UsedCeremony>
{
    public void Configure(EntityTypeBuilder<Passkey> passkey)
    {
        passkey.ToTable("passkeys", table => table.HasComment("Public keys only. What signs never leaves the authenticator."));
        passkey.HasKey(p => p.Id);
        passkey.Property(p => p.Id).ValueGeneratedNever();
        passkey.Property(p => p.SignCount).IsConcurrencyToken();
        passkey.HasIndex(p => p.CredentialId).IsUnique().HasDatabaseName("passkeys_credential");
        passkey.HasIndex(p => p.PersonId).HasDatabaseName("passkeys_person");
        passkey.HasOne<Person>().WithMany().HasForeignKey(p => p.PersonId).OnDelete(DeleteBehavior.Restrict).HasConstraintName("passkeys_of_a_person");
    }

    public void Configure(EntityTypeBuilder<UsedCeremony> ceremony)
    {
        ceremony.ToTable("used_ceremonies", table => table.HasComment("Passkey sign-ins that have happened, until they could not be repeated anyway."));
        ceremony.HasKey(c => c.Id);
        ceremony.Property(c => c.Id).ValueGeneratedNever();
        ceremony.HasIndex(c => c.ExpiresAt).HasDatabaseName("used_ceremonies_age");
    }
}
