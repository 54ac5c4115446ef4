using System.Diagnostics;
using CoretimeDesk.Compat.Tests.Protos;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Compat.Tests.EndToEnd;

public sealed class EndingBadly : IAsyncLifetime
{
    private EchoHost _host = null!;

    public static TheoryData<StatusCode> Failures => [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    public async ValueTask InitializeAsync() => _host = await EchoHost.StartAsync();

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_refusal_arrives_with_code_detail_and_trailers(StatusCode code)
    {
        using var call = _host.Client().RefuseAsync(new Ask { Times = (int)code, Text = "née: 100 % ☂\nsecond line" });

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal(code, refusal.StatusCode);
        Assert.Equal("née: 100 % ☂\nsecond line", refusal.Status.Detail);
        Assert.Equal("on purpose", refusal.Trailers.GetValue("reason"));
        Assert.Equal([0, 1, 2, 254, 255], refusal.Trailers.GetValueBytes("reason-bin"));
        Assert.Equal(refusal.Status, call.GetStatus());
        Assert.Equal("on purpose", call.GetTrailers().GetValue("reason"));
    }

    [Fact]
    public async Task A_handler_that_throws_anything_else_gives_unknown_without_its_words()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await _host.Client().BreakAsync(new Ask { Text = "secret words" }));

        Assert.Equal(StatusCode.Unknown, failure.StatusCode);
        Assert.DoesNotContain("secret", failure.Status.Detail);
    }

    [Fact]
    public async Task A_deadline_ends_the_call_on_both_sides()
    {
        var watch = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await _host.Client().WaitAsync(new Ask { Text = "slow" }, deadline: DateTime.UtcNow.AddSeconds(3)));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.InRange(watch.ElapsedMilliseconds, 2_500, 20_000);
        await Eventually.Holds(() => _host.Journal.Cancelled.Contains("slow"));
        var seen = Assert.Single(_host.Journal.Contexts);
        Assert.Equal(DateTimeKind.Utc, seen.Deadline.Kind);
        Assert.InRange(seen.Deadline, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow);
    }

    [Fact]
    public async Task A_deadline_in_the_past_never_reaches_the_server()
    {
        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await _host.Client().OneAsync(new Ask(), deadline: DateTime.UtcNow.AddSeconds(-1)));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Empty(_host.Journal.Contexts);
    }

    [Fact]
    public async Task A_call_without_a_deadline_has_none_on_the_server()
    {
        await _host.Client().OneAsync(new Ask());

        Assert.Equal(DateTime.MaxValue, Assert.Single(_host.Journal.Contexts).Deadline);
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_call_on_both_sides()
    {
        using var source = new CancellationTokenSource();
        var call = _host.Client().WaitAsync(new Ask { Text = "waiting" }, cancellationToken: source.Token);
        await Eventually.Holds(() => !_host.Journal.Contexts.IsEmpty);

        await source.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        await Eventually.Holds(() => _host.Journal.Cancelled.Contains("waiting"));
    }

    [Fact]
    public async Task A_disposed_call_is_cancelled_on_both_sides()
    {
        var call = _host.Client().WaitAsync(new Ask { Text = "abandoned" });
        await Eventually.Holds(() => !_host.Journal.Contexts.IsEmpty);

        call.Dispose();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        await Eventually.Holds(() => _host.Journal.Cancelled.Contains("abandoned"));
    }

    [Fact]
    public async Task A_stream_that_is_cancelled_midway_has_given_what_came_before()
    {
        using var source = new CancellationTokenSource();
        using var call = _host.Client().Talk(cancellationToken: source.Token);
        await call.RequestStream.WriteAsync(new Ask { Text = "first" });
        Assert.True(await call.ResponseStream.MoveNext());

        await source.CancelAsync();

        Assert.Equal("first", call.ResponseStream.Current.Text);
        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext())).StatusCode);
    }

    [Fact]
    public async Task An_unknown_method_is_unimplemented()
    {
        var method = new Method<string, string>(MethodType.Unary, "no.such.Service", "Nothing", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        using var call = _host.Channel().CreateCallInvoker().AsyncUnaryCall(method, null, default, "a");

        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
    }

    [Fact]
    public async Task Nobody_listening_is_unavailable()
    {
        using var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await new Echo.EchoClient(channel).OneAsync(new Ask()));

        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.NotNull(failure.Status.DebugException);
        Assert.Same(failure.Status.DebugException, failure.InnerException);
    }
}
