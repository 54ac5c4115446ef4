using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>All objects of all variants, judged by kubernetes-models: what they require, and fields that they do not know.</summary>
public sealed class KubernetesObjects(KubernetesObjects.Verdicts verdicts) : IClassFixture<KubernetesObjects.Verdicts>
{
    public static TheoryData<string> Ids { get; } = [.. Objects().Select(o => o.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Are_valid(string id)
    {
        SkipWithoutNode();
        Assert.Empty(verdicts.Of[id]);
    }

    [Theory]
    [InlineData("Deployment", "/spec/replicas", "\"two\"", "replicas")]
    [InlineData("Deployment", "/spec/template/spec/containers/0/livenessProbe/grpc/prot", "8080", "prot")]
    [InlineData("Deployment", "/spec/template/spec/containers/0/imagePullPolice", "\"Always\"", "imagePullPolice")]
    [InlineData("Deployment", "/spec/template/spec/containers/0/resources/limits/memory", "true", "memory")]
    [InlineData("Deployment", "/spec/template/spec/securityContext/runAsNonRot", "true", "runAsNonRot")]
    [InlineData("Service", "/spec/ports/0/port", "null", "port")]
    [InlineData("Service", "/spec/ports/0/targetPrt", "8080", "targetPrt")]
    [InlineData("NetworkPolicy", "/spec/ingres", "[]", "ingres")]
    [InlineData("PodDisruptionBudget", "/spec/minAvailible", "1", "minAvailible")]
    [InlineData("ServiceAccount", "/automountServiceAcountToken", "false", "automountServiceAcountToken")]
    [InlineData("ServiceAccount", "/kind", "\"ServiceAcount\"", "ServiceAcount")]
    public void With_a_mistake_are_not(string kind, string place, string value, string named)
    {
        SkipWithoutNode();
        Assert.Contains(verdicts.Of[$"mistake {kind} {place} {value}"], finding => finding.Contains(named, StringComparison.Ordinal));
    }

    private static void SkipWithoutNode()
    {
        if (NodeCheck.Missing is { } why)
        {
            Assert.False(Repository.Strict, why);
            Assert.Skip(why);
        }
    }

    private static IEnumerable<(string Id, JsonObject Object)> Objects() =>
        from variant in Variants.All
        from o in Variants.Render(variant.Name).Objects
        where !o.Text("/apiVersion")!.StartsWith("dapr.io/", StringComparison.Ordinal)
        select ($"{variant.Name}: {o.Text("/kind")} {o.Text("/metadata/name")}", o);

    public sealed class Verdicts : IAsyncLifetime
    {
        public Dictionary<string, string[]> Of { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            if (NodeCheck.Missing is null)
            {
                Of = await NodeCheck.AskAsync(Objects().Concat(Mistakes()));
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static IEnumerable<(string Id, JsonObject Object)> Mistakes()
        {
            var good = Variants.Render("base");
            foreach (var data in typeof(KubernetesObjects).GetMethod(nameof(With_a_mistake_are_not))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>())
            {
                var (kind, pointer, value) = ((string)data.Data[0]!, (string)data.Data[1]!, (string)data.Data[2]!);
                var o = good.OfKind(kind).First().DeepClone().AsObject();
                var parent = o.At(pointer[..pointer.LastIndexOf('/')])!.AsObject();
                parent[Pointer.Split(pointer)[^1]] = JsonNode.Parse(value);
                yield return ($"mistake {kind} {pointer} {value}", o);
            }
        }
    }
}
