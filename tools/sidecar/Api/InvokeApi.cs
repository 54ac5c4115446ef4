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
            var answer = await target.Channel.SendAsync(
                new HttpMethod(call.Request.Method), path + call.Request.QueryString, body.Length == 0 && HttpMethods.IsGet(call.Request.Method) ? null : body,
                request => CopyHeaders(call, request, caller.AppId), withToken: true, Answer.Read, call.RequestAborted);
            call.Response.StatusCode = answer.Status;
            foreach (var (name, values) in answer.Headers)
            {
                call.Response.Headers[name] = values;
            }

            if (answer.Body.Length > 0)
            {
                await call.Response.Body.WriteAsync(answer.Body, call.RequestAborted);
            }

            return Results.Empty;
        }
        catch (HttpRequestException e)
        {
            return ApiError.Of(500, "ERR_DIRECT_INVOKE", $"failed to invoke, id: {appId}: {e.Message}", "DAPR_DIRECT_INVOKE", ("appID", appId));
        }
    }

    // Headers are copied out before the response is disposed of.
    private sealed record Answer(int Status, IReadOnlyList<(string Name, string[] Values)> Headers, byte[] Body)
    {
        public static Answer Read(HttpResponseMessage response, byte[] body) => new(
            (int)response.StatusCode,
            [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .Where(header => !NotForwarded.Contains(header.Key) && !header.Key.Equals("Date", StringComparison.OrdinalIgnoreCase))
                .Select(header => (header.Key, header.Value.ToArray()))],
            body);
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
