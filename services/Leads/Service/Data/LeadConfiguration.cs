using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

internal sealed class LeadConfiguration : IEntityTypeConfiguration<LeadRow>
{
    public void Configure(EntityTypeBuilder<LeadRow> lead)
    {
        lead.ToTable("leads", table =>
        {
            table.HasComment("One row per chance to sell. One owner or none: the row has room for no second.");
            table.HasCheckConstraint("leads_owner_is_whole", "(owner_id is null) = (owner_name is null) and (owner_id is null) = (claimed_at is null)");
            table.HasCheckConstraint("leads_queue_is_for_open_ones", "queue_due_at is null or (owner_id is null and closed_at is null)");
        });
        lead.HasKey(l => l.Id);
        lead.Property(l => l.Id).ValueGeneratedNever();
        lead.HasIndex(l => l.Number).IsUnique();
        lead.Property(l => l.Source).HasConversion<short>();
        lead.HasOne(l => l.Account).WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Restrict);
        lead.HasIndex(l => new { l.AccountId, l.Id });
        lead.HasIndex(l => new { l.OwnerId, l.Id });

        // Newest first by state: each lead is in one of these, and a rare state is found without walking past the others.
        lead.HasIndex(l => l.Id, "leads_state_open").HasFilter("owner_id is null and closed_at is null");
        lead.HasIndex(l => l.Id, "leads_state_claimed").HasFilter("owner_id is not null and closed_at is null");
        lead.HasIndex(l => l.Id, "leads_state_closed").HasFilter("closed_at is not null");
        lead.HasIndex(l => new { l.QueueDueAt, l.Id }).HasFilter("queue_due_at is not null").HasDatabaseName("leads_overflow");
        lead.HasIndex(l => l.OwnerId).HasFilter("owner_id is not null and closed_at is null").HasDatabaseName("leads_open_by_owner");
    }
}
