using System.Runtime.CompilerServices;
using CoretimeDesk.Sealing;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>What was found about one seal.</summary>
/// <param name="SignedSeal">The seal.</param>
/// <param name="Fault">What is wrong, in a sentence; null when nothing is.</param>
public sealed record AuditedSeal(SignedSeal SignedSeal, string? Fault);

/// <summary>Compares the journal, row by row, with what was sealed.</summary>
public sealed class SealAudit(NpgsqlDataSource database, JournalOptions options, ISealKeys keys)
{
    private const int Page = 50;

    private readonly string _seals = $"select {StoredSeal.Columns} from {options.Schema}.seals where number > $1 order by number limit {Page}";

    private readonly string _rows = $"""
        select {PlacedRow.Columns} from {options.Schema}.journal
        where (tx, position) > ($1::text::xid8, $2) and (tx, position) <= ($3::text::xid8, $4) order by {PlacedRow.Order}
        """;

    /// <summary>All seals, oldest first, each with what is wrong with it or with the rows under it.</summary>
    public async IAsyncEnumerable<AuditedSeal> RunAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var known = (await keys.PublicAsync(stop)).ToDictionary(k => k.Id, StringComparer.Ordinal);
        var (number, previous, after) = (0L, Seal.Nothing, default(ReplayPosition));
        while (await SealsAsync(number, stop) is { Count: > 0 } page)
        {
            foreach (var stored in page)
            {
                var fault = FaultOfSeal(stored, number + 1, previous, known) ?? await FaultOfRowsAsync(stored, after, stop);
                yield return new(stored.SignedSeal, fault);
                (number, previous, after) = (stored.SignedSeal.Seal.Number, stored.SignedSeal.Seal.Hash(), stored.Last);
            }
        }
    }

    /// <summary>Rows that no seal covers yet.</summary>
    public async Task<long> UnsealedAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand($"""
            with newest as (select last_tx, last_position from {options.Schema}.seals order by number desc limit 1)
            select count(*) from {options.Schema}.journal j where not exists (select from newest) or (j.tx, j.position) > (select last_tx, last_position from newest)
            """);
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }

    private static string? FaultOfSeal(StoredSeal stored, long number, string previous, Dictionary<string, SealPublicKey> known)
    {
        var seal = stored.SignedSeal.Seal;
        return seal.Number != number ? $"Seal {number} is missing."
            : seal.Previous != previous ? "It does not follow the seal before: the chain is broken here."
            : stored.Hash != seal.Hash() ? "Its stored hash is not its own: it was changed."
            : !known.TryGetValue(seal.KeyId, out var key) ? $"It was signed with key {seal.KeyId}, which the desk does not have."
            : !key.Verifies(stored.SignedSeal) ? "Its signature is not that of the desk's key: it was changed."
            : Convert.ToHexStringLower(MerkleTree.Root(stored.Leaves)) != seal.Root ? "Its stored leaves do not lead to its root: they were changed."
            : null;
    }

    private async Task<string?> FaultOfRowsAsync(StoredSeal stored, ReplayPosition after, CancellationToken stop)
    {
        var (index, differs) = (0, "");
        await using var command = database.CreateCommand(_rows);
        foreach (var value in new object[] { after.Transaction.ToString(), after.Row, stored.Last.Transaction.ToString(), stored.Last.Row })
        {
            command.Parameters.Add(new() { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync(stop);
        for (; await reader.ReadAsync(stop); index++)
        {
            var row = PlacedRow.Read(reader, options.Schema).Row;
            var same = index < stored.SignedSeal.Seal.Leaves && row.LeafHash().AsSpan().SequenceEqual(stored.Leaves.AsSpan(index * MerkleTree.HashBytes, MerkleTree.HashBytes));
            if (!same && differs.Length == 0)
            {
                differs = $"The row in place {index + 1} ({row.AggregateType} {row.AggregateId}, version {row.Version}, event {row.EventId}) is not what was sealed there.";
            }
        }

        return index == stored.SignedSeal.Seal.Leaves ? (differs.Length == 0 ? null : differs)
            : $"It was made over {stored.SignedSeal.Seal.Leaves} rows, and {index} are there. {differs}".TrimEnd();
    }

    private async Task<List<StoredSeal>> SealsAsync(long after, CancellationToken stop)
    {
        await using var command = database.CreateCommand(_seals);
        command.Parameters.Add(new() { Value = after });
        await using var reader = await command.ExecuteReaderAsync(stop);
        var page = new List<StoredSeal>();
        while (await reader.ReadAsync(stop))
        {
            page.Add(StoredSeal.Read(reader, options.Schema));
        }

        return page;
    }
}
