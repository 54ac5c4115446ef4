using System.Text.Json.Nodes;
using CoretimeDesk.Golden;

namespace CoretimeDesk.Commissions.Tests.Ledger;

public class ReproducingTheGoldenCommissionCases
{
    private const string Part = "commission";

    [Fact]
    public void Every_golden_case_has_exactly_the_expected_ledger()
    {
        var folders = Directory.GetDirectories(GoldenData.FolderOrSkip(Part)).Order(StringComparer.Ordinal).ToList();
        foreach (var folder in folders)
        {
            var answer = Computing.Answer(File.ReadAllText(Path.Combine(folder, "plan.json")), File.ReadLines(Path.Combine(folder, "facts.jsonl")));
            AssertSame(Path.GetFileName(folder), GoldenData.Json(folder, "expected.json").AsObject(), answer);
        }

        Assert.True(folders.Count >= 19, $"only {folders.Count} cases were found");
    }

    /// <summary>Part by part, so that a difference can be read.</summary>
    private static void AssertSame(string name, JsonObject expected, JsonObject actual)
    {
        Assert.Equal(expected.Select(p => p.Key).Order(), actual.Select(p => p.Key).Order());
        foreach (var (key, want) in expected)
        {
            if (want is JsonArray list)
            {
                foreach (var (index, item) in list.Index())
                {
                    Assert.True(index < actual[key]!.AsArray().Count && JsonNode.DeepEquals(item, actual[key]![index]), $"{name}: {key}/{index}: expected {item?.ToJsonString()}, but was {actual[key]!.AsArray().ElementAtOrDefault(index)?.ToJsonString()}");
                }
            }

            Assert.True(JsonNode.DeepEquals(want, actual[key]), $"{name}: {key}: expected {want?.ToJsonString()}{Environment.NewLine}but was {actual[key]?.ToJsonString()}");
        }
    }
}
