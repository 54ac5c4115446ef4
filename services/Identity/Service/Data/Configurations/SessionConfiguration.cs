using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Identity.Data;

internal sealed class SessionConfiguration : IEntityTypeConfiguration<Session>
{
    public void Configure(EntityTypeBuilder<Session> session)
    {
        session.ToTable("sessions", table => table.HasComment("Sign-ins. Forgotten a while after their end; the journal keeps what happened."));
        session.HasKey(s => s.Id);
        session.Property(s => s.Id).ValueGeneratedNever();
        session.HasIndex(s => s.PersonId).HasFilter("ended_at is null").HasDatabaseName("sessions_open");
        session.HasIndex(s => s.ExpiresAt).HasDatabaseName("sessions_age");
        session.HasOne<Person>().WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Restrict).HasConstraintName("sessions_of_a_person");
    }
}
