using System.Numerics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.CreditGrants.Data;

/// <summary>Something that identifies a customer, as Leads told: a para id, a domain, a chain account. Events come in any order: each row keeps the sequence of its last one.</summary>
public sealed class CustomerKeyRow
{
    public required Guid AccountId { get; init; }
    public required CustomerKeyKind Kind { get; init; }

    /// <summary>Of a para id, and of a para's account; else empty.</summary>
    public required string Network { get; init; }
    public required string Value { get; init; }

    /// <summary>Of a chain account: the desk believes that it is the customer's.</summary>
    public bool IsBelieved { get; set; }
    public bool IsGone { get; set; }
    public long Sequence { get; set; }
}

/// <summary>What identifies a customer here.</summary>
public enum CustomerKeyKind
{
    /// <summary>A para id.</summary>
    Para = 1,

    /// <summary>A web domain.</summary>
    Domain = 2,

    /// <summary>A chain account, 0x hex.</summary>
    Account = 3,
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

/// <summary>Who stands behind a customer who asked for a grant: digests of people's addresses, which tell that two are the same and nothing else, and hosts of their mail.</summary>
public sealed class PartyRow
{
    public required Guid AccountId { get; init; }
    public required string AccountName { get; set; }
    public required string[] PeopleSha256 { get; set; }
    public required string[] MailHosts { get; set; }
}

/// <summary>A member of the desk.</summary>
public sealed class StaffRow
{
    public required Guid Id { get; init; }
    public required string Name { get; set; }
}

/// <summary>A chain account that a member of the desk controls.</summary>
public sealed class StaffAccountRow
{
    public required Guid PersonId { get; init; }
    public required string Account { get; init; }
    public bool IsGone { get; set; }
    public long Sequence { get; set; }
}

/// <summary>What a customer paid by itself, as Quoting judged it.</summary>
public sealed class CustomerPaymentRow
{
    public required string FactId { get; init; }
    public required Guid AccountId { get; set; }
    public required DateTimeOffset OccurredAt { get; set; }
    public required BigInteger Planck { get; set; }

    /// <summary>False when a later judgement took it back.</summary>
    public required bool Counts { get; set; }
    public required long Sequence { get; set; }
}

internal sealed class CustomerKeyConfiguration : IEntityTypeConfiguration<CustomerKeyRow>
{
    public void Configure(EntityTypeBuilder<CustomerKeyRow> key)
    {
        key.ToTable("customer_keys", table => table.HasComment("Para ids, domains and chain accounts of customers, as Leads told."));
        key.HasKey(k => new { k.AccountId, k.Kind, k.Network, k.Value });
        key.Property(k => k.Kind).HasConversion<short>();
        key.HasIndex(k => new { k.Kind, k.Network, k.Value });
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

internal sealed class PartyConfiguration : IEntityTypeConfiguration<PartyRow>
{
    public void Configure(EntityTypeBuilder<PartyRow> party)
    {
        party.ToTable("parties", table => table.HasComment("Who stands behind customers that asked for grants: digests only."));
        party.HasKey(p => p.AccountId);
        party.Property(p => p.AccountId).ValueGeneratedNever();
    }
}

internal sealed class StaffConfiguration : IEntityTypeConfiguration<StaffRow>
{
    public void Configure(EntityTypeBuilder<StaffRow> person)
    {
        person.ToTable("staff", table => table.HasComment("Members of the desk, by name."));
        person.HasKey(p => p.Id);
        person.Property(p => p.Id).ValueGeneratedNever();
    }
}

internal sealed class StaffAccountConfiguration : IEntityTypeConfiguration<StaffAccountRow>
{
    public void Configure(EntityTypeBuilder<StaffAccountRow> account)
    {
        account.ToTable("staff_accounts", table => table.HasComment("Chain accounts of members of the desk: customers who pay from them are their own."));
        account.HasKey(a => new { a.PersonId, a.Account });
    }
}

internal sealed class CustomerPaymentConfiguration : IEntityTypeConfiguration<CustomerPaymentRow>
{
    public void Configure(EntityTypeBuilder<CustomerPaymentRow> payment)
    {
        payment.ToTable("customer_payments", table => table.HasComment("What customers paid by themselves: by it a grant has led to a sale."));
        payment.HasKey(p => p.FactId);
        payment.Property(p => p.Planck).HasColumnType(SumColumn.Type);
        payment.HasIndex(p => new { p.AccountId, p.OccurredAt });
    }
}
