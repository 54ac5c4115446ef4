using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Identity.Data;

internal sealed class PersonAccountConfiguration : IEntityTypeConfiguration<PersonAccount>
{
    public void Configure(EntityTypeBuilder<PersonAccount> account)
    {
        account.ToTable("person_accounts", table =>
        {
            table.HasComment("Chain accounts that people of the desk control. The key says that an account is one person's.");
            table.HasCheckConstraint("person_accounts_account", "account ~ '^0x[0-9a-f]{64}$'");
        });
        account.HasKey(a => a.Account);
        account.HasIndex(a => new { a.PersonId, a.AddedAt }).HasDatabaseName("person_accounts_person");
        account.HasOne<Person>().WithMany().HasForeignKey(a => a.PersonId).OnDelete(DeleteBehavior.Restrict).HasConstraintName("person_accounts_of_a_person");
    }
}
