using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.Behaviour;

/// <summary>The four kinds of call objects, each built with closures and with a state object.</summary>
public sealed class HoldingACall
{
    private readonly Asked _asked = new();

    public static TheoryData<bool> Forms => [true, false];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_unary_call_is_awaited_for_its_response(bool withState)
    {
        var response = new TaskCompletionSource<string>();
        using var call = withState
            ? new AsyncUnaryCall<string>(response.Task, Asked.HeadersOf, Asked.StatusOf, Asked.TrailersOf, Asked.Dispose, _asked)
            : new AsyncUnaryCall<string>(response.Task, Task.FromResult(_asked.Headers), () => _asked.Status, () => _asked.Trailers, _asked.Dispose);
        Assert.False(call.GetAwaiter().IsCompleted);

        response.SetResult("said");

        Assert.Equal("said", await call);
        Assert.Equal("said", await call.ConfigureAwait(false));
        Assert.Same(response.Task, call.ResponseAsync);
        await AssertAnswers(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_client_streaming_call_has_a_stream_and_a_response(bool withState)
    {
        var requests = new Writer();
        using var call = withState
            ? new AsyncClientStreamingCall<string, string>(requests, Task.FromResult("said"), Asked.HeadersOf, Asked.StatusOf, Asked.TrailersOf, Asked.Dispose, _asked)
            : new AsyncClientStreamingCall<string, string>(requests, Task.FromResult("said"), Task.FromResult(_asked.Headers), () => _asked.Status, () => _asked.Trailers, _asked.Dispose);

        Assert.Same(requests, call.RequestStream);
        Assert.Equal("said", await call);
        Assert.Equal("said", await call.ConfigureAwait(false));
        await AssertAnswers(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_server_streaming_call_has_a_stream(bool withState)
    {
        var responses = new Reader("a");
        using var call = withState
            ? new AsyncServerStreamingCall<string>(responses, Asked.HeadersOf, Asked.StatusOf, Asked.TrailersOf, Asked.Dispose, _asked)
            : new AsyncServerStreamingCall<string>(responses, Task.FromResult(_asked.Headers), () => _asked.Status, () => _asked.Trailers, _asked.Dispose);

        Assert.Same(responses, call.ResponseStream);
        await AssertAnswers(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_duplex_call_has_two_streams(bool withState)
    {
        var requests = new Writer();
        var responses = new Reader("a");
        using var call = withState
            ? new AsyncDuplexStreamingCall<string, string>(requests, responses, Asked.HeadersOf, Asked.StatusOf, Asked.TrailersOf, Asked.Dispose, _asked)
            : new AsyncDuplexStreamingCall<string, string>(requests, responses, Task.FromResult(_asked.Headers), () => _asked.Status, () => _asked.Trailers, _asked.Dispose);

        Assert.Same(requests, call.RequestStream);
        Assert.Same(responses, call.ResponseStream);
        await AssertAnswers(call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, call);
    }

    [Fact]
    public async Task A_failed_call_throws_its_own_exception_when_awaited()
    {
        var failure = new RpcException(new Status(StatusCode.NotFound, "no"));
        using var call = new AsyncUnaryCall<string>(Task.FromException<string>(failure), Asked.HeadersOf, Asked.StatusOf, Asked.TrailersOf, Asked.Dispose, _asked);

        Assert.Same(failure, await Assert.ThrowsAsync<RpcException>(async () => await call));
    }

    [Fact]
    public void Headers_are_asked_of_the_state_only_when_somebody_wants_them()
    {
        using var call = new AsyncUnaryCall<string>(Task.FromResult(""), Asked.HeadersOf, Asked.StatusOf, Asked.TrailersOf, Asked.Dispose, _asked);
        Assert.Equal(0, _asked.HeadersAsked);

        _ = call.ResponseHeadersAsync;

        Assert.Equal(1, _asked.HeadersAsked);
    }

    [Fact]
    public void Nothing_may_be_missing()
    {
        var done = Task.FromResult("");
        Assert.Throws<ArgumentNullException>(() => new AsyncUnaryCall<string>(null!, Asked.HeadersOf, Asked.StatusOf, Asked.TrailersOf, Asked.Dispose, _asked));
        Assert.Throws<ArgumentNullException>(() => new AsyncUnaryCall<string>(done, null!, Asked.StatusOf, Asked.TrailersOf, Asked.Dispose, _asked));
        Assert.Throws<ArgumentNullException>(() => new AsyncUnaryCall<string>(done, Asked.HeadersOf, null!, Asked.TrailersOf, Asked.Dispose, _asked));
        Assert.Throws<ArgumentNullException>(() => new AsyncUnaryCall<string>(done, Asked.HeadersOf, Asked.StatusOf, null!, Asked.Dispose, _asked));
        Assert.Throws<ArgumentNullException>(() => new AsyncUnaryCall<string>(done, Asked.HeadersOf, Asked.StatusOf, Asked.TrailersOf, null!, _asked));
    }

    private async Task AssertAnswers(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, IDisposable call)
    {
        Assert.Same(_asked.Headers, await headers);
        Assert.Equal(_asked.Status, status());
        Assert.Same(_asked.Trailers, trailers());
        Assert.Equal(0, _asked.Disposed);
        call.Dispose();
        Assert.Equal(1, _asked.Disposed);
    }

    private sealed class Asked
    {
        public Metadata Headers { get; } = [];

        public Metadata Trailers { get; } = [];

        public Status Status { get; } = new(StatusCode.DataLoss, "lost");

        public int Disposed { get; private set; }

        public int HeadersAsked { get; private set; }

        public static Task<Metadata> HeadersOf(object state)
        {
            ((Asked)state).HeadersAsked++;
            return Task.FromResult(((Asked)state).Headers);
        }

        public static Status StatusOf(object state) => ((Asked)state).Status;

        public static Metadata TrailersOf(object state) => ((Asked)state).Trailers;

        public static void Dispose(object state) => ((Asked)state).Dispose();

        public void Dispose() => Disposed++;
    }
}
