using System.Collections.Concurrent;
using CoretimeDesk.Interop.Tests.Protos;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CoretimeDesk.Interop.Tests;

/// <summary>The C# server side of interop.proto.</summary>
internal sealed class InteropService(InteropService.Memory memory, InteropService.Failures failures) : Protos.Interop.InteropBase
{
    public override async Task<Response> Unary(Request request, ServerCallContext context)
    {
        if (context.RequestHeaders.Get("x-compress") is null)
        {
            context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        }

        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(e => e.Key is "x-text" or "x-bin"))
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(entry);
        }

        await context.WriteResponseHeadersAsync(headers);
        return new Response
        {
            Text = request.Text,
            Number = 1,
            Payload = request.ResponseSize > 0 ? ByteString.CopyFrom(new byte[request.ResponseSize]) : request.Payload,
        };
    }

    public override async Task ServerStream(Request request, IServerStreamWriter<Response> responseStream, ServerCallContext context)
    {
        for (var number = 1; number <= request.Count; number++)
        {
            await responseStream.WriteAsync(new Response { Text = request.Text, Number = number }, context.CancellationToken);
        }

        if (request.FailCode != 0)
        {
            throw failures.Of(request);
        }
    }

    public override async Task<Response> ClientStream(IAsyncStreamReader<Request> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            texts.Add(request.Text);
        }

        return new Response { Text = string.Join(',', texts), Number = texts.Count };
    }

    public override async Task Bidi(IAsyncStreamReader<Request> requestStream, IServerStreamWriter<Response> responseStream, ServerCallContext context)
    {
        var number = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            await responseStream.WriteAsync(new Response { Text = request.Text, Number = ++number }, context.CancellationToken);
        }
    }

    public override Task<Response> Fail(Request request, ServerCallContext context) => throw failures.Of(request);

    public override async Task<Response> Hang(Request request, ServerCallContext context)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        }
        finally
        {
            memory.Ended.Enqueue(request.Text);
        }

        return new Response();
    }

    public override Task<Response> Ended(Request request, ServerCallContext context)
    {
        // While no call has ended the response has no bytes, and .NET compresses nothing to nothing, which is no gzip stream to grpc-js.
        context.WriteOptions = new WriteOptions(WriteFlags.NoCompress);
        return Task.FromResult(new Response { Text = string.Join(',', memory.Ended) });
    }

    /// <summary>What outlives a call.</summary>
    internal sealed class Memory
    {
        public ConcurrentQueue<string> Ended { get; } = new();
    }

    /// <summary>How this server says that a call failed.</summary>
    internal sealed record Failures(Func<Request, Exception> Of)
    {
        /// <summary>By plain gRPC: a status, and details that the handler itself serialises.</summary>
        public static readonly Failures Plain = new(request =>
        {
            var details = new Google.Rpc.Status { Code = request.FailCode, Message = request.Text };
            details.Details.Add(Any.Pack(new ErrorInfo { Reason = "INTEROP", Domain = "coretimedesk", Metadata = { ["text"] = request.Text } }));
            details.Details.Add(Any.Pack(new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = "text", Description = "was asked to fail" } } }));
            return new RpcException(
                new Grpc.Core.Status((StatusCode)request.FailCode, request.Text),
                new Metadata { { "grpc-status-details-bin", details.ToByteArray() } });
        });

        /// <summary>By a refusal, which the shared hosting turns into the same thing. Only some codes are refusals.</summary>
        public static readonly Failures AsRefusals = new(request => new RefusedException(
            new Refusal((StatusCode)request.FailCode == StatusCode.Aborted ? RefusalKind.Contended : RefusalKind.Invalid, "INTEROP", request.Text)
            {
                Fields = [new FieldViolation("text", "was asked to fail")],
                Facts = new Dictionary<string, string> { ["text"] = request.Text },
            }));
    }
}
