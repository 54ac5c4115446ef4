using System.Net.Http.Json;
using System.Text.Json;

namespace CoretimeDesk.Desk.Running.Chains;

/// <summary>How a node of the desk's own stands.</summary>
/// <param name="IsReady">It serves its chains.</param>
/// <param name="State"><c>playing</c>, <c>ended</c>, <c>running</c>, <c>starting</c> or <c>unreachable</c>.</param>
/// <param name="Detail">Where it is.</param>
internal sealed record NodeStatus(bool IsReady, string State, string Detail);

/// <summary>Asks the nodes that the desk started.</summary>
internal static class ChainNodes
{
    // The lab takes one order at a time, and a block on a busy machine takes seconds.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = Longest };
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public static RunningNode Describe(ChainProcess process) =>
        new(process.Name, $"http://127.0.0.1:{process.ControlPort}", process.Nodes.ToDictionary(node => node.Chain, node => node.Address, StringComparer.Ordinal));

    /// <summary>Asks. Never throws for an answer that is missing or malformed: that is a finding too.</summary>
    public static async Task<NodeStatus> AskAsync(RunningNode node, CancellationToken cancellation)
    {
        try
        {
            return node.Name == ChainSources.Lab
                ? (await OrderAsync<LabInfo>(node, "lab_info", cancellation)).Describe()
                : (await OrderAsync<ReplayState>(node, "state", cancellation)).Describe();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException)
        {
            return new(false, "unreachable", e is HttpRequestException ? e.Message : $"something else answers at {node.Control}");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(false, "unreachable", $"no answer within {Longest.TotalSeconds:0} s");
        }
    }

    private static async Task<T> OrderAsync<T>(RunningNode node, string order, CancellationToken cancellation)
    {
        using var answer = await Client.PostAsJsonAsync(node.Control, new { jsonrpc = "2.0", id = 1, method = order }, cancellation);
        return (await answer.Content.ReadFromJsonAsync<Reply<T>>(Json, cancellation) ?? throw new JsonException("empty")).Result;
    }

    private sealed record Reply<T>(T Result);

    private sealed record Head(ulong Number);

    private sealed record Pace(double EveryMs);

    private sealed record ReplayState(ulong First, ulong Last, Head Best, Pace? AutoAdvance)
    {
        public NodeStatus Describe()
        {
            if (Best.Number == Last)
            {
                return new(true, "ended", $"the recording is over at block {Last}: nothing more will happen; './desk reset' begins it again");
            }

            var pace = AutoAdvance is { } auto ? TimeSpan.FromMilliseconds(auto.EveryMs) : (TimeSpan?)null;
            return new(true, "playing", $"recorded blocks: {Best.Number} of {First} to {Last}{(pace is { } each ? $", one each {each.TotalSeconds:0.#} s, over in {Left(each * (Last - Best.Number))}" : ", on order only")}");
        }

        private static string Left(TimeSpan time) => time < TimeSpan.FromMinutes(1) ? "less than a minute" : $"{Math.Ceiling(time.TotalMinutes):0} min";
    }

    private sealed record LabChain(ulong Head);

    // A lab that is starting has no chains yet.
    private sealed record LabInfo(bool Ready, LabChain? Coretime = null, LabChain? Relay = null)
    {
        public NodeStatus Describe() => Ready
            ? new(true, "running", $"Coretime block {Coretime?.Head}, relay block {Relay?.Head}")
            : new(false, "starting", "");
    }
}
