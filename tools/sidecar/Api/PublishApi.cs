using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Api;

/// <summary>Publishing one event: 204 means that it is on disk.</summary>
internal static class PublishApi
{
    private const string Prefix = "/v1.0/publish/";

    public static void Map(WebApplication web, AppSidecar app)
    {
        Task HandleAsync(HttpContext call) => AnswerAsync(call, () => PublishAsync(call, app), app);
        web.MapMethods($"{Prefix}{{**rest}}", ["POST", "PUT"], HandleAsync);
    }

    /// <summary>Runs a handler whose body may turn out too large while it is read.</summary>
    public static async Task AnswerAsync(HttpContext call, Func<Task<IResult>> handle, AppSidecar app)
    {
        IResult result;
        try
        {
            result = await handle();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            result = PublishTarget.TooLarge(app);
        }

        await result.ExecuteAsync(call);
    }

    /// <summary>The error of a store that did not take an event.</summary>
    public static IResult NotStored(AppSidecar app, string topic, string why) => ApiError.Of(
        500, "ERR_PUBSUB_PUBLISH_MESSAGE", $"error when publish to topic {topic} in pubsub {app.Options.PubSub}: {why}", "DAPR_PUBSUB_PUBLISH_MESSAGE",
        ("appID", app.AppId), ("pubsubName", app.Options.PubSub), ("topic", topic));

    private static async Task<IResult> PublishAsync(HttpContext call, AppSidecar app)
    {
        var (target, error) = PublishTarget.Read(call, Prefix, app);
        if (target is null)
        {
            return error!;
        }

        if (!target.Metadata.TryGetRaw(out var raw))
        {
            return ApiError.Of(400, "ERR_PUBSUB_REQUEST_METADATA", "metadata.rawPayload is not a boolean", "DAPR_PUBSUB_REQUEST_METADATA", ("topic", target.Topic));
        }

        var body = await PublishTarget.BodyAsync(call);
        if (app.Refusals.Next())
        {
            return NotStored(app, target.Topic, "refused on purpose (--refuse-share)");
        }

        var contentType = call.Request.ContentType;
        var context = target.Context(call, app);
        var stored = raw ? body
            : CloudEventBuilder.IsOwnEnvelope(contentType) ? CloudEventBuilder.Complete(body, target.Metadata, context)
            : CloudEventBuilder.Wrap(body, contentType, target.Metadata, context);
        if (stored is null)
        {
            return ApiError.Of(500, "ERR_PUBSUB_CLOUD_EVENTS_SER", "cannot create cloudevent: the body is not a JSON object", "DAPR_PUBSUB_CLOUD_EVENTS_SER", ("topic", target.Topic));
        }

        try
        {
            await app.Store.PublishAsync(target.Topic, stored);
            return Results.NoContent();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return NotStored(app, target.Topic, e is IOException ? e.Message : "the sidecar is stopping");
        }
    }
}
