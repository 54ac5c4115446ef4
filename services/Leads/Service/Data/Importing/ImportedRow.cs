using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CoretimeDesk.Leads.Data;

/// <summary>A row of a file that became a lead. The hash is the key itself: the same row is not imported twice.</summary>
public sealed class ImportedRow
{
    public required byte[] Hash { get; init; }
    public required Guid LeadId { get; init; }
    public required string ExternalRef { get; init; }
    public required DateTimeOffset ImportedAt { get; init; }
}

/// <summary>How far the import of a file came.</summary>
public sealed class ImportedFileRow
{
    public required byte[] Sha256 { get; init; }
    public required short Format { get; init; }
    public required string FileName { get; init; }

    /// <summary>Every row up to this one was imported, or can never be: none of them need be looked for again.</summary>
    public required long RowsDone { get; set; }
    public required DateTimeOffset At { get; set; }
}

internal sealed class ImportedRowConfiguration : IEntityTypeConfiguration<ImportedRow>
{
    public void Configure(EntityTypeBuilder<ImportedRow> row)
    {
        // No reference to leads: nothing deletes a lead, and a check per row would slow an import for nothing.
        row.ToTable("import_rows", table => table.HasComment("Rows of files that became leads, by the hash of what was read. A row that is here is not imported again."));
        row.HasKey(r => r.Hash);
        row.HasIndex(r => r.LeadId).HasFilter("external_ref <> ''").HasDatabaseName("import_rows_with_reference");
    }
}

internal sealed class ImportedFileConfiguration : IEntityTypeConfiguration<ImportedFileRow>
{
    public void Configure(EntityTypeBuilder<ImportedFileRow> file)
    {
        file.ToTable("import_files", table => table.HasComment("How far the import of a file came. It spares looking for rows again; what is right is decided by import_rows alone."));
        file.HasKey(f => new { f.Sha256, f.Format });
        file.Property(f => f.Format).ValueGeneratedNever();
    }
}
