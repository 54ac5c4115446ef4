using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher.Tests.Support;

/// <summary>
/// Facts in the form that node/oracle.mjs prints: names in snake case; integers of 32 bits or less as numbers, wider ones as decimal text; bytes as 0x hex; amounts as
/// <c>"123 PAS"</c>; choices as their names; the chain as its name.
/// </summary>
internal static class FactJson
{
    public static JsonObject Of(ChainFact fact)
    {
        var json = new JsonObject { ["fact"] = fact.Name, ["id"] = fact.Id.ToString() };
        foreach (var property in PropertiesOf(fact.GetType()).Where(p => p.Name is not (nameof(ChainFact.Id) or nameof(ChainFact.Name))))
        {
            json[Snake(property.Name)] = Of(property.GetValue(fact));
        }

        return json;
    }

    private static JsonNode? Of(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag,
        byte or ushort or uint or int => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        long number => number,
        UInt128 number => $"{number}",
        Enum choice => choice.ToString(),
        AccountId32 or H256 or CoreMask => value.ToString(),
        RegionId region => new JsonObject { ["begin"] = region.Begin.Value, ["core"] = region.Core, ["mask"] = Of(region.Mask) },
        DateTimeOffset at => at.ToUnixTimeMilliseconds(),
        ChainRef chain => chain.Name,
        TokenAmount amount => $"{amount.Planck} {amount.Token.Symbol}",
        FactOrigin origin => Fields(origin, nameof(FactOrigin.Id)),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Of)]),
        _ => Fields(value, ""),
    };

    private static JsonObject Fields(object value, string except)
    {
        var json = new JsonObject();
        foreach (var property in PropertiesOf(value.GetType()).Where(p => p.Name != except))
        {
            json[Snake(property.Name)] = Of(property.GetValue(value));
        }

        return json;
    }

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract");

    private static string Snake(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
