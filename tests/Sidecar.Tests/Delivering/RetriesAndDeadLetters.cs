using System.Diagnostics;
using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Delivering;

public sealed class RetriesAndDeadLetters
{
    private const string WithDeadLetters = """
        [{"pubsubname":"desk-pubsub","topic":"t","route":"/on/t","deadLetterTopic":"dead"},{"pubsubname":"desk-pubsub","topic":"dead","route":"/dead"}]
        """;

    [Theory]
    // policy | answers 500 how often | attempts expected | dead-lettered
    [InlineData("{policy: constant, duration: 5ms, maxRetries: 3}", 99, 4, true)]
    [InlineData("{policy: constant, duration: 5ms, maxRetries: 0}", 99, 1, true)]
    [InlineData("{policy: constant, duration: 5ms, maxRetries: 3}", 3, 4, false)]
    [InlineData("{policy: constant, duration: 2ms, maxRetries: -1}", 30, 31, false)]
    [InlineData("{policy: constant, duration: 2ms}", 12, 13, false)]
    [InlineData("{policy: exponential, maxInterval: 10ms, maxRetries: 6}", 99, 7, true)]
    [InlineData("{policy: constant, duration: 5ms, maxRetries: 3, matching: {httpStatusCodes: '429,501-599'}}", 99, 1, true)]
    [InlineData("{policy: constant, duration: 5ms, maxRetries: 3, matching: {httpStatusCodes: '400-499,500'}}", 99, 4, true)]
    public async Task Follow_the_policy(string policy, int failures, int attempts, bool dead)
    {
        await using var app = await TestApp.StartAsync(WithDeadLetters);
        app.Answer = d => Task.FromResult(d.Path == "/dead" || app.On("/on/t").Count(o => o.Id == d.Id) > failures ? Reply.Success : new Reply(500));
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy(policy) }, Bed.App(app));
        await bed.PublishIdAsync("t", "one");

        await app.UntilAsync(attempts + (dead ? 1 : 0));
        await bed.StopAsync();

        Assert.Equal((attempts, dead ? 1 : 0), (app.On("/on/t").Count(), app.On("/dead").Count()));
    }

    [Fact]
    public async Task Repeat_a_RETRY_and_a_missing_answer_whatever_codes_the_policy_matches()
    {
        await using var app = await TestApp.StartAsync(WithDeadLetters);
        app.Answer = d => Task.FromResult(d.Path == "/dead" ? Reply.Success : app.Deliveries.Count switch { 1 => Reply.Retry, 2 => Reply.BreakOff, 3 => Reply.Success, _ => new Reply(500) });
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy("{duration: 5ms, maxRetries: 9, matching: {httpStatusCodes: '599'}}") }, Bed.App(app));
        await bed.PublishIdAsync("t", "one");

        Assert.All(await app.UntilAsync(3), d => Assert.Equal("/on/t", d.Path));
    }

    [Fact]
    public async Task Wait_as_long_as_the_policy_says()
    {
        await using var app = await TestApp.StartAsync(WithDeadLetters);
        var times = new List<long>();
        app.Answer = _ =>
        {
            times.Add(Stopwatch.GetTimestamp());
            return Task.FromResult(times.Count < 4 ? new Reply(500) : Reply.Success);
        };
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy("{duration: 120ms, maxRetries: 9}") }, Bed.App(app));
        await bed.PublishIdAsync("t", "one");
        await app.UntilAsync(4);
        await bed.StopAsync();

        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(Stopwatch.GetElapsedTime(pair.First, pair.Second).TotalMilliseconds, 115, 10_000));
    }

    [Fact]
    public async Task Without_a_policy_the_first_failure_is_dead_lettered_once_with_the_original_bytes()
    {
        await using var app = await TestApp.StartAsync(WithDeadLetters);
        app.Answer = d => Task.FromResult(d.Path == "/dead" ? Reply.Success : new Reply(500));
        await using var bed = await Bed.StartAsync(Bed.App(app));
        for (var i = 0; i < 10; i++)
        {
            await bed.PublishIdAsync("t", $"e{i}");
        }

        await app.UntilAsync(20);
        await bed.StopAsync();
        await bed.StartAgainAsync();
        await bed.PublishIdAsync("t", "last");
        await app.UntilAsync(22);

        Assert.All(app.On("/dead"), d => Assert.Equal("t", d["topic"]));
        Assert.Equal(app.On("/on/t").Select(d => d.Text).Order(), app.On("/dead").Select(d => d.Text).Order());
        Assert.Equal(11, app.On("/on/t").Select(d => d.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_dead_letter_never_goes_back_even_when_its_own_handler_drops_it()
    {
        await using var app = await TestApp.StartAsync(WithDeadLetters);
        app.Answer = _ => Task.FromResult(Reply.Drop);
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishIdAsync("t", "one");
        await app.UntilAsync(2);
        await Eventually.TrueAsync(() => bed.Log.Any(l => l.Contains("of topic dead is dropped", StringComparison.Ordinal)), () => "the dead letter was not dropped");
        await bed.PublishIdAsync("t", "fence");
        await app.UntilAsync(4);

        Assert.Equal(["/on/t one", "/dead one", "/on/t fence", "/dead fence"], app.Deliveries.Select(d => $"{d.Path} {d.Id}"));
    }

    [Fact]
    public async Task Without_a_dead_letter_topic_a_failing_event_is_kept_and_survives_a_restart()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        app.Answer = _ => Task.FromResult(new Reply(500));
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy("{duration: 1ms, maxRetries: 1}") }, Bed.App(app));
        await bed.PublishIdAsync("t", "stubborn");
        await app.UntilAsync(6);
        await bed.StopAsync();
        var before = app.Deliveries.Count;
        app.Answer = _ => Task.FromResult(Reply.Success);
        await bed.StartAgainAsync();

        Assert.Equal("stubborn", (await app.UntilAsync(before + 1))[^1].Id);
    }

    [Fact]
    public async Task A_handler_that_takes_longer_than_the_timeout_policy_is_tried_again()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        var never = new TaskCompletionSource<Reply>();
        app.Answer = _ => app.Deliveries.Count == 1 ? never.Task : Task.FromResult(Reply.Success);
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy("{duration: 1ms}", "{short: 150ms}", ", timeout: short") }, Bed.App(app));
        await bed.PublishIdAsync("t", "slow");

        await app.UntilAsync(2);
        never.SetResult(Reply.Success);
    }

    [Fact]
    public async Task Policies_apply_only_to_apps_in_scope()
    {
        await using var inside = await TestApp.StartAsync(WithDeadLetters);
        await using var outside = await TestApp.StartAsync(WithDeadLetters);
        inside.Answer = outside.Answer = d => Task.FromResult(d.Path == "/dead" ? Reply.Success : new Reply(500));
        var file = Bed.Policy("{duration: 1ms, maxRetries: 2}");
        await File.AppendAllTextAsync(file, "\nscopes: [inside]\n");
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = file }, Bed.App(inside, "inside"), Bed.App(outside, "outside"));
        await bed.ReadyAsync("outside");
        await bed.PublishIdAsync("t", "one");
        // Each of the two sends the event to one and the same dead-letter topic, which both subscribe to.
        await Eventually.TrueAsync(() => inside.On("/dead").Count() == 2 && outside.On("/dead").Count() == 2, () => "no dead letters");
        await bed.StopAsync();

        Assert.Equal((3, 1), (inside.On("/on/t").Count(), outside.On("/on/t").Count()));
    }
}
