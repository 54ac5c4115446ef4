using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Quoting.Data;

/// <summary>Why the desk believes that a chain account is a customer's. The numbers are those of Leads.</summary>
public enum AccountTrust
{
    /// <summary>Somebody typed it: worth nothing here.</summary>
    Unverified = 1,

    /// <summary>The customer said so in writing.</summary>
    Declared = 2,

    /// <summary>The customer signed with it.</summary>
    SignedChallenge = 3,

    /// <summary>The account of the customer's para id.</summary>
    ParaSovereign = 4,

    /// <summary>A finalised event shows it.</summary>
    ChainFact = 5,
}

/// <summary>A chain account of a customer, as Leads told. Events come in any order: each row keeps the sequence of the last one that changed it.</summary>
public sealed class CustomerAccountRow
{
    public required Guid AccountId { get; init; }
    public required string PublicKey { get; init; }

    /// <summary>Of a para's account, the relay chain; else empty.</summary>
    public required string Network { get; init; }
    public AccountTrust How { get; set; }
    public bool IsGone { get; set; }
    public long Sequence { get; set; }
}

/// <summary>A para id of a customer.</summary>
public sealed class CustomerTaskRow
{
    public required Guid AccountId { get; init; }
    public required string Network { get; init; }
    public required long Task { get; init; }
    public bool IsGone { get; set; }
    public long Sequence { get; set; }
}

/// <summary>One account was merged into another.</summary>
public sealed class MergedAccountRow
{
    public required Guid MergeId { get; init; }
    public Guid SurvivorId { get; set; }
    public Guid AbsorbedId { get; set; }

    /// <summary>It was a mistake; may be told before the merge itself.</summary>
    public bool IsUndone { get; set; }
}

internal sealed class CustomerAccountConfiguration : IEntityTypeConfiguration<CustomerAccountRow>
{
    public void Configure(EntityTypeBuilder<CustomerAccountRow> account)
    {
        account.ToTable("customer_accounts", table => table.HasComment("Chain accounts of customers, as Leads told."));
        account.HasKey(a => new { a.AccountId, a.PublicKey, a.Network });
        account.HasIndex(a => a.PublicKey);
    }
}

internal sealed class CustomerTaskConfiguration : IEntityTypeConfiguration<CustomerTaskRow>
{
    public void Configure(EntityTypeBuilder<CustomerTaskRow> task)
    {
        task.ToTable("customer_tasks", table => table.HasComment("Para ids of customers, as Leads told."));
        task.HasKey(t => new { t.AccountId, t.Network, t.Task });
        task.HasIndex(t => new { t.Network, t.Task });
    }
}

internal sealed class MergedAccountConfiguration : IEntityTypeConfiguration<MergedAccountRow>
{
    public void Configure(EntityTypeBuilder<MergedAccountRow> merge)
    {
        merge.ToTable("merged_accounts", table => table.HasComment("Which accounts are part of others, as Leads told."));
        merge.HasKey(m => m.MergeId);
        merge.HasIndex(m => m.AbsorbedId);
        merge.HasIndex(m => m.SurvivorId);
    }
}
