using System.Text.Json.Nodes;
using CoretimeDesk.Golden;

namespace CoretimeDesk.Desk.Tests.Credits;

/// <summary><c>./desk credits simulate</c> on a file, as a person or a script calls it: no desk runs.</summary>
public sealed class SimulatingBudgetsOnTheCommandLine : IAsyncLifetime, IDisposable
{
    private const string Overdrawn = """
        {"case":"overdrawn","codes":{},"provider_budgets":{},"events":[{"id":"f","event":"fund","at":"2026-01-01T00:00:00Z","planck":"1000"},{"id":"a","event":"award","at":"2026-01-02T00:00:00Z","grant":"g","cluster":"c","tier":"launch","tranches":["1001"],"half_periods":2,"expires_at":"2027-01-01T00:00:00Z"}]}
        """;

    private readonly ScratchFolder _scratch = new();

    public ValueTask InitializeAsync() => Launcher.BuiltAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("hand")]
    [InlineData("medium")]
    public async Task The_golden_cases_come_out_exactly_as_expected(string name)
    {
        var folder = GoldenData.FolderOrSkip("credits");
        var (code, output, _) = await DeskAsync("--cases", Path.Combine(folder, $"{name}.cases.jsonl"), "--json");
        Assert.Equal(0, code);
        var (expected, actual) = (GoldenData.Lines(folder, $"{name}.expected.jsonl"), output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(pair.First), JsonNode.Parse(pair.Second)), pair.Second));
    }

    [Fact]
    public async Task F4_An_award_beyond_the_budget_is_refused_and_reserves_nothing()
    {
        var (code, output, _) = await DeskAsync("--cases", Write(Overdrawn), "--json");
        var award = JsonNode.Parse(output)!["steps"]![1]!;
        Assert.Equal((0, "refused", "budget", "0"), (code, (string)award["result"]!, (string)award["reasons"]![0]!, (string)award["balances"]!["reserved"]!));
    }

    [Fact]
    public async Task What_a_person_reads_has_units()
    {
        var (code, output, _) = await DeskAsync("--cases", Write(Overdrawn.Replace("1000\"", "10000000000\"", StringComparison.Ordinal)), "--token", "DOT");
        Assert.Equal(0, code);
        Assert.Contains("1 DOT", output);
    }

    [Theory]
    [InlineData(2, "[1]")]
    [InlineData(2, "no JSON")]
    [InlineData(2, "\n{\"case\":")]
    public async Task A_line_that_is_no_case_is_named(int code, string text)
    {
        var (exit, output, _) = await DeskAsync("--cases", Write(text), "--json");
        Assert.Equal((code, text.StartsWith('\n') ? 2 : 1), (exit, (int)JsonNode.Parse(output)!["error"]!["line"]!));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var (code, _, errors) = await DeskAsync("--cases", "nowhere.jsonl");
        Assert.Equal(1, code);
        Assert.StartsWith("There is no file ", errors, StringComparison.Ordinal);
    }

    private string Write(string text)
    {
        File.WriteAllText(_scratch["cases.jsonl"], text);
        return _scratch["cases.jsonl"];
    }

    private static Task<(int Code, string Output, string Errors)> DeskAsync(params string[] words) => Launcher.RunApartAsync(["credits", "simulate", .. words]);
}
