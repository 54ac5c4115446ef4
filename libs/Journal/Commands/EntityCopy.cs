using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>
/// Writes new rows of a mapped table by COPY, for what comes by the thousand. Columns, types and conversions are those of the
/// model, so that a row is the same as if the context had saved it.
/// </summary>
/// <typeparam name="TRow">The entity; all of its table's columns are its own properties.</typeparam>
public sealed class EntityCopy<TRow>
    where TRow : class
{
    private readonly string _copy;
    private readonly Column[] _columns;

    /// <summary>Reads the table out of a context's model.</summary>
    public EntityCopy(DbContext db)
    {
        var entity = db.Model.FindEntityType(typeof(TRow)) ?? throw new InvalidOperationException($"{typeof(TRow).Name} is not mapped.");
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var properties = entity.GetProperties().ToList();
        _columns = [.. properties.Select(p => new Column(p.PropertyInfo!, p.GetTypeMapping().Converter?.ConvertToProvider, p.GetColumnType()))];
        _copy = $"copy {table.Schema}.{table.Name} ({string.Join(", ", properties.Select(p => p.GetColumnName(table)))}) from stdin (format binary)";
    }

    /// <summary>Writes the rows, in their order, within the connection's transaction.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, IReadOnlyCollection<TRow> rows, CancellationToken stop)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var copy = await connection.BeginBinaryImportAsync(_copy, stop);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(stop);
            foreach (var column in _columns)
            {
                if (column.Of(row) is { } value)
                {
                    await copy.WriteAsync(value, column.Type, stop);
                }
                else
                {
                    await copy.WriteNullAsync(stop);
                }
            }
        }

        await copy.CompleteAsync(stop);
    }

    private sealed record Column(PropertyInfo Property, Func<object?, object?>? Convert, string Type)
    {
        public object? Of(TRow row) => Property.GetValue(row) is not { } value ? null : Convert is null ? value : Convert(value);
    }
}
