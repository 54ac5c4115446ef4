using System.Text.Json.Nodes;
using CoretimeDesk.Golden;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Desk.Tests.Quoting;

/// <summary><c>./desk rules</c> on files, as a person or a script calls it: no desk runs.</summary>
public sealed class JudgingConcessionsOnTheCommandLine : IAsyncLifetime, IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public ValueTask InitializeAsync() => Launcher.BuiltAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Every_golden_case_comes_out_exactly_as_expected()
    {
        var folder = GoldenData.FolderOrSkip("rules");
        foreach (var entry in GoldenData.Json(folder, "index.json").AsArray())
        {
            var (code, output, _) = await DeskAsync("evaluate", "--rules", Path.Combine(folder, (string)entry!["rules"]!), "--cases", Path.Combine(folder, (string)entry["cases"]!), "--json");
            var (lines, expected) = (output.Split('\n', StringSplitOptions.RemoveEmptyEntries), GoldenData.Lines(folder, (string)entry["expected"]!));
            Assert.Equal((0, expected.Length), (code, lines.Length));
            Assert.All(lines.Zip(expected), pair => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(pair.Second), JsonNode.Parse(pair.First)), $"expected {pair.Second}, but was {pair.First}"));
        }
    }

    [Fact]
    public async Task Broken_rules_end_check_and_evaluate_with_code_2_and_all_complaints()
    {
        var file = Rules(json => (json["rebate_lift"], json["tiers"]![1]!["from"]) = (9, 15));
        var cases = Write("cases.jsonl", "");
        foreach (var words in new string[][] { ["check", "--rules", file, "--json"], ["evaluate", "--rules", file, "--cases", cases, "--json"] })
        {
            var (code, output, _) = await DeskAsync(words);
            Assert.Equal(2, code);
            Assert.Equal(["/rebate_lift out_of_range", "/tiers/1/from gap"], JsonNode.Parse(output)!["errors"]!.AsArray().Select(e => $"{e!["path"]} {e["code"]}"));
        }

        var (humanCode, human, _) = await DeskAsync("check", "--rules", file);
        Assert.Equal(2, humanCode);
        Assert.Contains("/rebate_lift must be 0 to 3 (out_of_range)", human);
        Assert.Contains("/tiers/1/from leaves a gap: it must be 14, one more than where the tier before ends (gap)", human);
    }

    [Fact]
    public async Task Fine_rules_end_check_with_code_0()
    {
        var file = Rules(_ => { });
        var (code, output, _) = await DeskAsync("check", "--rules", file, "--json");
        Assert.Equal(0, code);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"errors": []}"""), JsonNode.Parse(output)), output);
        Assert.Contains(RuleFile.First.Hash, (await DeskAsync("check", "--rules", file)).Output);
    }

    [Fact]
    public async Task A_person_sees_a_table_with_reasons_in_words()
    {
        var cases = Write("cases.jsonl", """
            {"case": "fine", "at": "2026-07-01T00:00:00Z", "segment": "startup", "tier": "S", "role": "rep", "list_planck": "1000000000000", "sponsor_paid_planck": "100000000000"}

            {"case": "beyond", "at": "2026-07-01T00:00:00Z", "segment": "startup", "tier": "S", "role": "rep", "list_planck": "1000000000000", "sponsor_paid_planck": "100000000001"}
            {"at": "2026-07-01T00:00:00Z", "segment": "startup", "tier": "S", "role": "rep", "list_planck": "no"}
            """);
        var (code, output, _) = await DeskAsync("evaluate", "--rules", Rules(_ => { }), "--cases", cases, "--token", "DOT");
        Assert.Equal(0, code);
        Assert.Contains("team lead within 24 hours: it is beyond the ceiling", output);
        Assert.Contains("10.0000000001 DOT", output);
        Assert.Contains("line 4", output);
        Assert.Contains("cannot be read: list_planck", output);
        Assert.Contains("3 cases by rule version 1: 1 allowed, 1 to be approved, 1 refused.", output);
    }

    [Fact]
    public async Task A_line_that_is_no_JSON_object_is_named_after_the_answers_before_it()
    {
        var cases = Write("cases.jsonl", "{\"case\": \"a\"}\n\n[1]\n{\"case\": \"b\"}\n");
        var (code, output, _) = await DeskAsync("evaluate", "--rules", Rules(_ => { }), "--cases", cases, "--json");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((2, 2), (code, lines.Length));
        Assert.Equal("3 ", $"{JsonNode.Parse(lines[1])!["error"]!["line"]} {JsonNode.Parse(lines[1])!["error"]!["field"]}");
    }

    [Fact]
    public async Task F2_What_may_be_given_is_explained_before_a_number_is_typed()
    {
        var rules = Rules(_ => { });
        var (code, output, _) = await DeskAsync("explain", "--rules", rules, "--segment", "startup", "--annual-core-periods", "13", "--role", "rep", "--list", "100 DOT", "--at", "2026-07-01");
        Assert.Equal(0, code);
        Assert.Contains("Alone: up to and including 10 DOT (10 % of the list price). Nobody else is asked.", output);
        Assert.Contains("Deepest: 35 DOT, because concession, commission (25 %)", output);
        var json = JsonNode.Parse((await DeskAsync("explain", "--rules", rules, "--segment", "startup", "--tier", "S", "--list", "1000000000000 planck", "--at", "2026-07-01", "--json")).Output)!;
        Assert.Equal(("100000000000", "350000000000", 4), ((string)json["own_ceiling_planck"]!, (string)json["deepest_planck"]!, json["ranges"]!.AsArray().Count));
    }

    [Fact]
    public async Task Differences_between_files_are_told_in_words()
    {
        var (before, after) = (Rules(_ => { }), Rules(json => json["ceilings_bp"]!["startup"]!["S"] = 1250, "after.json"));
        Assert.Contains("A rep's own ceiling, startup, tier S: 12.5 %, and was 10 %.", (await DeskAsync("diff", before, after)).Output);
        Assert.Equal("/ceilings_bp/startup/S", (string)JsonNode.Parse((await DeskAsync("diff", before, after, "--json")).Output)![0]!["path"]!);
    }

    [Theory]
    [InlineData("There is no file ", "check", "--rules", "nowhere.json")]
    [InlineData("--tier: give the customer's size with --tier or with --annual-core-periods", "explain", "--rules", "RULES", "--segment", "startup", "--list", "1")]
    [InlineData("--commission-bp: 10001 is no rate", "explain", "--rules", "RULES", "--segment", "startup", "--tier", "S", "--list", "1", "--commission-bp", "10001")]
    [InlineData("--list: '1,5' is no amount of DOT", "explain", "--rules", "RULES", "--segment", "startup", "--tier", "S", "--list", "1,5")]
    [InlineData("--list: '1.5 planck' is no amount of planck", "explain", "--rules", "RULES", "--segment", "startup", "--tier", "S", "--list", "1.5 planck")]
    [InlineData("--token: 'EUR' is not known", "explain", "--rules", "RULES", "--segment", "startup", "--tier", "S", "--list", "1", "--token", "EUR")]
    public async Task A_wrong_question_is_told_with_the_option_and_the_fix(string expected, params string[] words)
    {
        var file = Rules(_ => { });
        var (code, _, errors) = await DeskAsync([.. words.Select(w => w == "RULES" ? file : w)]);
        Assert.Equal(1, code);
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
    }

    private string Rules(Action<JsonObject> change, string name = "rules.json")
    {
        var json = JsonNode.Parse(RuleFile.First.Canonical)!.AsObject();
        change(json);
        return Write(name, json.ToJsonString());
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_scratch[name], text);
        return _scratch[name];
    }

    private static Task<(int Code, string Output, string Errors)> DeskAsync(params string[] words) => Launcher.RunApartAsync(["rules", .. words]);
}
