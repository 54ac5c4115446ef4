using System.Globalization;
using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>RFC 6902, the four operations that the overlays use.</summary>
internal static class JsonPatch
{
    /// <exception cref="InvalidDataException">An operation does not apply.</exception>
    public static void Apply(JsonObject target, JsonNode patch)
    {
        foreach (var operation in patch.AsArray())
        {
            Apply(target, operation.Text("/op") ?? "", operation.Text("/path") ?? throw new InvalidDataException("A patch without a path."), operation.At("/value"));
        }
    }

    private static void Apply(JsonObject target, string operation, string path, JsonNode? value)
    {
        var steps = Pointer.Split(path);
        var parent = target.At(path[..path.LastIndexOf('/')]);
        var name = steps[^1];
        var exists = target.At(path) is not null;
        switch (operation, parent)
        {
            case ("test", _) when JsonNode.DeepEquals(target.At(path), value):
                break;
            case ("replace", JsonObject o) when exists:
                o[name] = value?.DeepClone();
                break;
            case ("replace", JsonArray a) when exists:
                a[Index(name)] = value?.DeepClone();
                break;
            case ("remove", JsonObject o) when exists:
                o.Remove(name);
                break;
            case ("remove", JsonArray a) when exists:
                a.RemoveAt(Index(name));
                break;
            case ("add", JsonObject o):
                o[name] = value?.DeepClone();
                break;
            case ("add", JsonArray a) when name == "-":
                a.Add(value?.DeepClone());
                break;
            default:
                throw new InvalidDataException($"\"{operation} {path}\" does not apply to {target.Text("/kind")} {target.Text("/metadata/name")}.");
        }
    }

    private static int Index(string step) => int.Parse(step, CultureInfo.InvariantCulture);
}
