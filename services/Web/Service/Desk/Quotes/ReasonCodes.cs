using System.Text.Json;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Desk.Calls;

namespace CoretimeDesk.Web.Desk.Quotes;

/// <summary>The codes for reasons that a rule version knows, as it lists them itself.</summary>
public static class ReasonCodes
{
    /// <returns>None when they cannot be read at this moment: the service says then what is wrong with a code.</returns>
    public static async Task<IReadOnlyList<string>> OfAsync(IDeskCalls calls, Peers peers, uint version, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(peers);
        try
        {
            return Read((await calls.ReadAsync(peers.Rules.GetRuleVersionAsync, new GetRuleVersionRequest { Version = version }, stop)).RulesJson);
        }
        catch (CallException)
        {
            return [];
        }
    }

    public static IReadOnlyList<string> Read(string rulesJson)
    {
        if (string.IsNullOrEmpty(rulesJson))
        {
            return [];
        }

        using var rules = JsonDocument.Parse(rulesJson);
        return rules.RootElement.TryGetProperty("reason_codes", out var codes) && codes.ValueKind == JsonValueKind.Array ? [.. codes.EnumerateArray().Select(c => c.GetString() ?? "").Where(c => c.Length > 0)] : [];
    }
}
