using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Journal;

/// <summary>The routes that the sidecar calls: what do you listen to, and here is an event.</summary>
public static class EventEndpoints
{
    private const string DeadLetterPath = "/events/dead-letter";

    /// <summary>Maps <c>/dapr/subscribe</c> and <c>/events/{topic}</c>. Both answer from the first moment the port is open.</summary>
    public static void MapJournalEvents(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<JournalOptions>();
        var inbox = routes.ServiceProvider.GetRequiredService<IEventInbox>();
        var subscriptions = Describe(options, inbox);

        routes.MapGet("/dapr/subscribe", (HttpContext call) => IsSidecar(call, options) ? Results.Json(subscriptions) : Results.Unauthorized())
            .AllowAnonymous();
        routes.MapPost("/events/{topic}", (string topic, HttpContext call, CancellationToken stop) => ReceiveAsync(call, options, body => inbox.ReceiveAsync(topic, body, stop)))
            .AllowAnonymous();
        routes.MapPost(DeadLetterPath, (HttpContext call, CancellationToken stop) => ReceiveAsync(call, options, body => inbox.KeepDeadLetterAsync(body, stop)))
            .AllowAnonymous();
    }

    private static object[] Describe(JournalOptions options, IEventInbox inbox)
    {
        if (inbox.Topics.Count == 0)
        {
            return [];
        }

        var topics = inbox.Topics.Keys.Order(StringComparer.Ordinal)
            .Select(topic => (object)new { pubsubname = options.PubSub, topic, route = $"/events/{topic}", deadLetterTopic = options.DeadLetterTopic });
        return [.. topics, new { pubsubname = options.PubSub, topic = options.DeadLetterTopic, route = DeadLetterPath }];
    }

    private static async Task<IResult> ReceiveAsync(HttpContext call, JournalOptions options, Func<ReadOnlyMemory<byte>, Task<DeliveryResult>> receive)
    {
        if (!IsSidecar(call, options))
        {
            return Results.Unauthorized();
        }

        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body, call.RequestAborted);
        var result = await receive(body.GetBuffer().AsMemory(0, (int)body.Length));

        // Always 200: the sidecar reads the verdict from the body, and takes 404 for "drop" and 400 for "try again".
        return result.Delivery == Delivery.Success
            ? Results.Json(new { status = "SUCCESS" })
            : Results.Json(new { status = result.Delivery == Delivery.Drop ? "DROP" : "RETRY", reason = result.Reason });
    }

    /// <summary>Where an app token is set, only its holder may deliver events: they carry no other proof.</summary>
    private static bool IsSidecar(HttpContext call, JournalOptions options) =>
        options.AppToken is null || CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(call.Request.Headers["dapr-api-token"].ToString()), Encoding.UTF8.GetBytes(options.AppToken));
}
