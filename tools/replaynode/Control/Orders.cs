using System.Globalization;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainRecording;
using CoretimeDesk.ReplayNode.Chain;
using CoretimeDesk.ReplayNode.Rpc;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Control;

/// <summary>What the node can be told. Each order reads its fields first, so one with a wrong field changes nothing.</summary>
internal sealed class Orders(ReplayChain chain, RpcServer server, Mischief mischief, Counters counters, AutoAdvance auto, Report report, string folder, TaskCompletionSource shutdown)
{
    private const ulong Any = int.MaxValue;
    private const long HugeBytes = 65 << 20; // One more than the RPC client of this repository takes by default.

    public IReadOnlyDictionary<string, Func<OrderFields, Task<JsonNode?>>> All => new Dictionary<string, Func<OrderFields, Task<JsonNode?>>>(StringComparer.Ordinal)
    {
        ["state"] = Do(_ => () => report.Everything()),
        ["advance"] = Do(fields => Advance(fields.Number("blocks", 1, 1, Any))),
        ["advanceTo"] = Do(AdvanceTo),
        ["autoAdvance"] = AutoAdvanceAsync,
        ["finality"] = Do(Finality),
        ["batchFinality"] = Do(fields =>
        {
            var every = fields.Number("every", 1, Any);
            return Then(() => chain.SetFinality(f => f with { Batch = every }));
        }),
        ["finalize"] = Do(fields =>
        {
            var height = fields.Number("height", 0, ulong.MaxValue);
            return Then(() => chain.FinalizeAt(height));
        }),
        ["fork"] = Do(Fork),
        ["heal"] = Do(_ => Then(chain.Heal)),
        ["revert"] = Do(fields =>
        {
            var height = fields.Number("toHeight", 0, ulong.MaxValue);
            return Then(() => chain.Revert(height));
        }),
        ["prune"] = Do(fields =>
        {
            var (below, bodies) = (fields.Number("below", 0, ulong.MaxValue), fields.Truth("bodies") ?? false);
            return Then(() => chain.Prune(below, bodies));
        }),
        ["missing"] = Do(fields =>
        {
            var (height, on) = (fields.Number("height", 0, ulong.MaxValue), fields.Truth("on") ?? true);
            return Then(() => chain.SetMissing(height, on));
        }),
        ["disagree"] = Do(Disagree),
        ["fund"] = Do(Fund),
        ["upgradeRuntime"] = Do(UpgradeRuntime),
        ["dropConnections"] = Do(fields =>
        {
            var politely = fields.Truth("politely") ?? false;
            return () => new JsonObject { ["dropped"] = server.DropAll(politely) };
        }),
        ["refuseConnections"] = Do(fields =>
        {
            var on = fields.Truth("on") ?? throw new OrderException("on", "is missing");
            return Then(() => server.IsRefusing = on);
        }),
        ["garbage"] = Do(Garbage),
        ["delay"] = Do(Delay),
        ["reset"] = ResetAsync,
        ["shutdown"] = Do(_ => () =>
        {
            shutdown.TrySetResult();
            return true;
        }),
    };

    private Func<JsonNode?> Advance(ulong blocks) => () =>
    {
        var done = chain.Advance(blocks);
        var heads = report.Heads();
        heads["blocks"] = done;
        return heads;
    };

    private Func<JsonNode?> AdvanceTo(OrderFields fields)
    {
        var height = fields.Number("height", chain.First, chain.Last);
        return () =>
        {
            var best = chain.Best.Number;
            return height >= best
                ? Advance(height - best)()
                : throw new OrderException("height", $"is {height}, but the best block is {best} already; revert goes back");
        };
    }

    private async Task<JsonNode?> AutoAdvanceAsync(OrderFields fields)
    {
        var (every, blocks) = (fields.Number("everyMs", 0, 86_400_000), fields.Number("blocks", 1, 1, Any));
        fields.End();
        await auto.SetAsync(every == 0 ? null : TimeSpan.FromMilliseconds(every), blocks);
        return report.Heads();
    }

    private Func<JsonNode?> Finality(OrderFields fields)
    {
        var (lag, stall, release) = (fields.Number("lag"), fields.Truth("stall"), fields.Truth("release"));
        if (stall == true && release == true)
        {
            throw new OrderException("release", "and stall cannot both be true");
        }

        return Then(() => chain.SetFinality(f => f with { Lag = lag ?? f.Lag, IsStalled = stall ?? (release == true ? false : f.IsStalled) }));
    }

