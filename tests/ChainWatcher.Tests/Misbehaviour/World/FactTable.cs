using Npgsql;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>All facts of a watcher, complete rows as text, but for what differs from run to run: when it was recorded, and the row's own key of the chain.</summary>
internal sealed class FactTable(IReadOnlyList<string> rows)
{
    public int Count => rows.Count;

    public IReadOnlyList<string> Rows => rows;

    public static async Task<FactTable> ReadAsync(NpgsqlDataSource database, string chain)
    {
        var facts = await LinesAsync(database, $"""
            select f.block_number, f.event_index, f.type, f.id, f.block_hash, f.extrinsic_index, f.accounts, f.tasks, f.occurred_at, f.json::text
            from chainwatcher.facts f join chainwatcher.chains c on c.id = f.chain_id where c.name = '{chain}' order by 1, f.event_index < 0, 2, f.accounts
            """);
        return new(facts);
    }

    /// <summary>The facts up to a height.</summary>
    public FactTable UpTo(uint block) => new([.. rows.Where(r => BlockOf(r) <= block)]);

    /// <summary>The facts from a height on.</summary>
    public FactTable From(uint block) => new([.. rows.Where(r => BlockOf(r) >= block)]);

    public static uint BlockOf(string row) => uint.Parse(row[..row.IndexOf('|', StringComparison.Ordinal)], null);

    internal static async Task<IReadOnlyList<string>> LinesAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))));
        }

        return lines;
    }

    private static string Text(object value) => value switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        DateTime at => $"{at:O}",
        Array items => string.Join(',', items.Cast<object>()),
        _ => $"{value}",
    };
}
