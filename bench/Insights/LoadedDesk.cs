using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.Translating;
using Npgsql;

namespace CoretimeDesk.Bench.Insights;

/// <summary>Puts facts straight into the service's table, worked out as the service does it; of events only those about people.</summary>
internal static class LoadedDesk
{
    /// <summary>Fills the tables; says how many facts there are.</summary>
    public static async Task<long> FillAsync(NpgsqlDataSource sql, ToldDesk desk, int customers)
    {
        await using var connection = await sql.OpenConnectionAsync();
        await using (var people = await RowCopy.OfObservationsAsync(connection, "insights.observations", CancellationToken.None))
        {
            foreach (var told in desk.Staff())
            {
                await people.AddAsync(RowOf(told), CancellationToken.None);
            }

            await people.CompleteAsync(CancellationToken.None);
        }

        var count = 0L;
        await using var copy = await RowCopy.OfFactsAsync(connection, "insights.facts", CancellationToken.None);
        for (var customer = 1; customer <= customers; customer++)
        {
            foreach (var fact in desk.Story(customer, customers).Select(RowOf).GroupBy(r => r.Subject, StringComparer.Ordinal).SelectMany(Translation.Of))
            {
                await copy.AddAsync(fact, CancellationToken.None);
                count++;
            }
        }

        await copy.CompleteAsync(CancellationToken.None);
        return count;
    }

    private static ObservationRow RowOf(ToldEvent told) => Observing.RowOf(told.Topic, told.Type, told.Aggregate, told.Sequence, told.Actor, told.At, told.Message);
}
