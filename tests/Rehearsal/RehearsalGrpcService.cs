using System.Net.Sockets;
using CoretimeDesk.Hosting;
using CoretimeDesk.Rehearsal.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;

namespace CoretimeDesk.Rehearsal;

/// <summary>Does on demand what real services do by accident.</summary>
public sealed class RehearsalGrpcService(TimeProvider time, RehearsalTrace trace) : RehearsalService.RehearsalServiceBase
{
    public const string SecretInException = "Host=db.internal;Password=hunter2";

    public override Task<OrderResponse> Order(OrderRequest request, ServerCallContext context)
    {
        Check.That(request)
            .Uuid("request_id", request.RequestId)
            .Text("name", request.Name, 20)
            .KnownEnum("segment", request.Segment)
            .Range("page_size", request.PageSize, 1, 500)
            .Present("main_line", request.MainLine)
            .NotEmpty("main_line.sku", request.MainLine?.Sku ?? "-")
            .Count("lines", request.Lines.Count, 0, 2)
            .ThrowIfAny();
        return Task.FromResult(new OrderResponse { Name = request.Name, At = Timestamp.FromDateTimeOffset(time.GetUtcNow()) });
    }

    public override Task<FailResponse> Fail(FailRequest request, ServerCallContext context) => throw ExceptionFor(request.How);

    public override async Task<WaitResponse> Wait(WaitRequest request, ServerCallContext context)
    {
        var left = context.Deadline - DateTime.UtcNow;
        trace.Entered.TrySetResult();
        try
        {
            await Task.Delay(request.Milliseconds, request.Stubborn ? CancellationToken.None : context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            trace.Cancelled.TrySetResult();
            throw;
        }

        return new WaitResponse { DeadlineMilliseconds = context.Deadline == DateTime.MaxValue ? -1 : (long)left.TotalMilliseconds };
    }

    public override async Task Count(CountRequest request, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context)
    {
        for (var i = 1; i <= request.To; i++)
        {
            await responseStream.WriteAsync(new CountResponse { Number = i }, context.CancellationToken);
        }

        if (request.To == 13)
        {
            throw new InvalidOperationException(SecretInException);
        }
    }

    public override async Task Talk(IAsyncStreamReader<TalkMessage> requestStream, IServerStreamWriter<TalkMessage> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(requestStream.Current, context.CancellationToken);
        }
    }

    public override Task<HelloResponse> Hello(HelloRequest request, ServerCallContext context) =>
        Task.FromResult(new HelloResponse { SignedIn = context.TryGetCall() is not null });

    public override Task<WhoAmIResponse> WhoAmI(WhoAmIRequest request, ServerCallContext context)
    {
        var call = context.GetCall();
        return Task.FromResult(new WhoAmIResponse
        {
            Id = call.Actor.Id.ToString(),
            Name = call.Actor.Name,
            Roles = { call.Actor.Roles.Order().Select(r => r.ToName()) },
            Teams = { call.Actor.Teams.Select(t => t.ToString()) },
            SessionId = call.SessionId.ToString(),
        });
    }

    private static Exception ExceptionFor(string how) => how switch
    {
        "bug" => new InvalidOperationException(SecretInException),
        "cancelled-inside" => new OperationCanceledException(SecretInException),
        "database-down" => new InvalidOperationException("wrapped", new NpgsqlException(SecretInException, new SocketException((int)SocketError.ConnectionRefused))),
        "database-starting" => new PostgresException(SecretInException, "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow),
        "deadlock" => new InvalidOperationException("wrapped", new PostgresException(SecretInException, "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected)),
        "unique" => new PostgresException(SecretInException, "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation),
        "peer-down" => new RpcException(new Status(StatusCode.Unavailable, SecretInException, new IOException(SecretInException))),
        "peer-fault" => new RpcException(new Status(StatusCode.Internal, SecretInException)),
        _ when System.Enum.TryParse<RefusalKind>(how, out var kind) => new RefusedException(new Refusal(kind, "BECAUSE_" + how.ToUpperInvariant(), $"No: {how} – 100 %.")
        {
            Facts = new Dictionary<string, string> { ["owner"] = "Ada Łovelace" },
        }),
        _ => new ArgumentException($"unknown failure {how}"),
    };
}

/// <summary>What happened inside a call, for tests to wait on.</summary>
public sealed class RehearsalTrace
{
    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
