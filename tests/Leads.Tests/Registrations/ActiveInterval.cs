using System.Text.Json;
using Npgsql;

namespace CoretimeDesk.Leads.Tests.Registrations;

/// <summary>From when to when a registration was active, and on which account and line, as the journal tells.</summary>
internal sealed record ActiveInterval(Guid Registration, Guid Account, string Line, DateTimeOffset From, DateTimeOffset? Until, string Owner)
{
    /// <summary>All of them, rebuilt from public events alone: what a foreign reader would find.</summary>
    public static async Task<List<ActiveInterval>> ReadAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("""
            select aggregate_id, split_part(type, '.', 3), payload::text from leads.journal
            where aggregate_type = 'registration' and sequence is not null order by aggregate_id, sequence
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var open = new Dictionary<Guid, ActiveInterval>();
        var intervals = new List<ActiveInterval>();
        while (await reader.ReadAsync())
        {
            var (id, type) = (reader.GetGuid(0), reader.GetString(1));
            using var json = JsonDocument.Parse(reader.GetString(2));
            var e = json.RootElement;
            switch (type)
            {
                case "RegistrationClaimed":
                    open[id] = new(id, AccountOf(e), LineOf(e), At(e, "claimedAt"), null, Text(e, "ownerName"));
                    break;
                case "RegistrationApproved" when !open.ContainsKey(id):
                    open[id] = new(id, AccountOf(e), LineOf(e), At(e, "approvedAt"), null, Text(e, "ownerName"));
                    break;
                case "RegistrationReinstated":
                    open[id] = new(id, AccountOf(e), LineOf(e), At(e, "reinstatedAt"), null, Text(e, "ownerName"));
                    break;
                case "RegistrationRehomed" when open.TryGetValue(id, out var before):
                    intervals.Add(before with { Until = At(e, "rehomedAt") });
                    open[id] = before with { Account = AccountOf(e), From = At(e, "rehomedAt") };
                    break;
                case "RegistrationMoved" when open.TryGetValue(id, out var before):
                    intervals.Add(before with { Until = At(e, "movedAt") });
                    open[id] = before with { Owner = Text(e, "ownerName"), From = At(e, "movedAt") };
                    break;
                case "RegistrationEnded" when open.Remove(id, out var ended):
                    intervals.Add(ended with { Until = At(e, "endedAt") });
                    break;
            }
        }

        return [.. intervals, .. open.Values];
    }

    /// <summary>Pairs that were active on one account and line at one instant. A registration may begin at the instant at which another ends.</summary>
    public static List<(ActiveInterval, ActiveInterval)> Overlaps(IEnumerable<ActiveInterval> intervals) =>
    [
        .. intervals.GroupBy(i => (i.Account, i.Line)).SelectMany(line =>
        {
            var ordered = line.OrderBy(i => i.From).ThenBy(i => i.Until ?? DateTimeOffset.MaxValue).ToList();
            return ordered.Zip(ordered.Skip(1)).Where(pair => pair.First.Until is null || pair.First.Until > pair.Second.From);
        }),
    ];

    private static Guid AccountOf(JsonElement e) => Guid.Parse(Text(e, "accountId"));

    private static string LineOf(JsonElement e) => Text(e, "line");

    private static DateTimeOffset At(JsonElement e, string name) => DateTimeOffset.Parse(Text(e, name));

    private static string Text(JsonElement e, string name) => e.GetProperty(name).GetString()!;
}
