using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Publishing;

/// <summary>One sidecar and one subscriber for a whole class of small questions; every question uses a topic-wide unique id.</summary>
public sealed class PublishingFixture : IAsyncLifetime
{
    private int _asked;

    internal TestApp App { get; private set; } = null!;

    internal Bed Bed { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync("""
            [{"pubsubname":"desk-pubsub","topic":"wrapped","route":"/wrapped"},
             {"pubsubname":"desk-pubsub","topic":"raw","route":"/raw","metadata":{"rawPayload":"true"}}]
            """);
        Bed = await Bed.StartAsync(o => o with { MaxBodyBytes = 100_000 }, Bed.App(App));
        await Bed.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Bed.DisposeAsync();
        await App.DisposeAsync();
    }

    /// <summary>Publishes to a topic and gives back what the app received for it.</summary>
    internal async Task<Got> RoundAsync(string body, string? contentType, string query = "", string topic = "wrapped")
    {
        // The subject marks the question; own envelopes carry it themselves.
        var mark = $"mark-{Interlocked.Increment(ref _asked)}";
        var own = contentType?.StartsWith("application/cloudevents+json", StringComparison.OrdinalIgnoreCase) == true;
        await Bed.PublishAsync(topic, body.Replace("MARK", mark, StringComparison.Ordinal), contentType, own ? query : query + (query.Length == 0 ? "?" : "&") + $"metadata.cloudevent.subject={mark}");
        return await FindAsync(d => d["subject"] == mark);
    }

    internal async Task<Got> FindAsync(Func<Got, bool> isIt)
    {
        Got? found = null;
        await Eventually.TrueAsync(() => (found = App.Deliveries.FirstOrDefault(isIt)) is not null, () => "the event was not delivered");
        return found!;
    }
}
