using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Fiat;
using CoretimeDesk.Quoting.Quotes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Quoting.Data;

/// <summary>A rate, as somebody recorded it. Written once; the database refuses to change it.</summary>
public sealed class FiatRateRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Network { get; init; }
    public required string Currency { get; init; }

    /// <summary>The rate is units · 10^-scale of the currency for one whole token.</summary>
    public required decimal Units { get; init; }
    public required int Scale { get; init; }
    public required DateOnly AsOf { get; init; }
    public required string Source { get; init; }
    public required Guid RecordedById { get; init; }
    public required string RecordedBy { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }

    public static FiatRateRow Of(FiatRate rate) => new()
    {
        Id = rate.Id,
        Network = rate.Network,
        Currency = rate.Currency.Code,
        Units = rate.Units,
        Scale = rate.Scale,
        AsOf = rate.AsOf,
        Source = rate.Source,
        RecordedById = rate.RecordedBy.Id,
        RecordedBy = rate.RecordedBy.Name,
        RecordedAt = rate.RecordedAt,
    };

    public FiatRate ToRate() => new(
        Id, Network, Fiat.Currency.TryFind(Currency, out var currency) ? currency : throw new InvalidOperationException($"The database holds a rate of the unknown currency \"{Currency}\"."),
        (ulong)Units, Scale, AsOf, Source, new Person(RecordedById, RecordedBy), RecordedAt);
}

internal sealed class FiatRateConfiguration : IEntityTypeConfiguration<FiatRateRow>
{
    public void Configure(EntityTypeBuilder<FiatRateRow> rate)
    {
        rate.ToTable("fiat_rates", table =>
        {
            table.HasComment("What tokens were worth in other currencies. A row is written once; a newer one supersedes it. No price follows from any of it.");
            table.HasCheckConstraint("fiat_rates_more_than_zero", "units > 0 and scale between 0 and 12");
        });
        rate.HasKey(r => r.Id);
        rate.Property(r => r.Id).ValueGeneratedNever();
        rate.Property(r => r.Units).HasColumnType("numeric(20,0)");
        rate.HasIndex(r => new { r.Network, r.Currency, r.AsOf, r.RecordedAt }, "fiat_rates_newest");
    }
}

/// <summary>What the model has no words for: a rate is never changed or removed, since views were shown by it. Called by a migration.</summary>
public static class FiatRatesGuard
{
    /// <summary>Makes the database refuse it.</summary>
    public const string Create = $"""
        create function {QuotingDb.SchemaName}.fiat_rates_are_append_only() returns trigger language plpgsql as $$
        begin
            raise exception 'a rate never changes; record another one' using errcode = 'restrict_violation';
        end $$;
        create trigger fiat_rates_no_change before update or delete or truncate on {QuotingDb.SchemaName}.fiat_rates
            for each statement execute function {QuotingDb.SchemaName}.fiat_rates_are_append_only();
        """;

    /// <summary>Removes it again.</summary>
    public const string Drop = $"""
        drop trigger fiat_rates_no_change on {QuotingDb.SchemaName}.fiat_rates;
        drop function {QuotingDb.SchemaName}.fiat_rates_are_append_only();
        """;
}
