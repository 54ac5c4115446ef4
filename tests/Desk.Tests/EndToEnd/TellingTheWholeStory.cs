using System.Text.RegularExpressions;
using CoretimeDesk.ChainLab;
using CoretimeDesk.Desk.Demo.Story;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Desk.Tests.EndToEnd;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>
/// The main job over gRPC by people of five roles, with the real services, bus and database, on real runtimes: and whatever is killed on the way, the quote is won once.
/// Skips where the chain lab cannot run, and says why.
/// </summary>
[Collection(nameof(Stories))]
public sealed partial class TellingTheWholeStory(ITestOutputHelper output) : IAsyncDisposable
{
    // Only a hang reaches this: a busy machine takes its time, and parts are killed all along.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(12);
    private static readonly string[] Victims = ["identity", "leads", "quoting", "chainwatcher", "sidecar"];

    private readonly DeskUnderTest _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task From_a_lead_to_a_won_quote_while_parts_of_the_desk_are_killed_at_random()
    {
        ChainData.OrSkip();
        LabNeeds.OrSkip();
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        _desk.DescribeTheRealOne();
        var (code, said) = await _desk.UpAsync("--chain", "lab", "--ready-within", "300");
        Assert.True(code == 0, said);

        using var over = new CancellationTokenSource();
        var killing = KillAsync(new(seed), over.Token);
        (code, said) = await _desk.RunAsync(Patience, "demo");
        await over.CancelAsync();
        var killed = await killing;
        output.WriteLine($"killed on the way: {string.Join(' ', killed)}");
        output.WriteLine(said);
        Assert.True(code == 0, $"seed {seed}, killed {string.Join(' ', killed)}: {said}");

        // Each step, once, in order, and with the evidence of the last one in the steps before.
        Assert.Equal(Enumerable.Range(1, 14), Steps().Matches(said).Select(m => int.Parse(m.Groups[1].Value)));
        var digest = Regex.Match(said, "quote digest +([0-9a-f]{64})").Groups[1].Value;
        Assert.Contains($"Quote digest {digest}.", said);
        Assert.Contains($"digest: {digest} stands beside the purchase", said);
        var call = Regex.Match(said, "call data +0x([0-9a-f]+)").Groups[1].Value;
        Assert.Contains(digest, call);
        var quote = Regex.Match(said, @"quote +Q-\d{4}-\d{6}, id ([0-9a-f-]{36})").Groups[1].Value;

        // Whoever asks afterwards finds it won once, by the fact that was printed.
        using var asking = new StoryDesk(_desk.State, Secrets.LoadOrMake(_desk.Workspace.SecretsFile).Demo!);
        var won = (await asking.AsAsync(Role.HeadOfSales, o => asking.Quotes.GetQuoteAsync(new() { QuoteId = quote }, o), default)).Quote;
        Assert.Equal(QuoteState.Won, Assert.Single(won.Revisions).State);
        var matches = (await asking.AsAsync(Role.HeadOfSales, o => asking.Matching.ListMatchesAsync(new() { QuoteId = quote }, o), default)).Matches;
        Assert.Equal(2, matches.Count);
        Assert.All(matches, m => Assert.Equal((MatchState.Counted, MatchBasis.Digest, true), (m.State, m.Basis, m.IsCustomerPaid)));
        Assert.Equal(Regex.Match(said, "won by fact +([0-9a-f-]{36})").Groups[1].Value, matches.Single(m => m.HasWon).Fact.FactId);
        Assert.NotEmpty(killed);
    }

    /// <summary>Kills one part after the other, each when it has come back; the supervisor of the desk starts it again.</summary>
    private async Task<IReadOnlyList<string>> KillAsync(Random random, CancellationToken over)
    {
        List<string> killed = [];
        while (!over.IsCancellationRequested)
        {
            var name = Victims[random.Next(Victims.Length)];
            if (_desk.State.Processes.LastOrDefault(p => p.Name == name) is { Identity.IsAlive: true } victim)
            {
                victim.Identity.Signal(UnixSignal.Kill);
                killed.Add(name);
            }

            await Task.Delay(TimeSpan.FromSeconds(random.Next(4, 12)), over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return killed;
    }

    [GeneratedRegex(@"^✓ (\d+)\. ", RegexOptions.Multiline)]
    private static partial Regex Steps();
}
