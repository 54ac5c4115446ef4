using System.Text;
using System.Text.Json.Nodes;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Tests.Rules;

/// <summary>Whatever is done to a rule file: it is either complained of, or a version that judges without failing and reads back the same.</summary>
public class SurvivingHostileRuleFiles
{
    private static readonly string[] Values =
    [
        "null", "true", "\"\"", "\"S\"", "\"startup\"", "0", "1", "-1", "2", "3", "10000", "10001", "2147483647", "2147483648", "1e400", "0.5",
        "99999999999999999999999", "[]", "{}", "[null]", "[[]]", "[\"S\", \"S\"]", "[{}]", "{\"S\": 0}", "\"2026-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999-23:59\"", "\"0001-01-01T00:00:00+23:59\"",
    ];

    [Fact]
    public void Every_value_may_be_replaced_by_anything()
    {
        var (broken, whole) = (0, 0);
        foreach (var path in Paths(Made.FirstAsJson(), []).ToList())
        {
            foreach (var value in Values)
            {
                var json = Made.FirstAsJson();
                Set(json, path, JsonNode.Parse(value));
                Count(Survives(json.ToJsonString(), $"{string.Join('/', path)} = {value}"), ref broken, ref whole);
            }
        }

        Assert.True(broken > 1000 && whole > 50, $"{broken} were broken and {whole} were not");
    }

    [Fact]
    public void Every_value_may_be_missing_and_every_entry_may_stand_twice()
    {
        var (broken, whole) = (0, 0);
        foreach (var path in Paths(Made.FirstAsJson(), []).ToList())
        {
            var json = Made.FirstAsJson();
            Remove(json, path);
            Count(Survives(json.ToJsonString(), $"no {string.Join('/', path)}"), ref broken, ref whole);
            json = Made.FirstAsJson();
            if (Find(json, path[..^1]) is JsonArray array)
            {
                array.Add(array[int.Parse(path[^1])]!.DeepClone());
                Count(Survives(json.ToJsonString(), $"twice {string.Join('/', path)}"), ref broken, ref whole);
            }
        }

        Assert.True(broken > 50, $"{broken} were broken");
    }

    [Fact]
    public void Any_byte_may_be_another_one() => Seeded.Run(4000, random =>
    {
        var bytes = Encoding.UTF8.GetBytes(RuleFile.First.Canonical);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        Survives(RuleFile.Read(bytes), "other bytes");
    });

    [Fact]
    public void Every_truncation_is_complained_of()
    {
        var bytes = Encoding.UTF8.GetBytes(RuleFile.First.Canonical);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(RuleFile.Read(bytes.AsMemory(0, length)).Version);
        }
    }

    private static bool Survives(string text, string what) => Survives(RuleFile.Read(text), what);

    private static bool Survives(RuleReading reading, string what)
    {
        if (reading.Version is not { } rules)
        {
            Assert.True(reading.Complaints.Length > 0, $"{what}: neither a version nor a complaint");
            return false;
        }

        Assert.Empty(reading.Complaints);
        Assert.True(rules.Canonical == RuleFile.Read(rules.Canonical).Version?.Canonical, $"{what}: does not read back");
        foreach (var segment in rules.Segments)
        {
            foreach (var tier in rules.Tiers)
            {
                foreach (var role in rules.Authority)
                {
                    var question = new ExplainQuestion { Segment = segment, Size = CaseSize.Tier(tier.Name), Role = role.Role, List = new(1_000_003), At = rules.EffectiveFrom };
                    var explanation = RuleExplainer.Explain(rules, question);
                    Assert.True(explanation.Ranges.Length > 0, $"{what}: nothing is possible");
                    Assert.NotEmpty(new ExplanationText(amount => $"{amount} planck").Of(explanation));
                }
            }
        }

        return true;
    }

    private static void Count(bool isWhole, ref int broken, ref int whole) => _ = isWhole ? whole++ : broken++;

    private static IEnumerable<string[]> Paths(JsonNode? node, string[] path)
    {
        if (path.Length > 0)
        {
            yield return path;
        }

        var children = node switch
        {
            JsonObject o => o.Select(p => (p.Key, p.Value)),
            JsonArray a => a.Select((v, i) => ($"{i}", v)),
            _ => [],
        };
        foreach (var (name, child) in children)
        {
            foreach (var below in Paths(child, [.. path, name]))
            {
                yield return below;
            }
        }
    }

    private static JsonNode Find(JsonNode root, string[] path) => path.Aggregate(root, (node, name) => node is JsonArray array ? array[int.Parse(name)]! : node[name]!);

    private static void Set(JsonNode root, string[] path, JsonNode? value)
    {
        var owner = Find(root, path[..^1]);
        if (owner is JsonArray array)
        {
            array[int.Parse(path[^1])] = value;
        }
        else
        {
            owner[path[^1]] = value;
        }
    }

    private static void Remove(JsonNode root, string[] path)
    {
        var owner = Find(root, path[..^1]);
        if (owner is JsonArray array)
        {
            array.RemoveAt(int.Parse(path[^1]));
        }
        else
        {
            owner.AsObject().Remove(path[^1]);
        }
    }
}
