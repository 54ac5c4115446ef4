using CoretimeDesk.Quoting.Matching;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Quoting.Data;

/// <summary>What the matcher knows of a revision that was sent, as it was frozen then; and what has become of it on the chain.</summary>
public sealed class OfferRow
{
    public required string Digest { get; init; }
    public required Guid QuoteId { get; init; }
    public required int Revision { get; init; }

    /// <summary>The account that it was sent to; who that is after merges, is looked up.</summary>
    public required Guid AccountId { get; init; }
    public required string Chain { get; init; }

    /// <summary>As JSON.</summary>
    public required string Periods { get; init; }

    /// <summary>First timeslices of the periods: the sales in which facts can belong to it.</summary>
    public required long[] Begins { get; init; }
    public required string[] Accounts { get; init; }
    public required long[] Tasks { get; init; }
    public required DateTimeOffset SentAt { get; init; }
    public required DateTimeOffset ValidUntil { get; init; }
    public QuoteEnding? Ending { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the customer is to order on demand, in planck; null of a quote without a budget.</summary>
    public UInt128? BudgetCustomer { get; init; }

    /// <summary>What a sponsor is to order for the customer's task.</summary>
    public UInt128? BudgetSponsor { get; init; }

    /// <summary>What of either is ordered.</summary>
    public UInt128 SpentCustomer { get; set; }
    public UInt128 SpentSponsor { get; set; }

    /// <summary>The fact that won it; null while none did. Always the earlier of the two below.</summary>
    public Guid? WonBy { get; set; }

    /// <summary>The first core that the customer paid, and the time of its block.</summary>
    public Guid? CoresWonBy { get; set; }
    public DateTimeOffset? CoresWonAt { get; set; }

    /// <summary>The first on-demand order that the customer paid, and the time of its block.</summary>
    public Guid? OrdersWonBy { get; set; }
    public DateTimeOffset? OrdersWonAt { get; set; }

    /// <summary>The first of all. Blocks of two chains of the same moment are in no order: then it is the core.</summary>
    public Guid? FirstPaid => CoresWonBy is null || (OrdersWonBy is not null && OrdersWonAt < CoresWonAt) ? OrdersWonBy : CoresWonBy;

    /// <summary>Cores that are paid for, by period, as JSON.</summary>
    public string Fulfilled { get; set; } = "[]";
}

internal sealed class OfferConfiguration : IEntityTypeConfiguration<OfferRow>
{
    public void Configure(EntityTypeBuilder<OfferRow> offer)
    {
        offer.ToTable("offers", table => table.HasComment("Revisions that were sent, as purchases are matched to them."));
        offer.HasKey(o => o.Digest);
        offer.Property(o => o.Periods).HasColumnType("jsonb");
        offer.Property(o => o.Fulfilled).HasColumnType("jsonb");
        offer.Ignore(o => o.FirstPaid);
        offer.Property(o => o.BudgetCustomer).HasColumnType(PlanckColumn.Type).HasConversion(PlanckColumn.Converter);
        offer.Property(o => o.BudgetSponsor).HasColumnType(PlanckColumn.Type).HasConversion(PlanckColumn.Converter);
        offer.Property(o => o.SpentCustomer).HasColumnType(PlanckColumn.Type).HasConversion(PlanckColumn.Converter);
        offer.Property(o => o.SpentSponsor).HasColumnType(PlanckColumn.Type).HasConversion(PlanckColumn.Converter);
        offer.HasIndex(o => new { o.Chain, o.ValidUntil }, "offers_with_a_budget").HasFilter("budget_customer is not null");
        offer.HasIndex(o => new { o.QuoteId, o.Revision }).IsUnique();
        offer.HasIndex(o => new { o.AccountId, o.Chain }, "offers_by_account");
        offer.HasIndex(o => o.Accounts, "offers_by_chain_account").HasMethod("gin");
        offer.HasIndex(o => o.Tasks, "offers_by_task").HasMethod("gin");
    }
}
