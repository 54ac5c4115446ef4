using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using CoretimeDesk.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Identity.Tests;

/// <summary>
/// A bus in a few lines: takes publishes on a real socket and posts each to one replica of every service until accepted.
/// Which replica that is a test decides, as no real bus lets it.
/// </summary>
public sealed class Relay : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new() { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    private readonly ConcurrentBag<Uri> _subscribers = [];

    private Relay(WebApplication app) => _app = app;

    public ConcurrentQueue<CloudEvent> Published { get; } = new();

    public Uri Address { get; private set; } = null!;

    public static async Task<Relay> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var app = builder.Build();
        var relay = new Relay(app);
        app.MapPost("/v1.0/publish/{pubsub}/{topic}", relay.PublishAsync);
        await app.StartAsync();
        relay.Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return relay;
    }

    public void Subscribe(Uri service) => _subscribers.Add(service);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task<IResult> PublishAsync(string topic, HttpContext call)
    {
        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        Published.Enqueue(CloudEvent.Parse(bytes));
        foreach (var service in _subscribers)
        {
            _ = DeliverAsync(new(service, $"/events/{topic}"), bytes);
        }

        return Results.NoContent();
    }

    private async Task DeliverAsync(Uri address, byte[] bytes)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(CloudEvent.ContentType) } };
                using var answer = await _http.PostAsync(address, content);
                if ((await answer.Content.ReadAsStringAsync()).Contains("SUCCESS", StringComparison.Ordinal))
                {
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or ObjectDisposedException or OperationCanceledException)
            {
                // Not up, or going down.
            }

            await Task.Delay(50);
        }
    }
}
