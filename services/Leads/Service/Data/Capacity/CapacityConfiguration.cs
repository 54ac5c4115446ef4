using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

internal sealed class RepProfileConfiguration : IEntityTypeConfiguration<RepProfileRow>
{
    public void Configure(EntityTypeBuilder<RepProfileRow> rep)
    {
        rep.ToTable("rep_profiles", table =>
        {
            table.HasComment("What each rep serves and may carry.");
            table.HasCheckConstraint("rep_profiles_weight", $"weight between 1 and {RoundRobin.WeightMax}");
            table.HasCheckConstraint("rep_profiles_open", "open_leads_max >= 0");
            table.HasCheckConstraint("rep_profiles_month", $"monthly_capacity = 0 or monthly_capacity >= {CapacityLimit.DaysOfMonth}");
        });
        rep.HasKey(r => r.Id);
        rep.Property(r => r.Id).ValueGeneratedNever();
        rep.PrimitiveCollection(r => r.Functions).ElementType().HasConversion<short>();
        rep.PrimitiveCollection(r => r.Segments).ElementType().HasConversion<short>();
    }
}

internal sealed class LeadAssignmentConfiguration : IEntityTypeConfiguration<LeadAssignmentRow>
{
    public void Configure(EntityTypeBuilder<LeadAssignmentRow> assignment)
    {
        assignment.ToTable("lead_assignments", table => table.HasComment("How each lead came to its owners, and why. Rows are never changed."));
        assignment.HasKey(a => a.Id);
        assignment.Property(a => a.Id).ValueGeneratedNever();
        assignment.HasOne<LeadRow>().WithMany().HasForeignKey(a => a.LeadId).OnDelete(DeleteBehavior.Restrict);
        assignment.HasIndex(a => new { a.LeadId, a.At });
        assignment.HasIndex(a => new { a.RepId, a.At });
    }
}

internal sealed class TurnsConfiguration : IEntityTypeConfiguration<TurnsRow>
{
    public void Configure(EntityTypeBuilder<TurnsRow> turns)
    {
        turns.ToTable("assignment_turns", table =>
        {
            table.HasComment("The place from which the latest turn was given: one row.");
            table.HasCheckConstraint("assignment_turns_one", "id = 1");
        });
        turns.HasKey(t => t.Id);
        turns.Property(t => t.Id).ValueGeneratedNever();
        turns.HasData(new TurnsRow { Id = 1 });
    }
}

internal sealed class KnownPersonConfiguration : IEntityTypeConfiguration<KnownPersonRow>
{
    public void Configure(EntityTypeBuilder<KnownPersonRow> person)
    {
        person.ToTable("known_people", table => table.HasComment("What Identity has told of people. Each fact keeps the sequence of the event that told it, because events come in any order."));
        person.HasKey(p => p.Id);
        person.Property(p => p.Id).ValueGeneratedNever();
    }
}
