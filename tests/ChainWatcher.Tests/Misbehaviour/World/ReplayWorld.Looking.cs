using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.ChainWatcher.V1;
using Grpc.Core;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>What can be seen of a watcher from outside.</summary>
internal sealed partial class ReplayWorld
{
    public async Task<V1.Follower> FollowerAsync(int process = 0, string chain = Name)
    {
        var client = _watcher is null ? new ChainWatcherService.ChainWatcherServiceClient(_processes[process].Channel) : Watcher;
        // A process that was killed and started again is soon reached again; until then the channel only remembers that it was refused.
        using var patience = new CancellationTokenSource(Patience);
        var options = new CallOptions(await AsAdaAsync(), cancellationToken: patience.Token).WithWaitForReady();
        return (await client.ListFollowersAsync(new(), options)).Followers.Single(f => f.Chain == chain);
    }

    /// <summary>Waits for something to be so.</summary>
    public async Task<V1.Follower> UntilAsync(Func<V1.Follower, bool> holds, string what, int process = 0, string chain = Name)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var follower = await FollowerAsync(process, chain);
            if (holds(follower))
            {
                return follower;
            }

            Assert.True(watch.Elapsed < Patience, $"It should come to this: {what}. It is: {follower}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits for something to be so.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var watch = Stopwatch.StartNew(); !await holds(); await Task.Delay(Pause))
        {
            Assert.True(watch.Elapsed < Patience, $"It should come to this: {what}.");
        }
    }

    /// <summary>Waits until a block is saved, unless the follower stops before.</summary>
    public async Task<V1.Follower> SavesAsync(uint block)
    {
        var follower = await UntilAsync(f => (f.BlockNumber >= block && f.Mode == FollowerMode.Live) || f.Mode == FollowerMode.Stopped, $"block {block} is saved");
        Assert.True(follower.Mode == FollowerMode.Live, $"It stopped before block {block} was saved: {follower}");
        return follower;
    }

    /// <summary>Waits until the follower has stopped, and checks that everybody can see it: in ListFollowers, at /readyz and in the metric.</summary>
    /// <param name="reason">By name.</param>
    /// <param name="saved">The block before the one that it could not get past; null when that does not matter.</param>
    public async Task<V1.Follower> StopsAsync(string reason, uint? saved = null)
    {
        var follower = await UntilAsync(f => f.Mode == FollowerMode.Stopped, "the follower has stopped");
        Assert.True((reason, saved ?? follower.BlockNumber) == (follower.StopReason, follower.BlockNumber), $"It should have stopped behind block {saved} for {reason}: {follower}");
        Assert.NotEqual("", follower.StopMessage);
        Assert.Equal("", follower.Detail);
        await DegradesAsync($"{Name} has stopped: {reason}");
        for (var look = 0; look < 3 && _watcher is not null; look++)
        {
            Assert.Equal((int)FollowerMode.Stopped, _watcher.StateMetric(Name)); // And it stays so: nothing flickers.
            await Task.Delay(Pause);
        }

        return follower;
    }

    /// <summary>Waits until <c>/readyz</c> is degraded and says this. The service still answers, so it is no failure; and what anybody may read names no address.</summary>
    public async Task DegradesAsync(string words)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var (code, status, detail) = await ReadinessAsync();
            if (status == "degraded" && detail.Contains(words, StringComparison.Ordinal))
            {
                Assert.Equal(200, code);
                Assert.DoesNotContain("127.0.0.1", detail);
                return;
            }

