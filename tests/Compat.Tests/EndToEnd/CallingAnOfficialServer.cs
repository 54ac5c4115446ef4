using CoretimeDesk.Compat.Tests.Protos;
using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.EndToEnd;

public sealed class CallingAnOfficialServer : IAsyncLifetime
{
    private EchoHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await EchoHost.StartAsync();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_unary_call_brings_response_headers_status_and_trailers()
    {
        using var call = _host.Client().OneAsync(new Ask { Text = "hello" });

        var said = await call;

        Assert.Equal("hello", said.Text);
        Assert.Equal("bird", (await call.ResponseHeadersAsync).GetValue("EARLY"));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal("once", call.GetTrailers().GetValue("said"));
    }

    [Fact]
    public void A_blocking_unary_call_returns_the_response() =>
        Assert.Equal("hello", _host.Client().One(new Ask { Text = "hello" }).Text);

    [Fact]
    public async Task A_server_stream_arrives_whole_and_in_order()
    {
        using var call = _host.Client().Many(new Ask { Text = "again", Times = 250 });
        var numbers = new List<int>();

        await foreach (var said in call.ResponseStream.ReadAllAsync())
        {
            numbers.Add(said.Number);
        }

        Assert.Equal(Enumerable.Range(1, 250), numbers);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task A_client_stream_arrives_whole_and_in_order()
    {
        using var call = _host.Client().Gather();
        foreach (var number in Enumerable.Range(1, 50))
        {
            await call.RequestStream.WriteAsync(new Ask { Text = $"{number}" });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(string.Join(',', Enumerable.Range(1, 50)), (await call).Text);
    }

    [Fact]
    public async Task Two_streams_take_turns()
    {
        using var call = _host.Client().Talk();
        foreach (var number in Enumerable.Range(1, 20))
        {
            await call.RequestStream.WriteAsync(new Ask { Text = $"ask {number}" });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal((number, $"ask {number}"), (call.ResponseStream.Current.Number, call.ResponseStream.Current.Text));
        }

        await call.RequestStream.CompleteAsync();

        Assert.False(await call.ResponseStream.MoveNext());
    }
}
