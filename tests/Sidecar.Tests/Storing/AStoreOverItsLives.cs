using System.Globalization;
using System.Text;
using CoretimeDesk.Sidecar.Log;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoretimeDesk.Sidecar.Tests.Storing;

/// <summary>Small files, so that many are begun, emptied, compacted and removed.</summary>
public sealed class AStoreOverItsLives : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("sidecar-test-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private EventStore Open(int window = 5, long segmentBytes = 2_000) => EventStore.Open(_data, window, segmentBytes, TimeProvider.System, NullLogger.Instance);

    private static List<string> Waiting(EventStore store, GroupState group)
    {
        var waiting = new List<string>();
        store.Attach(group, stored => waiting.Add(Encoding.UTF8.GetString(store.Read(stored))));
        store.Detach(group);
        return waiting;
    }

    [Fact]
    public async Task Agrees_with_a_model_through_random_work_restarts_and_compaction()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        var model = new Dictionary<(string App, string Topic), SortedSet<int>>();
        var published = 0;
        for (var life = 0; life < 12; life++)
        {
            await using var store = Open();
            foreach (var app in (string[])["a", "b"])
            {
                foreach (var topic in (string[])["t", "dead"])
                {
                    var group = store.Register(app, topic);
                    var expected = model.TryGetValue((app, topic), out var known) ? known : model[(app, topic)] = [.. Waiting(store, group).Select(Number)];
                    Assert.Equal((seed, string.Join(",", expected)), (seed, string.Join(",", Waiting(store, group).Select(Number).Order())));
                }
            }

            for (var step = 0; step < 60; step++)
            {
                var group = store.Register(random.Next(2) == 0 ? "a" : "b", "t");
                var expected = model[(group.AppId, "t")];
                var next = group.Pending.Values.FirstOrDefault();
                if (random.Next(3) == 0 || next is null)
                {
                    var number = ++published;
                    await store.PublishAsync("t", Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture).PadRight(random.Next(10, 400))));
                    model[("a", "t")].Add(number);
                    model[("b", "t")].Add(number);
                }
                else
                {
                    var body = store.Read(next);
                    var number = Number(Encoding.UTF8.GetString(body));
                    Assert.True(expected.Remove(number), $"seed {seed}: {number} was done already");
                    if (random.Next(5) == 0)
                    {
                        await store.DeadLetterAsync(group, next, "dead", body);
                        model[("a", "dead")].Add(number);
                        model[("b", "dead")].Add(number);
                    }
                    else
                    {
                        store.Done(group, next);
                    }
                }
            }

            // Dead letters are worked off too, or their backlog alone would keep every file.
            foreach (var app in (string[])["a", "b"])
            {
                var group = store.Register(app, "dead");
                foreach (var stored in group.Pending.Values.ToList())
                {
                    model[(app, "dead")].Remove(Number(Encoding.UTF8.GetString(store.Read(stored))));
                    store.Done(group, stored);
                }
            }
        }

        static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Keeps_the_backlog_of_a_group_that_came_after_the_last_snapshot()
    {
        await using (var store = Open(window: 1000))
        {
            store.Register("early", "t");
            for (var i = 0; i < 100; i++)
            {
                await store.PublishAsync("t", new byte[100]);
            }

            await Support.Eventually.TrueAsync(() => File.Exists(Path.Combine(_data, "state.snapshot")), () => "no snapshot was made");
        }

        int late;
        await using (var store = Open(window: 1000, segmentBytes: 1 << 20))
        {
            late = store.Register("late", "t").Pending.Count;
        }

        await using (var store = Open(window: 1000, segmentBytes: 1 << 20))
        {
            Assert.Equal((100, 100), (late, store.Register("late", "t").Pending.Count));
        }
    }

    [Fact]
    public async Task Does_not_grow_for_ever()
    {
        await using var store = Open(window: 3);
        var group = store.Register("app", "t");
        var straggler = store.Register("straggler", "rare");
        await store.PublishAsync("rare", "kept"u8.ToArray());
        for (var i = 0; i < 2_000; i++)
        {
            await store.PublishAsync("t", new byte[100]);
            store.Done(group, group.Pending.Values.Last());
        }

        await Support.Eventually.TrueAsync(() => Directory.GetFiles(_data, "events-*.log").Length < 40, () => $"{Directory.GetFiles(_data, "events-*.log").Length} files");
        Assert.Equal(["kept"], Waiting(store, straggler));
    }
}
