using System.Data;
using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.Translating;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Insights.Shelf;

/// <summary>
/// All facts in memory, as the database has them at each look: what was read before is read again only where a transaction has changed it since, and books go on with what is new. Where
/// something is otherwise that is in the books already, they are made anew. For many facts that is done beside, and until it is done answers are as of before.
/// </summary>
internal sealed class FactShelf(NpgsqlDataSource database, IDbContextFactory<InsightsDb> contexts, TimeProvider time) : IDisposable
{
    // More than these are not waited for: making their books anew takes longer than a reader should wait.
    private const int FewFacts = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Rows of a transaction that was still running at the last look may have become visible since: read on from the oldest of these.
    private const string Changed = $"select id, token, body::text, extra::text, is_gone from {InsightsDb.SchemaName}.facts where tx >= $1::text::xid8";
    private const string Snapshot = "select pg_snapshot_xmin(pg_current_snapshot())::text";
    private static readonly string Dot = Market.Token.Dot.Symbol;
    private const int LinesAtOnce = 20_000;

    private readonly Dictionary<string, KeptFact> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenShelf> _tokens = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1);
    private string _seen = "0";
    private int _peopleSeen = -1;
    private long _revision;
    private Staff _staff = new([]);

    /// <summary>The facts in a token.</summary>
    /// <exception cref="RpcException">So much is new that reading it takes longer than a caller should wait; it goes on, and says how far it is.</exception>
    public Task<TokenFacts> ReadAsync(string token, CancellationToken stop) => LookAsync(
        async () =>
        {
            await RefreshPeopleAsync();
            await RefreshFactsAsync();
            if (!_tokens.TryGetValue(token, out var shelf))
            {
                _tokens[token] = shelf = new(token);
            }

            return await shelf.ReadAsync(() => [.. _kept.Values.Where(shelf.Has)], _staff, _revision, FewFacts, time.GetUtcNow());
        },
        stop);

    /// <summary>The token that is meant when none is named: DOT, but on a desk that has nothing in DOT the one that it has most in, such as a test network's.</summary>
    /// <exception cref="RpcException">As <see cref="ReadAsync"/>.</exception>
    public Task<string> UsualTokenAsync(CancellationToken stop) => LookAsync(
        async () =>
        {
            await RefreshFactsAsync();
            var most = _counts.Where(c => c.Key.Length > 0 && c.Value > 0).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key).FirstOrDefault();
            return most is null || _counts.GetValueOrDefault(Dot) > 0 ? Dot : most;
        },
        stop);

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    /// <summary>Looks, one caller at a time. What is read stays read, also when whoever asked has gone: else a look that takes long would be begun again and again.</summary>
    private async Task<T> LookAsync<T>(Func<Task<T>> look, CancellationToken stop)
    {
        var looking = Task.Run(
            async () =>
            {
                await _one.WaitAsync();
                try
                {
                    return await look();
                }
                finally
                {
                    _one.Release();
                }
            },
            CancellationToken.None);
        try
        {
            return await looking.WaitAsync(Patience, stop);
        }
        catch (TimeoutException) when (!looking.IsCompleted)
        {
            throw new RpcException(new(StatusCode.Unavailable, $"Facts are being read from the database, {_kept.Count} so far. Ask again in a minute."));
        }
    }

    private async Task RefreshPeopleAsync()
    {
        await using var db = await contexts.CreateDbContextAsync();
        var people = db.Observations.AsNoTracking().Where(o => o.Topic == ToldHosting.People);
        if (await people.CountAsync() is var count && count != _peopleSeen)
        {
            (_staff, _peopleSeen) = (new((await people.ToListAsync()).Select(Observing.ToTold)), count);
            _revision++;
            foreach (var shelf in _tokens.Values)
            {
                shelf.IsStale = true;
            }
        }
    }

    private async Task RefreshFactsAsync()
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead);
        await using var snapshot = new NpgsqlCommand(Snapshot, connection, transaction);
        var seen = (string)(await snapshot.ExecuteScalarAsync())!;
        await foreach (var changes in ChangesAsync(connection, transaction))
        {
            foreach (var (id, fact) in changes)
            {
                var before = _kept.GetValueOrDefault(id);
                if (fact == before)
                {
                    continue;
                }

                _revision++;
                Count(before, -1);
                Count(fact, 1);
                if (fact is null)
                {
                    _kept.Remove(id);
                }
                else
                {
                    _kept[id] = fact;
                }

                foreach (var shelf in _tokens.Values)
                {
                    shelf.Change(before, fact);
                }
            }
        }

        _seen = seen;
    }

    private void Count(KeptFact? fact, int by)
    {
        if (fact is not null)
        {
            _counts[fact.Token] = _counts.GetValueOrDefault(fact.Token) + by;
        }
    }

    private async IAsyncEnumerable<List<(string Id, KeptFact? Fact)>> ChangesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        List<(string Id, string Token, string? Extra, bool IsGone)> rows = [];
        List<string> lines = [];
        await using var command = new NpgsqlCommand(Changed, connection, transaction) { Parameters = { new() { Value = _seen } }, CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetString(0), string.Intern(reader.GetString(1)), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetBoolean(4)));
            lines.Add(reader.GetString(2));
            if (rows.Count == LinesAtOnce)
            {
                yield return Read(rows, lines);
                rows.Clear();
                lines.Clear();
            }
        }

        yield return Read(rows, lines);
    }

    private static List<(string Id, KeptFact? Fact)> Read(List<(string Id, string Token, string? Extra, bool IsGone)> rows, List<string> lines)
    {
        var reading = FactFile.Read(lines);
        if (reading.Fault is { } fault)
        {
            throw new InvalidOperationException($"The fact {rows[fault.Line - 1].Id} in the database cannot be read: {fault.Field} {fault.Message}.");
        }

        var facts = reading.Set.Facts.ToDictionary(f => f.Id, StringComparer.Ordinal);
        return [.. rows.Select(r => facts[r.Id] is var fact && r.IsGone ? (r.Id, null) : (fact.Id, new KeptFact(fact, r.Token, FactExtra.Of(r.Extra))))];
    }
}
