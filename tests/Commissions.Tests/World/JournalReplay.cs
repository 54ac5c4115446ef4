using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using Google.Protobuf;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>What the journal alone says: observations, plans, and the statements that were written.</summary>
internal sealed record JournalReplay(Observations Told, PlanShelf Plans, IReadOnlyList<string> Written)
{
    /// <summary>Reads it, in no order that means anything.</summary>
    public static async Task<JournalReplay> ReadAsync(CommissionsWorld world)
    {
        var (observed, adopted, written) = (new List<ObservationRow>(), new List<AdoptionRow>(), new List<string>());
        await using var command = world.Database.CreateCommand("select type, payload::text from commissions.journal order by random()");
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            switch (reader.GetString(0).Split('.')[^2])
            {
                case nameof(Observed):
                    observed.Add(Observing.Of(JsonParser.Default.Parse<Observed>(reader.GetString(1))));
                    break;
                case nameof(PlansAdopted):
                    var plans = JsonParser.Default.Parse<PlansAdopted>(reader.GetString(1));
                    adopted.Add(new() { Id = Guid.Empty, Number = (int)plans.Number, Json = plans.PlansJson, Sha256 = plans.Sha256, AdoptedById = Guid.Empty, AdoptedBy = "", Reason = plans.Reason, AdoptedAt = plans.AdoptedAt.ToDateTimeOffset() });
                    break;
                case nameof(StatementWritten):
                    written.Add(JsonParser.Default.Parse<StatementWritten>(reader.GetString(1)).Json);
                    break;
                default:
                    break;
            }
        }

        return new(new(observed), new(adopted), [.. written.Order(StringComparer.Ordinal)]);
    }
}
