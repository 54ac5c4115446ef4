using CoretimeDesk.Sealing;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>A row of the table of seals.</summary>
/// <param name="SignedSeal">The seal as it was signed.</param>
/// <param name="Hash">Its hash as it was stored.</param>
/// <param name="First">The first row's place.</param>
/// <param name="Last">The last row's place.</param>
/// <param name="Leaves">The leaves' hashes, one after the other.</param>
internal sealed record StoredSeal(SignedSeal SignedSeal, string Hash, ReplayPosition First, ReplayPosition Last, byte[] Leaves)
{
    /// <summary>The columns that <see cref="Read"/> expects, in this order.</summary>
    public const string Columns = Head + ", leaves";

    /// <summary>As <see cref="Columns"/>, where nobody needs the leaves, which may be many.</summary>
    public const string ColumnsWithoutLeaves = Head + ", ''::bytea";

    private const string Head = "number, previous, root, leaf_count, first_tx::text, first_position, last_tx::text, last_position, sealed_at, key_id, signature, hash";

    public static StoredSeal Read(NpgsqlDataReader row, string service)
    {
        var first = new ReplayPosition(ulong.Parse(row.GetString(4)), row.GetInt64(5));
        var last = new ReplayPosition(ulong.Parse(row.GetString(6)), row.GetInt64(7));
        var seal = new Seal(
            service, row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), first.ToString(), last.ToString(), row.GetFieldValue<DateTimeOffset>(8), row.GetString(9));
        return new(new(seal, row.GetString(10)), row.GetString(11), first, last, row.GetFieldValue<byte[]>(12));
    }
}

/// <summary>A journal row and its place in the replay order.</summary>
internal sealed record PlacedRow(SealedRow Row, ReplayPosition Position)
{
    /// <summary>The columns that <see cref="Read"/> expects, in this order.</summary>
    public const string Columns =
        "event_id, aggregate_id, aggregate_type, version, sequence, type, payload::text, actor_id, actor_name, rule_version, request_id, occurred_at, tx::text, position";

    /// <summary>The replay order. With the table's name before them: "order by tx" alone would mean the column of the answer, which is text, and puts 1000 before 999.</summary>
    public const string Order = "journal.tx, journal.position";

    public static PlacedRow Read(NpgsqlDataReader row, string service) => new(
        new(
            service, row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetInt64(3), row.IsDBNull(4) ? 0 : row.GetInt64(4), row.GetString(5), row.GetString(6),
            row.GetGuid(7), row.GetString(8), row.IsDBNull(9) ? "" : row.GetString(9), row.IsDBNull(10) ? null : row.GetGuid(10), row.GetFieldValue<DateTimeOffset>(11)),
        new(ulong.Parse(row.GetString(12)), row.GetInt64(13)));
}
