using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>
/// The part of Kustomize that these folders use. Stricter in one way: what changes nothing (a patch, image or replica count
/// without a target) is an error, because it is a misspelling.
/// </summary>
internal static class Kustomization
{
    private const string FileName = "kustomization.yaml";
    private static readonly HashSet<string> ClusterWide = ["Namespace"];

    /// <exception cref="InvalidDataException">A file is missing, a key unknown, a target absent.</exception>
    public static List<JsonObject> Render(string folder)
    {
        var objects = new List<JsonObject>();
        Accumulate(folder, "Kustomization", objects);
        return objects;
    }

    private static void Accumulate(string folder, string kind, List<JsonObject> objects)
    {
        var path = Path.Combine(folder, FileName);
        var file = File.Exists(path) ? Yaml.Read(path) : throw new InvalidDataException($"{path} does not exist.");
        if (file.Text("/kind") != kind)
        {
            throw new InvalidDataException($"{path}: kind {file.Text("/kind")} where {kind} is wanted.");
        }

        // A component (the second kind) changes what is there; a kustomization only its own.
        var own = kind == "Component" ? objects : [];
        foreach (var resource in Names(file, "/resources"))
        {
            Load(Path.GetFullPath(Path.Combine(folder, resource)), own);
        }

        foreach (var component in Names(file, "/components"))
        {
            Accumulate(Path.GetFullPath(Path.Combine(folder, component)), "Component", own);
        }

        foreach (var (key, value) in file.AsObject())
        {
            Transform(folder, key, value!, own);
        }

        if (!ReferenceEquals(own, objects))
        {
            objects.AddRange(own);
        }

        var twice = objects.GroupBy(Identity).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
        {
            throw new InvalidDataException($"{path}: {twice.Key} is there twice.");
        }
    }

    private static void Load(string path, List<JsonObject> into)
    {
        if (Directory.Exists(path))
        {
            Accumulate(path, "Kustomization", into);
            return;
        }

        into.AddRange(File.Exists(path) ? Yaml.ReadAll(path).Select(o => o.AsObject()) : throw new InvalidDataException($"{path} does not exist."));
    }

    private static void Transform(string folder, string key, JsonNode value, List<JsonObject> objects)
    {
        switch (key)
        {
            case "apiVersion" or "kind" or "resources" or "components":
                break;
            case "namespace":
                foreach (var o in objects.Where(o => !ClusterWide.Contains(o.Text("/kind")!)))
                {
                    o["metadata"]!["namespace"] = value.GetValue<string>();
                }

                break;
            case "patches":
                foreach (var patch in value.AsArray())
                {
                    var operations = Yaml.Read(Path.Combine(folder, patch.Text("/path") ?? throw new InvalidDataException($"{folder}: a patch without a path.")));
                    var targets = objects.Where(o => IsTarget(o, patch.At("/target"))).ToList();
                    Require(targets.Count > 0, folder, $"the patch {patch.Text("/path")} has no target");
                    targets.ForEach(o => JsonPatch.Apply(o, operations));
                }

                break;
            case "replicas":
                foreach (var entry in value.AsArray())
                {
                    var target = objects.SingleOrDefault(o => o.Text("/kind") == "Deployment" && o.Text("/metadata/name") == entry.Text("/name"));
                    Require(target is not null, folder, $"replicas of {entry.Text("/name")}, which is not there");
                    target!["spec"]!["replicas"] = entry.Number("/count");
                }

                break;
            case "images":
                foreach (var entry in value.AsArray())
                {
                    var containers = objects.SelectMany(Containers).Where(c => Image.Parse(c.Text("/image")!).Name == entry.Text("/name")).ToList();
                    Require(containers.Count > 0, folder, $"the image {entry.Text("/name")}, which nobody uses");
                    containers.ForEach(c => c["image"] = $"{entry.Text("/newName") ?? entry.Text("/name")}:{entry.Text("/newTag") ?? Image.Parse(c.Text("/image")!).Tag}");
                }

                break;
            default:
                throw new InvalidDataException($"{folder}/{FileName}: \"{key}\" is not known here. Teach Kustomization.cs what it does.");
        }
    }

    private static bool IsTarget(JsonObject o, JsonNode? target)
    {
        var group = o.Text("/apiVersion")!.Split('/') is [var g, _] ? g : "";
        foreach (var (key, _) in target!.AsObject())
        {
            Require(key is "group" or "kind" or "name" or "labelSelector", "patch target", $"\"{key}\" is not known here");
        }

        return (target.Text("/group") is not { } wantedGroup || wantedGroup == group)
            && (target.Text("/kind") is not { } kind || kind == o.Text("/kind"))
            && (target.Text("/name") is not { } name || name == o.Text("/metadata/name"))
            && (target.Text("/labelSelector") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).All(label => HasLabel(o, label));
    }

    /// <summary>"name=value" or "name!=value"; what lacks the label differs from every value.</summary>
    private static bool HasLabel(JsonObject o, string selector)
    {
        var (name, value, isSame) = selector.Split("!=") is [var n, var v] ? (n, v, false) : selector.Split('=') is [var m, var w] ? (m, w, true)
            : throw new InvalidDataException($"The label selector \"{selector}\" is not known here.");
        return (o["metadata"]?["labels"]?[name]?.GetValue<string>() == value) == isSame;
    }

    private static IEnumerable<JsonObject> Containers(JsonObject o) =>
        o.Items("/spec/template/spec/initContainers").Concat(o.Items("/spec/template/spec/containers")).Select(c => c.AsObject());

    private static string Identity(JsonObject o) => $"{o.Text("/apiVersion")} {o.Text("/kind")} {o.Text("/metadata/name")}";

    private static IEnumerable<string> Names(JsonNode file, string pointer) => file.Items(pointer).Select(n => n.GetValue<string>());

    private static void Require(bool condition, string where, string problem)
    {
        if (!condition)
        {
            throw new InvalidDataException($"{where}: {problem}.");
        }
    }
}
