using CoretimeDesk.Rehearsal;
using CoretimeDesk.Rehearsal.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Hosting.Tests;

public sealed class AnsweringWithAnError
{
    [Theory]
    [InlineData(RefusalKind.Invalid, StatusCode.InvalidArgument)]
    [InlineData(RefusalKind.NotFound, StatusCode.NotFound)]
    [InlineData(RefusalKind.AlreadyExists, StatusCode.AlreadyExists)]
    [InlineData(RefusalKind.Precondition, StatusCode.FailedPrecondition)]
    [InlineData(RefusalKind.Forbidden, StatusCode.PermissionDenied)]
    [InlineData(RefusalKind.Unauthenticated, StatusCode.Unauthenticated)]
    [InlineData(RefusalKind.Exhausted, StatusCode.ResourceExhausted)]
    [InlineData(RefusalKind.Contended, StatusCode.Aborted)]
    public async Task A_refusal_arrives_whole(RefusalKind kind, StatusCode code)
    {
        await using var host = await RehearsalHost.StartAsync();

        var failure = await Calls.FailureOf(host.Client.FailAsync(new() { How = kind.ToString() }, host.As()));

        Assert.Equal(code, failure.StatusCode);
        var refusal = Refusals.RefusalOf(failure)!;
        Assert.Equal(kind, refusal.Kind);
        Assert.Equal($"BECAUSE_{kind.ToString().ToUpperInvariant()}", refusal.Reason);
        Assert.Equal($"No: {kind} – 100 %.", refusal.Message);
        Assert.Equal("Ada Łovelace", refusal.Facts["owner"]);
        Assert.Equal("coretimedesk", Refusals.DetailsOf(failure)!.Details.Select(d => d.Unpack<ErrorInfo>()).Single().Domain);
        Assert.Empty(host.Logs.At(LogLevel.Error));
    }

    [Fact]
    public void Every_kind_of_refusal_has_its_own_status() =>
        Assert.Distinct(System.Enum.GetValues<RefusalKind>().Select(Refusals.CodeOf));

    [Theory]
    [InlineData("bug", StatusCode.Internal, "INTERNAL", true)]
    [InlineData("cancelled-inside", StatusCode.Internal, "INTERNAL", true)]
    [InlineData("unique", StatusCode.Internal, "INTERNAL", true)]
    [InlineData("peer-fault", StatusCode.Internal, "INTERNAL", true)]
    [InlineData("peer-down", StatusCode.Unavailable, "PEER_UNAVAILABLE", true)]
    [InlineData("database-down", StatusCode.Unavailable, "DATABASE_UNAVAILABLE", true)]
    [InlineData("database-starting", StatusCode.Unavailable, "DATABASE_UNAVAILABLE", true)]
    [InlineData("deadlock", StatusCode.Aborted, "CONTENDED", false)]
    public async Task A_fault_is_told_without_its_inside(string how, StatusCode code, string reason, bool logged)
    {
        await using var host = await RehearsalHost.StartAsync();

        var failure = await Calls.FailureOf(host.Client.FailAsync(new() { How = how }, host.As()));

        Assert.Equal((code, reason), (failure.StatusCode, Refusals.ReasonOf(failure)));
        var wire = failure.Status.Detail + string.Join(' ', failure.Trailers.Select(t => t.IsBinary ? ByteString.CopyFrom(t.ValueBytes).ToStringUtf8() : t.Value));
        foreach (var inside in new[] { "hunter2", "db.internal", "Exception", "   at ", ".cs", "wrapped" })
        {
            Assert.DoesNotContain(inside, wire, StringComparison.Ordinal);
        }

        Assert.Equal(logged ? 1 : 0, host.Logs.At(LogLevel.Error).Count);
        Assert.Equal(code == StatusCode.Unavailable ? TimeSpan.FromSeconds(1) : null, Refusals.RetryAfterOf(failure));
    }

