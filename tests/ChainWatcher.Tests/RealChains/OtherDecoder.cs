using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.V1;
using Google.Protobuf;

namespace CoretimeDesk.ChainWatcher.Tests.RealChains;

/// <summary>
/// What @polkadot/types finds in the lab's blocks, read from the chains themselves and not through the node view that the watcher has:
/// tests/ChainWatcher.Domain.Tests/node/chain.mjs.
/// </summary>
internal static class OtherDecoder
{
    private static readonly NodeScript Script = new("ChainWatcher.Domain.Tests", "chain.mjs");

    /// <summary>The facts of all blocks up to these, by chain, in the order of blocks and events.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<IMessage>>> ReadAsync(LabChain lab, IReadOnlyDictionary<string, LabHead> heads, IEnumerable<string> watched)
    {
        object Chain(LabNetwork network, string name) => new
        {
            name,
            kind = network == LabNetwork.Relay ? "relay" : "coretime",
            url = $"http://{(network == LabNetwork.Relay ? lab.RelayRaw : lab.CoretimeRaw).Authority}",
            token = new { symbol = "PAS", decimals = 10 },
            first = 1,
            last = new { number = heads[name].Number, hash = heads[name].Hash },
        };
        var request = new { tag = "coretime-desk:", watched, chains = WatcherWorld.Networks.Select(n => Chain(n.Network, n.Chain)) };
        var answer = JsonNode.Parse(await Script.RunAsync(JsonSerializer.Serialize(request)))!.AsObject();
        return answer.ToDictionary(
            chain => chain.Key,
            chain => (IReadOnlyList<IMessage>)[.. chain.Value!.AsArray().SelectMany(block => block!["facts"]!.AsArray()).Select(f => FactText.Parse((string)f!["type"]!, f["message"]!.ToJsonString()))]);
    }
}

/// <summary>Facts as messages, and as text that shows every field.</summary>
internal static class FactText
{
    private static readonly JsonFormatter Full = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    /// <exception cref="InvalidProtocolBufferException">It has a field that the contract does not know, or one of another type.</exception>
    public static IMessage Parse(string type, string json) => JsonParser.Default.Parse(json, EventsReflection.Descriptor.MessageTypes.Single(t => t.Name == type));

    public static IMessage Parse(Fact fact) => Parse(fact.Type, fact.Json);

    public static V1.FactOrigin Origin(this IMessage fact) => (V1.FactOrigin)fact.Descriptor.FindFieldByName("origin").Accessor.GetValue(fact);

    /// <summary>Where it was found and what it is, in a line.</summary>
    public static string Name(this IMessage fact) => $"{fact.Origin().Chain} block {fact.Origin().BlockNumber} event {fact.Origin().EventIndex}: {fact.Descriptor.Name} {fact.Origin().FactId}";

    public static string Text(this IMessage fact) => Full.Format(fact);
}
