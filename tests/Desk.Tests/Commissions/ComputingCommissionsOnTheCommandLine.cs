using System.Text.Json.Nodes;
using CoretimeDesk.Golden;

namespace CoretimeDesk.Desk.Tests.Commissions;

/// <summary><c>./desk commission</c> on files, as a person or a script calls it: no desk runs.</summary>
public sealed class ComputingCommissionsOnTheCommandLine : IAsyncLifetime, IDisposable
{
    private const string Plans = """
        {"recover_bp":5000,"plans":[{"id":"default-1","flat_bp":2500,"split":{"AE":1800,"SE":400,"SDR":300},"window_days":365,"clawback_days":180}]}
        """;

    private const string Facts = """
        {"id":"r","kind":"registered","at":"2026-01-01T00:00:00Z","customer":"acme"}
        {"id":"a","kind":"accepted","at":"2026-01-02T00:00:00Z","customer":"acme","plan":"default-1","owner":"ada","split":[{"id":"ada","bp":2500}]}

        {"id":"p","kind":"paid","at":"2026-01-03T00:00:00Z","customer":"acme","account":"x","how":"on_demand","payer":"customer","planck":"100000000000"}
        {"id":"s","kind":"paid","at":"2026-01-03T00:00:00Z","customer":"acme","account":"x","how":"on_demand","payer":"sponsor","planck":"1"}
        """;

    private readonly ScratchFolder _scratch = new();

    public ValueTask InitializeAsync() => Launcher.BuiltAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("06-clawback")]
    [InlineData("10-bad-split")]
    [InlineData("20-medium")]
    public async Task A_golden_case_comes_out_exactly_as_expected(string name)
    {
        // All of them are computed by the domain's own tests; here it is output and exit code.
        var folder = Path.Combine(GoldenData.FolderOrSkip("commission"), name);
        var (code, output, _) = await DeskAsync("compute", "--plan", Path.Combine(folder, "plan.json"), "--facts", Path.Combine(folder, "facts.jsonl"), "--json");
        var (expected, actual) = (GoldenData.Json(folder, "expected.json").AsObject(), JsonNode.Parse(output)!.AsObject());
        if (expected["error"] is { } error)
        {
            Assert.Equal((2, (int)error["line"]!, (string)error["field"]!), (code, (int)actual["error"]!["line"]!, (string)actual["error"]!["field"]!));
            return;
        }

        Assert.Equal(0, code);
        Assert.True(JsonNode.DeepEquals(expected, actual), output);
    }

    [Fact]
    public async Task Complaint14_A_line_is_explained_as_text_and_as_data()
    {
        var (plans, facts) = (Write("plan.json", Plans), Write("facts.jsonl", Facts));
        var (code, output, _) = await DeskAsync("explain", "--plan", plans, "--facts", facts, "--event", "p", "--token", "DOT");
        Assert.Equal(0, code);
        Assert.Contains("Line 1, 3 Jan 2026 00:00 UTC: accrue 2.5 DOT for ada, of payment p.", output);
        Assert.Contains("10 DOT at 25 %, rounded down once, is a commission of 2.5 DOT.", output);
        var json = JsonNode.Parse((await DeskAsync("explain", "--plan", plans, "--facts", facts, "--line", "2", "--json")).Output)!;
        Assert.Equal(("earn", "25000000000"), ((string)json["lines"]![0]!["kind"]!, (string)json["lines"]![0]!["planck"]!));
        Assert.Contains("Payment s earns nothing: the desk's own sponsor account paid it (sponsor_paid).", (await DeskAsync("explain", "--plan", plans, "--facts", facts, "--event", "s")).Output);
    }

    [Fact]
    public async Task F7_Plans_that_may_not_be_adopted_end_check_with_code_2()
    {
        Assert.Equal((0, "{\"errors\": []}"), await Errors(Plans));
        var (code, errors) = await Errors(Plans.Replace("2500", "3100", StringComparison.Ordinal).Replace("1800", "2400", StringComparison.Ordinal));
        Assert.Equal(2, code);
        Assert.Contains("plans/default-1/flat_bp", errors);

        async Task<(int Code, string Json)> Errors(string text)
        {
            var (exit, output, _) = await DeskAsync("check", "--plan", Write("plan.json", text), "--json");
            return (exit, JsonNode.Parse(output)!["errors"]!.AsArray() is { Count: 0 } ? "{\"errors\": []}" : output);
        }
    }

    [Fact]
    public async Task F7_A_core_year_is_reckoned_by_the_plan()
    {
        var (code, output, _) = await DeskAsync("economics", "--plan", Write("plan.json", Plans), "--price", "10 DOT", "--income", "500 DOT");
        Assert.Equal(0, code);
        Assert.Contains("the customer pays 151.9202956154 DOT", output);
        Assert.Contains("500 DOT of commission takes 14 such deals.", output);
    }

    [Theory]
    [InlineData("There is no file ", "compute", "--plan", "nowhere.json", "--facts", "FACTS")]
    [InlineData("There is no file ", "compute", "--plan", "PLANS", "--facts", "nowhere.jsonl")]
    [InlineData("--line: say what is to be explained", "explain", "--plan", "PLANS", "--facts", "FACTS")]
    [InlineData("--line: there is no line 3; the ledger has 2.", "explain", "--plan", "PLANS", "--facts", "FACTS", "--line", "3")]
    [InlineData("--event: no payment 'q' is among the facts.", "explain", "--plan", "PLANS", "--facts", "FACTS", "--event", "q")]
    [InlineData("--price: '1,5' is no amount of DOT", "economics", "--plan", "PLANS", "--price", "1,5")]
    [InlineData("--plan-id: there is no plan 'x'; the file has default-1.", "economics", "--plan", "PLANS", "--price", "1", "--plan-id", "x")]
    [InlineData("--periods: write 1 to 130.", "economics", "--plan", "PLANS", "--price", "1", "--periods", "131")]
    public async Task A_wrong_question_is_told_with_the_option_and_the_fix(string expected, params string[] words)
    {
        var (plans, facts) = (Write("plan.json", Plans), Write("facts.jsonl", Facts));
        var (code, _, errors) = await DeskAsync([.. words.Select(w => w switch { "PLANS" => plans, "FACTS" => facts, _ => w })]);
        Assert.Equal(1, code);
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_scratch[name], text);
        return _scratch[name];
    }

    private static Task<(int Code, string Output, string Errors)> DeskAsync(params string[] words) => Launcher.RunApartAsync(["commission", .. words]);
}
