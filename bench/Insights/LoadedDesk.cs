using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.Translating;
using Npgsql;

namespace CoretimeDesk.Bench.Insights;

/// <summary>Puts events and facts straight into the service's tables, worked out as the service does it.</summary>
internal static class LoadedDesk
{
    /// <summary>Fills the tables; says how many facts there are.</summary>
    public static async Task<long> FillAsync(NpgsqlDataSource sql, ToldDesk desk, int customers)
    {
        await using var connection = await sql.OpenConnectionAsync();
        await using var other = await sql.OpenConnectionAsync();
        await using var events = await RowCopy.OfObservationsAsync(other, "insights.observations", CancellationToken.None);
        foreach (var told in desk.Staff())
        {
            await events.AddAsync(RowOf(told), CancellationToken.None);
        }

        var count = 0L;
        await using var facts = await RowCopy.OfFactsAsync(connection, "insights.facts", CancellationToken.None);
        for (var customer = 1; customer <= customers; customer++)
        {
            foreach (var about in desk.Story(customer, customers).Select(RowOf).GroupBy(r => r.Subject, StringComparer.Ordinal))
            {
                foreach (var row in about)
                {
                    await events.AddAsync(row, CancellationToken.None);
                }

                foreach (var fact in Translation.Of(about))
                {
                    await facts.AddAsync(fact, CancellationToken.None);
                    count++;
                }
            }
        }

        await events.CompleteAsync(CancellationToken.None);
        await facts.CompleteAsync(CancellationToken.None);
        return count;
    }

    private static ObservationRow RowOf(ToldEvent told) => Observing.RowOf(told.Topic, told.Type, told.Aggregate, told.Sequence, told.Actor, told.At, told.Message);
}
