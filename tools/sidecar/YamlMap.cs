using YamlDotNet.RepresentationModel;

namespace CoretimeDesk.Sidecar;

/// <summary>A mapping in a YAML file that knows where it stands, so that a complaint can name file, line and member.</summary>
internal sealed class YamlMap
{
    private readonly string _file;
    private readonly string _path;
    private readonly YamlNode _node;
    private readonly YamlMappingNode _map;

    /// <exception cref="SidecarStartException">The node is not a mapping.</exception>
    public YamlMap(string file, string path, YamlNode node)
    {
        (_file, _path, _node) = (file, path, node);
        _map = node as YamlMappingNode ?? throw Wrong("", "should be a mapping");
    }

    public YamlMap? Map(string key) => Find(key) is { } node && !IsNull(node) ? new YamlMap(_file, Join(key), node) : null;

    public string? Text(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode scalar => scalar.Value,
        _ => throw Wrong(key, "should be a text"),
    };

    public IReadOnlyList<string> List(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list when list.All(item => item is YamlScalarNode) => [.. list.Select(item => ((YamlScalarNode)item).Value ?? "")],
        _ => throw Wrong(key, "should be a list of texts"),
    };

    public IEnumerable<YamlMap> MapsOf(string key) => Find(key) switch
    {
        null => [],
        YamlSequenceNode list => list.Select((item, i) => new YamlMap(_file, $"{Join(key)}[{i}]", item)),
        _ => throw Wrong(key, "should be a list"),
    };

    public IEnumerable<(string Key, YamlMap Value)> Maps() => Keys().Select(key => (key, new YamlMap(_file, Join(key), Find(key)!)));

    /// <summary>The members that are plain texts.</summary>
    public IEnumerable<(string Key, string Value)> Texts() =>
        Keys().Where(key => Find(key) is YamlScalarNode).Select(key => (key, ((YamlScalarNode)Find(key)!).Value ?? ""));

    public IEnumerable<string> Keys() => _map.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? "");

    public SidecarStartException Wrong(string key, string complaint) =>
        new($"{_file}, line {(Find(key) ?? _node).Start.Line}: {Join(key)} {complaint}");

    private YamlNode? Find(string key) => _map is not null && _map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private static bool IsNull(YamlNode node) => node is YamlScalarNode { Value: null or "" or "null" or "~" };

    private string Join(string key) => _path.Length == 0 ? key : key.Length == 0 ? _path : $"{_path}.{key}";
}
