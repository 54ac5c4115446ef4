using System.Collections.Concurrent;
using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Storing;

/// <summary>Either side is killed while events pour in; afterwards the books must balance.</summary>
public sealed class KillingUnderLoad
{
    private const int Lives = 3;
    private const int Publishers = 4;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(8, 9)]
    public async Task The_sidecar_loses_nothing_acknowledged_and_repeats_no_more_than_was_in_flight(int concurrency, int repeatsPerLifeMax)
    {
        var data = Directory.CreateTempSubdirectory("sidecar-test-").FullName;
        await using var app = await TestApp.WithTopicsAsync("t");
        var answered = new ConcurrentDictionary<string, int>();
        app.Answer = d =>
        {
            answered.AddOrUpdate(d.Id, 1, (_, n) => n + 1);
            return Task.FromResult(Reply.Success);
        };
        var acknowledged = new ConcurrentDictionary<string, byte>();
        using var http = new HttpClient();

        for (var life = 0; life < Lives; life++)
        {
            await using var sidecar = await SidecarProcess.StartAsync(data, app.Port, "--concurrency", $"{concurrency}");
            using var stop = new CancellationTokenSource();
            var target = acknowledged.Count + 150;
            var publishing = Enumerable.Range(0, Publishers).Select(p => PublishAsync(sidecar, life, p, stop.Token)).ToList();
            // Killed in the middle of it: many are acknowledged, some delivered, publishers still calling.
            await Eventually.TrueAsync(() => acknowledged.Count >= target && !answered.IsEmpty, () => $"{acknowledged.Count} acknowledged, {answered.Count} answered");
            await sidecar.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(publishing);
        }

        await using (await SidecarProcess.StartAsync(data, app.Port, "--concurrency", $"{concurrency}"))
        {
            await Eventually.TrueAsync(() => acknowledged.Keys.All(answered.ContainsKey), () => $"{acknowledged.Keys.Count(id => !answered.ContainsKey(id))} of {acknowledged.Count} acknowledged events were lost");
        }

        Assert.InRange(answered.Values.Sum(n => n - 1), 0, Lives * repeatsPerLifeMax);
        Directory.Delete(data, recursive: true);

        async Task PublishAsync(SidecarProcess sidecar, int life, int publisher, CancellationToken cancel)
        {
            for (var n = 0; !cancel.IsCancellationRequested; n++)
            {
                var id = $"{life}-{publisher}-{n}";
                try
                {
                    using var answer = await http.PostAsync(sidecar.Publish("t", id), new StringContent("{}"), cancel);
                    if ((int)answer.StatusCode == 204)
                    {
                        acknowledged.TryAdd(id, 0);
                    }
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                {
                    return; // Killed: whether this one was stored is nobody's promise.
                }
            }
        }
    }

    [Fact]
    public async Task The_app_may_die_again_and_again_and_every_event_is_answered_in_the_end()
    {
        await using var app = await TestApp.WithTopicsAsync("t");
        var answered = new ConcurrentDictionary<string, byte>();
        app.Answer = d =>
        {
            answered.TryAdd(d.Id, 0);
            return Task.FromResult(Reply.Success);
        };
        await using var bed = await Bed.StartAsync(Bed.App(app), Bed.Publisher());
        await bed.ReadyAsync();
        var publishing = Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) => await bed.PublishIdAsync("t", $"e{i}", "publisher"));
        for (var death = 1; death <= 3; death++)
        {
            var target = death * 60;
            await Eventually.TrueAsync(() => answered.Count >= target, () => $"{answered.Count} answered");
            await app.DieAsync();
            await app.ListenAsync();
        }

        await publishing;
        await Eventually.TrueAsync(() => answered.Count == 400, () => $"{answered.Count} of 400 answered");
    }

    [Fact]
    public async Task SIGTERM_ends_it_in_order_with_0()
    {
        var data = Directory.CreateTempSubdirectory("sidecar-test-").FullName;
        await using var app = await TestApp.WithTopicsAsync("t");
        await using var sidecar = await SidecarProcess.StartAsync(data, app.Port);
        using var http = new HttpClient();
        (await http.PostAsync(sidecar.Publish("t", "one"), new StringContent("{}"))).EnsureSuccessStatusCode();
        await app.FirstAsync();

        Assert.Equal(0, await sidecar.TerminateAsync());
        Directory.Delete(data, recursive: true);
    }
}
