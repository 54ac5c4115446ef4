using CoretimeDesk.Compat.Tests.Protos;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Compat.Tests.EndToEnd;

public sealed class LimitingAndCompressingMessages
{
    private const int FourMiB = 4 * 1024 * 1024;

    [Fact]
    public async Task A_request_beyond_four_mebibytes_is_refused_and_the_connection_lives_on()
    {
        await using var host = await EchoHost.StartAsync();
        var client = host.Client();

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.OneAsync(new Ask { Padding = Zeros(FourMiB) }));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Equal("still here", (await client.OneAsync(new Ask { Text = "still here" })).Text);
    }

    [Fact]
    public async Task A_request_of_exactly_the_limit_is_taken_and_one_byte_more_is_not()
    {
        await using var host = await EchoHost.StartAsync(options => options.MaxReceiveMessageSize = 1000);
        var client = host.Client();
        var exact = new Ask { Padding = Zeros(1000 - 3) }; // One byte of tag and two of length come before the padding.
        Assert.Equal(1000, exact.CalculateSize());

        Assert.Equal(exact.Padding, (await client.OneAsync(exact)).Padding);
        var more = new Ask { Padding = Zeros(1000 - 2) };
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(async () => await client.OneAsync(more))).StatusCode);
    }

    [Fact]
    public async Task A_response_beyond_the_limit_of_the_client_is_refused_by_the_client()
    {
        await using var host = await EchoHost.StartAsync();
        var client = host.Client(new GrpcChannelOptions { MaxReceiveMessageSize = 1000 });

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.OneAsync(new Ask { Padding = Zeros(2000) }));

        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_response_is_smaller_on_the_wire_and_the_same_in_the_end(string encoding)
    {
        await using var host = await EchoHost.StartAsync(options => options.ResponseCompressionAlgorithm = encoding);
        using var counter = new CountingHandler();
        var client = host.Client(new GrpcChannelOptions { HttpHandler = counter });

        var said = await client.OneAsync(new Ask { Text = "large", Padding = Zeros(1_000_000) });

        Assert.Equal(Zeros(1_000_000), said.Padding);
        Assert.Equal(encoding, counter.ResponseEncoding);
        Assert.InRange(counter.ResponseBytes, 1, 50_000);
    }

    [Fact]
    public async Task A_compressed_request_is_smaller_on_the_wire_and_the_same_in_the_end()
    {
        await using var host = await EchoHost.StartAsync();
        using var counter = new CountingHandler();
        var client = host.Client(new GrpcChannelOptions { HttpHandler = counter });
        var ask = new Ask { Text = "large", Padding = Zeros(1_000_000) };

        var compressed = await client.OneAsync(ask, new Metadata { { "grpc-internal-encoding-request", "gzip" } });
        var compressedBytes = counter.RequestBytes;
        await client.OneAsync(ask, new CallOptions(new Metadata { { "grpc-internal-encoding-request", "gzip" } }, writeOptions: new WriteOptions(WriteFlags.NoCompress)));

        Assert.Equal(ask.Padding, compressed.Padding);
        Assert.InRange(compressedBytes, 1, 50_000);
        Assert.InRange(counter.RequestBytes, 1_000_000, 1_100_000);
    }

    private static ByteString Zeros(int length) => UnsafeByteOperations.UnsafeWrap(new byte[length]);
}
