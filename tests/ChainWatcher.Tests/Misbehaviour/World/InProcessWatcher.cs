using System.Diagnostics.Metrics;
using System.Net;
using CoretimeDesk.Hosting;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>The whole service within the tests' process: the same parts as in a process of its own, but quicker to start.</summary>
internal sealed class InProcessWatcher : IAsyncDisposable
{
    private readonly DeskServiceApp _app;

    private InProcessWatcher(DeskServiceApp app)
    {
        _app = app;
        var address = new Uri(app.Urls.First());
        Channel = GrpcChannel.ForAddress(address);
        Http = new() { BaseAddress = address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    public GrpcChannel Channel { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>What the metric <c>desk.chainwatcher.state</c> says of a chain; other watchers of the tests' process have one of that name too.</summary>
    public int StateMetric(string chain)
    {
        var measured = -1;
        var ours = _app.Services.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => EnableIf(l, instrument, ours) };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => measured = tags.ToArray().Contains(new("chain", chain)) ? value : measured);
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }

    public static async Task<InProcessWatcher> StartAsync(IEnumerable<(string Name, string Value)> settings)
    {
        var builder = WatcherHost.CreateBuilder([.. settings.Select(s => $"--{s.Name.Replace("__", ":", StringComparison.Ordinal)}={s.Value}")]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        await app.StartAsync(CancellationToken.None);
        return new(app);
    }

    private static void EnableIf(MeterListener listener, Instrument instrument, IMeterFactory ours)
    {
        if (instrument.Name == "desk.chainwatcher.state" && instrument.Meter.Scope == ours)
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    /// <summary>Stops it as SIGTERM does.</summary>
    public Task StopAsync() => _app.Web.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
