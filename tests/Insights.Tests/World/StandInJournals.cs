using System.Runtime.CompilerServices;
using CoretimeDesk.Insights.Rebuilding;
using CoretimeDesk.Journal.V1;
using Grpc.Core;

namespace CoretimeDesk.Insights.Tests;

/// <summary>Journals of the other parts of the desk, with what a test has published. That a real service streams its journal is tested where journals are.</summary>
internal sealed class StandInJournals : IJournals
{
    /// <summary>What was published, in its order.</summary>
    public List<TopicEvent> Published { get; } = [];

    /// <summary>This part goes away in the middle of its journal; null for none.</summary>
    public string? Away { get; set; }

    /// <summary>Runs after a part's journal is read.</summary>
    public Func<string, Task> AfterReading { get; set; } = _ => Task.CompletedTask;

    public async IAsyncEnumerable<JournalEntry> ReadAsync(string part, string token, [EnumeratorCancellation] CancellationToken stop)
    {
        var events = Published.Where(e => e.Topic == part).ToList();
        foreach (var (position, one) in events.Index())
        {
            if (part == Away && position >= events.Count / 2)
            {
                throw new RpcException(new(StatusCode.Unavailable, $"The journal of {part} is away."));
            }

            yield return one.ToJournal(position);
        }

        await AfterReading(part);
    }
}
