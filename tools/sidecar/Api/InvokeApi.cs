namespace CoretimeDesk.Sidecar.Api;

/// <summary>Calls another app's HTTP route by app id.</summary>
internal static class InvokeApi
{
    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Host", "Transfer-Encoding", "Content-Length", "dapr-api-token", "Keep-Alive", "Upgrade", "TE",
    };

    public static void Map(WebApplication web, AppSidecar caller, Func<string, AppSidecar?> find) =>
        web.Map("/v1.0/invoke/{appId}/method/{**path}", (string appId, string? path, HttpContext call) =>
            PublishApi.AnswerAsync(call, () => InvokeAsync(call, caller, find(appId), appId, path ?? ""), caller));

    private static async Task<IResult> InvokeAsync(HttpContext call, AppSidecar caller, AppSidecar? target, string appId, string path)
    {
        if (target is null)
        {
            return ApiError.Of(500, "ERR_DIRECT_INVOKE", $"failed to invoke, id: {appId}: no app of that id is known here", "DAPR_DIRECT_INVOKE", ("appID", appId));
        }

        var body = await PublishTarget.BodyAsync(call);
        try
        {
            var (status, answer) = await target.Channel.SendAsync(
                new HttpMethod(call.Request.Method), path + call.Request.QueryString, body, request => CopyHeaders(call, request, caller.AppId), withToken: true, call.RequestAborted);
            call.Response.StatusCode = status;
            await call.Response.Body.WriteAsync(answer, call.RequestAborted);
            return Results.Empty;
        }
        catch (HttpRequestException e)
        {
            return ApiError.Of(500, "ERR_DIRECT_INVOKE", $"failed to invoke, id: {appId}: {e.Message}", "DAPR_DIRECT_INVOKE", ("appID", appId));
        }
    }

    private static void CopyHeaders(HttpContext call, HttpRequestMessage request, string caller)
    {
        foreach (var (name, values) in call.Request.Headers)
        {
            if (!NotForwarded.Contains(name) && !request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        request.Headers.TryAddWithoutValidation("dapr-caller-app-id", caller);
    }
}