    [Fact]
    public async Task A_fault_is_logged_in_full_under_the_trace_id_that_the_caller_got()
    {
        await using var host = await RehearsalHost.StartAsync();

        var failure = await Calls.FailureOf(host.Client.FailAsync(new() { How = "bug" }, host.As()));

        var traceId = Refusals.DetailsOf(failure)!.Details.Single().Unpack<ErrorInfo>().Metadata["trace_id"];
        Assert.Matches("^[0-9a-f]{32}$", traceId);
        Assert.Equal($"Something went wrong on our side (trace id {traceId}).", failure.Status.Detail);
        var line = Assert.Single(host.Logs.At(LogLevel.Error));
        Assert.Contains(traceId, line, StringComparison.Ordinal);
        Assert.Contains(RehearsalGrpcService.SecretInException, line, StringComparison.Ordinal);
        Assert.Contains("RehearsalGrpcService", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_breaks_says_so_after_what_it_sent()
    {
        await using var host = await RehearsalHost.StartAsync();
        using var call = host.Client.Count(new() { To = 13 }, host.As(Role.Leadership));

        var seen = 0;
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                seen++;
            }
        });

        Assert.Equal(13, seen);
        Assert.Equal((StatusCode.Internal, "INTERNAL"), (failure.StatusCode, Refusals.ReasonOf(failure)));
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_that_is_up_is_deadline_exceeded_and_the_handler_is_told()
    {
        await using var host = await RehearsalHost.StartAsync();

        var failure = await Calls.FailureOf(host.Client.WaitAsync(new() { Milliseconds = 20_000 }, host.As(), DateTime.UtcNow.AddMilliseconds(300)));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await host.Trace.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(host.Logs.At(LogLevel.Error));
    }

    [Fact]
    public async Task A_caller_that_leaves_cancels_the_handler_and_is_no_fault()
    {
        await using var host = await RehearsalHost.StartAsync();
        using var leave = new CancellationTokenSource();
        var call = host.Client.WaitAsync(new() { Milliseconds = 20_000 }, host.As(), cancellationToken: leave.Token);
        await host.Trace.Entered.Task.WaitAsync(TimeSpan.FromSeconds(10));

        leave.Cancel();

        Assert.Equal(StatusCode.Cancelled, (await Calls.FailureOf(call)).StatusCode);
        await host.Trace.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(host.Logs.At(LogLevel.Error));
    }

    [Fact]
    public async Task A_method_that_does_not_exist_is_unimplemented()
    {
        await using var host = await RehearsalHost.StartAsync();
        var marshaller = Marshallers.Create(m => m.ToByteArray(), HelloRequest.Parser.ParseFrom);
        foreach (var service in new[] { "coretimedesk.rehearsal.v1.RehearsalService", "coretimedesk.nowhere.v1.NowhereService" })
        {
            var method = new Method<HelloRequest, HelloRequest>(MethodType.Unary, service, "Nonsense", marshaller, marshaller);
            var failure = await Calls.FailureOf(host.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, new()));
            Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
        }
    }

    [Fact]
    public void An_exhausting_number_of_wrong_fields_still_fits_into_the_trailers()
    {
        var refusal = Refusal.InvalidFields([.. Enumerable.Range(0, 5000).Select(i => new FieldViolation($"lines[{i}].sku", $"ß is wrong here {i}: {string.Concat(Enumerable.Repeat("😀", i % 300))}."))]);

        var read = Refusals.RefusalOf(refusal.ToRpc())!;

        Assert.InRange(refusal.ToRpc().Trailers.GetValueBytes(Refusals.DetailsTrailer)!.Length, 100, 6000);
        Assert.InRange(read.Fields.Count, 2, 4999);
        Assert.Equal(refusal.Fields[0], read.Fields[0]);
    }

    [Fact]
    public void Trailers_of_others_are_no_refusal()
    {
        var good = new Refusal(RefusalKind.NotFound, "X", "x").ToRpc().Trailers.GetValueBytes(Refusals.DetailsTrailer)!;
        for (var length = 0; length < good.Length; length++)
        {
            var cut = new RpcException(new(StatusCode.NotFound, "x"), new Metadata { { Refusals.DetailsTrailer, good[..length] } });
            var read = Refusals.RefusalOf(cut);
            Assert.True(read is null || length > 0, $"cut at {length}");
        }

        Assert.Null(Refusals.RefusalOf(new RpcException(new(StatusCode.NotFound, "x"))));
        Assert.Null(Refusals.RefusalOf(new RpcException(new(StatusCode.Unavailable, "x"))));
    }
}
