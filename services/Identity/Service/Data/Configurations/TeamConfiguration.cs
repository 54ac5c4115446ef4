using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Identity.Data;

internal sealed class TeamConfiguration : IEntityTypeConfiguration<Team>
{
    public void Configure(EntityTypeBuilder<Team> team)
    {
        team.ToTable("teams");
        team.HasKey(t => t.Id);
        team.Property(t => t.Id).ValueGeneratedNever();
        team.HasIndex(t => t.NormalizedName).IsUnique().HasDatabaseName("teams_name");
        team.HasIndex(t => t.LeadId).HasDatabaseName("teams_lead");
        team.HasOne<Person>().WithMany().HasForeignKey(t => t.LeadId).OnDelete(DeleteBehavior.Restrict).HasConstraintName("teams_lead_is_a_person");
    }
}
