using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

internal static class CadenceModel
{
    public static void Map(ModelBuilder model)
    {
        model.ApplyConfiguration(new CadenceTemplateConfiguration());
        model.ApplyConfiguration(new CadenceVersionConfiguration());
        model.ApplyConfiguration(new EnrolmentConfiguration());
        model.ApplyConfiguration(new TouchConfiguration());
        model.ApplyConfiguration(new ContactDayConfiguration());
        model.ApplyConfiguration(new TaskConfiguration());
    }
}

internal sealed class CadenceTemplateConfiguration : IEntityTypeConfiguration<CadenceTemplateRow>
{
    public void Configure(EntityTypeBuilder<CadenceTemplateRow> template)
    {
        template.ToTable("cadence_templates", table => table.HasComment("Names of cadences, and which version is the latest."));
        template.HasKey(t => t.Id);
        template.Property(t => t.Id).ValueGeneratedNever();
        template.HasIndex(t => t.Name).IsUnique();
    }
}

internal sealed class CadenceVersionConfiguration : IEntityTypeConfiguration<CadenceVersionRow>
{
    public void Configure(EntityTypeBuilder<CadenceVersionRow> version)
    {
        version.ToTable("cadence_versions", table => table.HasComment("What a cadence says. A row never changes: enrolments keep the version they began with."));
        version.HasKey(v => new { v.TemplateId, v.Number });
        version.Property(v => v.Kind).HasConversion<short>();
        version.Property(v => v.Steps).HasColumnType("jsonb");
        version.HasOne(v => v.Template).WithMany().HasForeignKey(v => v.TemplateId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EnrolmentConfiguration : IEntityTypeConfiguration<EnrolmentRow>
{
    public void Configure(EntityTypeBuilder<EnrolmentRow> enrolment)
    {
        enrolment.ToTable("cadence_enrolments", table =>
        {
            table.HasComment("Contacts on their way through a cadence. They belong to the account that their lead belongs to.");
            table.HasCheckConstraint("cadence_enrolments_next", "next_at is null or (state = 1 and not waiting)");
            table.HasCheckConstraint("cadence_enrolments_end", "(state = 4) = (cause is not null) and (state in (3, 4)) = (ended_at is not null)");
        });
        enrolment.HasKey(e => e.Id);
        enrolment.Property(e => e.Id).ValueGeneratedNever();
        enrolment.Property(e => e.State).HasConversion<short>();
        enrolment.Property(e => e.Cause).HasConversion<short?>();
        enrolment.Property(e => e.Slots).HasColumnType("jsonb");
        enrolment.HasOne(e => e.Lead).WithMany().HasForeignKey(e => e.LeadId).OnDelete(DeleteBehavior.Restrict);
        enrolment.HasOne(e => e.Contact).WithMany().HasForeignKey(e => e.ContactId).OnDelete(DeleteBehavior.Restrict);
        enrolment.HasOne(e => e.Template).WithMany().HasForeignKey(e => new { e.TemplateId, e.TemplateNumber }).OnDelete(DeleteBehavior.Restrict);
        enrolment.HasIndex(e => new { e.ContactId, e.TemplateId }, "cadence_enrolments_one_open").IsUnique().HasFilter("state in (1, 2)");
        enrolment.HasIndex(e => new { e.NextAt, e.Id }, "cadence_enrolments_due").HasFilter("next_at is not null");
        enrolment.HasIndex(e => new { e.LeadId, e.Id }, "cadence_enrolments_by_lead");
        enrolment.HasIndex(e => new { e.ContactId, e.Id }, "cadence_enrolments_by_contact");
    }
}

internal sealed class TouchConfiguration : IEntityTypeConfiguration<TouchRow>
{
    public void Configure(EntityTypeBuilder<TouchRow> touch)
    {
        touch.ToTable("cadence_touches", table => table.HasComment("Touches that were begun. A sending is written here before it is made, and is never made a second time."));
        touch.HasKey(t => new { t.EnrolmentId, t.Slot });
        touch.Property(t => t.State).HasConversion<short>();
        touch.HasOne<EnrolmentRow>().WithMany().HasForeignKey(t => t.EnrolmentId).OnDelete(DeleteBehavior.Restrict);
        touch.HasIndex(t => new { t.BegunAt, t.EnrolmentId }, "cadence_touches_on_their_way").HasFilter("state = 1");
    }
}

internal sealed class ContactDayConfiguration : IEntityTypeConfiguration<ContactDayRow>
{
    public void Configure(EntityTypeBuilder<ContactDayRow> day)
    {
        day.ToTable("contact_days", table => table.HasComment("Days on which a contact was touched: at most one touch of a cadence on each."));
        day.HasKey(d => d.Id);
        day.Property(d => d.Id).ValueGeneratedNever();
        day.HasOne<ContactRow>().WithMany().HasForeignKey(d => d.ContactId).OnDelete(DeleteBehavior.Restrict);
        day.HasIndex(d => new { d.ContactId, d.Day }, "contact_days_one_planned").IsUnique().HasFilter("by_cadence");
        day.HasIndex(d => new { d.ContactId, d.At }, "contact_days_by_time");
    }
}
