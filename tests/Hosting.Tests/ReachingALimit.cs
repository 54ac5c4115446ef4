using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CoretimeDesk.Rehearsal.V1;
using Google.Protobuf;
using Grpc.Core;

namespace CoretimeDesk.Hosting.Tests;

public sealed class ReachingALimit
{
    private const int FourMegabytes = 4 * 1024 * 1024;

    [Theory]
    [InlineData(FourMegabytes - 100, StatusCode.InvalidArgument)]
    [InlineData(FourMegabytes + 1, StatusCode.ResourceExhausted)]
    [InlineData(20_000_000, StatusCode.ResourceExhausted)]
    public async Task A_message_of_more_than_four_megabytes_is_refused_before_it_is_read(int size, StatusCode code)
    {
        await using var host = await RehearsalHost.StartAsync();
        // Refused as wrong by the handler when it fits; the handler never sees it when it does not.
        var call = host.Client.OrderAsync(new() { Name = new string('x', size) }, host.As(Role.Rep));
        Assert.Equal(code, (await Calls.FailureOf(call)).StatusCode);
        Assert.Empty(host.Logs.At(Microsoft.Extensions.Logging.LogLevel.Error));
    }

    [Fact]
    public async Task A_stream_may_carry_more_in_all_than_one_message_may()
    {
        await using var host = await RehearsalHost.StartAsync();
        using var call = host.Client.Talk(host.As());
        var data = UnsafeByteOperations.UnsafeWrap(new byte[1024 * 1024]);
        for (var i = 0; i < 10; i++)
        {
            await call.RequestStream.WriteAsync(new() { Data = data });
            Assert.True(await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        }

        try
        {
            await call.RequestStream.WriteAsync(new() { Data = UnsafeByteOperations.UnsafeWrap(new byte[FourMegabytes]) });
        }
        catch (RpcException)
        {
            // Refused by its length alone, while most of it was still to be sent; the answer says why.
        }

        var failure = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task A_caller_in_a_hurry_is_told_when_to_go_on_and_others_are_not_held_up()
    {
        await using var host = await RehearsalHost.StartAsync(null, "--Limits:CallsPerSecond=1", "--Limits:CallBurst=5");
        var hasty = host.As(Role.Rep);
        var other = RehearsalHost.Bearer(host.Tokens.Issue(RehearsalHost.Ada with { Id = Guid.NewGuid() }, Guid.NewGuid()).Token);

        var outcomes = new List<RpcException?>();
        for (var i = 0; i < 20; i++)
        {
            outcomes.Add(await TryAsync(host, hasty));
        }

        var refused = outcomes.OfType<RpcException>().ToList();
        Assert.InRange(refused.Count, 12, 15);
        Assert.All(outcomes[..5], Assert.Null);
        Assert.All(refused, r => Assert.Equal((StatusCode.ResourceExhausted, "RATE_LIMITED"), (r.StatusCode, Refusals.ReasonOf(r))));
        Assert.InRange(Refusals.RetryAfterOf(refused[0])!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(2));
        Assert.Null(await TryAsync(host, other));

        // Health and probes go on whatever happens, and time heals.
        for (var i = 0; i < 20; i++)
        {
            await new Grpc.Health.V1.Health.HealthClient(host.Channel).CheckAsync(new());
        }

        await Calls.Eventually(async () => await TryAsync(host, hasty) is null, "the bucket fills again");
    }

    [Fact]
    public async Task Guessing_tokens_is_limited_by_address()
    {
        await using var host = await RehearsalHost.StartAsync(null, "--Limits:CallsPerSecond=1", "--Limits:CallBurst=5");
        var reasons = new List<string?>();
        for (var i = 0; i < 20; i++)
        {
            reasons.Add((await TryAsync(host, RehearsalHost.Bearer($"guess{i}"))) is { } failure ? Refusals.ReasonOf(failure) : null);
        }

        Assert.InRange(reasons.Count(r => r == "RATE_LIMITED"), 12, 15);
        Assert.Equal("TOKEN_INVALID", reasons[0]);
    }

    [Fact]
    public async Task The_limit_can_be_switched_off()
    {
        await using var host = await RehearsalHost.StartAsync(null, "--Limits:CallsPerSecond=0", "--Limits:CallBurst=1");
        var headers = host.As();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ => Assert.Null(await TryAsync(host, headers))));
    }

    [Fact]
    public async Task A_unary_call_without_a_deadline_gets_the_services_own()
    {
        await using var host = await RehearsalHost.StartAsync(null, "--Limits:UnarySeconds=1");
        var watch = Stopwatch.StartNew();
        var failure = await Calls.FailureOf(host.Client.WaitAsync(new() { Milliseconds = 20_000 }, host.As()));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_callers_own_deadline_stands()
    {
        await using var host = await RehearsalHost.StartAsync();
        var own = await host.Client.WaitAsync(new() { Milliseconds = 1 }, host.As(), DateTime.UtcNow.AddMinutes(5));
        Assert.InRange(own.DeadlineMilliseconds, 200_000, 300_000);
        var given = await host.Client.WaitAsync(new() { Milliseconds = 1 }, host.As());
        Assert.InRange(given.DeadlineMilliseconds, 15_000, 30_000);
    }

    [Theory]
    [InlineData("Limits:CallBurst", "0")]
    [InlineData("Limits:UnarySeconds", "-5")]
    [InlineData("Limits:MessageBytes", "12")]
    public async Task A_limit_that_makes_no_sense_ends_the_start(string name, string value)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RehearsalHost.StartAsync(null, $"--{name}={value}"));
        Assert.Contains(name.Split(':')[1], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Http_1_is_not_spoken_here()
    {
        await using var host = await RehearsalHost.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Address.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var answer = await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("alive", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_body_that_is_too_large_is_413_without_a_trace()
    {
        await using var host = await RehearsalHost.StartAsync(desk => desk.OnMap(app =>
            Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapPost(app, "/swallow", async (Microsoft.AspNetCore.Http.HttpContext http) =>
            {
                using var all = new MemoryStream();
                await http.Request.Body.CopyToAsync(all);
            })));
        using var http = host.Http();
        using var response = await http.PostAsync("/swallow", new ByteArrayContent(new byte[FourMegabytes + 1_000_000]), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.DoesNotContain("Exception", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_in_a_plain_route_is_json_with_a_trace_id_even_in_development()
    {
        await using var host = await RehearsalHost.StartAsync(
            desk => desk.OnMap(app => Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(app, "/bug", string () => throw new InvalidOperationException("Password=hunter2"))),
            "--environment=Development");
        using var http = host.Http();
        using var response = await http.GetAsync("/bug", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Matches("""^\{"error":"Something went wrong on our side \(trace id [0-9a-f]{32}\)\."\}$""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<RpcException?> TryAsync(RehearsalHost host, Metadata headers)
    {
        try
        {
            await host.Client.WhoAmIAsync(new(), headers);
            return null;
        }
        catch (RpcException failure)
        {
            return failure;
        }
    }
}
