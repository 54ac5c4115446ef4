using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Identity.Data;

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> key)
    {
        key.ToTable("api_keys", table =>
        {
            table.HasComment("Hashes only; the key itself is shown once.");
            table.HasCheckConstraint("api_keys_end_after_start", "expires_at > created_at");
        });
        key.HasKey(k => k.Id);
        key.Property(k => k.Id).ValueGeneratedNever();
        key.Ignore(k => k.RoleSet);
        key.HasIndex(k => k.Hash).IsUnique().HasDatabaseName("api_keys_hash");
        key.HasIndex(k => k.OwnerId).HasDatabaseName("api_keys_owner");
        key.HasOne<Person>().WithMany().HasForeignKey(k => k.OwnerId).OnDelete(DeleteBehavior.Restrict).HasConstraintName("api_keys_of_a_person");
    }
}
