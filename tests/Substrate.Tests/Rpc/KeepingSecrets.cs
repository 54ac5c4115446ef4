using System.Collections.Concurrent;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Rpc;

public sealed class KeepingSecrets
{
    private const string Password = "pa55-w0rd-of-ours", Token = "t0ken-in-query", Key = "d4f9c1b2a3e84756a1b2c3d4e5f60718";

    [Fact]
    public async Task The_node_gets_what_the_address_holds()
    {
        var seen = new TaskCompletionSource<(string?, string)>();
        await using var node = await ScriptedNode.StartAsync(async peer =>
        {
            seen.TrySetResult((peer.Authorization, peer.PathAndQuery));
            await peer.EchoAsync();
        });
        await using var client = Clients.Of(Dress(node.Uri));

        await client.CallAsync(Clients.Echo("x")).Soon();

        var (authorization, path) = await seen.Task;
        Assert.Equal("Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"desk:{Password}")), authorization);
        Assert.Equal($"/rpc/{Key}?apikey={Token}", path);
        Assert.Equal($"ws://127.0.0.1:{node.Uri.Port}/rpc/…", client.CurrentEndpoint!.Name);
    }

    [Fact]
    public async Task Nothing_that_is_said_of_an_endpoint_tells_a_secret()
    {
        var said = new ConcurrentQueue<string>();
        await using var refusing = await ScriptedNode.StartRefusingAsync(401);
        await using var garbling = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.AskedAsync();
            await peer.SendAsync("nonsense");
            await peer.IgnoreAsync();
        });
        await using var dropping = await ScriptedNode.StartAsync(peer => peer.NextAsync());
        await using var large = await ScriptedNode.StartAsync(async peer =>
        {
            await peer.AskedAsync();
            await peer.SendAsync(new string('x', 5000));
            await peer.IgnoreAsync();
        });
        Uri[] addresses =
        [
            Dress(refusing.Uri), Dress(new("ws://127.0.0.1:1/")), Dress(new("ws://no-such-host.invalid/")), Dress(new("wss://127.0.0.1:" + garbling.Uri.Port)),
            Dress(garbling.Uri), Dress(dropping.Uri), Dress(large.Uri),
        ];

        foreach (var address in addresses)
        {
            var clock = new ManualClock();
            await using var client = new RpcClient(new() { Endpoints = [address], Time = clock, MaxMessageBytes = 1000, SilentTimeoutsMax = 1 });
            client.StateChanged += (_, state) => said.Enqueue($"{state} {state.Endpoint} {state.LastError}");
            var call = client.CallAsync(Clients.Echo("x"), Retry.Never);
            await Clients.UntilAsync(() => client.State.Status == RpcStatus.Waiting || call.IsCompleted);
            clock.Advance(TimeSpan.FromMinutes(1));
            said.Enqueue($"{await Record.ExceptionAsync(() => call.Soon())}");
            client.FailOver();
            said.Enqueue($"{client.State} {client.CurrentEndpoint}");
        }

        Assert.Contains(said, s => s.Contains("HTTP status 401"));
        Assert.Contains(said, s => s.Contains(nameof(RpcProtocolException)));
        Assert.Contains(said, s => s.Contains(nameof(RpcMessageTooLargeException)));
        Assert.Contains(said, s => s.Contains("/rpc/…"));
        Assert.All(said, s => Assert.DoesNotContain(Password, s));
        Assert.All(said, s => Assert.DoesNotContain(Token, s));
        Assert.All(said, s => Assert.DoesNotContain(Key, s));
        Assert.All(said, s => Assert.DoesNotContain("desk:", s));
    }

    [Theory]
    [InlineData("http://user:pa55-w0rd-of-ours@host/?apikey=t0ken-in-query")]
    [InlineData("/relative?apikey=t0ken-in-query")]
    public void A_wrong_address_is_refused_without_repeating_it(string address)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new RpcClient(new() { Endpoints = [new(address, UriKind.RelativeOrAbsolute)] }));
        Assert.DoesNotContain(Password, $"{refusal}");
        Assert.DoesNotContain(Token, $"{refusal}");
    }

    [Theory]
    [InlineData("ws://rpc.example:9944/", "ws://rpc.example:9944/")]
    [InlineData("wss://rpc.example/coretime-polkadot-mainnet", "wss://rpc.example:443/coretime-polkadot-mainnet")]
    [InlineData("wss://u:p@rpc.example/a/0b4c8d7e-1111-2222-3333-444455556666/ws?x#y", "wss://rpc.example:443/a/…/ws")]
    public void Names_hold_scheme_host_port_and_path(string address, string name) => Assert.Equal(name, new RpcEndpoint(new(address), 0).Name);

    [Theory]
    [InlineData(nameof(RpcOptions.RequestTimeout))]
    [InlineData(nameof(RpcOptions.MaxInFlight))]
    [InlineData(nameof(RpcOptions.MaxMessageBytes))]
    [InlineData(nameof(RpcOptions.Endpoints))]
    [InlineData(nameof(RpcBackoff.Factor))]
    public void Options_out_of_range_are_refused(string option)
    {
        Uri[] one = [new("ws://127.0.0.1/")];
        RpcOptions options = option switch
        {
            nameof(RpcOptions.RequestTimeout) => new() { Endpoints = one, RequestTimeout = TimeSpan.Zero },
            nameof(RpcOptions.MaxInFlight) => new() { Endpoints = one, MaxInFlight = 0 },
            nameof(RpcOptions.MaxMessageBytes) => new() { Endpoints = one, MaxMessageBytes = int.MaxValue },
            nameof(RpcOptions.Endpoints) => new() { Endpoints = [] },
            _ => new() { Endpoints = one, Backoff = new() { Factor = 0.5 } },
        };

        Assert.Throws<ArgumentException>(() => new RpcClient(options));
    }

    private static Uri Dress(Uri uri) => new UriBuilder(uri) { UserName = "desk", Password = Password, Path = $"/rpc/{Key}", Query = $"apikey={Token}" }.Uri;
}
