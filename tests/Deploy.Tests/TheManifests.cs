using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

public sealed class TheManifests
{
    public static TheoryData<string> Folders { get; } = [.. Variants.All.Select(v => v.Name)];

    public static TheoryData<string, string> FoldersAndRules { get; } =
        [.. from variant in Variants.All from rule in Rule.All select (variant.Name, rule.Statement)];

    [Theory]
    [MemberData(nameof(FoldersAndRules))]
    public void Obey(string folder, string rule) =>
        Assert.Empty(Rule.All.Single(r => r.Statement == rule).Check(Variants.Render(folder)));

    [Fact]
    public void Are_all_reached_from_the_kustomization_beside_them()
    {
        var listed = Directory.EnumerateFiles(Repository.Kubernetes, "kustomization.yaml", SearchOption.AllDirectories)
            .SelectMany(path => Mentioned(Yaml.Read(path)).Select(name => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, name)))
                .Append(path))
            .ToHashSet();
        var all = Directory.EnumerateFiles(Repository.Kubernetes, "*.yaml", SearchOption.AllDirectories).ToList();
        Assert.NotEmpty(all);
        Assert.All(all, path => Assert.Contains(path, listed));
    }

    [Fact]
    public void Have_one_folder_per_service_and_none_besides()
    {
        var folders = Directory.EnumerateDirectories(Path.Combine(Repository.Kubernetes, "base")).Select(d => Path.GetFileName(d)).Except(["dapr"]);
        Assert.Equal(TyeFile.Services.Select(s => s.Name).Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Render_as_kubectl_renders_them(string folder)
    {
        var (exit, output) = await Tool.TryRunAsync("kubectl", ["kustomize", Variants.Folder(folder)], Repository.Root);
        Assert.SkipWhen(exit is null, "kubectl is not installed: nothing to compare our reading of Kustomize with.");
        Assert.True(exit == 0, output);
        var theirs = Yaml.Parse(output).ToDictionary(Identity, Canonical);
        var ours = Variants.Render(folder).Objects.ToDictionary(o => Identity(o), Canonical);
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Keys.Order(StringComparer.Ordinal));
        Assert.All(ours, pair => Assert.Equal(theirs[pair.Key], pair.Value));
    }

    [Fact]
    public async Task Please_yamllint()
    {
        var (exit, output) = await Tool.TryRunAsync(
            "yamllint", ["--strict", "--format", "parsable", "-c", "deploy/.yamllint", "deploy", "tye.yaml"], Repository.Root);
        Assert.SkipWhen(exit is null, "yamllint is not installed.");
        Assert.True(exit == 0, output);
    }

    private static IEnumerable<string> Mentioned(JsonNode file) =>
        file.Items("/resources").Select(r => r.GetValue<string>()).Concat(file.Items("/patches").Select(p => p.Text("/path")!));

    private static string Identity(JsonNode o) => $"{o.Text("/apiVersion")} {o.Text("/kind")} {o.Text("/metadata/name")}";

    private static string Canonical(JsonNode node) => JsonSerializer.Serialize(Sorted(node), JsonSerializerOptions.Default);

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
