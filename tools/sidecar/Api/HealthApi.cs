namespace CoretimeDesk.Sidecar.Api;

/// <summary>Is the sidecar up, and is the app behind it there?</summary>
internal static class HealthApi
{
    public static void Map(WebApplication web, AppSidecar app)
    {
        web.MapGet("/v1.0/healthz/outbound", () => Results.NoContent());
        web.MapGet("/v1.0/healthz", (string? appid) =>
            appid is not null && appid != app.AppId
                ? ApiError.Of(StatusCodes.Status500InternalServerError, "ERR_HEALTH_APPID_NOT_MATCH", "dapr app-id does not match", "DAPR_HEALTH_APPID_NOT_MATCH")
                : app.IsReady
                    ? Results.NoContent()
                    : ApiError.Of(StatusCodes.Status500InternalServerError, "ERR_HEALTH_NOT_READY", "dapr is not ready: the app's port accepts no connection yet", "DAPR_HEALTH_NOT_READY"));
    }
}
