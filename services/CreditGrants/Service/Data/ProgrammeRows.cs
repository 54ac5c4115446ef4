using System.Numerics;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.CreditGrants.Data;

/// <summary>A programme. Its budget is folded from <see cref="BudgetEventRow"/>.</summary>
public sealed class ProgrammeRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Name { get; init; }
    public required string Payer { get; init; }

    /// <summary>"polkadot": the relay chain whose cores are sold, whose facts the budget follows.</summary>
    public required string Network { get; init; }

    /// <summary>Where cores are sold, as the chain watcher calls it.</summary>
    public required string Chain { get; init; }

    /// <summary>0x hex.</summary>
    public required string Pool { get; init; }
    public required ProgrammeMode Mode { get; init; }
    public required string Referendum { get; init; }
    public required string TokenSymbol { get; init; }
    public required int TokenDecimals { get; init; }

    /// <summary>Planck that must stay free after every award.</summary>
    public required BigInteger Reserve { get; set; }
    public required int TermsVersion { get; set; }

    /// <summary>The terms in force, as the file that was adopted.</summary>
    public required string TermsJson { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The number of the last ledger entry.</summary>
    public long LastEntry { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
}

/// <summary>Somebody who backs customers with codes.</summary>
public sealed class ProviderRow
{
    public required Guid ProgrammeId { get; init; }
    public required string Name { get; init; }

    /// <summary>Planck that its codes may award together.</summary>
    public required BigInteger Budget { get; set; }
}

/// <summary>A provider's code. The desk keeps its digest: whoever reads this table can open nothing.</summary>
public sealed class CodeRow
{
    public required Guid Id { get; init; }
    public required Guid ProgrammeId { get; init; }
    public required string Provider { get; init; }
    public required string Sha256 { get; init; }
    public required string Prefix { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }
    public required Guid IssuedById { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
    public Guid? RevokedById { get; set; }
    public string RevokedReason { get; set; } = "";

    /// <summary>The number of the grant that it opened.</summary>
    public string? UsedBy { get; set; }
}

/// <summary>How sums of planck are stored: exact, and they may need more than 128 bits.</summary>
internal static class SumColumn
{
    public const string Type = "numeric(60,0)";
}

internal sealed class ProgrammeConfiguration : IEntityTypeConfiguration<ProgrammeRow>
{
    public void Configure(EntityTypeBuilder<ProgrammeRow> programme)
    {
        programme.ToTable("programmes", table => table.HasComment("Whose money is given away, from which account, by which terms."));
        programme.HasKey(p => p.Id);
        programme.Property(p => p.Id).ValueGeneratedNever();
        programme.Property(p => p.Mode).HasConversion<short>();
        programme.Property(p => p.Reserve).HasColumnType(SumColumn.Type);
        programme.HasIndex(p => p.Number).IsUnique();
        programme.HasIndex(p => new { p.Network, p.Pool }, "programmes_one_for_each_pool").IsUnique();
    }
}

internal sealed class ProviderConfiguration : IEntityTypeConfiguration<ProviderRow>
{
    public void Configure(EntityTypeBuilder<ProviderRow> provider)
    {
        provider.ToTable("providers", table => table.HasComment("Who backs customers with codes, and how much those may award."));
        provider.HasKey(p => new { p.ProgrammeId, p.Name });
        provider.Property(p => p.Budget).HasColumnType(SumColumn.Type);
    }
}

internal sealed class CodeConfiguration : IEntityTypeConfiguration<CodeRow>
{
    public void Configure(EntityTypeBuilder<CodeRow> code)
    {
        code.ToTable("codes", table => table.HasComment("Digests of providers' codes, each for one grant."));
        code.HasKey(c => c.Id);
        code.Property(c => c.Id).ValueGeneratedNever();
        code.HasIndex(c => c.Sha256).IsUnique();
        code.HasIndex(c => new { c.ProgrammeId, c.Provider, c.Id });
    }
}
