using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Matching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Quoting.Data;

/// <summary>A finalised paid event, and what is made of it now. The first part never changes; the second follows from all facts, quotes and decisions together.</summary>
public sealed class PaidFactRow : IJournaled
{
    /// <summary>The chain watcher's id of the fact.</summary>
    public required Guid Id { get; init; }
    public required string Chain { get; init; }
    public required long BlockNumber { get; init; }
    public required string BlockHash { get; init; }
    public required long EventIndex { get; init; }
    public required long? ExtrinsicIndex { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required PaidKind Kind { get; init; }
    public required string Payer { get; init; }
    public required UInt128 Price { get; init; }
    public required string Symbol { get; init; }
    public required int Decimals { get; init; }

    /// <summary>How an order was paid; null of what takes a core.</summary>
    public OrderMeans? Means { get; set; }

    /// <summary>Timeslices; 0 of an order, which takes no core.</summary>
    public required long Begin { get; init; }
    public required long Duration { get; init; }
    public required int Core { get; init; }
    public required int? OldCore { get; init; }

    /// <summary>Tasks that the core is, or was at some time, for: what the fact is found by. Which of them counts, the matcher works out.</summary>
    public required long[] Tasks { get; set; }

    public MatchState State { get; set; }
    public string? Digest { get; set; }
    public MatchBasis? Basis { get; set; }
    public int Score { get; set; }
    public Deviations Differs { get; set; }
    public Payer PaidBy { get; set; }
    public bool IsCustomerPaid { get; set; }
    public bool IsAnotherPayer { get; set; }

    /// <summary>As JSON.</summary>
    public string Candidates { get; set; } = "[]";
    public DateTimeOffset? JudgedAt { get; set; }

    /// <summary>The digest of the quote that a person said it belongs to.</summary>
    public string? Confirmed { get; set; }

    /// <summary>Digests of quotes that a person said it does not belong to.</summary>
    public string[] Excluded { get; set; } = [];
    public string? DecidedBy { get; set; }
    public string? Reason { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

internal sealed class PaidFactConfiguration : IEntityTypeConfiguration<PaidFactRow>
{
    public void Configure(EntityTypeBuilder<PaidFactRow> fact)
    {
        fact.ToTable("paid_facts", table =>
        {
            table.HasComment("Finalised events that paid for a core or an on-demand order, and which quote each belongs to.");
            table.HasCheckConstraint("paid_facts_customer_paid_counts", "not is_customer_paid or (state = 3 and paid_by <> 2)");
            table.HasCheckConstraint("paid_facts_no_credit_is_customer_paid", "not is_customer_paid or kind <> 3 or means is not distinct from 2");
            table.HasCheckConstraint("paid_facts_counted_for_a_quote", "state not in (3, 4, 5, 7) or digest is not null");
        });
        fact.HasKey(f => f.Id);
        fact.Property(f => f.Price).HasColumnType("numeric(39,0)").HasConversion(PlanckColumn.Converter);
        fact.Property(f => f.Candidates).HasColumnType("jsonb");
        fact.Property(f => f.Version).IsConcurrencyToken();
        fact.HasIndex(f => new { f.Chain, f.Begin, f.Payer }, "paid_facts_by_payer");
        fact.HasIndex(f => new { f.Chain, f.BlockHash, f.ExtrinsicIndex }, "paid_facts_by_extrinsic");
        fact.HasIndex(f => new { f.Chain, f.Core, f.Begin }, "paid_facts_by_core");
        fact.HasIndex(f => f.Digest, "paid_facts_by_quote");
        fact.HasIndex(f => new { f.State, f.OccurredAt, f.Id }, "paid_facts_by_state");
        fact.HasIndex(f => f.Tasks, "paid_facts_by_task").HasMethod("gin");
    }
}
