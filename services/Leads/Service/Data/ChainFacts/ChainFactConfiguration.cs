using System.Numerics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace CoretimeDesk.Leads.Data;

internal sealed class SaleConfiguration : IEntityTypeConfiguration<SaleRow>
{
    public void Configure(EntityTypeBuilder<SaleRow> sale)
    {
        sale.ToTable("sales", table => table.HasComment("Sales of coretime, as far as published facts tell: for tasks that a sale's beginning or end asks for."));
        sale.HasKey(s => new { s.Chain, s.RegionBegin });
        sale.Property(s => s.EndPrice).HasColumnType("numeric(39,0)").HasConversion(PlanckColumn.Converter);
    }
}

internal sealed class RenewableConfiguration : IEntityTypeConfiguration<RenewableRow>
{
    public void Configure(EntityTypeBuilder<RenewableRow> renewable)
    {
        renewable.ToTable("renewables", table => table.HasComment("Workloads that may be renewed, by the timeslice from which the renewal runs."));
        renewable.HasKey(r => new { r.Chain, r.Core, r.Begin });
        renewable.Property(r => r.Price).HasColumnType("numeric(39,0)").HasConversion(PlanckColumn.Converter);
        renewable.HasIndex(r => new { r.Chain, r.Begin });
    }
}

internal static class PlanckColumn
{
    public static readonly ValueConverter<UInt128, BigInteger> Converter = new(amount => (BigInteger)amount, number => (UInt128)number);
}
