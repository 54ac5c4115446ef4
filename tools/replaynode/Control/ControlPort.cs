using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.ReplayNode.Chain;
using CoretimeDesk.ReplayNode.Rpc;

namespace CoretimeDesk.ReplayNode.Control;

/// <summary>Takes orders: JSON-RPC over HTTP POST. One after the other, so that runs repeat.</summary>
internal sealed class ControlPort(Orders orders) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly IReadOnlyDictionary<string, Func<OrderFields, Task<JsonNode?>>> _orders = orders.All;

    /// <summary>Carries out an order.</summary>
    /// <exception cref="OrderException">It is unknown, or one of its fields is wrong.</exception>
    public async Task<JsonNode?> RunAsync(string method, JsonElement? parameters)
    {
        if (!_orders.TryGetValue(method, out var order))
        {
            throw new OrderException("method", $"is '{method}', and should be one of {string.Join(", ", _orders.Keys)}");
        }

        await _turn.WaitAsync();
        try
        {
            return await order(OrderFields.Of(parameters));
        }
        catch (OrderException e)
        {
            throw new OrderException($"{method}.{e.Field}", e.Complaint);
        }
        catch (ChainRecording.RecordingException e)
        {
            throw new OrderException(method, $"failed: {e.Message}");
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task ServeAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        JsonNode? id = null;
        JsonObject answer;
        try
        {
            using var request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var root = request.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("method", out var method) || method.ValueKind != JsonValueKind.String)
            {
                throw new OrderException("method", "is missing");
            }

            id = root.TryGetProperty("id", out var given) ? JsonNode.Parse(given.GetRawText()) : null;
            answer = new() { ["result"] = await RunAsync(method.GetString()!, root.TryGetProperty("params", out var parameters) ? parameters : null) };
        }
        catch (JsonException e)
        {
            answer = Error(RpcFailure.ParseError, $"the request is no JSON: {e.Message}");
        }
        catch (OrderException e)
        {
            answer = Error(RpcFailure.InvalidParams, e.Message);
        }

        answer["jsonrpc"] = "2.0";
        answer["id"] = id;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    public void Dispose() => _turn.Dispose();

    private static JsonObject Error(int code, string message) => new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };
}
