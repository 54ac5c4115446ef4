using System.Text.Json.Nodes;
using CoretimeDesk.Golden;

namespace CoretimeDesk.Desk.Tests.Metrics;

/// <summary><c>./desk metrics</c> on files, as a person or a script calls it: no desk runs.</summary>
public sealed class ComputingMetricsOnTheCommandLine : IAsyncLifetime, IDisposable
{
    private const string Facts = """
        {"id":"c","kind":"lead_created","occurred_at":"2026-01-10T08:00:00Z","recorded_at":"2026-01-10T08:00:00Z","lead":"acme","segment":"builder","tier":"S","rep":"ada","team":"north"}

        {"id":"p","kind":"purchase","occurred_at":"2026-01-20T08:00:00Z","recorded_at":"2026-03-09T06:00:00Z","how":"purchase","payer":"own","planck":"100000000000","timeslice_bits":403200,"sale":1}
        {"id":"m","kind":"matched","occurred_at":"2026-03-09T06:00:00Z","recorded_at":"2026-03-09T06:00:00Z","purchase":"p","lead":"acme","how":"auto"}
        """;

    private static readonly string[] Always = ["--as-of", "2026-08-01T00:00:00Z"];
    private static readonly string[] January = ["--from", "2026-01", "--to", "2026-01"];

    private readonly ScratchFolder _scratch = new();

    public ValueTask InitializeAsync() => Launcher.BuiltAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("03-late-facts")]
    [InlineData("09-bad-same-id")]
    [InlineData("21-medium-reordered")]
    public async Task A_golden_case_comes_out_exactly_as_expected(string name)
    {
        // All of them are computed by the domain's own tests; here it is output and exit code.
        var folder = Path.Combine(GoldenData.FolderOrSkip("metrics"), name);
        var args = GoldenData.Json(folder, "case.json")["args"]!.AsArray().Select(a => (string)a!);
        var (code, output, _) = await DeskAsync(["compute", "--facts", Path.Combine(folder, "facts.jsonl"), .. args, "--json"]);
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
    public async Task F12_A_late_purchase_shows_as_a_restatement_and_is_explained_down_to_its_facts()
    {
        var facts = Write(Facts);
        var (code, output, _) = await DeskAsync(["compute", "--facts", facts, .. Always, .. January, "--metrics", "won,net_new_coretime", "--token", "DOT"]);
        Assert.Equal(0, code);
        Assert.Contains("revision 2, first 0", output);
        Assert.Contains("10 DOT; 1.000000 core-periods", output);
        Assert.Contains("won of 2026-01, revision 2: 1, since 2026-03-09T06:00:00Z, because of p.", output);
        var explained = (await DeskAsync(["explain", "--facts", facts, .. Always, "--metric", "conversion_30", "--month", "2026-01"])).Output;
        Assert.Contains("conversion_30 of 2026-01, as of 1 Aug 2026 00:00 UTC: 1 of 1, 100.00 %.", explained);
        Assert.Contains("acme: 1 customer; created 10 Jan 2026 08:00 UTC by c; won 20 Jan 2026 08:00 UTC by p, recorded 9 Mar 2026 06:00 UTC; matched 9 Mar 2026 06:00 UTC by m", explained);
    }

    [Fact]
    public async Task A_bad_line_ends_with_code_2_and_a_sentence_that_names_it()
    {
        var (code, output, errors) = await DeskAsync(["compute", "--facts", Write(Facts.Replace("\"100000000000\"", "100000000000", StringComparison.Ordinal)), .. Always, .. January]);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("facts.jsonl, line 3: planck must be planck as a text of digits", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no file ", "compute", "--facts", "nowhere.jsonl", "--as-of", "2026-08-01T00:00:00Z", "--from", "2026-01", "--to", "2026-01")]
    [InlineData("--as-of: 'today' is no instant", "compute", "--facts", "FACTS", "--as-of", "today", "--from", "2026-01", "--to", "2026-01")]
    [InlineData("--from: '2026-13' is no month", "compute", "--facts", "FACTS", "--as-of", "2026-08-01T00:00:00Z", "--from", "2026-13", "--to", "2026-01")]
    [InlineData("--to: 2026-01 is before --from, 2026-02", "compute", "--facts", "FACTS", "--as-of", "2026-08-01T00:00:00Z", "--from", "2026-02", "--to", "2026-01")]
    [InlineData("--by: 'region' is nothing to group by", "compute", "--facts", "FACTS", "--as-of", "2026-08-01T00:00:00Z", "--from", "2026-01", "--to", "2026-01", "--by", "region")]
    [InlineData("--metrics: there is no metric 'luck'", "compute", "--facts", "FACTS", "--as-of", "2026-08-01T00:00:00Z", "--from", "2026-01", "--to", "2026-01", "--metrics", "won,luck")]
    [InlineData("--group: say with --by what it is", "explain", "--facts", "FACTS", "--as-of", "2026-08-01T00:00:00Z", "--metric", "won", "--month", "2026-01", "--group", "ada")]
    [InlineData("--group: velocity has no groups", "explain", "--facts", "FACTS", "--as-of", "2026-08-01T00:00:00Z", "--metric", "velocity", "--month", "2026-01", "--by", "rep", "--group", "ada")]
    public async Task A_wrong_question_is_told_with_the_option_and_the_fix(string expected, params string[] words)
    {
        var facts = Write(Facts);
        var (code, _, errors) = await DeskAsync([.. words.Select(w => w == "FACTS" ? facts : w)]);
        Assert.Equal(1, code);
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        File.WriteAllText(_scratch["facts.jsonl"], text);
        return _scratch["facts.jsonl"];
    }

    private static Task<(int Code, string Output, string Errors)> DeskAsync(string[] words) => Launcher.RunApartAsync(["metrics", .. words]);
}
