using System.Text;
using System.Text.Json;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>From a message to its answer.</summary>
internal sealed partial class RpcServer
{
    /// <summary>The answer to one message: to a request or to a batch.</summary>
    private sealed class Reply : IDisposable
    {
        private readonly RpcServer _server;
        private readonly RpcConnection? _connection;
        private readonly List<string> _called = [];
        private readonly JsonDocument? _document;

        public Reply(RpcServer server, RpcConnection? connection, ReadOnlyMemory<byte> message)
        {
            (_server, _connection) = (server, connection);
            try
            {
                _document = JsonDocument.Parse(message);
            }
            catch (JsonException)
            {
                Answer = Error(new(), null, new(RpcFailure.ParseError, "Parse error"));
                return;
            }

            var root = _document.RootElement;
            var requests = root.ValueKind == JsonValueKind.Array ? [.. root.EnumerateArray()] : new[] { root };
            foreach (var request in requests)
            {
                if (request.ValueKind == JsonValueKind.Object && request.TryGetProperty("method", out var method) && method.ValueKind == JsonValueKind.String)
                {
                    _called.Add(method.GetString()!);
                }
            }

            Garbage = connection is null ? null : server.Spoiling(_called);
            Answer = root.ValueKind == JsonValueKind.Array ? AnswerBatch(requests) : AnswerOne(new(), root);
        }

        /// <summary>Null when nothing is answered: to notifications.</summary>
        public Json? Answer { get; }

        public Garbage? Garbage { get; }

        public IReadOnlyCollection<string> Called => _called;

        public Action? Then { get; private set; }

        public void Dispose() => _document?.Dispose();

        private Json? AnswerBatch(JsonElement[] requests)
        {
            var json = new Json();
            if (requests.Length == 0)
            {
                return Error(json, null, new(RpcFailure.InvalidRequest, "Invalid request"));
            }

            json.Raw("["u8);
            foreach (var request in requests)
            {
                var before = json.Length;
                if (before > 1)
                {
                    json.Raw(","u8);
                }

                if (AnswerOne(json, request) is null)
                {
                    json.Cut(before);
                }
            }

            if (json.Length == 1)
            {
                json.Dispose();
                return null;
            }

            return json.Raw("]"u8);
        }

        private Json? AnswerOne(Json json, JsonElement request)
        {
            if (request.ValueKind != JsonValueKind.Object || !request.TryGetProperty("method", out var name) || name.ValueKind != JsonValueKind.String)
            {
                return Error(json, IdOf(request), new(RpcFailure.InvalidRequest, "Invalid request"));
            }

            if (IdOf(request) is not { } id)
            {
                return null; // A notification; nodes take none and say nothing.
            }

            id = Garbage?.Kind == GarbageKind.WrongId ? StrangerId : id;
            var start = json.Length;
            try
            {
                if (Garbage?.Kind == GarbageKind.Error)
                {
                    throw new RpcFailure(-32009, "Server is busy, try again later");
                }

                var call = new Call(_connection, Arguments.Of(request), json);
                json.Raw("{\"jsonrpc\":\"2.0\",\"id\":"u8).Raw(Encoding.UTF8.GetBytes(id.GetRawText())).Raw(",\"result\":"u8);
                _server.Run(name.GetString()!, call);
                Then += call.Then;
                return json.Raw("}"u8);
            }
            catch (RpcFailure e)
            {
                json.Cut(start);
                return Error(json, id, e);
            }
        }

        private static JsonElement? IdOf(JsonElement request) =>
            request.ValueKind == JsonValueKind.Object && request.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.Number or JsonValueKind.String ? id : null;

        private static Json Error(Json json, JsonElement? id, RpcFailure failure) => json.Raw("{\"jsonrpc\":\"2.0\",\"id\":"u8)
            .Raw(id is { } known ? Encoding.UTF8.GetBytes(known.GetRawText()) : "null"u8)
            .Raw(",\"error\":{\"code\":"u8).Raw(Encoding.ASCII.GetBytes($"{failure.Code}")).Raw(",\"message\":"u8).Text(failure.Message).Raw("}}"u8);
    }
}
