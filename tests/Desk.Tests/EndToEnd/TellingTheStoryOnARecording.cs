using System.Text.RegularExpressions;
using CoretimeDesk.Desk.Demo.Story;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>
/// <c>./desk demo</c> where no lab is: on recorded blocks the story goes as far as anybody can go, up to the accepted quote and what the customer's wallet would sign; and it
/// says so. In an interlude, as the recording ends in one, the customer is offered blockspace on demand.
/// </summary>
[Collection(nameof(Stories))]
public sealed partial class TellingTheStoryOnARecording : IAsyncDisposable
{
    private const string Chain = "replay-coretime";
    private const int InAnInterlude = 55;
    private readonly DeskUnderTest _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task The_story_is_told_to_its_end_with_the_evidence_of_each_step_in_every_phase_of_the_sale()
    {
        _desk.DescribeTheRealOne(("identity", ""), ("leads", ""), ("chainwatcher", ""), ("quoting", ""), ("commissions", ""));
        var (code, output) = await _desk.UpAsync("--ready-within", "300");
        Assert.True(code == 0, output);

        // A slow machine may be in the interlude already: a recording does not wait.
        await CheckAsync(await TellAsync());
        await _desk.OrderAsync(Chain, "advanceTo", new { height = Math.Max(await HeightAsync(), InAnInterlude) });
        var said = await TellAsync();
        Assert.Contains("interlude", said);
        await CheckAsync(said);

        // It is held only while it is told.
        Assert.True((double)(await _desk.OrderAsync(Chain, "state"))["autoAdvance"]!["everyMs"]! > 0);
    }

    private async Task<string> TellAsync()
    {
        var (code, said) = await _desk.RunAsync(TimeSpan.FromMinutes(10), "demo");
        Assert.True(code == 0, said);
        return said;
    }

    private async Task<int> HeightAsync() => (int)(await _desk.OrderAsync(Chain, "state"))["best"]!["number"]!;

    private async Task CheckAsync(string said)
    {
        var isBudget = said.Contains("market           interlude", StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 10), Steps().Matches(said).Select(m => int.Parse(m.Groups[1].Value)));
        var evidence = Evidence().Matches(said).ToLookup(m => m.Groups[1].Value.Trim(), m => m.Groups[2].Value.Trim());
        string[] names = ["chain", "as of block", "account", "lead", "claimed", "evidence", "assessment", "digest", "own ceiling", "rule version", "quote", "terms digest", "approval", "of digest", "quote digest", "valid until", "signature", "accepted"];
        Assert.All(names.Concat(isBudget ? ["on-demand budget", "orders of"] : ["2 core-periods", "dates", "call data", "price limit"]), name => Assert.NotEmpty(evidence[name]));
        Assert.Contains("The chain is a recording of a real runtime", said);
        Assert.Contains("Only a finalised event of the chain wins it.", said);

        // Each step's evidence is that of the step before, and what the desk itself says afterwards.
        var digest = Assert.Single(evidence["quote digest"]);
        Assert.Contains($"Quote digest {digest}.", said);
        Assert.Equal(evidence["terms digest"], evidence["of digest"]);
        Assert.All(evidence["call data"], call => Assert.Contains(digest, call));
        var id = Regex.Match(Assert.Single(evidence["quote"]), "id ([0-9a-f-]{36})").Groups[1].Value;
        using var asking = new StoryDesk(_desk.State, Secrets.LoadOrMake(_desk.Workspace.SecretsFile).Demo!);
        var quote = (await asking.AsAsync(Role.Leadership, o => asking.Quotes.GetQuoteAsync(new() { QuoteId = id }, o), default)).Quote;
        Assert.Equal((QuoteState.Accepted, digest), (quote.Revisions[^1].State, quote.Revisions[^1].Snapshot.QuoteSha256));
    }

    [GeneratedRegex(@"^✓ (\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Steps();

    [GeneratedRegex("^     (.{16}) (.+)$", RegexOptions.Multiline)]
    private static partial Regex Evidence();
}
