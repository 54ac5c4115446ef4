namespace CoretimeDesk.Deploy.Tests;

/// <summary>What can be installed: the base, the overlays, and the base with each other broker.</summary>
internal static class Variants
{
    public static IReadOnlyList<(string Name, string Folder)> All { get; } =
    [
        ("base", "base"),
        .. Sub("overlays").Select(folder => (folder, folder)),
        .. Sub("pubsub").Select(folder => ($"base with {folder}", folder)),
    ];

    public static string Folder(string name)
    {
        var folder = All.Single(v => v.Name == name).Folder;
        return name.StartsWith("base with ", StringComparison.Ordinal) ? Combined(folder) : Path.Combine(Repository.Kubernetes, folder);
    }

    public static Installation Render(string name) => new(TyeFile.Services, Kustomization.Render(Folder(name)));

    private static IEnumerable<string> Sub(string folder) =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Kubernetes, folder)).Select(d => $"{folder}/{Path.GetFileName(d)}").Order(StringComparer.Ordinal);

    // A component alone renders to nothing; kustomize takes only relative paths.
    private static string Combined(string component)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "combined", component.Replace('/', '-'));
        Directory.CreateDirectory(folder);
        string To(string target) => Path.GetRelativePath(folder, Path.Combine(Repository.Kubernetes, target)).Replace('\\', '/');
        File.WriteAllText(Path.Combine(folder, "kustomization.yaml"), $"""
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources: ["{To("base")}"]
            components: ["{To(component)}"]

            """);
        return folder;
    }
}
