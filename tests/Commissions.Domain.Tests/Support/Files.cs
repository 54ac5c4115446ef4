using System.Text.Json.Nodes;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>Plan files for tests.</summary>
internal static class Files
{
    /// <summary>Two plans: the usual one, and one with a short window and odd steps.</summary>
    public static JsonObject Plans() => new()
    {
        ["recover_bp"] = 5000,
        ["plans"] = new JsonArray(
            Plan("usual-1", 2500, [("AE", 1800), ("SE", 400), ("SDR", 300)], [(8000, 2000), (12000, 2500), (null, 3000)], 365, 180),
            Plan("short-1", 2001, [("AE", 2001)], [(3333, 2000), (10001, 2999), (null, 2003)], 40, 10)),
    };

    public static JsonObject Plan(string id, int flatBp, (string Role, int Bp)[] split, (int? To, int Bp)[] steps, int windowDays, int clawbackDays) => new()
    {
        ["id"] = id,
        ["flat_bp"] = flatBp,
        ["split"] = new JsonObject(split.Select(s => KeyValuePair.Create(s.Role, (JsonNode?)s.Bp))),
        ["accelerator"] = new JsonArray([.. steps.Select(s => new JsonObject { ["to_quota_bp"] = s.To, ["bp"] = s.Bp })]),
        ["overlay"] = new JsonObject { ["bp"] = 200, ["from_day"] = id == "usual-1" ? 180 : 5 },
        ["window_days"] = windowDays,
        ["clawback_days"] = clawbackDays,
    };
}
