using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Tasks;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>Something that a person is to do.</summary>
public sealed class TaskRow : IJournaled
{
    public required Guid Id { get; init; }
    public required TaskCause Cause { get; init; }
    public TaskState State { get; set; } = TaskState.Open;
    public required Guid AccountId { get; set; }
    public Guid? LeadId { get; init; }
    public Guid? ContactId { get; init; }
    public Guid? EnrolmentId { get; init; }
    public int? Slot { get; init; }
    public Channel? Channel { get; init; }

    /// <summary>Nothing personal: names are filled in when it is read.</summary>
    public required string Title { get; init; }
    public string Body { get; init; } = "";

    /// <summary>What tells it apart at its account: the same reference twice is one task.</summary>
    public required string Reference { get; init; }

    /// <summary>Whose it is; null: whoever owns the lead.</summary>
    public Guid? OwnerId { get; set; }
    public string? OwnerName { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset DueAt { get; set; }
    public DateTimeOffset? EscalatedAt { get; set; }

    /// <summary>The teams that see it once it is escalated; none: every team.</summary>
    public Guid[] TeamIds { get; set; } = [];
    public int Snoozes { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string Outcome { get; set; } = "";
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AccountRow? Account { get; set; }
    public LeadRow? Lead { get; set; }
    public ContactRow? Contact { get; set; }

    /// <summary>Whose it is at this moment; nobody's while nobody owns the lead. The lead must be loaded.</summary>
    public Owner? Owner => OwnerId is { } id ? new(id, OwnerName!) : Lead is { OwnerId: { } lead } ? new(lead, Lead.OwnerName!) : null;

    /// <summary>As the rules see it.</summary>
    public DeskTask ToTask() => new(Id, DueAt) { State = State, EscalatedAt = EscalatedAt, Snoozes = Snoozes };

    /// <summary>Takes over what the rules made of it.</summary>
    public void Become(DeskTask task) => (DueAt, State, EscalatedAt, Snoozes) = (task.DueAt, task.State, task.EscalatedAt, task.Snoozes);
}

internal sealed class TaskConfiguration : IEntityTypeConfiguration<TaskRow>
{
    public void Configure(EntityTypeBuilder<TaskRow> task)
    {
        task.ToTable("tasks", table =>
        {
            table.HasComment("What people are to do: touches of cadences, and what the chain asks for.");
            table.HasCheckConstraint("tasks_closed", "(state = 1) = (closed_at is null)");
            table.HasCheckConstraint("tasks_somebodys", "owner_id is not null or lead_id is not null");
        });
        task.HasKey(t => t.Id);
        task.Property(t => t.Id).ValueGeneratedNever();
        task.Ignore(t => t.Owner);
        task.Property(t => t.Cause).HasConversion<short>();
        task.Property(t => t.State).HasConversion<short>();
        task.Property(t => t.Channel).HasConversion<short?>();
        task.HasOne(t => t.Account).WithMany().HasForeignKey(t => t.AccountId).OnDelete(DeleteBehavior.Restrict);
        task.HasOne(t => t.Lead).WithMany().HasForeignKey(t => t.LeadId).OnDelete(DeleteBehavior.Restrict);
        task.HasOne(t => t.Contact).WithMany().HasForeignKey(t => t.ContactId).OnDelete(DeleteBehavior.Restrict);
        task.HasOne<EnrolmentRow>().WithMany().HasForeignKey(t => t.EnrolmentId).OnDelete(DeleteBehavior.Restrict);
        // By reference alone: a fact has one account, whichever it is part of by now.
        task.HasIndex(t => t.Reference).IsUnique();
        task.HasIndex(t => new { t.AccountId, t.Id }, "tasks_by_account");
        task.HasIndex(t => new { t.OwnerId, t.DueAt, t.Id }, "tasks_open_by_owner").HasFilter("state = 1");
        task.HasIndex(t => new { t.LeadId, t.DueAt, t.Id }, "tasks_open_by_lead").HasFilter("state = 1");
        task.HasIndex(t => new { t.DueAt, t.Id }, "tasks_open_by_due").HasFilter("state = 1");
        task.HasIndex(t => t.EnrolmentId, "tasks_open_by_enrolment").HasFilter("state = 1");
    }
}
