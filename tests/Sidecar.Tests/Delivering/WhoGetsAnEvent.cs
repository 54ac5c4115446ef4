using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Delivering;

public sealed class WhoGetsAnEvent
{
    [Fact]
    public async Task Each_app_id_gets_its_own_copy_and_replicas_share()
    {
        await using var first = await TestApp.WithTopicsAsync("t");
        await using var second = await TestApp.WithTopicsAsync("t");
        await using var other = await TestApp.WithTopicsAsync("t");
        await using var bed = await Bed.StartAsync(new SidecarApp("shared", [first.Port, second.Port], AppProtocol.Http, 0, 0), Bed.App(other, "other"));
        var ids = Enumerable.Range(0, 40).Select(i => $"e{i:D2}").ToList();
        foreach (var id in ids)
        {
            await bed.PublishIdAsync("t", id);
        }

        await other.UntilAsync(40);
        await Eventually.TrueAsync(() => first.Deliveries.Count + second.Deliveries.Count >= 40, () => "the replicas did not get all");
        await bed.StopAsync();

        Assert.Equal(ids, other.Deliveries.Select(d => d.Id).Order());
        Assert.Equal(ids, first.Deliveries.Concat(second.Deliveries).Select(d => d.Id).Order());
        Assert.NotEmpty(first.Deliveries);
        Assert.NotEmpty(second.Deliveries);
    }

    [Fact]
    public async Task A_replica_that_is_down_is_passed_over()
    {
        await using var down = await TestApp.WithTopicsAsync("t");
        await using var up = await TestApp.WithTopicsAsync("t");
        await using var bed = await Bed.StartAsync(o => o with { Redelivery = TimeSpan.FromHours(1) }, new SidecarApp("shared", [up.Port, down.Port], AppProtocol.Http, 0, 0));
        await bed.ReadyAsync();
        await down.DieAsync();
        for (var i = 0; i < 6; i++)
        {
            await bed.PublishIdAsync("t", $"e{i}");
        }

        await up.UntilAsync(6);
    }

    [Fact]
    public async Task A_group_keeps_its_backlog_while_its_app_is_away_and_over_a_restart_of_the_sidecar()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy("{duration: 20ms}"), WindowEvents = 3 }, Bed.App(app), Bed.Publisher());
        await bed.ReadyAsync();
        await bed.PublishIdAsync("t", "e00");
        await app.FirstAsync();
        await app.DieAsync();

        for (var i = 1; i < 10; i++)
        {
            await bed.PublishIdAsync("t", $"e{i:D2}", "publisher");
        }

        await bed.StopAsync();
        await bed.StartAgainAsync();
        for (var i = 10; i < 20; i++)
        {
            await bed.PublishIdAsync("t", $"e{i:D2}", "publisher");
        }

        await app.ListenAsync();
        await Eventually.TrueAsync(() => app.Deliveries.Select(d => d.Id).Distinct().Count() == 20, () => $"{app.Deliveries.Count} came");
    }

    [Fact]
    public async Task A_topic_that_fails_does_not_hold_up_another()
    {
        await using var app = await TestApp.WithTopicsAsync("bad", "good");
        app.Answer = d => Task.FromResult(d.Path == "/on/bad" ? new Reply(500) : Reply.Success);
        await using var bed = await Bed.StartAsync(o => o with { ResiliencyFile = Bed.Policy("{duration: 1h, maxRetries: -1}") }, Bed.App(app));
        for (var i = 0; i < 30; i++)
        {
            await bed.PublishIdAsync("bad", $"b{i}");
        }

        for (var i = 0; i < 30; i++)
        {
            await bed.PublishIdAsync("good", $"g{i}");
        }

        await Eventually.TrueAsync(() => app.On("/on/good").Count() == 30, () => $"{app.On("/on/good").Count()} of 30 good ones came");
    }

    [Fact]
    public async Task A_slow_handler_gets_no_second_delivery_while_others_are_redelivered()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        var slow = new TaskCompletionSource<Reply>();
        app.Answer = d => d.Id == "slow" ? slow.Task : Task.FromResult(app.Deliveries.Count(o => o.Id == d.Id) <= 8 ? Reply.Retry : Reply.Success);
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishIdAsync("t", "slow");
        await app.FirstAsync();
        await bed.PublishIdAsync("t", "failing");
        await app.UntilAsync(10);

        slow.SetResult(Reply.Success);
        await bed.StopAsync();
        await bed.StartAgainAsync();
        await bed.PublishIdAsync("t", "fence");
        await Eventually.TrueAsync(() => app.Deliveries.Any(d => d.Id == "fence"), () => "the fence did not come");

        Assert.Single(app.Deliveries, d => d.Id == "slow");
        Assert.Equal(9, app.Deliveries.Count(d => d.Id == "failing"));
    }

    [Theory]
    [InlineData(AppProtocol.Http)]
    [InlineData(AppProtocol.H2c)]
    public async Task An_event_in_flight_when_the_app_dies_comes_again_with_the_same_id(AppProtocol protocol)
    {
        await using var app = await TestApp.StartAsync("""[{"pubsubname":"desk-pubsub","topic":"t","route":"/on/t"}]""", protocol);
        var never = new TaskCompletionSource<Reply>();
        app.Answer = _ => never.Task;
        await using var bed = await Bed.StartAsync(Bed.App(app));
        await bed.PublishIdAsync("t", "in-flight");
        await bed.PublishIdAsync("t", "in-flight-too");
        await app.UntilAsync(2);
        await app.DieAsync();
        await bed.PublishIdAsync("t", "queued");
        app.Answer = _ => Task.FromResult(Reply.Success);
        await app.ListenAsync();

        await Eventually.TrueAsync(
            () => app.Deliveries.Skip(2).Select(d => d.Id).Order().SequenceEqual(["in-flight", "in-flight-too", "queued"]), () => string.Join(", ", app.Deliveries.Select(d => d.Id)));
        never.SetResult(Reply.Success);
    }
}
