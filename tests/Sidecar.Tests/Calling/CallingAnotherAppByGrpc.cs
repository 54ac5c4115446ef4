using CoretimeDesk.Sidecar.Tests.Support;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Sidecar.Tests.Calling;

public sealed class CallingAnotherAppByGrpc : IAsyncLifetime
{
    private readonly RelayService.Journal _journal = new();
    private TestApp _callee = null!;
    private TestApp _plain = null!;
    private TestApp _gone = null!;
    private Bed _bed = null!;
    private GrpcChannel _channel = null!;
    private Relay.RelayClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _callee = await TestApp.StartAsync(null, AppProtocol.H2c, services => services.AddSingleton(_journal).AddGrpc(), web => web.MapGrpcService<RelayService>());
        _plain = await TestApp.StartAsync();
        _gone = TestApp.NotYet("[]", AppProtocol.H2c);
        _bed = await Bed.StartAsync(o => o with { AppToken = "app-token" }, Bed.Publisher("caller"), Bed.App(_callee, "callee"), Bed.App(_plain, "plain"), Bed.App(_gone, "gone"));
        _channel = GrpcChannel.ForAddress(_bed.Grpc("caller"));
        _client = new(_channel);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _bed.DisposeAsync();
        await _callee.DisposeAsync();
        await _plain.DisposeAsync();
        await _gone.DisposeAsync();
    }

    private static Metadata To(string app) => new() { { "dapr-app-id", app } };

    private static DateTime Soon => DateTime.UtcNow.AddSeconds(20);

    [Fact]
    public async Task Carries_unary_calls_with_metadata_and_trailers_both_ways()
    {
        var headers = To("callee");
        headers.Add("question", "q");
        headers.Add("question-bin", [7, 8, 9]);
        headers.Add("dapr-api-token", "spoofed");

        using var call = _client.OneAsync(new Line { Text = "hello ü" }, headers, Soon);

        Assert.Equal("hello ü", (await call).Text);
        var sent = await call.ResponseHeadersAsync;
        Assert.Equal(("h", "t"), (sent.GetValue("answer-header"), call.GetTrailers().GetValue("answer-trailer")));
        Assert.Equal([1, 2, 3], sent.GetValueBytes("answer-header-bin")!);
        Assert.Equal([4, 5, 6], call.GetTrailers().GetValueBytes("answer-trailer-bin")!);
        Assert.Equal(("q", "app-token"), (_journal.Headers!.GetValue("question"), _journal.Headers.GetValue("dapr-api-token")));
        Assert.Equal([7, 8, 9], _journal.Headers.GetValueBytes("question-bin")!);
        Assert.Equal(("caller", "callee"), (_journal.Headers.GetValue("dapr-caller-app-id"), _journal.Headers.GetValue("dapr-callee-app-id")));
    }

    [Fact]
    public async Task Appends_the_caller_as_the_last_value_behind_what_the_caller_claims()
    {
        var headers = To("callee");
        headers.Add("dapr-caller-app-id", "somebody-else");

        await _client.OneAsync(new Line(), headers, Soon);

        // gRPC lets repeated metadata travel as one value with commas; the last part is the sidecar's.
        Assert.Equal(
            ["somebody-else", "caller"], _journal.Headers!.GetAll("dapr-caller-app-id").SelectMany(e => e.Value.Split(',', StringSplitOptions.TrimEntries)));
    }

    [Fact]
    public async Task Carries_server_streams()
    {
        using var call = _client.Many(new Line { Text = "x", Count = 500 }, To("callee"), Soon);

        Assert.Equal(Enumerable.Range(1, 500), await call.ResponseStream.ReadAllAsync().Select(l => l.Count).ToListAsync());
    }

    [Fact]
    public async Task Carries_client_streams()
    {
        using var call = _client.Gather(To("callee"), Soon);
        for (var i = 0; i < 200; i++)
        {
            await call.RequestStream.WriteAsync(new Line { Text = $"{i}" });
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal(200, (await call).Count);
    }

    [Fact]
    public async Task Carries_conversations_message_by_message()
    {
        using var call = _client.Talk(To("callee"), Soon);
        foreach (var word in (string[])["a", "b", "c"])
        {
            // The answer must come before the next question is sent.
            await call.RequestStream.WriteAsync(new Line { Text = word });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(word.ToUpperInvariant(), call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal("yes", call.GetTrailers().GetValue("talked"));
    }

    [Theory]
    [InlineData(StatusCode.NotFound, "no such thing: é, 100%")]
    [InlineData(StatusCode.FailedPrecondition, "")]
    [InlineData(StatusCode.Unauthenticated, "who?")]
    public async Task Carries_errors_with_their_details(StatusCode status, string text)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await _client.RefuseAsync(new Line { Count = (int)status, Text = text }, To("callee"), Soon));

        Assert.Equal((status, text, "because"), (error.StatusCode, error.Status.Detail, error.Trailers.GetValue("reason")));
        Assert.Equal("detail", Line.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin")).Text);
    }

    [Fact]
    public async Task Carries_deadlines()
    {
        var deadline = DateTime.UtcNow.AddSeconds(1);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await _client.WaitAsync(new Line(), To("callee"), deadline));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        await _journal.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.InRange((_journal.Deadline - deadline).TotalSeconds, -1, 5);
    }

    [Fact]
    public async Task Carries_cancellation()
    {
        using var leaving = new CancellationTokenSource();
        using var call = _client.WaitAsync(new Line(), To("callee"), Soon, leaving.Token);
        await _journal.Arrived.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await leaving.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        await _journal.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Fails_with_Unavailable_when_the_callee_dies_in_the_middle()
    {
        using var call = _client.Talk(To("callee"), Soon);
        await call.RequestStream.WriteAsync(new Line { Text = "a" });
        Assert.True(await call.ResponseStream.MoveNext());

        await _callee.DieAsync();

        var error = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    [Theory]
    [InlineData("", StatusCode.InvalidArgument, "dapr-app-id not found")]
    [InlineData("nobody", StatusCode.Internal, "no such app here")]
    [InlineData("plain", StatusCode.Unavailable, "no port that speaks cleartext HTTP/2")]
    [InlineData("gone", StatusCode.Unavailable, "does not answer")]
    public async Task Fails_at_once_without_an_app_that_can_answer(string app, StatusCode status, string complaint)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await _client.OneAsync(new Line(), app.Length == 0 ? [] : To(app), Soon));

        Assert.Equal(status, error.StatusCode);
        Assert.Contains(complaint, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefers_the_callee_id_over_the_app_id()
    {
        var headers = To("nobody");
        headers.Add("dapr-callee-app-id", "callee");

        Assert.Equal("x", (await _client.OneAsync(new Line { Text = "x" }, headers, Soon)).Text);
    }

    [Fact]
    public async Task Needs_the_token_where_one_is_set()
    {
        await using var guarded = await Bed.StartAsync(o => o with { ApiToken = "secret" }, Bed.Publisher("caller"), Bed.App(_callee, "callee"));
        using var channel = GrpcChannel.ForAddress(guarded.Grpc("caller"));
        var client = new Relay.RelayClient(channel);
        var with = To("callee");
        with.Add("dapr-api-token", "secret");

        Assert.Equal("x", (await client.OneAsync(new Line { Text = "x" }, with, Soon)).Text);
        Assert.Null(_journal.Headers!.Get("dapr-api-token"));
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(async () => await client.OneAsync(new Line(), To("callee"), Soon))).StatusCode);
    }
}
