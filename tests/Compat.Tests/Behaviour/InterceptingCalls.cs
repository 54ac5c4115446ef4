using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CoretimeDesk.Compat.Tests.Behaviour;

public sealed class InterceptingCalls
{
    private readonly RecordingInvoker _invoker = new();
    private readonly List<string> _trace = [];

    [Fact]
    public async Task The_first_interceptor_given_sees_every_kind_of_call_first()
    {
        var invoker = _invoker.Intercept(new Tracer("outer", _trace), new Tracer("inner", _trace));

        Assert.Equal("A", invoker.BlockingUnaryCall(Texts.One, null, default, "a"));
        Assert.Equal("A", await invoker.AsyncUnaryCall(Texts.One, null, default, "a"));
        invoker.AsyncServerStreamingCall(Texts.Many, null, default, "a").Dispose();
        invoker.AsyncClientStreamingCall(Texts.Gather, null, default).Dispose();
        invoker.AsyncDuplexStreamingCall(Texts.Talk, null, default).Dispose();

        Assert.Equal(
            [
                "outer blocking One", "inner blocking One", "outer unary One", "inner unary One", "outer server Many", "inner server Many",
                "outer client Gather", "inner client Gather", "outer duplex Talk", "inner duplex Talk",
            ],
            _trace);
        Assert.Equal(["One", "One", "Many", "Gather", "Talk"], _invoker.Calls.Select(c => c.Method));
    }

    [Fact]
    public void Intercepting_twice_puts_the_second_in_front()
    {
        _invoker.Intercept(new Tracer("first", _trace)).Intercept(new Tracer("second", _trace)).BlockingUnaryCall(Texts.One, null, default, "a");

        Assert.Equal(["second blocking One", "first blocking One"], _trace);
    }

    [Fact]
    public void An_interceptor_may_change_host_and_options()
    {
        var deadline = new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        _invoker.Intercept(new Redirector("elsewhere", deadline)).BlockingUnaryCall(Texts.One, "here", default, "a");

        Assert.Equal(("elsewhere", (DateTime?)deadline), (_invoker.Calls.Single().Host, _invoker.Calls.Single().Options.Deadline));
    }

    [Fact]
    public void A_function_may_replace_the_headers_of_every_kind_of_call()
    {
        var invoker = _invoker.Intercept(headers =>
        {
            var more = new Metadata { { "token", "t" } };
            foreach (var header in headers)
            {
                more.Add(header);
            }

            return more;
        });
        var options = new CallOptions(new Metadata { { "own", "o" } });

        invoker.BlockingUnaryCall(Texts.One, null, options, "a");
        invoker.AsyncUnaryCall(Texts.One, null, options, "a").Dispose();
        invoker.AsyncServerStreamingCall(Texts.Many, null, options, "a").Dispose();
        invoker.AsyncClientStreamingCall(Texts.Gather, null, options).Dispose();
        invoker.AsyncDuplexStreamingCall(Texts.Talk, null, options).Dispose();
        invoker.BlockingUnaryCall(Texts.One, null, default, "without headers of its own");

        Assert.All(_invoker.Calls, call => Assert.Equal("t", call.Options.Headers!.GetValue("token")));
        Assert.Equal(5, _invoker.Calls.Count(call => call.Options.Headers!.GetValue("own") == "o"));
        Assert.Single(options.Headers!);
    }

    [Fact]
    public void No_interceptors_change_nothing() => Assert.Same(_invoker, _invoker.Intercept([]));

    [Fact]
    public void A_channel_is_intercepted_like_its_invoker()
    {
        var channel = new Channel(_invoker);

        channel.Intercept(new Tracer("one", _trace)).BlockingUnaryCall(Texts.One, null, default, "a");
        channel.Intercept(new Tracer("a", _trace), new Tracer("b", _trace)).BlockingUnaryCall(Texts.One, null, default, "a");
        channel.Intercept(_ => Metadata.Empty).BlockingUnaryCall(Texts.One, null, default, "a");

        Assert.Equal(["one blocking One", "a blocking One", "b blocking One"], _trace);
        Assert.Same(Metadata.Empty, _invoker.Calls[^1].Options.Headers);
        Assert.Equal("desk", channel.Target);
    }

    [Fact]
    public async Task A_server_interceptor_that_overrides_nothing_passes_calls_on()
    {
        Interceptor bare = new Bare();
        var context = new FakeServerContext();
        var reader = new Reader("r");
        var passed = new List<object>();

        Assert.Equal("a!", await bare.UnaryServerHandler<string, string>("a", context, (request, c) => Task.FromResult(Same(context, c, request + "!"))));
        Assert.Equal("r", await bare.ClientStreamingServerHandler<string, string>(reader, context, (r, c) => Task.FromResult(Same(context, c, r == reader ? "r" : ""))));
        await bare.ServerStreamingServerHandler<string, string>("a", null!, context, (request, _, c) => Noted(passed, Same(context, c, request)));
        await bare.DuplexStreamingServerHandler<string, string>(reader, null!, context, (r, _, c) => Noted(passed, Same(context, c, r)));

        Assert.Equal(["a", reader], passed);
    }

    private static T Same<T>(ServerCallContext expected, ServerCallContext actual, T value)
    {
        Assert.Same(expected, actual);
        return value;
    }

    private static Task Noted(List<object> list, object value)
    {
        list.Add(value);
        return Task.CompletedTask;
    }

    private sealed class Bare : Interceptor;

    private sealed class Channel(CallInvoker invoker) : ChannelBase("desk")
    {
        public override CallInvoker CreateCallInvoker() => invoker;
    }

    private sealed class Redirector(string host, DateTime deadline) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation) =>
            continuation(request, new(context.Method, host, context.Options.WithDeadline(deadline)));
    }

    private sealed class Tracer(string name, List<string> trace) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            trace.Add($"{name} blocking {context.Method.Name}");
            return base.BlockingUnaryCall(request, context, continuation);
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            trace.Add($"{name} unary {context.Method.Name}");
            return base.AsyncUnaryCall(request, context, continuation);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            trace.Add($"{name} server {context.Method.Name}");
            return base.AsyncServerStreamingCall(request, context, continuation);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            trace.Add($"{name} client {context.Method.Name}");
            return base.AsyncClientStreamingCall(context, continuation);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            trace.Add($"{name} duplex {context.Method.Name}");
            return base.AsyncDuplexStreamingCall(context, continuation);
        }
    }
}
