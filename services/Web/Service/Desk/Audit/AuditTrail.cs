using System.Globalization;
using CoretimeDesk.Csv;
using CoretimeDesk.Journal.V1;
using CoretimeDesk.Web.Desk.Calls;
using CoretimeDesk.Web.Desk.Frame;

namespace CoretimeDesk.Web.Desk.Audit;

/// <summary>The journals of all services, and how they are asked.</summary>
/// <param name="All">What addresses call them, and what sentences do.</param>
/// <param name="AskAsync">Asks one of them.</param>
public sealed record AuditJournals(IReadOnlyList<(string Stream, string Name)> All, Func<string, ListEntriesRequest, Task<ListEntriesResponse>> AskAsync)
{
    /// <summary>Those of the desk, asked as whoever is signed in.</summary>
    public static AuditJournals Of(IDeskCalls calls, Peers peers, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(peers);
        var journals = peers.Journals;
        // Not as other reads: a page hands what it read on by the request alone, and all journals are asked the same.
        return new([.. journals.Select(j => (j.Stream, j.Name))], (stream, request) => calls.SendAsync(journals.First(j => j.Stream == stream).Journal.ListEntriesAsync, request, stop));
    }
}

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
    /// <param name="journals">Whose entries.</param>
    /// <param name="query">Which of them.</param>
    /// <param name="page">What <see cref="Next"/> said; empty for the newest.</param>
    /// <exception cref="CallException">No service answered, or the query cannot be meant.</exception>
    public static async Task<AuditTrail> ReadAsync(AuditJournals journals, AuditQuery query, string page)
    {
        ArgumentNullException.ThrowIfNull(journals);
        ArgumentNullException.ThrowIfNull(query);
        if (query.Fault.Length > 0)
        {
            throw new CallException(new(TroubleKind.Refused, query.Fault), new FormatException());
        }

        var places = Places(page);
        CallException? failure = null;
        var (silent, heads) = (new List<(string, string)>(), new List<(string Stream, ListEntriesResponse Answer)>());
        var asked = journals.All.Where(j => (query.Stream.Length == 0 || j.Stream == query.Stream) && (page.Length == 0 || places.ContainsKey(j.Stream))).ToList();
        foreach (var (stream, name, answer) in await Task.WhenAll(asked.Select(async j => (j.Stream, j.Name, Answer: await AskAsync(j.Stream)))))
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

        return heads.Count == 0 && failure is not null ? throw failure : Merge(heads, places, silent);

        async Task<ListEntriesResponse?> AskAsync(string stream)
        {
            try
            {
                return await journals.AskAsync(stream, query.ToRequest(places.GetValueOrDefault(stream, ""), PageSize));
            }
            catch (CallException e)
            {
                failure = e;
                return null;
            }
        }
    }

    /// <summary>All of it as a file, newest first: at most <see cref="FileMax"/> entries, and its last line says when there are more.</summary>
    public static async Task<string> CsvAsync(AuditJournals journals, AuditQuery query)
    {
        using var table = new CsvTable("occurred_at", "service", "who", "who_id", "event", "about_type", "about_id", "version", "rule_version", "event_id");
        var (page, count) = ("", 0);
        do
        {
            var trail = await ReadAsync(journals, query, page);
            foreach (var (stream, entry) in trail.Entries)
            {
                table.Add(
                    Words.Iso(entry.OccurredAt.ToDateTimeOffset()), stream, entry.ActorName, entry.ActorId, entry.Type, entry.AggregateType, entry.AggregateId,
                    entry.Version.ToString(CultureInfo.InvariantCulture), entry.RuleVersion, entry.EventId);
            }

            foreach (var (stream, _) in trail.Silent)
            {
                table.Add($"MISSING: {stream} did not answer");
            }

            (page, count) = (trail.Next, count + trail.Entries.Count);
        }
        while (page.Length > 0 && count < FileMax);

        if (page.Length > 0)
        {
            table.Add($"MORE: only the newest {count} entries are in this file");
        }

        return table.ToString();
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
}
