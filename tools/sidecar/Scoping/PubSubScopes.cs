using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoretimeDesk.Sidecar.Scoping;

/// <summary>Which app may publish and subscribe to which topic, as in the metadata of a pub/sub component.</summary>
/// <remarks>
/// An app that a scope does not list may use every topic, except protected ones; an app listed without topics may use none.
/// </remarks>
internal sealed class PubSubScopes
{
    private const string Publishing = "publishingScopes";
    private const string Subscribing = "subscriptionScopes";
    private const string Allowed = "allowedTopics";
    private const string Protected = "protectedTopics";

    public static readonly PubSubScopes Open = new(new Dictionary<string, string>());

    private readonly Dictionary<string, HashSet<string>> _publishing;
    private readonly Dictionary<string, HashSet<string>> _subscribing;
    private readonly HashSet<string> _allowed;
    private readonly HashSet<string> _protected;

    private PubSubScopes(IReadOnlyDictionary<string, string> metadata)
    {
        _publishing = Apps(metadata.GetValueOrDefault(Publishing));
        _subscribing = Apps(metadata.GetValueOrDefault(Subscribing));
        _allowed = Topics(metadata.GetValueOrDefault(Allowed));
        _protected = Topics(metadata.GetValueOrDefault(Protected));
    }

    public bool MayPublish(string appId, string topic) => May(_publishing, appId, topic);

    public bool MaySubscribe(string appId, string topic) => May(_subscribing, appId, topic);

    /// <summary>Reads a component file (<c>spec.metadata</c>), or a plain mapping of the four members.</summary>
    /// <exception cref="SidecarStartException">Unreadable, or without any scope.</exception>
    public static PubSubScopes Load(string path)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = File.OpenText(path);
            stream.Load(reader);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or YamlException)
        {
            throw new SidecarStartException($"--scopes: '{path}' cannot be read: {e.Message}", e);
        }

        if (stream.Documents.Count != 1)
        {
            throw new SidecarStartException($"--scopes: '{path}' has {stream.Documents.Count} documents; one is expected");
        }

        var root = new YamlMap(path, "", stream.Documents[0].RootNode);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.Map("spec") is { } spec)
        {
            foreach (var item in spec.MapsOf("metadata"))
            {
                if (item.Text("name") is Publishing or Subscribing or Allowed or Protected)
                {
                    metadata[item.Text("name")!] = item.Text("value") ?? "";
                }
            }
        }
        else
        {
            foreach (var key in root.Keys())
            {
                metadata[key] = key is Publishing or Subscribing or Allowed or Protected
                    ? root.Text(key) ?? ""
                    : throw root.Wrong(key, $"is not one of {Publishing}, {Subscribing}, {Allowed}, {Protected}");
            }
        }

        return metadata.Count > 0
            ? new PubSubScopes(metadata)
            : throw new SidecarStartException($"--scopes: '{path}' has none of {Publishing}, {Subscribing}, {Allowed}, {Protected}");
    }

    private bool May(Dictionary<string, HashSet<string>> scopes, string appId, string topic)
    {
        if (_allowed.Count > 0 && !_allowed.Contains(topic))
        {
            return false;
        }

        return scopes.TryGetValue(appId, out var topics) ? topics.Contains(topic) : !_protected.Contains(topic);
    }

    // "sales=sales,holds;portal=": app = topics, separated by semicolons.
    private static Dictionary<string, HashSet<string>> Apps(string? text) => (text ?? "")
        .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(app => app.Split('=', 2, StringSplitOptions.TrimEntries))
        .GroupBy(app => app[0], StringComparer.Ordinal)
        .ToDictionary(app => app.Key, app => app.SelectMany(a => Topics(a.ElementAtOrDefault(1))).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private static HashSet<string> Topics(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
}
