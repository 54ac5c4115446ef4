using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

internal sealed class HandOverConfiguration : IEntityTypeConfiguration<HandOverRow>
{
    public void Configure(EntityTypeBuilder<HandOverRow> handOver)
    {
        handOver.ToTable("hand_overs", table =>
        {
            table.HasComment("Customers on their way from one person to the next. One open hand-over for a lead, and one to a CSM for an account.");
            table.HasCheckConstraint("hand_overs_offered", "(state = 2) = (due_at is not null) and (state not in (2, 3) or to_id is not null)");
            table.HasCheckConstraint("hand_overs_condition", "(step = 1 and lead_id is not null) or (step = 2 and fact_id is not null)");
            table.HasCheckConstraint("hand_overs_checklist", "cardinality(checklist_items) = cardinality(checklist_notes)");
        });
        handOver.HasKey(h => h.Id);
        handOver.Property(h => h.Id).ValueGeneratedNever();
        handOver.Ignore(h => h.Checklist);
        handOver.Ignore(h => h.Fact);
        handOver.HasIndex(h => h.Number).IsUnique();
        handOver.Property(h => h.Step).HasConversion<short>();
        handOver.Property(h => h.State).HasConversion<short>();
        handOver.Property(h => h.FactKind).HasConversion<short?>();
        handOver.Property(h => h.Cause).HasConversion<short?>();
        handOver.HasOne(h => h.Account).WithMany().HasForeignKey(h => h.AccountId).OnDelete(DeleteBehavior.Restrict);
        handOver.HasOne<LeadRow>().WithMany().HasForeignKey(h => h.LeadId).OnDelete(DeleteBehavior.Restrict);
        handOver.HasIndex(h => h.LeadId, "hand_overs_one_for_a_lead").IsUnique().HasFilter("state = 2 and step = 1");
        handOver.HasIndex(h => h.AccountId, "hand_overs_one_to_a_csm").IsUnique().HasFilter("state <> 4 and step = 2");
        handOver.HasIndex(h => new { h.AccountId, h.Id }, "hand_overs_by_account");
        handOver.HasIndex(h => new { h.FromId, h.Id }, "hand_overs_by_sender");
        handOver.HasIndex(h => new { h.ToId, h.Id }, "hand_overs_by_receiver");
        handOver.HasIndex(h => new { h.DueAt, h.Id }, "hand_overs_due").HasFilter("due_at is not null");
    }
}

internal sealed class CareConfiguration : IEntityTypeConfiguration<CareRow>
{
    public void Configure(EntityTypeBuilder<CareRow> care)
    {
        care.ToTable("customer_care", table => table.HasComment("Who cares for each customer who has bought."));
        care.HasKey(c => c.AccountId);
        care.Property(c => c.AccountId).ValueGeneratedNever();
        care.HasOne<AccountRow>().WithOne().HasForeignKey<CareRow>(c => c.AccountId).OnDelete(DeleteBehavior.Restrict);
        care.HasIndex(c => c.CsmId);
    }
}
