using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Delivering;

public sealed class StoppingTheSidecar
{
    [Fact]
    public async Task Lets_a_delivery_under_way_finish_and_does_not_repeat_it()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        var hold = new TaskCompletionSource<Reply>();
        app.Answer = d => d.Id == "under-way" ? hold.Task : Task.FromResult(Reply.Success);
        await using var bed = await Bed.StartAsync(o => o with { Grace = TimeSpan.FromSeconds(20) }, Bed.App(app));
        await bed.PublishIdAsync("t", "under-way");
        await app.FirstAsync();

        var stopping = bed.StopAsync();
        hold.SetResult(Reply.Success);
        await stopping;
        await bed.StartAgainAsync();
        await bed.PublishIdAsync("t", "fence");

        Assert.Equal(["under-way", "fence"], (await app.UntilAsync(2)).Select(d => d.Id));
    }

    [Fact]
    public async Task Gives_up_on_what_takes_longer_than_the_grace_and_brings_it_again()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        var never = new TaskCompletionSource<Reply>();
        app.Answer = _ => app.Deliveries.Count == 1 ? never.Task : Task.FromResult(Reply.Success);
        await using var bed = await Bed.StartAsync(o => o with { Grace = TimeSpan.FromMilliseconds(50) }, Bed.App(app));
        await bed.PublishIdAsync("t", "stuck");
        await app.FirstAsync();

        await bed.StopAsync();
        await bed.StartAgainAsync();

        Assert.All(await app.UntilAsync(2), d => Assert.Equal("stuck", d.Id));
        never.SetResult(Reply.Success);
    }
}
