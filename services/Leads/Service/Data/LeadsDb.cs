using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Leads.Data;

/// <summary>The tables of schema <c>leads</c>.</summary>
public sealed class LeadsDb(DbContextOptions<LeadsDb> options) : JournalDbContext(options, SchemaName)
{
    /// <summary>The schema's name.</summary>
    public const string SchemaName = "leads";

    public DbSet<AccountRow> Accounts => Set<AccountRow>();

    public DbSet<LeadRow> Leads => Set<LeadRow>();

    /// <inheritdoc/>
    protected override void MapState(ModelBuilder model)
    {
        model.HasSequence<long>("account_numbers");
        model.HasSequence<long>("lead_numbers");
        model.ApplyConfiguration(new AccountConfiguration());
        model.ApplyConfiguration(new LeadConfiguration());
    }

    /// <summary>The next number that people say: <c>L-2026-000123</c>. A refused command leaves a gap.</summary>
    public async Task<string> NextNumberAsync(char letter, DateTimeOffset now, CancellationToken stop)
    {
        var sequence = letter == 'A' ? "account_numbers" : "lead_numbers";
        await Database.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand($"select nextval('{SchemaName}.{sequence}')", (NpgsqlConnection)Database.GetDbConnection());
        var next = (long)(await command.ExecuteScalarAsync(stop))!;
        return $"{letter}-{now.Year}-{next:D6}";
    }
}
