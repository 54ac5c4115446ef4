using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CoretimeDesk.Desk.Tye;

/// <summary>
/// Reads the part of Tye's format that the desk uses. The Tye tool itself is archived; its file format remains a compact way to
/// say which services there are. A field that would be ignored is an error, so that nobody relies on one.
/// </summary>
public sealed partial class TyeReader
{
    private const int ReplicasMax = 16;

    private static readonly string[] KnownButUnused =
        ["image", "executable", "dockerFile", "include", "repository", "workingDirectory", "external", "volumes", "liveness", "readiness", "tags", "buildProperties", "build", "framework", "ingress", "extensions", "registry", "network", "namespace", "containerEngine", "solution", "containerPort", "connectionString", "host", "routes", "protocols", "autoAssignPort", "configuration", "env_file"];

    private readonly string _file;
    private readonly string _folder;

    private TyeReader(string file) => (_file, _folder) = (Path.GetFileName(file), Path.GetDirectoryName(Path.GetFullPath(file))!);

    /// <exception cref="TyeException">The file cannot be used; the message names file, line and field.</exception>
    public static TyeDocument Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new TyeException(path, 0, "", "the file does not exist");
        }

        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Reads text as if it stood in the file; projects must exist relative to its folder.</summary>
    public static TyeDocument Parse(string text, string path) => new TyeReader(path).Document(text);

    private TyeDocument Document(string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new TyeException(_file, e.Start.Line, "", $"not YAML: {e.InnerException?.Message ?? e.Message}");
        }

        if (yaml.Documents.Count == 0)
        {
            throw new TyeException(_file, 1, "", "the file is empty; it needs 'name' and 'services'");
        }

        var root = Fields(yaml.Documents[0].RootNode, "", ["name", "services"]);
        var name = root.TryGetValue("name", out var named) ? Text(named, "name") : "desk";
        if (!root.TryGetValue("services", out var list))
        {
            throw Wrong(yaml.Documents[0].RootNode, "services", "is missing");
        }

        var services = Items(list, "services").Select((node, i) => Service(node, $"services[{i}]")).ToList();
        if (services.Count == 0)
        {
            throw Wrong(list, "services", "names no service");
        }

        CheckUnique(services, list);
        return new(name, services);
    }

    private TyeService Service(YamlNode node, string at)
    {
        var fields = Fields(node, at, ["name", "project", "bindings", "env", "replicas", "args"]);
        var name = Text(Required(node, fields, at, "name"), $"{at}.name");
        if (!ServiceName().IsMatch(name))
        {
            throw Wrong(fields["name"], $"{at}.name", $"'{name}' must be 1 to 40 lower-case letters, digits or dashes and start with a letter");
        }

        var project = Required(node, fields, at, "project");
        var path = Path.GetFullPath(Text(project, $"{at}.project"), _folder);
        if (!path.EndsWith(".csproj", StringComparison.Ordinal))
        {
            throw Wrong(project, $"{at}.project", "must name a .csproj file");
        }

        if (!File.Exists(path))
        {
            throw Wrong(project, $"{at}.project", $"'{Text(project, "")}' does not exist (looked in '{_folder}')");
        }

        var bindings = Required(node, fields, at, "bindings");
        var read = Items(bindings, $"{at}.bindings").Select((b, i) => Binding(b, $"{at}.bindings[{i}]")).ToList();
        if (read.Count == 0)
        {
            throw Wrong(bindings, $"{at}.bindings", "names no binding");
        }

        if (read.Count > 1 && read.GroupBy(b => b.Name).FirstOrDefault(g => g.Count() > 1 || g.Key.Length == 0) is { } twice)
        {
            throw Wrong(bindings, $"{at}.bindings", $"several bindings need different names ('{twice.Key}' is not enough)");
        }

        var replicas = fields.TryGetValue("replicas", out var count) ? Number(count, $"{at}.replicas", 1, ReplicasMax) : 1;
        return new(
            name,
            path,
            read,
            fields.TryGetValue("env", out var env) ? Environment(env, $"{at}.env") : new Dictionary<string, string>(),
            replicas,
            fields.TryGetValue("args", out var args) ? [.. Text(args, $"{at}.args").Split(' ', StringSplitOptions.RemoveEmptyEntries)] : []);
    }

    private TyeBinding Binding(YamlNode node, string at)
    {
        var fields = Fields(node, at, ["name", "protocol", "port"]);
        var protocol = fields.TryGetValue("protocol", out var said) ? Text(said, $"{at}.protocol") : "http";
        if (protocol != "http")
        {
            throw Wrong(said!, $"{at}.protocol", $"'{protocol}' is not supported; a local desk speaks cleartext 'http'");
        }

        return new(
            fields.TryGetValue("name", out var name) ? Text(name, $"{at}.name") : "",
            protocol,
            Number(Required(node, fields, at, "port"), $"{at}.port", 1, 65535));
    }

    private Dictionary<string, string> Environment(YamlNode node, string at)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (item, i) in Items(node, at).Select((item, i) => (item, i)))
        {
            var here = $"{at}[{i}]";
            string name, value;
            if (item is YamlScalarNode { Value: { } line })
            {
                var equals = line.IndexOf('=', StringComparison.Ordinal);
                (name, value) = equals > 0 ? (line[..equals], line[(equals + 1)..]) : throw Wrong(item, here, $"'{line}' must be NAME=value, or 'name' and 'value'");
            }
            else
            {
                var fields = Fields(item, here, ["name", "value"]);
                name = Text(Required(item, fields, here, "name"), $"{here}.name");
                value = Text(Required(item, fields, here, "value"), $"{here}.value", mayBeEmpty: true);
            }

            if (!read.TryAdd(name, value))
            {
                throw Wrong(item, here, $"'{name}' is set twice");
            }
        }

        return read;
    }

    private void CheckUnique(List<TyeService> services, YamlNode list)
    {
        if (services.GroupBy(service => service.Name.Replace('-', '_')).FirstOrDefault(group => group.Count() > 1) is { } named)
        {
            throw Wrong(list, "services", $"two services are called '{named.Last().Name}'");
        }

        var ports = services.SelectMany(service => service.Bindings.Select(binding => (binding.Port, service.Name))).GroupBy(pair => pair.Port);
        if (ports.FirstOrDefault(group => group.Count() > 1) is { } port)
        {
            throw Wrong(list, "services", $"port {port.Key} is bound twice ({string.Join(", ", port.Select(pair => pair.Name))})");
        }
    }

    private Dictionary<string, YamlNode> Fields(YamlNode node, string at, string[] known)
    {
        if (node is not YamlMappingNode mapping)
        {
            throw Wrong(node, at, $"must hold the fields {string.Join(", ", known)}");
        }

        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(name))
            {
                var why = KnownButUnused.Contains(name) ? "is a field of Tye that the desk does not use; remove it" : $"is unknown; known are {string.Join(", ", known)}";
                throw Wrong(key, at.Length == 0 ? name : $"{at}.{name}", why);
            }

            fields.Add(name, value);
        }

        return fields;
    }

    private YamlNode Required(YamlNode parent, Dictionary<string, YamlNode> fields, string at, string name) =>
        fields.TryGetValue(name, out var node) ? node : throw Wrong(parent, $"{at}.{name}", "is missing");

    private IList<YamlNode> Items(YamlNode node, string at) =>
        node is YamlSequenceNode sequence ? sequence.Children : throw Wrong(node, at, "must be a list (lines that start with '- ')");

    private string Text(YamlNode node, string at, bool mayBeEmpty = false) => node is YamlScalarNode { Value: { } value } && (mayBeEmpty || value.Length > 0)
        ? value
        : throw Wrong(node, at, "must be text");

    private int Number(YamlNode node, string at, int min, int max) =>
        int.TryParse(Text(node, at), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Wrong(node, at, $"'{(node as YamlScalarNode)?.Value}' must be a whole number from {min} to {max}");

    private TyeException Wrong(YamlNode node, string field, string problem) => new(_file, node.Start.Line, field, problem);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$")]
    private static partial Regex ServiceName();
}
