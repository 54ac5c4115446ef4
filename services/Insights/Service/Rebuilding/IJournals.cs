using CoretimeDesk.Journal.V1;

namespace CoretimeDesk.Insights.Rebuilding;

/// <summary>The journals of other parts of the desk.</summary>
internal interface IJournals
{
    /// <summary>All public events of a part, from the first to the newest.</summary>
    /// <param name="part">"leads".</param>
    /// <param name="token">Of whoever asks for it: their right to read is looked at there.</param>
    /// <param name="stop">Ends it.</param>
    IAsyncEnumerable<JournalEntry> ReadAsync(string part, string token, CancellationToken stop);
}
