using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Peers;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Tests.Peers;

/// <summary>Commissions is asked each time; for five minutes after an answer, a plan that says itself that it is in force outlives a silence, and nothing else does.</summary>
public sealed class AskingForThePlan
{
    private static readonly DateTimeOffset At = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);
    private readonly Clock _clock = new();
    private readonly Answers _answers = new();
    private readonly CommissionsPeer _peer;

    public AskingForThePlan() => _peer = new(_answers, _clock);

    [Fact]
    public async Task F7_A_silence_before_any_answer_is_no_commission_of_nothing()
    {
        _answers.Failure = new(new(StatusCode.Unavailable, "nobody there"));

        var away = await Assert.ThrowsAsync<RpcException>(() => PlanAsync());

        Assert.Equal((StatusCode.Unavailable, "COMMISSION_UNKNOWN"), (away.StatusCode, Refusals.ReasonOf(away)));
        Assert.Contains("DOT is not yet available", away.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Internal)]
    public async Task F7_What_was_named_within_five_minutes_counts_while_nobody_answers_and_no_longer(StatusCode silence)
    {
        Assert.Equal("default-1", (await PlanAsync()).Id);
        _answers.Failure = new(new(silence, "nobody there"));
        _clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.Equal("default-1", (await PlanAsync()).Id);
        await Assert.ThrowsAsync<RpcException>(() => PlanAsync("KSM"));

        _clock.Advance(TimeSpan.FromTicks(1));
        await Assert.ThrowsAsync<RpcException>(() => PlanAsync());
        _answers.Failure = null;
        Assert.Equal("default-1", (await PlanAsync()).Id);
    }

    [Fact]
    public async Task F7_A_plan_that_has_ended_by_its_own_word_or_was_refused_since_does_not_count()
    {
        _answers.Until = At.AddMinutes(1);
        await PlanAsync();
        _answers.Failure = new(new(StatusCode.Unavailable, "nobody there"));
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<RpcException>(() => PlanAsync());

        (_answers.Failure, _answers.Until) = (null, null);
        await PlanAsync();
        _answers.Failure = new Refusal(RefusalKind.Precondition, "NO_PLAN_IN_FORCE", "No commission plan for DOT is in force.").ToRpc();
        Assert.Equal("NO_PLAN_IN_FORCE", (await Assert.ThrowsAsync<RefusedException>(() => PlanAsync())).Refusal.Reason);
        _answers.Failure = new(new(StatusCode.Unavailable, "nobody there"));
        await Assert.ThrowsAsync<RpcException>(() => PlanAsync());
    }

    private Task<CoretimeDesk.Quoting.Quotes.QuotePlan> PlanAsync(string symbol = "DOT") => _peer.PlanAsync("", symbol, _clock.Now, CancellationToken.None);

    /// <summary>Both of its clocks go when the test says so.</summary>
    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; private set; } = At;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.UtcTicks;

        public void Advance(TimeSpan by) => Now += by;
    }

    private sealed class Answers : EstimatesService.EstimatesServiceClient
    {
        public RpcException? Failure { get; set; }

        public DateTimeOffset? Until { get; set; }

        public override AsyncUnaryCall<PlanInForceResponse> PlanInForceAsync(PlanInForceRequest request, CallOptions options)
        {
            var answer = new PlanInForceResponse { PlanId = "default-1", Token = request.Token, FlatBp = 2_500, HighestBp = 3_000, EffectiveTo = Until is { } until ? Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(until) : null };
            return new(Failure is null ? Task.FromResult(answer) : Task.FromException<PlanInForceResponse>(Failure), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }
    }
}