    private Func<JsonNode?> Fork(OrderFields fields)
    {
        var height = fields.Number("height", 0, ulong.MaxValue);
        var recorded = fields.Truth("recorded") ?? true;
        var events = fields.Text("events") ?? "same";
        var forget = fields.Truth("forget") ?? false;
        if (events is not ("same" or "none"))
        {
            throw new OrderException("events", $"is '{events}', and should be 'same' or 'none'");
        }

        return () =>
        {
            var sibling = chain.Fork(height, recorded, events == "same", forget);
            var heads = report.Heads();
            heads["sibling"] = sibling.Hash.ToString();
            return heads;
        };
    }

    private Func<JsonNode?> Disagree(OrderFields fields)
    {
        var (height, events, on) = (fields.Number("eventsAt", 0, ulong.MaxValue), fields.Bytes("events"), fields.Truth("on") ?? true);
        return () =>
        {
            if (!on)
            {
                chain.Agree(height);
                return report.Heads();
            }

            return new JsonObject { ["events"] = Hex.Encode(chain.Disagree(height, events)) };
        };
    }

    private Func<JsonNode?> Fund(OrderFields fields)
    {
        var who = fields.Bytes("who") is { Length: 32 } account ? account : throw new OrderException("who", "should be an account of 32 bytes, as hex");
        var planck = UInt128.TryParse(fields.Text("planck"), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) ? amount : throw new OrderException("planck", "should be an amount as decimal text");
        return Then(() => chain.Fund(who, planck));
    }

    private Func<JsonNode?> UpgradeRuntime(OrderFields fields)
    {
        var (height, spec) = (fields.Number("atHeight", 0, ulong.MaxValue), (uint)fields.Number("specVersion", 1, uint.MaxValue));
        byte[]? metadata = null;
        if (fields.Text("metadata") is { } name)
        {
            try
            {
                metadata = MetadataFile.Load(Path.Combine(folder, name));
            }
            catch (RecordingException e)
            {
                throw new OrderException("metadata", e.Message);
            }
        }

        return Then(() => chain.Upgrade(height, spec, metadata));
    }

    private Func<JsonNode?> Garbage(OrderFields fields)
    {
        var kind = fields.Text("kind") ?? throw new OrderException("kind", "is missing");
        var (count, method, bytes) = ((int)fields.Number("count", 1, 1, Any), fields.Text("method"), (long)fields.Number("bytes", HugeBytes, 1, 1UL << 40));
        return kind == "none" ? Then(() => mischief.Order(null))
            : Enum.TryParse<GarbageKind>(kind, ignoreCase: true, out var parsed) && !char.IsDigit(kind[0]) ? Then(() => mischief.Order(new Garbage(parsed, count, method, bytes)))
            : throw new OrderException("kind", $"is '{kind}', and should be one of {string.Join(", ", Enum.GetNames<GarbageKind>().Select(Report.Camel))} or none");
    }

    private Func<JsonNode?> Delay(OrderFields fields)
    {
        var (ms, count, method) = (fields.Number("ms", 0, 3_600_000), fields.Number("count"), fields.Text("method"));
        if (count is 0 or > Any)
        {
            throw new OrderException("count", $"is {count}, and should be from 1 to {Any}");
        }

        return Then(() => mischief.Late = ms == 0 ? null : new(TimeSpan.FromMilliseconds(ms), (int?)count, method));
    }

    // Connections end, so that nobody sees the heads go back.
    private async Task<JsonNode?> ResetAsync(OrderFields fields)
    {
        fields.End();
        await auto.SetAsync(null, 1);
        server.IsRefusing = false;
        server.DropAll(politely: false);
        mischief.Clear();
        chain.Rewind();
        counters.Clear();
        return report.Heads();
    }

    private Func<JsonNode?> Then(Action act) => () =>
    {
        act();
        return report.Heads();
    };

    /// <summary>An order that does not wait: its fields are read, then it is carried out.</summary>
    private static Func<OrderFields, Task<JsonNode?>> Do(Func<OrderFields, Func<JsonNode?>> read) => fields =>
    {
        var act = read(fields);
        fields.End();
        return Task.FromResult(act());
    };
}
