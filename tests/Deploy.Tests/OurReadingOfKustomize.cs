namespace CoretimeDesk.Deploy.Tests;

/// <summary>What does not fit is refused instead of passed over.</summary>
public sealed class OurReadingOfKustomize : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kustomization").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("resources: [absent.yaml]", "does not exist")]
    [InlineData("resources: [thing.yaml, thing.yaml]", "is there twice")]
    [InlineData("resources: [thing.yaml]\nreplicas: [{name: leads, count: 3}]", "replicas of leads, which is not there")]
    [InlineData("resources: [thing.yaml]\nimages: [{name: coretime-desk/leads, newTag: \"1\"}]", "which nobody uses")]
    [InlineData("resources: [thing.yaml]\npatches: [{path: patch.yaml, target: {kind: Service}}]", "has no target")]
    [InlineData("resources: [thing.yaml]\npatches: [{path: patch.yaml, target: {kind: ConfigMap}}]", "\"replace /data/b\" does not apply")]
    [InlineData("resources: [thing.yaml]\npatches: [{path: patch.yaml, target: {kinds: ConfigMap}}]", "\"kinds\" is not known")]
    [InlineData("resources: [thing.yaml]\nnamePrefix: x-", "\"namePrefix\" is not known")]
    [InlineData("components: [../absent]", "does not exist")]
    public void Refuses(string text, string complaint)
    {
        File.WriteAllText(Path.Combine(_folder, "kustomization.yaml"), $"kind: Kustomization\n{text}\n");
        File.WriteAllText(Path.Combine(_folder, "thing.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: \"1\"}\n");
        File.WriteAllText(Path.Combine(_folder, "patch.yaml"), "- {op: replace, path: /data/b, value: x}\n");
        Assert.Contains(complaint, Assert.Throws<InvalidDataException>(() => Kustomization.Render(_folder)).Message);
    }

    [Theory]
    [InlineData("a: true", "{\"a\":true}")]
    [InlineData("a: \"true\"", "{\"a\":\"true\"}")]
    [InlineData("a: yes", "{\"a\":true}")]
    [InlineData("a: 8080", "{\"a\":8080}")]
    [InlineData("a: '8080'", "{\"a\":\"8080\"}")]
    [InlineData("a: 5s", "{\"a\":\"5s\"}")]
    [InlineData("a:", "{\"a\":null}")]
    public void Sees_the_type_that_kubectl_sees(string yaml, string json) => Assert.Equal(json, Assert.Single(Yaml.Parse(yaml)).ToJsonString());

    [Theory]
    [InlineData("30s", 30.0)]
    [InlineData("1h1m", 3660.0)]
    [InlineData("500ms", 0.5)]
    [InlineData("30", null)]
    [InlineData("30d", null)]
    [InlineData("", null)]
    public void Takes_durations_as_Go_does(string text, double? seconds) => Assert.Equal(seconds, Durations.ParseGo(text)?.TotalSeconds);
}
