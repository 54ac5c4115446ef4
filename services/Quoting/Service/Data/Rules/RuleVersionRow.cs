using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Quoting.Data;

/// <summary>One version of the band rules. Written once; the database refuses to change it.</summary>
public sealed class RuleVersionRow : IJournaled
{
    public required Guid Id { get; init; }

    /// <summary>The version's own number: 1, 2, 3…</summary>
    public required int Number { get; init; }

    /// <summary>The whole version, in the one text that its hash is of.</summary>
    public required string Canonical { get; init; }

    public required string Sha256 { get; init; }

    public required DateTimeOffset EffectiveFrom { get; init; }

    public required DateTimeOffset? EffectiveTo { get; init; }

    public required Guid AdoptedById { get; init; }

    public required string AdoptedByName { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset AdoptedAt { get; init; }

    public long Version { get; set; }

    public long Sequence { get; set; }

    public static RuleVersionRow Of(RuleVersion rules, Actor by, string reason, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at),
        Number = rules.Version,
        Canonical = rules.Canonical,
        Sha256 = rules.Hash,
        EffectiveFrom = rules.EffectiveFrom,
        EffectiveTo = rules.EffectiveTo,
        AdoptedById = by.Id,
        AdoptedByName = by.Name,
        Reason = reason,
        AdoptedAt = at,
    };
}

/// <summary>The tables of rules.</summary>
internal static class RulesModel
{
    public static void Map(ModelBuilder model) => model.ApplyConfiguration(new RuleVersionConfiguration());
}

internal sealed class RuleVersionConfiguration : IEntityTypeConfiguration<RuleVersionRow>
{
    public void Configure(EntityTypeBuilder<RuleVersionRow> version)
    {
        version.ToTable("rule_versions", table =>
        {
            table.HasComment("Versions of the rules by which concessions are judged. A row is written once. The highest number counts of those in force.");
            table.HasCheckConstraint("rule_versions_from_one", "number >= 1");
            table.HasCheckConstraint("rule_versions_end_after_start", "effective_to is null or effective_to > effective_from");
        });
        version.HasKey(v => v.Id);
        version.Property(v => v.Id).ValueGeneratedNever();
        version.Property(v => v.Sha256).HasMaxLength(64);
        version.HasIndex(v => v.Number).IsUnique();
    }
}
