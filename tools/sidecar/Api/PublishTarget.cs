using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Api;

/// <summary>Where a publish call wants to go: component, topic, metadata.</summary>
internal sealed record PublishTarget(string Topic, PublishMetadata Metadata)
{
    /// <summary>Reads a call's path below a prefix. Null with an error when it names no component or topic of ours.</summary>
    public static (PublishTarget? Target, IResult? Error) Read(HttpContext call, string prefix, AppSidecar app)
    {
        // Slashes of a topic may be written as such or escaped; the server has unescaped everything else.
        var path = call.Request.Path.Value!;
        var rest = path.Length > prefix.Length ? path[prefix.Length..] : "";
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var pubSub = slash < 0 ? rest : rest[..slash];
        var topic = slash < 0 ? "" : string.Join('/', Unescape(rest[slash..]).Split('/', StringSplitOptions.RemoveEmptyEntries));
        var facts = new[] { ("appID", app.AppId), ("pubsubName", pubSub), ("topic", topic) };
        if (pubSub.Length == 0)
        {
            return (null, ApiError.Of(404, "ERR_PUBSUB_EMPTY", "pubsub name is empty", "DAPR_PUBSUB_NAME_EMPTY", facts));
        }

        if (pubSub != app.Options.PubSub)
        {
            return (null, ApiError.Of(404, "ERR_PUBSUB_NOT_FOUND", $"pubsub '{pubSub}' not found; this sidecar has '{app.Options.PubSub}'", "DAPR_PUBSUB_NOT_FOUND", facts));
        }

        if (topic.Length == 0)
        {
            return (null, ApiError.Of(404, "ERR_TOPIC_NAME_EMPTY", $"topic is empty in pubsub '{pubSub}'", "DAPR_PUBSUB_TOPIC_NAME_EMPTY", facts));
        }

        if (!app.Scopes.MayPublish(app.AppId, topic))
        {
            return (null, ApiError.Of(403, "ERR_PUBSUB_FORBIDDEN", $"topic '{topic}' is not allowed for app id '{app.AppId}'", "DAPR_PUBSUB_FORBIDDEN", facts));
        }

        return (new(topic, PublishMetadata.Of(call.Request.Query)), null);
    }

    /// <summary>The surroundings of an envelope published by this call.</summary>
    public PublishContext Context(HttpContext call, AppSidecar app) => new(
        app.AppId, app.Options.PubSub, Topic, app.Options.Time.GetLocalNow(),
        TraceContext.ChildOf(call.Request.Headers.TraceParent, call.Request.Headers.TraceState));

    /// <summary>Reads a request's body.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than allowed.</exception>
    public static async Task<byte[]> BodyAsync(HttpContext call)
    {
        using var body = new MemoryStream();
        await call.Request.Body.CopyToAsync(body, call.RequestAborted);
        return body.ToArray();
    }

    public static IResult TooLarge(AppSidecar app) => ApiError.Of(
        StatusCodes.Status413PayloadTooLarge, "ERR_BODY_TOO_LARGE", $"the body is larger than {app.Options.MaxBodyBytes} bytes", "DAPR_BODY_TOO_LARGE");

    private static string Unescape(string path) => path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
