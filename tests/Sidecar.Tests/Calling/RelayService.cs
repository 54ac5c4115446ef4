using Google.Protobuf;
using Grpc.Core;

namespace CoretimeDesk.Sidecar.Tests.Calling;

/// <summary>The service behind the proxy, on the official server.</summary>
internal sealed class RelayService(RelayService.Journal journal) : Relay.RelayBase
{
    /// <summary>What the service saw.</summary>
    internal sealed class Journal
    {
        public Metadata? Headers { get; set; }

        public DateTime Deadline { get; set; }

        public TaskCompletionSource Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public override async Task<Line> One(Line request, ServerCallContext context)
    {
        journal.Headers = context.RequestHeaders;
        await context.WriteResponseHeadersAsync(new Metadata { { "answer-header", "h" }, { "answer-header-bin", [1, 2, 3] } });
        context.ResponseTrailers.Add("answer-trailer", "t");
        context.ResponseTrailers.Add("answer-trailer-bin", [4, 5, 6]);
        return request;
    }

    public override async Task Many(Line request, IServerStreamWriter<Line> responseStream, ServerCallContext context)
    {
        for (var i = 1; i <= request.Count; i++)
        {
            await responseStream.WriteAsync(new Line { Text = request.Text, Count = i });
        }
    }

    public override async Task<Line> Gather(IAsyncStreamReader<Line> requestStream, ServerCallContext context)
    {
        var all = new List<string>();
        await foreach (var line in requestStream.ReadAllAsync())
        {
            all.Add(line.Text);
        }

        return new Line { Text = string.Join(",", all), Count = all.Count };
    }

    public override async Task Talk(IAsyncStreamReader<Line> requestStream, IServerStreamWriter<Line> responseStream, ServerCallContext context)
    {
        journal.Arrived.TrySetResult();
        await foreach (var line in requestStream.ReadAllAsync())
        {
            await responseStream.WriteAsync(new Line { Text = line.Text.ToUpperInvariant() });
        }

        context.ResponseTrailers.Add("talked", "yes");
    }

    public override async Task<Line> Wait(Line request, ServerCallContext context)
    {
        journal.Deadline = context.Deadline;
        journal.Arrived.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            journal.Cancelled.TrySetResult();
        }

        return request;
    }

    public override Task<Line> Refuse(Line request, ServerCallContext context) => throw new RpcException(
        new Status((StatusCode)request.Count, request.Text), new Metadata { { "grpc-status-details-bin", new Line { Text = "detail" }.ToByteArray() }, { "reason", "because" } });
}
