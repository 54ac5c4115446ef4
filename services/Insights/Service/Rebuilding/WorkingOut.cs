using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Translating;
using Npgsql;

namespace CoretimeDesk.Insights.Rebuilding;

/// <summary>Facts of all subjects that a rebuild has read. Reading, working out and writing go on side by side: the database sorts and takes while this process thinks.</summary>
internal sealed class WorkingOut(Staging staging, NpgsqlDataSource database)
{
    private const int PagesAhead = 4;

    /// <summary>Does it; says how many events are done.</summary>
    public async IAsyncEnumerable<long> RunAsync([EnumeratorCancellation] CancellationToken stop)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pages = Channel.CreateBounded<List<(string About, ObservationRow Row)>>(PagesAhead);
        var reading = Task.Run(() => ReadAsync(pages.Writer, ended.Token), CancellationToken.None);
        try
        {
            await using var connection = await database.OpenConnectionAsync(stop);
            await using var facts = await RowCopy.OfFactsAsync(connection, $"{InsightsDb.SchemaName}.rebuild_facts", stop);
            var (done, subject) = (0L, new List<(string About, ObservationRow Row)>());
            await foreach (var page in pages.Reader.ReadAllAsync(stop))
            {
                foreach (var one in page)
                {
                    if (subject.Count > 0 && subject[0].About != one.About)
                    {
                        await AddAsync(facts, subject, stop);
                        subject.Clear();
                    }

                    subject.Add(one);
                }

                yield return done += page.Count;
            }

            await AddAsync(facts, subject, stop);
            await facts.CompleteAsync(stop);
        }
        finally
        {
            // The connection that is read from is not this method's: it is left in peace.
            await ended.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(ChannelWriter<List<(string About, ObservationRow Row)>> pages, CancellationToken stop)
    {
        try
        {
            await foreach (var page in staging.BySubjectAsync(stop))
            {
                await pages.WriteAsync(page, stop);
            }

            pages.Complete();
        }
        catch (Exception e)
        {
            pages.Complete(e);
        }
    }

    private static async Task AddAsync(RowCopy<FactRow> facts, List<(string About, ObservationRow Row)> subject, CancellationToken stop)
    {
        foreach (var fact in subject.GroupBy(s => s.About, s => s.Row, StringComparer.Ordinal).SelectMany(Translation.Of))
        {
            await facts.AddAsync(fact, stop);
        }
    }
}
