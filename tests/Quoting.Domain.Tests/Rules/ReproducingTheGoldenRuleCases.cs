using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.Golden;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Tests.Rules;

public class ReproducingTheGoldenRuleCases
{
    private const string Part = "rules";

    [Fact]
    public void Every_golden_case_has_exactly_the_expected_answer()
    {
        var folder = GoldenData.FolderOrSkip(Part);
        var count = 0;
        foreach (var entry in GoldenData.Json(folder, "index.json").AsArray())
        {
            var rules = RuleFile.Read(File.ReadAllBytes(Path.Combine(folder, (string)entry!["rules"]!))).Version!;
            var (cases, expected) = (GoldenData.Lines(folder, (string)entry["cases"]!), GoldenData.Lines(folder, (string)entry["expected"]!));
            Assert.Equal(expected.Length, cases.Length);
            foreach (var (question, answer) in cases.Zip(expected))
            {
                Answers.AssertSame(answer, Answers.To(rules, question));
                count++;
            }
        }

        Assert.True(count > 300, $"only {count} cases were found");
    }

    [Fact]
    public void Every_broken_golden_version_has_exactly_the_expected_complaints()
    {
        var folder = GoldenData.FolderOrSkip(Part);
        var expected = GoldenData.Json(folder, "broken-expected.json").AsObject();
        var files = Directory.GetFiles(Path.Combine(folder, "broken"), "*.json");
        Assert.Equal(expected.Count, files.Length);
        foreach (var file in files)
        {
            var complaints = RuleFile.Read(File.ReadAllBytes(file)).Complaints;
            var want = expected[Path.GetFileName(file)]!.AsArray().Select(c => $"{c!["path"]} {c["code"]}");
            Assert.Equal(want, complaints.Select(c => $"{c.Path} {c.Code}"));
        }
    }

    [Fact]
    public void The_version_that_the_desk_ships_with_is_the_golden_version_1()
    {
        var golden = RuleFile.Read(File.ReadAllBytes(Path.Combine(GoldenData.FolderOrSkip(Part), "rules-v1.json"))).Version!;
        Assert.Equal(golden.Canonical, RuleFile.First.Canonical);
    }

    [Fact]
    public void A_setting_that_names_no_golden_cases_is_a_mistake_and_no_reason_to_skip() =>
        Assert.Throws<InvalidOperationException>(() => GoldenData.Find(Path.Combine(Path.GetTempPath(), "nowhere-at-all"), null, Part));

    [Fact]
    public void Without_golden_cases_the_reason_names_the_setting() => Assert.Contains(GoldenData.Setting, GoldenData.Find(null, null, Part).Reason, StringComparison.Ordinal);
}

/// <summary>Answers to lines of a case file, as the command line prints them.</summary>
internal static class Answers
{
    public static string To(RuleVersion rules, string line)
    {
        var reading = CaseReader.Read(Encoding.UTF8.GetBytes(line)) ?? throw new InvalidOperationException($"no JSON object: {line}");
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            VerdictJson.Write(writer, rules, reading);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static void AssertSame(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), $"expected {expected}{Environment.NewLine}but was   {actual}");
}
