using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.ReplayNode.Chain;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>Who is told of which heads. Announcements and subscribing happen under the chain's lock.</summary>
internal sealed class HeadHub(Counters counters) : IHeadListener
{
    private readonly Lock _gate = new();
    private readonly List<Subscription> _all = [];
    private long _ids;

    /// <param name="Id">What the client calls it.</param>
    /// <param name="Kind">The heads; null for runtimes.</param>
    /// <param name="Connection">Whose it is.</param>
    public sealed record Subscription(string Id, HeadKind? Kind, RpcConnection Connection);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _all.Count;
            }
        }
    }

    public string NextId() => $"replay-{Interlocked.Increment(ref _ids):d8}";

    public void Add(Subscription subscription)
    {
        lock (_gate)
        {
            _all.Add(subscription);
        }
    }

    public bool Remove(RpcConnection connection, string id)
    {
        lock (_gate)
        {
            return _all.RemoveAll(s => s.Connection == connection && s.Id == id) > 0;
        }
    }

    public void RemoveAll(RpcConnection connection)
    {
        lock (_gate)
        {
            _all.RemoveAll(s => s.Connection == connection);
        }
    }

    public void Announce(HeadKind kind, ReplayBlock block)
    {
        foreach (var subscription in Of(kind))
        {
            Tell(subscription, block);
        }
    }

    public void AnnounceRuntime(ServedRuntime runtime)
    {
        foreach (var subscription in Of(null))
        {
            Tell(subscription, runtime);
        }
    }

    public void Tell(Subscription subscription, ReplayBlock block) => Notify(
        subscription.Connection,
        subscription.Kind switch { HeadKind.All => "chain_allHead", HeadKind.New => "chain_newHead", _ => "chain_finalizedHead" },
        subscription.Id,
        json => BlockJson.Header(json, block.Header));

    public void Tell(Subscription subscription, ServedRuntime runtime) =>
        Notify(subscription.Connection, "state_runtimeVersion", subscription.Id, json => json.Raw(runtime.VersionJson ?? "null"u8));

    public void Notify(RpcConnection connection, string method, string id, Action<Json> result)
    {
        var json = new Json();
        json.Raw("{\"jsonrpc\":\"2.0\",\"method\":"u8).Text(method).Raw(",\"params\":{\"subscription\":"u8).Text(id).Raw(",\"result\":"u8);
        result(json);
        json.Raw("}}"u8);
        connection.Send(new(json));
        counters.Notified();
    }

    private Subscription[] Of(HeadKind? kind)
    {
        lock (_gate)
        {
            return [.. _all.Where(s => s.Kind == kind)];
        }
    }
}