            Assert.True(watch.Elapsed < Patience, $"/readyz should say '{words}', and says {status}: {detail}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Waits until the followers are no complaint of <c>/readyz</c>.</summary>
    public async Task IsFineAsync()
    {
        var watch = Stopwatch.StartNew();
        while (await ReadinessAsync() is var (_, _, detail) && detail.Length > 0)
        {
            Assert.True(watch.Elapsed < Patience, $"/readyz should have no complaint, and says: {detail}");
            await Task.Delay(Pause);
        }
    }

    public async Task ResumeAsync() =>
        await Watcher.ResumeFollowerAsync(new() { RequestId = NewId(), Chain = Name }, await AsAdaAsync());

    /// <summary>Lets a follower go on if it has stopped for good, and if the replica that is asked lives.</summary>
    public async Task TryResumeAsync()
    {
        try
        {
            await ResumeAsync();
        }
        catch (RpcException e) when (Hosting.Refusals.ReasonOf(e) == "NOT_STOPPED" || e.StatusCode == StatusCode.Unavailable)
        {
        }
    }

    /// <summary>Lets a stopped follower go on, and waits until it does.</summary>
    public async Task<V1.Follower> ResumesToAsync(uint block)
    {
        await ResumeAsync();
        var follower = await UntilAsync(f => f.BlockNumber >= block && f.Mode == FollowerMode.Live, $"it went on, and block {block} is saved");
        Assert.Equal(("", ""), (follower.StopReason, follower.StopMessage));
        await IsFineAsync();
        return follower;
    }

    public async Task<FactTable> FactsAsync() => await FactTable.ReadAsync(Database, Name);

    /// <summary>
    /// The facts are those of an undisturbed watcher, up to a block: row by row, none is missing, doubled or invented. And each was published once, in the order of its
    /// block and event.
    /// </summary>
    public async Task HasTheFactsUpToAsync(uint block, FactTable? expected = null)
    {
        var facts = await FactsAsync();
        Assert.Equal((expected ?? await UndisturbedAsync()).UpTo(block).Rows, facts.Rows);
        await PublishesWhatItHasAsync(facts);
    }

    /// <summary>The journal has every fact once, as it is in the table, and in order.</summary>
    public async Task PublishesWhatItHasAsync(FactTable facts)
    {
        var published = await FactTable.LinesAsync(Database, $"""
            select payload::jsonb->'origin'->>'factId', payload::jsonb::text from chainwatcher.journal
            where aggregate_id = (select id from chainwatcher.chains where name = '{Name}') order by sequence
            """);
        Assert.Equal(facts.Rows.Select(r => (r.Split('|')[3], r.Split('|', 10)[9])), published.Select(p => (p.Split('|')[0], p.Split('|', 2)[1])));
        Assert.Equal(facts.Count, (await FollowerAsync()).Facts is var counted && counted <= int.MaxValue ? (int)counted : -1);
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static string NewId() => Guid.CreateVersion7().ToString();

    public static async Task<Refusal> RefusalAsync(Task call)
    {
        var thrown = await Assert.ThrowsAsync<RpcException>(() => call);
        return Hosting.Refusals.RefusalOf(thrown) ?? throw new InvalidOperationException($"No refusal, but {thrown.Status}");
    }

    /// <summary>What a watcher makes of this chain when nothing goes wrong; the same for all tests of a recording.</summary>
    public Task<FactTable> UndisturbedAsync() => _fixture.UndisturbedAsync(_options.Recording, async () =>
    {
        await using var calm = await StartAsync(_fixture, new() { Recording = _options.Recording });
        var last = (uint)(await calm.Node.OrderAsync("state"))!["last"]!;
        await calm.SavesAsync(last);
        var facts = await calm.FactsAsync();
        Assert.NotEmpty(facts.Rows);
        await calm.PublishesWhatItHasAsync(facts);
        return facts;
    });

    private async Task<(int Code, string Status, string Detail)> ReadinessAsync()
    {
        using var answer = await (_watcher?.Http ?? _processes[0].Http).GetAsync("/readyz");
        var json = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        var followers = json["checks"]!.AsArray().Single(c => (string?)c!["name"] == "followers")!;
        return ((int)answer.StatusCode, (string)followers["status"]!, (string)followers["detail"]!);
    }
}
