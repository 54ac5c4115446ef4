using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Identity.Data;

internal sealed class SignInEntryConfiguration : IEntityTypeConfiguration<SignInEntry>
{
    public void Configure(EntityTypeBuilder<SignInEntry> entry)
    {
        entry.ToTable("sign_ins", table => table.HasComment("Tries to sign in, for a year. Outcomes and methods are numbered as on the wire."));
        entry.HasKey(e => e.Id);
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.HasIndex(e => new { e.PersonId, e.Id }).HasDatabaseName("sign_ins_person");
        entry.HasIndex(e => e.At).HasDatabaseName("sign_ins_age");
        entry.HasOne<Person>().WithMany().HasForeignKey(e => e.PersonId).OnDelete(DeleteBehavior.Restrict).HasConstraintName("sign_ins_of_a_person");
    }
}
