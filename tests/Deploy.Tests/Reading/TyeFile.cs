using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>A service that <c>./desk up</c> starts.</summary>
/// <param name="Name">Its app id.</param>
/// <param name="Project">Absolute path of the project file.</param>
/// <param name="Port">The port of its only binding.</param>
/// <param name="IsPages">It is for browsers: its binding is called "http", and it has neither a sidecar nor a database.</param>
internal sealed record TyeService(string Name, string Project, long Port, bool IsPages = false);

internal static class TyeFile
{
    public static IReadOnlyList<TyeService> Services { get; } = Read(Path.Combine(Repository.Root, "tye.yaml"));

    public static IReadOnlyList<TyeService> Read(string path) => [.. Yaml.Read(path).Items("/services").Select(s => Read(path, s))];

    private static TyeService Read(string path, JsonNode service) => new(
        service.Text("/name") ?? throw new InvalidDataException($"{path}: a service without a name."),
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, service.Text("/project") ?? throw new InvalidDataException($"{path}: a service without a project."))),
        service.Items("/bindings").Select(b => b.Number("/port")).Single() ?? throw new InvalidDataException($"{path}: a binding without a port."),
        service.Items("/bindings").Any(b => b.Text("/name") == "http"));
}
