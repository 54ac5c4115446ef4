using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Hosting;

/// <summary>The plain routes for probes and for <c>./desk status</c>.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes, ServiceIdentity service)
    {
        routes.MapGet("/healthz", () => Results.Text("alive"));
        routes.MapGet("/readyz", (HttpContext context) => AnswerAsync(context, service));
    }

    private static async Task AnswerAsync(HttpContext context, ServiceIdentity service)
    {
        var cancellation = context.RequestAborted;
        var report = await context.RequestServices.GetRequiredService<Readiness>().AskAsync(cancellation);
        var answer = new ReadyAnswer(
            service.Name,
            service.Version,
            report.Status,
            [.. report.Entries.Select(e => new ReadyCheck(e.Name, e.Result.Status.ToString().ToLowerInvariant(), e.Result.Detail))],
            await OutboxAsync(context.RequestServices, cancellation));

        context.Response.StatusCode = report.Serves ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(answer, cancellation);
    }

    private static async Task<ReadyOutbox> OutboxAsync(IServiceProvider services, CancellationToken cancellation)
    {
        if (services.GetService<IOutboxGauge>() is not { } gauge)
        {
            return new(0, 0);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            var lag = await gauge.ReadAsync(patience.Token);
            return new(lag.Pending, Math.Round(lag.Oldest.TotalSeconds, 3));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // The database check says what is wrong; here it only means that the lag is unknown.
            services.GetRequiredService<ILogger<Readiness>>().LogDebug(e, "The outbox could not be measured.");
            return new(null, null);
        }
    }

    private sealed record ReadyAnswer(string Service, string Version, string Status, IReadOnlyList<ReadyCheck> Checks, ReadyOutbox Outbox);

    private sealed record ReadyCheck(string Name, string Status, string Detail);

    /// <summary>Null: unknown at the moment.</summary>
    private sealed record ReadyOutbox(long? Pending, double? OldestSeconds);
}
