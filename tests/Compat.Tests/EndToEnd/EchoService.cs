using System.Collections.Concurrent;
using CoretimeDesk.Compat.Tests.Protos;
using Grpc.Core;

namespace CoretimeDesk.Compat.Tests.EndToEnd;

/// <summary>The server side of echo.proto.</summary>
internal sealed class EchoService(EchoService.Journal journal) : Echo.EchoBase
{
    public override async Task<Said> One(Ask request, ServerCallContext context)
    {
        journal.Contexts.Enqueue(Seen.From(context));
        context.ResponseTrailers.Add("said", "once");
        await context.WriteResponseHeadersAsync(new Metadata { { "early", "bird" } });
        return new Said { Text = request.Text, Number = 1, Padding = request.Padding };
    }

    public override async Task Many(Ask request, IServerStreamWriter<Said> responseStream, ServerCallContext context)
    {
        responseStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        for (var number = 1; number <= request.Times; number++)
        {
            await responseStream.WriteAsync(new Said { Text = request.Text, Number = number, Padding = request.Padding }, context.CancellationToken);
        }
    }

    public override async Task<Said> Gather(IAsyncStreamReader<Ask> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        await foreach (var ask in requestStream.ReadAllAsync(context.CancellationToken))
        {
            texts.Add(ask.Text);
        }

        return new Said { Text = string.Join(',', texts), Number = texts.Count };
    }

    public override async Task Talk(IAsyncStreamReader<Ask> requestStream, IServerStreamWriter<Said> responseStream, ServerCallContext context)
    {
        var number = 0;
        while (await requestStream.MoveNext())
        {
            number++;
            await responseStream.WriteAsync(new Said { Text = requestStream.Current.Text, Number = number });
        }
    }

    public override async Task<Said> Wait(Ask request, ServerCallContext context)
    {
        journal.Contexts.Enqueue(Seen.From(context));
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        }
        finally
        {
            journal.Cancelled.Enqueue(request.Text);
        }

        return new Said();
    }

    public override Task<Said> Refuse(Ask request, ServerCallContext context) => throw new RpcException(
        new Status((StatusCode)request.Times, request.Text),
        new Metadata { { "reason", "on purpose" }, { "reason-bin", [0, 1, 2, 254, 255] } });

    public override Task<Said> Break(Ask request, ServerCallContext context) => throw new InvalidOperationException(request.Text);

    /// <summary>What the service saw, for tests to look at.</summary>
    internal sealed class Journal
    {
        public ConcurrentQueue<Seen> Contexts { get; } = new();

        public ConcurrentQueue<string> Cancelled { get; } = new();

        public ConcurrentQueue<string> Interceptors { get; } = new();
    }

    /// <summary>What one call looked like from inside.</summary>
    internal sealed record Seen(string Method, string Host, string Peer, DateTime Deadline, Metadata Headers, bool Authenticated)
    {
        public static Seen From(ServerCallContext context) => new(
            context.Method,
            context.Host,
            context.Peer,
            context.Deadline,
            context.RequestHeaders,
            context.AuthContext.IsPeerAuthenticated);
    }
}
