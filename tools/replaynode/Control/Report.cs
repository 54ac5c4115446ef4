using System.Text.Json.Nodes;
using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.ReplayNode.Chain;
using CoretimeDesk.ReplayNode.Rpc;

namespace CoretimeDesk.ReplayNode.Control;

/// <summary>How the node stands.</summary>
internal sealed class Report(ReplayChain chain, string name, RpcServer server, HeadHub hub, Mischief mischief, Counters counters, AutoAdvance auto)
{
    public JsonObject Heads() => chain.Locked(() =>
    {
        var (best, finalized, _, _) = chain.Read();
        return new JsonObject { ["best"] = Head(best), ["finalized"] = Head(finalized), ["atEnd"] = best.Number == chain.Last };
    });

    public JsonObject Everything() => chain.Locked(() =>
    {
        var (best, finalized, branch, settings) = chain.Read();
        return new JsonObject
        {
            ["chain"] = name,
            ["mode"] = chain.Mode,
            ["genesisHash"] = chain.Genesis.ToString(),
            ["first"] = chain.First,
            ["last"] = chain.Last,
            ["best"] = Head(best),
            ["finalized"] = Head(finalized),
            ["atEnd"] = best.Number == chain.Last,
            ["finality"] = new JsonObject { ["lag"] = settings.Finality.Lag, ["stalled"] = settings.Finality.IsStalled, ["every"] = settings.Finality.Batch },
            ["autoAdvance"] = auto.Every is { } every ? new JsonObject { ["everyMs"] = every.TotalMilliseconds, ["blocks"] = auto.Blocks } : null,
            ["fork"] = branch is null ? null : new JsonObject { ["height"] = branch.From, ["sibling"] = branch.At(branch.From).Hash.ToString() },
            ["pruned"] = new JsonObject { ["below"] = settings.Pruned.Below, ["bodies"] = settings.Pruned.Bodies },
            ["missing"] = new JsonArray([.. settings.Missing.Select(h => JsonValue.Create(h))]),
            ["disagree"] = new JsonArray([.. settings.OtherEvents.Keys.Select(h => JsonValue.Create(h))]),
            ["upgrades"] = new JsonArray([.. settings.Upgrades.Select(u => new JsonObject { ["atHeight"] = u.Key, ["specVersion"] = u.Value })]),
            ["refusing"] = server.IsRefusing,
            ["garbage"] = new JsonArray([.. mischief.Waiting.Select(g => new JsonObject { ["kind"] = Camel($"{g.Kind}"), ["count"] = g.Count, ["method"] = g.Method })]),
            ["delay"] = mischief.Late is { } late ? new JsonObject { ["ms"] = late.Time.TotalMilliseconds, ["count"] = late.Count, ["method"] = late.Method } : null,
            ["connections"] = new JsonObject { ["open"] = server.Open, ["total"] = counters.Connections, ["dropped"] = counters.Dropped, ["refused"] = counters.Refused },
            ["subscriptions"] = hub.Count,
            ["notifications"] = counters.Notifications,
            ["mangled"] = counters.Mangled,
            ["requests"] = new JsonObject([.. counters.Requests.Select(r => KeyValuePair.Create<string, JsonNode?>(r.Key, r.Value))]),
            ["unrecorded"] = new JsonObject
            {
                ["reads"] = counters.UnrecordedReads,
                ["keys"] = new JsonArray([.. counters.UnrecordedKeys.Select(k => JsonValue.Create(k))]),
            },
        };
    });

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static JsonObject Head(ReplayBlock block) => new() { ["number"] = block.Number, ["hash"] = block.Hash.ToString() };
}
