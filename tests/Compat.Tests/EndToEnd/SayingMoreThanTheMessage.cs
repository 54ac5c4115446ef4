using CoretimeDesk.Compat.Tests.Protos;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace CoretimeDesk.Compat.Tests.EndToEnd;

/// <summary>Headers, credentials, interceptors and the state of the channel.</summary>
public sealed class SayingMoreThanTheMessage : IAsyncLifetime
{
    private EchoHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await EchoHost.StartAsync(options =>
    {
        options.Interceptors.Add<TracingServer>("outer");
        options.Interceptors.Add<TracingServer>("inner");
    });

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Headers_of_every_length_reach_the_server_text_and_binary()
    {
        const int seed = 4711;
        var random = new Random(seed);
        var sent = new Metadata { { "Text", "plain ASCII, with = and ;" }, { "twice", "1" }, { "twice", "2" } };
        foreach (var length in Enumerable.Range(0, 20))
        {
            var value = new byte[length]; // Each length modulo three: base64 on the wire goes without its padding.
            random.NextBytes(value);
            sent.Add($"b{length}-bin", value);
        }

        await _host.Client().OneAsync(new Ask(), sent);

        var seen = Assert.Single(_host.Journal.Contexts).Headers;
        Assert.Equal("plain ASCII, with = and ;", seen.GetValue("text"));
        Assert.Equal(["1", "2"], seen.GetAll("twice").SelectMany(e => e.Value.Split(',')).Select(v => v.Trim()));
        foreach (var entry in sent.Where(e => e.IsBinary))
        {
            var arrived = Assert.IsType<byte[]>(seen.GetValueBytes(entry.Key));
            Assert.True(entry.ValueBytes.AsSpan().SequenceEqual(arrived), $"seed {seed}: {entry}");
        }
    }

    [Fact]
    public async Task The_server_knows_method_host_and_peer()
    {
        await _host.Client().OneAsync(new Ask());

        var seen = Assert.Single(_host.Journal.Contexts);
        Assert.Equal("/coretimedesk.tests.echo.v1.Echo/One", seen.Method);
        Assert.Equal(_host.Address.Authority, seen.Host);
        Assert.StartsWith("ipv4:127.0.0.1:", seen.Peer, StringComparison.Ordinal);
        Assert.False(seen.Authenticated);
    }

    [Fact]
    public async Task Call_credentials_add_their_headers_in_order()
    {
        var order = new List<string>();
        var credentials = CallCredentials.Compose(
            CallCredentials.FromInterceptor(async (context, metadata) =>
            {
                await Task.Yield();
                order.Add($"first for {context.MethodName} of {context.ServiceUrl}");
                metadata.Add("authorization", "Bearer first");
            }),
            CallCredentials.FromInterceptor((_, metadata) =>
            {
                order.Add("second");
                metadata.Add("second", "2");
                return Task.CompletedTask;
            }));
        var client = _host.Client(new GrpcChannelOptions
        {
            Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials),
            UnsafeUseInsecureChannelCallCredentials = true,
        });

        await client.OneAsync(new Ask());

        var seen = Assert.Single(_host.Journal.Contexts).Headers;
        Assert.Equal(("Bearer first", "2"), (seen.GetValue("authorization"), seen.GetValue("second")));
        Assert.Equal(["first for One of " + new Uri(_host.Address, "/coretimedesk.tests.echo.v1.Echo").AbsoluteUri, "second"], order);
    }

    [Fact]
    public async Task An_insecure_channel_keeps_call_credentials_to_itself()
    {
        var asked = false;
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            asked = true;
            metadata.Add("authorization", "secret");
            return Task.CompletedTask;
        });

        await _host.Client().OneAsync(new Ask(), new CallOptions(credentials: credentials));

        Assert.False(asked);
        Assert.Null(Assert.Single(_host.Journal.Contexts).Headers.GetValue("authorization"));
    }

    [Fact]
    public async Task Interceptors_on_both_sides_wrap_the_call_in_order()
    {
        var client = new Echo.EchoClient(_host.Channel().Intercept(new Stamp("one"), new Stamp("two")));

        await client.OneAsync(new Ask());
        using (var many = client.Many(new Ask { Times = 1 }))
        {
            await foreach (var _ in many.ResponseStream.ReadAllAsync())
            {
            }
        }

        using (var gather = client.Gather())
        {
            await gather.RequestStream.CompleteAsync();
            await gather;
        }

        using (var talk = client.Talk())
        {
            await talk.RequestStream.CompleteAsync();
            Assert.False(await talk.ResponseStream.MoveNext());
        }

        Assert.Equal(["one", "two"], Assert.Single(_host.Journal.Contexts).Headers.GetAll("stamp").SelectMany(e => e.Value.Split(',')).Select(v => v.Trim()));
        Assert.Equal(
            ["outer unary", "inner unary", "outer server", "inner server", "outer client", "inner client", "outer duplex", "inner duplex"],
            _host.Journal.Interceptors);
    }

    [Fact]
    public async Task A_client_may_name_another_host()
    {
        await _host.Client().WithHost("leads.desk").OneAsync(new Ask());

        Assert.Equal(_host.Address.Authority, Assert.Single(_host.Journal.Contexts).Host); // The managed client ignores it, as documented.
    }

    [Fact]
    public async Task A_channel_says_how_its_connection_stands()
    {
        using var channel = GrpcChannel.ForAddress(_host.Address);
        Assert.Equal(ConnectivityState.Idle, channel.State);

        await channel.ConnectAsync();
        Assert.Equal(ConnectivityState.Ready, channel.State);

        channel.Dispose();
        Assert.Equal(ConnectivityState.Shutdown, channel.State);
    }

    private sealed class Stamp(string text) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var headers = new Metadata();
            foreach (var header in context.Options.Headers ?? [])
            {
                headers.Add(header);
            }

            headers.Add("stamp", text);
            return continuation(request, new(context.Method, context.Host, context.Options.WithHeaders(headers)));
        }
    }

    private sealed class TracingServer(EchoService.Journal journal, string name) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            journal.Interceptors.Enqueue($"{name} unary");
            return base.UnaryServerHandler(request, context, continuation);
        }

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            journal.Interceptors.Enqueue($"{name} client");
            return base.ClientStreamingServerHandler(requestStream, context, continuation);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            journal.Interceptors.Enqueue($"{name} server");
            return base.ServerStreamingServerHandler(request, responseStream, context, continuation);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            journal.Interceptors.Enqueue($"{name} duplex");
            return base.DuplexStreamingServerHandler(requestStream, responseStream, context, continuation);
        }
    }
}
