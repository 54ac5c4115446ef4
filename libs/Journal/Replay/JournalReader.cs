using System.Runtime.CompilerServices;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>Reads public events back out of the journal.</summary>
public sealed class JournalReader(NpgsqlDataSource database, JournalOptions options, JournalBell bell)
{
    private const int PageRows = 500;
    private static readonly TimeSpan PollLongest = TimeSpan.FromSeconds(1);

    // Rows of a transaction become visible together, but transactions commit in any order. Staying below the oldest one
    // still running means that nothing can later appear before what was already read.
    private readonly string _page = $"""
        select {PublicRow.Columns}, tx::text as transaction, position from {options.Schema}.journal
        where (tx, position) > ($1::text::xid8, $2) and tx < pg_snapshot_xmin(pg_current_snapshot()) and sequence is not null
        order by tx, position limit {PageRows}
        """;

    private readonly string _aggregate = $"""
        select {PublicRow.Columns}, tx::text, position from {options.Schema}.journal
        where aggregate_id = $1 and sequence > $2 order by sequence limit $3
        """;

    /// <summary>All public events after a position, in an order without gaps.</summary>
    /// <param name="after">Where to continue.</param>
    /// <param name="stopAtEnd">End at the newest event, or wait for more.</param>
    /// <param name="stop">Ends the stream.</param>
    public async IAsyncEnumerable<ReplayEntry> StreamAsync(ReplayPosition after, bool stopAtEnd, [EnumeratorCancellation] CancellationToken stop)
    {
        var expectMore = false;
        while (!stop.IsCancellationRequested)
        {
            var ring = bell.NextRing;
            var page = await ReadAsync(_page, stop, new() { Value = after.Transaction.ToString() }, new() { Value = after.Row });
            foreach (var entry in page)
            {
                after = entry.Position;
                yield return entry;
            }

            if (page.Count == PageRows)
            {
                continue;
            }

            if (stopAtEnd)
            {
                yield break;
            }

            // A ring says that a row is committed, yet an older transaction may still hide it: look again soon.
            var wait = expectMore || page.Count > 0 ? TimeSpan.FromMilliseconds(20) : PollLongest;
            await bell.WaitAsync(ring, wait, stop);
            expectMore = ring.IsCompleted;
        }
    }

    /// <summary>One aggregate's public events after a sequence, oldest first.</summary>
    public Task<IReadOnlyList<ReplayEntry>> AggregateAsync(Guid aggregateId, long afterSequence, int limit, CancellationToken stop) =>
        ReadAsync(_aggregate, stop, new() { Value = aggregateId }, new() { Value = afterSequence }, new() { Value = limit });

    private async Task<IReadOnlyList<ReplayEntry>> ReadAsync(string sql, CancellationToken stop, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<ReplayEntry>();
        while (await reader.ReadAsync(stop))
        {
            rows.Add(new(new(ulong.Parse(reader.GetString(12)), reader.GetInt64(13)), PublicRow.Read(reader)));
        }

        return rows;
    }
}

/// <summary>A public event and its place in the replay order.</summary>
public sealed class ReplayEntry
{
    internal ReplayEntry(ReplayPosition position, PublicRow row) => (Position, Row) = (position, row);

    /// <summary>Continue after this.</summary>
    public ReplayPosition Position { get; }

    internal PublicRow Row { get; }

    /// <summary>The event as it went to the bus.</summary>
    public CloudEvent ToCloudEvent(string source) => Row.ToCloudEvent(source);
}
