using CoretimeDesk.Sealing;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>
/// Seals a service's journal: the rows since the last seal become the leaves of a Merkle tree, whose root is chained to the seal before and signed.
/// Any number of replicas may do it at once.
/// </summary>
/// <remarks>
/// Rows are taken in the replay order and only below the oldest transaction that still runs: nothing can later appear between rows that were sealed.
/// </remarks>
public sealed class SealDesk(NpgsqlDataSource database, JournalOptions options, ISealKeys keys, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private readonly string _newest = $"select {StoredSeal.ColumnsWithoutLeaves} from {options.Schema}.seals order by number desc limit 1";

    private readonly string _covering = $"""
        select {StoredSeal.Columns} from {options.Schema}.seals where (last_tx, last_position) >= ($1::text::xid8, $2) order by number limit 1
        """;

    private readonly string _list = $"select {StoredSeal.ColumnsWithoutLeaves} from {options.Schema}.seals where number > $1 order by number limit $2";

    private readonly string _unsealed = $"""
        select {PlacedRow.Columns} from {options.Schema}.journal
        where (tx, position) > ($1::text::xid8, $2) and tx < pg_snapshot_xmin(pg_current_snapshot())
        order by {PlacedRow.Order} limit $3
        """;

    private readonly string _row = $"select {PlacedRow.Columns} from {options.Schema}.journal where event_id = $1";

    private readonly string _rowsBefore = $"""
        select count(*) from {options.Schema}.journal where (tx, position) >= ($1::text::xid8, $2) and (tx, position) < ($3::text::xid8, $4)
        """;

    private readonly string _insert = $"""
        insert into {options.Schema}.seals
            (number, previous, hash, root, leaf_count, first_tx, first_position, last_tx, last_position, leaves, sealed_at, key_id, signature)
        values ($1, $2, $3, $4, $5, $6::text::xid8, $7, $8::text::xid8, $9, $10, $11, $12, $13)
        """;

    /// <summary>Seals all rows that can be sealed at this moment.</summary>
    /// <returns>How many rows; 0 when there were none, or no key.</returns>
    /// <exception cref="SealException">The journal and its seals do not fit together.</exception>
    public async Task<long> SealAsync(CancellationToken stop)
    {
        long rows = 0;
        while (await SealSomeAsync(stop) is var some && some > 0)
        {
            rows += some;
        }

        return rows;
    }

    /// <summary>Seals, oldest first.</summary>
    /// <param name="after">Only those with a higher number.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="stop">Ends the call.</param>
    public async Task<IReadOnlyList<SignedSeal>> ListAsync(long after, int limit, CancellationToken stop)
    {
        var list = new List<SignedSeal>();
        await using var command = Command(null, _list, after, limit);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            list.Add(StoredSeal.Read(reader, options.Schema).SignedSeal);
        }

        return list;
    }

    /// <summary>
    /// The evidence for one event; seals what is not sealed yet. Null when a transaction that still runs keeps it from being sealed for longer than
    /// <paramref name="patience"/>, or when there is no key.
    /// </summary>
    /// <exception cref="RefusedException">There is no such event.</exception>
    /// <exception cref="SealException">The row is not what was sealed.</exception>
    public async Task<InclusionProof?> ProveAsync(Guid eventId, TimeSpan patience, CancellationToken stop)
    {
        var placed = await FindAsync(eventId, stop) ?? throw new RefusedException(Refusal.NotFound("event in this journal", eventId));
        var began = time.GetTimestamp();
        while (true)
        {
            if (await CoveringAsync(placed.Position, stop) is { } seal)
            {
                return await ProofAsync(placed, seal, stop);
            }

            if (await SealAsync(stop) == 0)
            {
                if (time.GetElapsedTime(began) > patience)
                {
                    return null;
                }

                await Task.Delay(LookAgain, time, stop);
            }
        }
    }

    private async Task<PlacedRow?> FindAsync(Guid eventId, CancellationToken stop)
    {
        await using var command = Command(null, _row, eventId);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? PlacedRow.Read(reader, options.Schema) : null;
    }

    private async Task<StoredSeal?> CoveringAsync(ReplayPosition position, CancellationToken stop)
    {
        await using var command = Command(null, _covering, position.Transaction.ToString(), position.Row);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? StoredSeal.Read(reader, options.Schema) : null;
    }

    private async Task<InclusionProof> ProofAsync(PlacedRow placed, StoredSeal seal, CancellationToken stop)
    {
        await using var command = Command(null, _rowsBefore, seal.First.Transaction.ToString(), seal.First.Row, placed.Position.Transaction.ToString(), placed.Position.Row);
        var index = (long)(await command.ExecuteScalarAsync(stop))!;
        var inside = !placed.Position.IsBefore(seal.First) && index < seal.SignedSeal.Seal.Leaves;
        var proof = inside
            ? new InclusionProof(placed.Row, (int)index, [.. MerkleTree.Path(seal.Leaves, (int)index).Select(Convert.ToHexStringLower)], seal.SignedSeal)
            : null;
        return proof?.LeadsToRoot() == true
            ? proof
            : throw new SealException($"Event {placed.Row.EventId} is not what seal {seal.SignedSeal.Seal.Number} of {options.Schema} was made over: the journal was changed. './desk journal verify {options.Schema}' says where.");
    }

    private async Task<int> SealSomeAsync(CancellationToken stop)
    {
        if (await keys.CurrentAsync(stop) is not { } key)
        {
            return 0;
        }

        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);

        // One at a time; a replica that is killed in here leaves nothing, and its lock goes with its connection.
        await using (var wait = Command(connection, "select pg_advisory_xact_lock(hashtextextended($1, 0))", $"{options.Schema}:seal"))
        {
            await wait.ExecuteNonQueryAsync(stop);
        }

        var newest = await NewestAsync(connection, stop);
        var after = newest?.Last ?? default;
        await RequireOrderAsync(connection, newest, stop);
        var (rows, leaves) = await UnsealedAsync(connection, after, stop);
        if (rows.Count > 0)
        {
            var seal = new Seal(
                options.Schema, (newest?.SignedSeal.Seal.Number ?? 0) + 1, newest?.Hash ?? Seal.Nothing, Convert.ToHexStringLower(MerkleTree.Root(leaves)), rows.Count,
                rows[0].ToString(), rows[^1].ToString(), JournalRows.Microseconds(time.GetUtcNow()), key.Public.Id);
            await InsertAsync(connection, key.Sign(seal), rows[0], rows[^1], leaves, stop);
            await transaction.CommitAsync(CancellationToken.None);
        }

        return rows.Count;
    }

    private async Task<StoredSeal?> NewestAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = Command(connection, _newest);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? StoredSeal.Read(reader, options.Schema) : null;
    }

    // Transaction ids only grow on one server. After a restore into another one they begin anew, and new rows would lie before sealed ones.
    private async Task RequireOrderAsync(NpgsqlConnection connection, StoredSeal? newest, CancellationToken stop)
    {
        if (newest is null)
        {
            return;
        }

        await using var command = Command(connection, "select pg_snapshot_xmin(pg_current_snapshot()) > $1::text::xid8", newest.Last.Transaction.ToString());
        if (!(bool)(await command.ExecuteScalarAsync(stop))!)
        {
            throw new SealException(
                $"The journal of {options.Schema} was sealed up to transaction {newest.Last.Transaction}, which this server has not reached: it was restored from another one. " +
                "Raise the server's transaction id above it (pg_resetwal --next-transaction-id) before sealing goes on.");
        }
    }

    private async Task<(List<ReplayPosition> Rows, byte[] Leaves)> UnsealedAsync(NpgsqlConnection connection, ReplayPosition after, CancellationToken stop)
    {
        var rows = new List<ReplayPosition>();
        var leaves = new MemoryStream();
        await using var command = Command(connection, _unsealed, after.Transaction.ToString(), after.Row, options.SealLeavesMax);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var placed = PlacedRow.Read(reader, options.Schema);
            rows.Add(placed.Position);
            leaves.Write(placed.Row.LeafHash());
        }

        return (rows, leaves.ToArray());
    }

    private async Task InsertAsync(NpgsqlConnection connection, SignedSeal signed, ReplayPosition first, ReplayPosition last, byte[] leaves, CancellationToken stop)
    {
        var seal = signed.Seal;
        await using var command = Command(
            connection, _insert, seal.Number, seal.Previous, seal.Hash(), seal.Root, seal.Leaves, first.Transaction.ToString(), first.Row, last.Transaction.ToString(), last.Row,
            leaves, seal.SealedAt, seal.KeyId, signed.Signature);
        await command.ExecuteNonQueryAsync(stop);
    }

    private NpgsqlCommand Command(NpgsqlConnection? connection, string sql, params ReadOnlySpan<object> values)
    {
        var command = connection is null ? database.CreateCommand(sql) : new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return command;
    }
}

/// <summary>A journal and its seals do not fit together. Somebody has to look; nothing is repaired by itself.</summary>
public sealed class SealException(string message) : Exception(message);
