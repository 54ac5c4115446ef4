using System.Globalization;
using System.Text;
using CoretimeDesk.Journal.V1;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.Audit;

/// <summary>An entry of some service's journal.</summary>
public sealed record AuditEntry(string Stream, JournalEntry Entry);

/// <summary>
/// A page of one timeline over the journals of all services. Each journal has an order of its own that never changes; they are merged by time, and the next page begins
/// in each after the last entry of it that was shown. So no entry is shown twice or left out, whatever clocks say.
/// </summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Next">What the next page's address carries; empty on the last.</param>
/// <param name="Silent">Services that did not answer, with why. Their entries are missing.</param>
public sealed record AuditTrail(IReadOnlyList<AuditEntry> Entries, string Next, IReadOnlyList<(string Stream, string Why)> Silent)
{
    public const int PageSize = 50;

    /// <summary>The most that a file holds.</summary>
    public const int FileMax = 5000;

    private const char Between = ',', Of = ':';

    /// <summary>Reads a page.</summary>
    /// <param name="calls">As whoever is signed in.</param>
    /// <param name="peers">Whose journals.</param>
    /// <param name="query">Which entries.</param>
    /// <param name="page">What <see cref="Next"/> said; empty for the newest.</param>
    /// <param name="stop">Cancels it.</param>
    /// <exception cref="CallException">No service answered.</exception>
    public static async Task<AuditTrail> ReadAsync(IDeskCalls calls, Peers peers, AuditQuery query, string page, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(peers);
        ArgumentNullException.ThrowIfNull(query);
        var places = Places(page);
        CallException? failure = null;
        var silent = new List<(string, string)>();
        var heads = new List<(string Stream, ListEntriesResponse Answer)>();
        var asked = peers.Journals.Where(j => (query.Stream.Length == 0 || j.Stream == query.Stream) && (page.Length == 0 || places.ContainsKey(j.Stream))).ToList();
        foreach (var (stream, name, answer) in await Task.WhenAll(asked.Select(async j => (j.Stream, j.Name, Answer: await AskAsync(j.Stream, j.Journal)))))
        {
            if (answer is { } known)
            {
                heads.Add((stream, known));
            }
            else
            {
                silent.Add((stream, name));
            }
        }

        return asked.Count > 0 && heads.Count == 0 && failure is not null ? throw failure : Merge(heads, places, silent);

        async Task<ListEntriesResponse?> AskAsync(string stream, JournalService.JournalServiceClient journal)
        {
            try
            {
                return await calls.ReadAsync(journal.ListEntriesAsync, query.ToRequest(places.GetValueOrDefault(stream, ""), PageSize), stop);
            }
            catch (CallException e)
            {
                failure = e;
                return null;
            }
        }
    }

    /// <summary>All of it as a file, newest first: at most <see cref="FileMax"/> entries, and its last line says when there are more.</summary>
    public static async Task<string> CsvAsync(IDeskCalls calls, Peers peers, AuditQuery query, CancellationToken stop)
    {
        var text = new StringBuilder("occurred_at,service,who,who_id,event,about_type,about_id,version,rule_version,event_id\n");
        var (page, count) = ("", 0);
        do
        {
            var trail = await ReadAsync(calls, peers, query, page, stop);
            foreach (var (stream, entry) in trail.Entries)
            {
                text.AppendJoin(',', new[]
                {
                    Words.Iso(entry.OccurredAt.ToDateTimeOffset()), stream, entry.ActorName, entry.ActorId, entry.Type, entry.AggregateType, entry.AggregateId,
                    entry.Version.ToString(CultureInfo.InvariantCulture), entry.RuleVersion, entry.EventId,
                }.Select(Cell)).Append('\n');
            }

            foreach (var (stream, _) in trail.Silent)
            {
                text.Append(Cell($"MISSING: {stream} did not answer")).Append('\n');
            }

            (page, count) = (trail.Silent.Count > 0 ? "" : trail.Next, count + trail.Entries.Count);
        }
        while (page.Length > 0 && count < FileMax);

        return page.Length > 0 ? text.Append(Cell($"MORE: only the newest {count} entries are in this file")).Append('\n').ToString() : text.ToString();
    }

    private static AuditTrail Merge(List<(string Stream, ListEntriesResponse Answer)> heads, Dictionary<string, string> places, List<(string, string)> silent)
    {
        var entries = new List<AuditEntry>();
        var taken = heads.ToDictionary(h => h.Stream, _ => 0, StringComparer.Ordinal);
        while (entries.Count < PageSize)
        {
            var next = heads.Where(h => taken[h.Stream] < h.Answer.Entries.Count)
                .Select(h => new AuditEntry(h.Stream, h.Answer.Entries[taken[h.Stream]]))
                .OrderByDescending(e => e.Entry.OccurredAt).ThenBy(e => e.Stream, StringComparer.Ordinal).FirstOrDefault();
            if (next is null)
            {
                break;
            }

            entries.Add(next);
            taken[next.Stream]++;
        }

        var left = heads.Where(h => taken[h.Stream] < h.Answer.Entries.Count || h.Answer.HasMore)
            .Select(h => $"{h.Stream}{Of}{(taken[h.Stream] > 0 ? h.Answer.Entries[taken[h.Stream] - 1].Position : places.GetValueOrDefault(h.Stream, ""))}");
        return new(entries, string.Join(Between, left), silent);
    }

    private static Dictionary<string, string> Places(string page) => page.Split(Between, StringSplitOptions.RemoveEmptyEntries)
        .Select(p => p.Split(Of, 2)).Where(p => p.Length == 2).GroupBy(p => p[0], StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First()[1], StringComparer.Ordinal);

    // A cell that a spreadsheet would take for a formula gets an apostrophe: names are typed by people.
    private static string Cell(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
