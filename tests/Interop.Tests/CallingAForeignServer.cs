using System.Diagnostics;
using System.Text.Json;
using CoretimeDesk.Interop.Tests.Protos;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Interop.Tests;

/// <summary>The official C# client over our surface, calling a server of another stack. The server runs once per class.</summary>
public abstract class CallingAForeignServer(CallingAForeignServer.Server server)
{
    private const int FourMiB = 4 * 1024 * 1024;

    private async Task<Protos.Interop.InteropClient> Client() => new(await server.Channel);

    [Fact]
    public async Task A_unary_call_is_answered()
    {
        var response = await (await Client()).UnaryAsync(new Request { Text = "grüß dich ☂", Payload = ByteString.CopyFrom(0, 1, 254, 255) });

        Assert.Equal(("grüß dich ☂", 1, ByteString.CopyFrom(0, 1, 254, 255)), (response.Text, response.Number, response.Payload));
    }

    [Fact]
    public async Task Headers_and_trailers_come_back_text_and_binary()
    {
        var client = await Client();
        for (var length = 1; length <= 8; length++)
        {
            byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(255 - i))];
            using var call = client.UnaryAsync(new Request(), new Metadata { { "X-Text", "plain = text; really" }, { "x-bin", bytes } });
            await call;
            foreach (var back in new[] { await call.ResponseHeadersAsync, call.GetTrailers() })
            {
                Assert.Equal("plain = text; really", back.GetValue("x-text"));
                Assert.Equal(bytes, back.GetValueBytes("x-bin"));
            }
        }
    }

    [Fact]
    public async Task An_empty_message_is_a_message() => Assert.Equal(new Response { Number = 1 }, await (await Client()).UnaryAsync(new Request()));

    [Fact]
    public async Task A_server_stream_arrives_whole_and_in_order()
    {
        using var call = (await Client()).ServerStream(new Request { Text = "again", Count = 300 });

        Assert.Equal(Enumerable.Range(1, 300), await Numbers(call.ResponseStream));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_client_stream_arrives_whole_and_in_order()
    {
        using var call = (await Client()).ClientStream();
        var texts = Enumerable.Range(0, 100).Select(i => $"t{i}").ToList();
        foreach (var text in texts)
        {
            await call.RequestStream.WriteAsync(new Request { Text = text });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(new Response { Text = string.Join(',', texts), Number = 100 }, await call);
    }

    [Fact]
    public async Task Two_streams_take_turns()
    {
        using var call = (await Client()).Bidi();
        for (var number = 1; number <= 20; number++)
        {
            await call.RequestStream.WriteAsync(new Request { Text = $"ask {number}" });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(new Response { Text = $"ask {number}", Number = number }, call.ResponseStream.Current);
        }

        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Many_calls_share_a_connection()
    {
        var client = await Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i => (await client.UnaryAsync(new Request { Text = $"{i}" })).Text));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), answers);
    }

    [Fact]
    public async Task A_compressed_request_is_understood()
    {
        var payload = ByteString.CopyFrom(new byte[500_000]);

        var response = await (await Client()).UnaryAsync(new Request { Payload = payload }, new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        Assert.Equal(payload, response.Payload);
    }

    [Fact]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        var watch = Stopwatch.StartNew();
        var failure = await Refused(client => client.HangAsync(new Request { Text = "deadline" }, deadline: DateTime.UtcNow.AddMilliseconds(300)));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"took {watch.Elapsed}");
        await AwaitEnd("deadline");
    }

    [Fact]
    public async Task A_cancellation_ends_the_call_on_both_sides()
    {
        await Client(); // What is cancelled before the server has started never reaches it.
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        var failure = await Refused(client => client.HangAsync(new Request { Text = "cancel" }, cancellationToken: source.Token));

        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
        await AwaitEnd("cancel");
    }

    [Fact]
    public async Task Every_error_status_arrives_with_its_words()
    {
        foreach (var code in Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK))
        {
            var failure = await Refused(client => client.FailAsync(new Request { FailCode = (int)code, Text = $"née {code} % ☂" }));
            Assert.Equal((code, $"née {code} % ☂"), (failure.StatusCode, failure.Status.Detail));
        }
    }

    [Fact]
    public async Task The_details_of_an_error_can_be_read()
    {
        var failure = await Refused(client => client.FailAsync(new Request { FailCode = (int)StatusCode.InvalidArgument, Text = "blamed" }));

        var rich = Google.Rpc.Status.Parser.ParseFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal(((int)StatusCode.InvalidArgument, "blamed", 2), (rich.Code, rich.Message, rich.Details.Count));
        var info = rich.Details[0].Unpack<ErrorInfo>();
        Assert.Equal(("INTEROP", "coretimedesk", "blamed"), (info.Reason, info.Domain, info.Metadata["text"]));
        Assert.Equal("text", rich.Details[1].Unpack<BadRequest>().FieldViolations.Single().Field);
    }

    [Fact]
    public async Task An_error_after_messages_does_not_take_them_back()
    {
        using var call = (await Client()).ServerStream(new Request { Text = "x", Count = 5, FailCode = (int)StatusCode.Aborted });
        for (var number = 1; number <= 5; number++)
        {
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(number, call.ResponseStream.Current.Number);
        }

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.Aborted, "x"), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task An_unknown_method_is_unimplemented()
    {
        var method = new Method<string, string>(MethodType.Unary, "coretimedesk.tests.interop.v1.Interop", "Nothing", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        using var call = (await server.Channel).CreateCallInvoker().AsyncUnaryCall(method, null, default, "");

        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
    }

    [Fact]
    public async Task A_message_within_four_mebibytes_passes_both_ways()
    {
        var response = await (await Client()).UnaryAsync(new Request { Payload = ByteString.CopyFrom(new byte[FourMiB - 64]) });

        Assert.Equal(FourMiB - 64, response.Payload.Length);
    }

    [Fact]
    public async Task A_request_beyond_four_mebibytes_is_refused_by_the_server()
    {
        var failure = await Refused(client => client.UnaryAsync(new Request { Payload = ByteString.CopyFrom(new byte[FourMiB + 1]) }));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Equal("still here", (await (await Client()).UnaryAsync(new Request { Text = "still here" })).Text);
    }

    [Fact]
    public async Task A_response_beyond_four_mebibytes_is_refused_by_the_client()
    {
        var failure = await Refused(client => client.UnaryAsync(new Request { ResponseSize = FourMiB + 1 }));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Equal("still here", (await (await Client()).UnaryAsync(new Request { Text = "still here" })).Text);
    }

    private static async Task<List<int>> Numbers(IAsyncStreamReader<Response> stream)
    {
        var numbers = new List<int>();
        await foreach (var response in stream.ReadAllAsync())
        {
            numbers.Add(response.Number);
        }

        return numbers;
    }

    private async Task<RpcException> Refused(Func<Protos.Interop.InteropClient, AsyncUnaryCall<Response>> start)
    {
        using var call = start(await Client());
        return await Assert.ThrowsAsync<RpcException>(async () => await call);
    }

    private async Task AwaitEnd(string text)
    {
        var client = await Client();
        var watch = Stopwatch.StartNew();
        while (!(await client.EndedAsync(new Request())).Text.Split(',').Contains(text))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"after 10 s the server still runs the call {text}");
            await Task.Delay(10);
        }
    }

    /// <summary>The server's process and a channel to it, begun when the first test asks for it.</summary>
    public abstract class Server : IAsyncLifetime
    {
        private readonly Lazy<Task<GrpcChannel>> _channel;
        private PeerProcess? _process;

        private protected Server(Func<(string Program, string[] Arguments)> server) => _channel = new(async () =>
        {
            _process = new PeerProcess(server());
            var line = await _process.ReadLineAsync(TimeSpan.FromSeconds(30))
                ?? throw new InvalidOperationException($"The server ended at once: {_process.Errors}");
            var port = JsonDocument.Parse(line).RootElement.GetProperty("port").GetInt32();
            return GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
        });

        internal Task<GrpcChannel> Channel => _channel.Value;

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            GC.SuppressFinalize(this);
            if (_channel is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            {
                (await _channel.Value).Dispose();
            }

            if (_process is not null)
            {
                await _process.DisposeAsync();
            }
        }
    }
}

public sealed class CallingNode(CallingNode.OnNode server) : CallingAForeignServer(server), IClassFixture<CallingNode.OnNode>
{
    public sealed class OnNode() : Server(() => PeerTools.Node("server.js"));
}

public sealed class CallingPython(CallingPython.OnPython server) : CallingAForeignServer(server), IClassFixture<CallingPython.OnPython>
{
    public sealed class OnPython() : Server(() => PeerTools.PythonScript("server.py"));
}
