using CoretimeDesk.Leads.Registrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

internal sealed class RegistrationConfiguration : IEntityTypeConfiguration<RegistrationRow>
{
    public const string OneActive = "registrations_one_active";

    public void Configure(EntityTypeBuilder<RegistrationRow> registration)
    {
        registration.ToTable("registrations", table =>
        {
            table.HasComment("Claims of reps to an account's product line. At most one of them is pending or approved: registrations_one_active.");
            table.HasCheckConstraint("registrations_claimed", "state not in (2, 3) or claimed_at is not null");
            table.HasCheckConstraint("registrations_pending", "state <> 2 or decision_due_at is not null");
            table.HasCheckConstraint("registrations_approved", "state <> 3 or (approved_at is not null and last_activity_at is not null and keeping is not null)");
            table.HasCheckConstraint("registrations_protected", "state <> 3 or (protected_until is not null) = (keeping = 1)");
            table.HasCheckConstraint("registrations_ended", "(state = 4) = (ended_at is not null) and (state = 4) = (ending is not null) and (state = 4) = (state_before is not null)");
            table.HasCheckConstraint("registrations_clock", "next_due_at is null or state in (2, 3)");
        });
        registration.HasKey(r => r.Id);
        registration.Property(r => r.Id).ValueGeneratedNever();
        registration.Ignore(r => r.Form);
        registration.HasIndex(r => r.Number).IsUnique();
        registration.Property(r => r.Line).HasConversion<short>();
        registration.Property(r => r.State).HasConversion<short>();
        registration.Property(r => r.StateBefore).HasConversion<short?>();
        registration.Property(r => r.Keeping).HasConversion<short?>();
        registration.Property(r => r.Ending).HasConversion<short?>();
        registration.HasOne(r => r.Account).WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Restrict);
        registration.HasMany(r => r.Extensions).WithOne().HasForeignKey(e => e.RegistrationId).OnDelete(DeleteBehavior.Cascade);
        registration.HasIndex(r => new { r.AccountId, r.Line }, OneActive).IsUnique().HasFilter("state in (2, 3)");
        registration.HasIndex(r => new { r.AccountId, r.Line, r.OwnerId }, "registrations_one_draft").IsUnique().HasFilter("state = 1");
        registration.HasIndex(r => new { r.AccountId, r.Id }, "registrations_by_account");
        registration.HasIndex(r => new { r.OwnerId, r.Id }, "registrations_by_owner");
        registration.HasIndex(r => new { r.State, r.Id }, "registrations_by_state");
        registration.HasIndex(r => new { r.NextDueAt, r.Id }, "registrations_due").HasFilter("next_due_at is not null");
    }
}

internal sealed class ExtensionConfiguration : IEntityTypeConfiguration<ExtensionRow>
{
    public void Configure(EntityTypeBuilder<ExtensionRow> extension)
    {
        extension.ToTable("registration_extensions", table =>
        {
            table.HasComment("Extensions of the present owner's protection, with the evidence of progress that earned each.");
            table.HasCheckConstraint("registration_extensions_evidence", "(signal is null) = (assessment is not null) and (signal is null) = (met_on is not null)");
        });
        extension.HasKey(e => new { e.RegistrationId, e.Position });
        extension.Property(e => e.Signal).HasConversion<short?>();
    }
}

internal sealed class ClaimLinkConfiguration : IEntityTypeConfiguration<ClaimLinkRow>
{
    public void Configure(EntityTypeBuilder<ClaimLinkRow> link)
    {
        link.ToTable("claim_links", table =>
        {
            table.HasComment("Every claim, won, lost or incomplete, hashed together with the one before it. Rows are never changed.");
            table.HasCheckConstraint("claim_links_position", "position > 0");
            table.HasCheckConstraint("claim_links_hashes", "previous ~ '^[0-9a-f]{64}$' and hash ~ '^[0-9a-f]{64}$'");
        });
        link.HasKey(l => new { l.AccountId, l.Line, l.Position });
        link.Property(l => l.Line).HasConversion<short>();
        link.HasOne<AccountRow>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RulesConfiguration : IEntityTypeConfiguration<RulesRow>
{
    // A constant, so that every desk begins with the same first version.
    private static readonly Guid FirstId = Guid.Parse("019340a0-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset FirstAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public void Configure(EntityTypeBuilder<RulesRow> rules)
    {
        rules.ToTable("ownership_rules", table => table.HasComment("Versions of the numbers that registrations, capacity and hand-overs go by. The highest number is in force."));
        rules.HasKey(r => r.Id);
        rules.Property(r => r.Id).ValueGeneratedNever();
        rules.HasIndex(r => r.Number).IsUnique();
        rules.HasData(RulesRow.Of(FirstId, new OwnershipRules { Number = 1 }, "desk", "The first version.", FirstAt));
    }
}

internal sealed class NoticeConfiguration : IEntityTypeConfiguration<NoticeRow>
{
    public void Configure(EntityTypeBuilder<NoticeRow> notice)
    {
        notice.ToTable("notices", table => table.HasComment("What people are told about what is theirs."));
        notice.HasKey(n => n.Id);
        notice.Property(n => n.Id).ValueGeneratedNever();
        notice.Property(n => n.Kind).HasConversion<short>();
        notice.HasIndex(n => new { n.PersonId, n.Id });
    }
}
