using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>
/// Publishes committed journal rows until the sidecar has acknowledged each, in order within an aggregate.
/// </summary>
/// <remarks>
/// Any number of replicas may run it. A round locks the first waiting event of some aggregates and skips what others hold;
/// only its holder goes on to the later events of that aggregate, so two replicas cannot overtake each other. A crash
/// between the acknowledgement and the mark publishes again under the same id, which the consumers' inboxes absorb.
/// </remarks>
internal sealed class OutboxDispatcher(NpgsqlDataSource database, JournalOptions options, JournalBell bell, SidecarPublisher sidecar, TimeProvider time, ILogger<OutboxDispatcher> log)
    : BackgroundService
{
    private static readonly TimeSpan BackoffMax = TimeSpan.FromSeconds(5);

    // The backlog is empty or long, and the planner's statistics know neither: left alone it sorts all of it to find the
    // first few, which makes a long backlog longer. With these it walks the index of what waits, in order.
    private const string WalkTheIndex = "set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off; set local enable_hashjoin = off; set local enable_mergejoin = off";

    private readonly string _waiting = $"""
        select aggregate_id, sequence from {options.Schema}.journal
        where published_at is null and sequence is not null order by position limit $1
        """;

    private readonly string _claim = $"""
        select {PublicRow.Columns} from {options.Schema}.journal
        where (aggregate_id, sequence) in (select * from unnest($1::uuid[], $2::bigint[])) and published_at is null
        for update skip locked
        """;

    private readonly string _read = $"""
        select {PublicRow.Columns} from {options.Schema}.journal
        where (aggregate_id, sequence) in (select * from unnest($1::uuid[], $2::bigint[]))
        """;

    private readonly string _mark = $"""
        update {options.Schema}.journal journal set published_at = $3
        from unnest($1::uuid[], $2::bigint[]) as done(aggregate_id, sequence)
        where journal.aggregate_id = done.aggregate_id and journal.sequence = done.sequence
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var ring = bell.NextRing;
            try
            {
                var round = await RoundAsync(stoppingToken);
                if (round.Failure is not null)
                {
                    throw round.Failure;
                }

                if (failures > 0)
                {
                    log.LogInformation("Publishing works again after {Failures} failed rounds.", failures);
                }

                failures = 0;
                if (round.Taken == 0)
                {
                    await bell.WaitAsync(ring, options.OutboxPoll, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is HttpRequestException or NpgsqlException or TimeoutException or OperationCanceledException)
            {
                failures++;
                var wait = TimeSpan.FromMilliseconds(Math.Min(BackoffMax.TotalMilliseconds, 50 << Math.Min(failures, 10)));
                if (failures == 1 || wait == BackoffMax)
                {
                    log.LogWarning("Events wait in the outbox: {Reason} Trying again in {Wait} ms.", e.Message, wait.TotalMilliseconds);
                }

                await Task.Delay(wait, time, CancellationToken.None).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<(int Taken, Exception? Failure)> RoundAsync(CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using (var walk = new NpgsqlCommand(WalkTheIndex, connection))
        {
            await walk.ExecuteNonQueryAsync(stop);
        }

        var waiting = await WaitingAsync(connection, stop);
        if (waiting.Count == 0)
        {
            return (0, null);
        }

        // Within an aggregate positions follow sequences, so the first one met is the first that waits.
        var heads = await ReadAsync(connection, _claim, waiting.DistinctBy(w => w.AggregateId), stop);
        var mine = heads.Select(h => h.AggregateId).ToHashSet();
        var later = waiting.Where(w => mine.Contains(w.AggregateId)).Except(heads.Select(h => (h.AggregateId, h.Sequence))).ToList();
        var rows = later.Count == 0 ? heads : [.. heads, .. await ReadAsync(connection, _read, later, stop)];
        var queues = rows.GroupBy(r => r.AggregateId);
        var done = new List<PublicRow>(rows.Count);
        Exception? failure = null;
        await Parallel.ForEachAsync(queues, new ParallelOptions { MaxDegreeOfParallelism = options.OutboxParallelism, CancellationToken = CancellationToken.None }, async (queue, _) =>
        {
            foreach (var row in queue.OrderBy(r => r.Sequence))
            {
                if (stop.IsCancellationRequested || Volatile.Read(ref failure) is not null)
                {
                    return;
                }

                try
                {
                    await PublishAsync(row, stop);
                    lock (done)
                    {
                        done.Add(row);
                    }
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                {
                    JournalTelemetry.PublishFailures.Add(1);
                    Volatile.Write(ref failure, e);
                    return;
                }
            }
        });

        if (done.Count > 0)
        {
            // Even while stopping: what the sidecar took should not go out twice without need.
            await MarkAsync(connection, done);
            await transaction.CommitAsync(CancellationToken.None);
        }

        stop.ThrowIfCancellationRequested();
        return (heads.Count, failure);
    }

    private async Task PublishAsync(PublicRow row, CancellationToken stop)
    {
        _ = ActivityContext.TryParse(row.Traceparent, null, out var parent);
        using var activity = JournalTelemetry.Source.StartActivity("publish", ActivityKind.Producer, parent);
        activity?.SetTag("messaging.message.id", row.EventId);
        activity?.SetTag("desk.event.type", row.Type);
        await sidecar.PublishAsync(row.ToCloudEvent(options.AppId) with { Traceparent = activity?.Id ?? row.Traceparent }, stop);
        JournalTelemetry.Published.Add(1);
        JournalTelemetry.PublishDelay.Record((time.GetUtcNow() - row.OccurredAt).TotalSeconds);
    }

    private async Task MarkAsync(NpgsqlConnection connection, List<PublicRow> done)
    {
        // Losing this mark in a crash means publishing again, which is allowed; so it need not wait for the disk.
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("set local synchronous_commit = off"));
        batch.BatchCommands.Add(new(_mark)
        {
            Parameters =
            {
                new() { Value = done.Select(r => r.AggregateId).ToArray() },
                new() { Value = done.Select(r => r.Sequence).ToArray() },
                new() { Value = time.GetUtcNow() },
            },
        });
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    private async Task<List<(Guid AggregateId, long Sequence)>> WaitingAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(_waiting, connection) { Parameters = { new() { Value = options.OutboxBatchMax } } };
        await using var reader = await command.ExecuteReaderAsync(stop);
        var waiting = new List<(Guid, long)>();
        while (await reader.ReadAsync(stop))
        {
            waiting.Add((reader.GetGuid(0), reader.GetInt64(1)));
        }

        return waiting;
    }

    private static async Task<List<PublicRow>> ReadAsync(NpgsqlConnection connection, string sql, IEnumerable<(Guid AggregateId, long Sequence)> keys, CancellationToken stop)
    {
        var asked = keys.ToList();
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = asked.Select(k => k.AggregateId).ToArray() }, new() { Value = asked.Select(k => k.Sequence).ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<PublicRow>();
        while (await reader.ReadAsync(stop))
        {
            rows.Add(PublicRow.Read(reader));
        }

        return rows;
    }
}
