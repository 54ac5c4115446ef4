using System.Net.Http.Json;
using System.Text.Json;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Desk.Running.Chains;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Demo.Story;

/// <summary>The recorded Coretime chain of the running desk, held where it is while a story is told: a sale's phase that ended in the middle of it would take the price along.</summary>
internal sealed class StoryRecording : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HttpClient _control = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = Longest };
    private readonly RunningNode _node;
    private double _everyMs;

    private StoryRecording(RunningNode node) => _node = node;

    /// <summary>The newest block that will be there until the story is told.</summary>
    public ulong Height { get; private set; }

    /// <summary>Holds the recording of a desk; null when its chain is none.</summary>
    public static async Task<StoryRecording?> HoldAsync(RunningChains? chains, string coretimeChain, CancellationToken cancellation)
    {
        if (chains?.Source != ChainSources.Replay || chains.Nodes.FirstOrDefault(n => n.Chains.ContainsKey(coretimeChain)) is not { } node)
        {
            return null;
        }

        var recording = new StoryRecording(node);
        try
        {
            var state = await recording.OrderAsync("state", new { }, cancellation);
            recording._everyMs = state.TryGetProperty("autoAdvance", out var pace) && pace.ValueKind == JsonValueKind.Object ? pace.GetProperty("everyMs").GetDouble() : 0;
            await recording.OrderAsync("autoAdvance", new { everyMs = 0 }, cancellation);
            recording.Height = (await recording.OrderAsync("state", new { }, cancellation)).GetProperty("best").GetProperty("number").GetUInt64();
            return recording;
        }
        catch
        {
            await recording.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives an account a balance on the recorded Coretime chain: recordings know the market, and nobody's balance.</summary>
    public static async Task FundAsync(RunningNode node, AccountId32 account, UInt128 planck, CancellationToken cancellation)
    {
        await using var recording = new StoryRecording(node);
        await recording.OrderAsync("fund", new { who = $"{account}", planck = $"{planck}" }, cancellation);
    }

    /// <summary>It goes on as before, whatever has become of the story.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_everyMs > 0)
            {
                await OrderAsync("autoAdvance", new { everyMs = _everyMs }, CancellationToken.None);
            }
        }
        catch (DeskException)
        {
            // The desk was stopped meanwhile: nothing is there to go on.
        }
        finally
        {
            _control.Dispose();
        }
    }

    private async Task<JsonElement> OrderAsync(string order, object parameters, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _control.PostAsJsonAsync(_node.Control, new { jsonrpc = "2.0", id = 1, method = order, @params = parameters }, cancellation);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return body.TryGetProperty("error", out var error) ? throw new DeskException($"The replay node refuses '{order}': {error.GetProperty("message").GetString()}") : body.GetProperty("result");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DeskException($"The replay node at {_node.Control} does not do '{order}': {e.Message} './desk status' tells how it fares.", e);
        }
    }
}
