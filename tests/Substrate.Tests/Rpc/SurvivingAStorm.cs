using System.Collections.Concurrent;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class SurvivingAStorm
{
    private const int Calls = 2000;

    [Fact]
    public async Task Two_thousand_calls_under_random_drops_end_once_each_with_their_own_answer()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var executed = new ConcurrentDictionary<string, int>();
        var failures = new ConcurrentQueue<string>();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            int NextRandom(int max)
            {
                lock (random)
                {
                    return random.Next(max);
                }
            }

            // Serves some requests out of order, then breaks in one of several ways. Later connections live longer.
            var left = 5 + NextRandom(20 + (peer.Number * 10));
            var held = new List<Asked>();
            while (left-- > 0)
            {
                var next = peer.NextAsync();
                if (await Task.WhenAny(next, Task.Delay(10)) != next)
                {
                    held = await AnswerAsync(peer, held, NextRandom); // Everybody may be waiting for these.
                }

                if (await next is not { } asked)
                {
                    return;
                }

                executed.AddOrUpdate(asked.Params[0].GetString()!, 1, (_, n) => n + 1);
                held.Add(asked);
                if (NextRandom(3) == 0)
                {
                    held = await AnswerAsync(peer, held, NextRandom);
                }
            }

            switch (NextRandom(4))
            {
                case 0:
                    await peer.SendPartAsync("{\"jsonrpc\":"u8.ToArray(), last: false);
                    break;
                case 1:
                    await AnswerAsync(peer, held, NextRandom);
                    await peer.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable, "storm");
                    await peer.IgnoreAsync();
                    break;
                case 2:
                    await AnswerAsync(peer, held, NextRandom);
                    break;
            }
        });
        await using var client = new RpcClient(new()
        {
            Endpoints = [node.Uri], MaxInFlight = 64, RetriesMax = 1000, RequestTimeout = TimeSpan.FromSeconds(60), Backoff = Clients.Quick,
        });

        await Task.WhenAll(Enumerable.Range(0, Calls).Select(async i =>
        {
            var once = i % 4 == 0;
            var text = $"{(once ? "once" : "often")} {i}";
            using var cancel = new CancellationTokenSource();
            var call = client.CallAsync(once ? new RpcCall<string>("author_x", new RpcParams().Add(text), Clients.Echo("").Decode) : Clients.Echo(text), cancellation: cancel.Token);
            if (i % 50 == 1)
            {
                await cancel.CancelAsync();
            }

            try
            {
                Check(await call == text, $"{text} got another's answer");
                Check(!once || executed[text] == 1, $"{text} was executed {executed.GetValueOrDefault(text)} times");
            }
            catch (RpcConnectionException e)
            {
                Check(once, $"{text} failed: {e.Message}");
                Check(executed.GetValueOrDefault(text) <= (e.MayHaveBeenSent ? 1 : 0), $"{text} was executed {executed.GetValueOrDefault(text)} times");
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                failures.Enqueue($"{text}: {e}");
            }
        })).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(failures.IsEmpty, $"Seed {seed}: {string.Join(Environment.NewLine, failures.Take(10))}");
        Assert.True(node.Connections > 5, $"Seed {seed}: only {node.Connections} connections, so hardly anything was tried.");

        void Check(bool holds, string otherwise)
        {
            if (!holds)
            {
                failures.Enqueue(otherwise);
            }
        }
    }

    private static async Task<List<Asked>> AnswerAsync(Peer peer, List<Asked> held, Func<int, int> random)
    {
        foreach (var asked in held.OrderBy(_ => random(1000)))
        {
            await peer.SendAsync(asked.Answer(asked.Params.GetRawText()));
        }

        return [];
    }
}
