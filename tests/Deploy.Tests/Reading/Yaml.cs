using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>Reads YAML the way kubectl does: an unquoted <c>true</c>, <c>yes</c> or <c>8080</c> is no string.</summary>
internal static class Yaml
{
    private static readonly HashSet<string> True = new(["y", "yes", "true", "on"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> False = new(["n", "no", "false", "off"], StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<JsonNode> ReadAll(string path) => Parse(File.ReadAllText(path));

    public static JsonNode Read(string path) => ReadAll(path) is [var only]
        ? only
        : throw new InvalidDataException($"{path} must hold exactly one document.");

    public static IReadOnlyList<JsonNode> Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return [.. stream.Documents.Select(d => Convert(d.RootNode)).OfType<JsonNode>()];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode scalar => Convert(scalar),
        _ => throw new InvalidDataException($"Aliases are not used in these files ({node.Start})."),
    };

    private static JsonValue? Convert(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
        {
            return JsonValue.Create(text);
        }

        return text is "" or "~" or "null" ? null
            : True.Contains(text) ? JsonValue.Create(true)
            : False.Contains(text) ? JsonValue.Create(false)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? JsonValue.Create(real)
            : JsonValue.Create(text);
    }
}
