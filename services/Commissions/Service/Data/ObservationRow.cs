using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Commissions.Data;

/// <summary>Something that another part of the desk has told, or a person of it has decided, as it was told. Written once; what commissions follow from.</summary>
public sealed class ObservationRow : IJournaled
{
    /// <summary>A digest of topic, type, aggregate and sequence: what is told twice is one row.</summary>
    public required Guid Id { get; init; }

    /// <summary>"coretimedesk.quoting.PurchaseJudged.v1".</summary>
    public required string Type { get; init; }
    public required Guid AggregateId { get; init; }

    /// <summary>The event's place among those of its aggregate.</summary>
    public required long Told { get; init; }
    public required Guid ActorId { get; init; }
    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>The message, binary.</summary>
    public required byte[] Body { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>Somebody of the desk, as Identity has told.</summary>
public sealed class PersonRow
{
    public required Guid Id { get; init; }

    /// <summary>Empty until it is known.</summary>
    public string Name { get; set; } = "";
    public Guid[] TeamIds { get; set; } = [];

    /// <summary>The sequence of the event that told the teams.</summary>
    public long TeamsTold { get; set; }
}

internal sealed class ObservationConfiguration : IEntityTypeConfiguration<ObservationRow>
{
    public void Configure(EntityTypeBuilder<ObservationRow> observation)
    {
        observation.ToTable("observations", table => table.HasComment("What other parts of the desk have told. A row is written once; all lines and statements follow from these and the plans."));
        observation.HasKey(o => o.Id);
        observation.Property(o => o.Id).ValueGeneratedNever();
        observation.HasIndex(o => new { o.Type, o.AggregateId, o.Told }, "observations_by_type");
    }
}

internal sealed class PersonConfiguration : IEntityTypeConfiguration<PersonRow>
{
    public void Configure(EntityTypeBuilder<PersonRow> person)
    {
        person.ToTable("people", table => table.HasComment("People of the desk and their teams, as Identity has told."));
        person.HasKey(p => p.Id);
        person.Property(p => p.Id).ValueGeneratedNever();
    }
}
