using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Journal;

/// <summary>The routes that the sidecar calls: what do you listen to, here is an event, here are many.</summary>
public static class EventEndpoints
{
    private const string DeadLetterPath = "/events/dead-letter";

    // Few enough for a short transaction; a lone event waits for company so long, which nobody notices.
    private const int ManyMost = 100;
    private const int ManyWaitMs = 10;

    /// <summary>Maps <c>/dapr/subscribe</c>, <c>/events/{topic}</c> and <c>/events/{topic}/many</c>. All answer from the first moment the port is open.</summary>
    public static void MapJournalEvents(this IEndpointRouteBuilder routes)
    {
        var options = routes.ServiceProvider.GetRequiredService<JournalOptions>();
        var inbox = routes.ServiceProvider.GetRequiredService<IEventInbox>();
        var subscriptions = Describe(options, inbox);

        routes.MapGet("/dapr/subscribe", (HttpContext call) => IsSidecar(call, options) ? Results.Json(subscriptions) : Results.Unauthorized())
            .AllowAnonymous();
        routes.MapPost("/events/{topic}", (string topic, HttpContext call, CancellationToken stop) => ReceiveAsync(call, options, async body => Answer(await inbox.ReceiveAsync(topic, body, stop))))
            .AllowAnonymous();
        routes.MapPost("/events/{topic}/many", (string topic, HttpContext call, CancellationToken stop) => ReceiveAsync(call, options, body => ManyEvents.ReceiveAsync(inbox, topic, body, stop)))
            .AllowAnonymous();
        routes.MapPost(DeadLetterPath, (HttpContext call, CancellationToken stop) => ReceiveAsync(call, options, async body => Answer(await inbox.KeepDeadLetterAsync(body, stop))))
            .AllowAnonymous();
    }

    private static object[] Describe(JournalOptions options, IEventInbox inbox)
    {
        if (inbox.Topics.Count == 0)
        {
            return [];
        }

        var topics = inbox.Topics.Keys.Order(StringComparer.Ordinal).Select(topic => inbox.IsTogether(topic)
            ? (object)new
            {
                pubsubname = options.PubSub, topic, route = $"/events/{topic}/many", deadLetterTopic = options.DeadLetterTopic,
                bulkSubscribe = new { enabled = true, maxMessagesCount = ManyMost, maxAwaitDurationMs = ManyWaitMs },
            }
            : new { pubsubname = options.PubSub, topic, route = $"/events/{topic}", deadLetterTopic = options.DeadLetterTopic });
        return [.. topics, new { pubsubname = options.PubSub, topic = options.DeadLetterTopic, route = DeadLetterPath }];
    }

    private static async Task<IResult> ReceiveAsync(HttpContext call, JournalOptions options, Func<ReadOnlyMemory<byte>, Task<IResult>> receive)
    {
        if (!IsSidecar(call, options))
        {
            return Results.Unauthorized();
        }

        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body, call.RequestAborted);
        return await receive(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    // Always 200: the sidecar reads the verdict from the body, and takes 404 for "drop" and 400 for "try again".
    private static IResult Answer(DeliveryResult result) => result.Delivery == Delivery.Success ? Results.Json(new { status = "SUCCESS" }) : Results.Json(new { status = result.Delivery.ToWord(), reason = result.Reason });

    /// <summary>Where an app token is set, only its holder may deliver events: they carry no other proof.</summary>
    private static bool IsSidecar(HttpContext call, JournalOptions options) =>
        options.AppToken is null || CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(call.Request.Headers["dapr-api-token"].ToString()), Encoding.UTF8.GetBytes(options.AppToken));
}
