using System.Collections.Concurrent;
using CoretimeDesk.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Journal.Tests.World;

/// <summary>A publish API on a real socket whose answers a test decides.</summary>
internal sealed class FakeSidecar : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeSidecar(WebApplication app) => _app = app;

    /// <summary>Everything that arrived and was accepted, in order of arrival. Accepted is not the same as answered.</summary>
    public ConcurrentQueue<CloudEvent> Accepted { get; } = new();

    /// <summary>What to do with the nth publish; by default, accept.</summary>
    public Func<int, CloudEvent, Answer> Decide { get; set; } = (_, _) => Answer.Accept;

    public Uri Address { get; private set; } = null!;

    public static async Task<FakeSidecar> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        var app = builder.Build();
        var sidecar = new FakeSidecar(app);
        var calls = 0;
        app.MapPost("/v1.0/publish/{pubsub}/{topic}", async (HttpContext call) =>
        {
            using var body = new MemoryStream();
            await call.Request.Body.CopyToAsync(body);
            var e = CloudEvent.Parse(body.ToArray());
            switch (sidecar.Decide(Interlocked.Increment(ref calls), e))
            {
                case Answer.Accept:
                    sidecar.Accepted.Enqueue(e);
                    return Results.NoContent();
                case Answer.AcceptAndHangUp:
                    sidecar.Accepted.Enqueue(e);
                    call.Abort();
                    return Results.Empty;
                default:
                    return Results.StatusCode(500);
            }
        });
        await app.StartAsync();
        sidecar.Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return sidecar;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}

internal enum Answer
{
    Accept,
    AcceptAndHangUp,
    Refuse,
}
