using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoretimeDesk.Deploy.Tests;

/// <summary>Asks kubernetes-models about objects; one process for many.</summary>
internal static class NodeCheck
{
    /// <summary>Why it cannot be asked, or null.</summary>
    public static string? Missing =>
        Directory.Exists(Path.Combine(Repository.NodeFolder, "node_modules", "kubernetes-models")) ? null
            : "tests/Deploy.Tests/node has no node_modules: run \"npm ci\" there (tests/install-tools.sh does).";

    /// <summary>The findings per id.</summary>
    public static async Task<Dictionary<string, string[]>> AskAsync(IEnumerable<(string Id, JsonObject Object)> objects)
    {
        var input = new JsonArray([.. objects.Select(o => new JsonObject { ["id"] = o.Id, ["object"] = o.Object.DeepClone() })]);
        var (exit, output) = await Tool.TryRunAsync("node", ["check.mjs"], Repository.NodeFolder, input.ToJsonString());
        return exit == 0
            ? JsonNode.Parse(output)!.AsArray().ToDictionary(r => r.Text("/id")!, r => r!["findings"].Deserialize<string[]>()!)
            : throw new InvalidOperationException(exit is null ? "node is not installed." : output);
    }
}
