using CoretimeDesk.Insights.Told;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Insights.Data;

/// <summary>Something that another part of the desk has told, as it was told. What facts are made of.</summary>
public sealed class ObservationRow
{
    /// <summary>A digest of type, aggregate and sequence: what is told twice is one row.</summary>
    public required Guid Id { get; init; }

    /// <summary>"quoting".</summary>
    public required string Topic { get; init; }

    /// <summary>"coretimedesk.quoting.PurchaseJudged.v1".</summary>
    public required string Type { get; init; }
    public required Guid AggregateId { get; init; }

    /// <summary>The event's place among those of its aggregate.</summary>
    public required long Told { get; init; }
    public required Guid ActorId { get; init; }

    /// <summary>When it happened, by its own journal: a replay has the same.</summary>
    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>What it is about: "quote/018f…". Facts are worked out subject by subject.</summary>
    public required string Subject { get; init; }

    /// <summary>What else it is about; null for nothing.</summary>
    public string? Also { get; init; }

    /// <summary>The message, binary.</summary>
    public required byte[] Body { get; init; }
}

internal sealed class ObservationConfiguration : IEntityTypeConfiguration<ObservationRow>
{
    public void Configure(EntityTypeBuilder<ObservationRow> observation)
    {
        observation.ToTable("observations", table => table.HasComment("What other parts of the desk have told. A row is written once; a rebuild replaces all of them by what the journals hold."));
        observation.HasKey(o => o.Id);
        observation.Property(o => o.Id).ValueGeneratedNever();
        observation.HasIndex(o => o.Subject, "observations_by_subject");
        observation.HasIndex(o => o.Also, "observations_by_other_subject").HasFilter("also is not null");

        // Staff is read anew when it changes, and of no other topic all that was told.
        observation.HasIndex(o => o.Topic, "observations_of_staff").HasFilter($"topic = '{ToldHosting.People}'");
    }
}
