using System.Text.Json.Nodes;

namespace CoretimeDesk.Sidecar.Api;

/// <summary>Errors in the shape of the real sidecar. Callers branch on status and <c>errorCode</c>.</summary>
internal static class ApiError
{
    public static IResult Of(int status, string errorCode, string message, string reason, params (string Key, string Value)[] facts) => Results.Json(
        Body(errorCode, message, reason, facts), statusCode: status);

    public static JsonObject Body(string errorCode, string message, string reason, params (string Key, string Value)[] facts)
    {
        var metadata = new JsonObject();
        foreach (var (key, value) in facts)
        {
            metadata[key] = value;
        }

        return new JsonObject
        {
            ["errorCode"] = errorCode,
            ["message"] = message,
            ["details"] = new JsonArray(new JsonObject
            {
                ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
                ["domain"] = "dapr.io",
                ["reason"] = reason,
                ["metadata"] = metadata,
            }),
        };
    }
}
