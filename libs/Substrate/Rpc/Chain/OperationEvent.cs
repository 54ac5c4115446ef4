using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

internal enum OperationStep
{
    Done,
    Items,
    WaitingForContinue,
    Inaccessible,
    Error,
}

/// <summary>Word of one <c>chainHead_v1</c> operation.</summary>
internal sealed record OperationEvent(string OperationId, OperationStep Step)
{
    /// <summary>A body's extrinsics.</summary>
    public IReadOnlyList<byte[]>? Body { get; private init; }

    /// <summary>A runtime call's output.</summary>
    public byte[]? Output { get; private init; }

    /// <summary>Storage items found so far.</summary>
    public IReadOnlyList<StorageQueryItem>? Items { get; private init; }

    /// <summary>What went wrong.</summary>
    public string? Error { get; private init; }

    /// <summary>What an event means for its operation; null if it is about none.</summary>
    public static OperationStep? StepOf(string name) => name switch
    {
        "operationBodyDone" or "operationCallDone" or "operationStorageDone" => OperationStep.Done,
        "operationStorageItems" => OperationStep.Items,
        "operationWaitingForContinue" => OperationStep.WaitingForContinue,
        "operationInaccessible" => OperationStep.Inaccessible,
        "operationError" => OperationStep.Error,
        _ => null,
    };

    /// <summary>Reads an event. One that is garbled ends its operation, not the following, as long as it names the operation.</summary>
    public static OperationEvent Decode(string name, OperationStep step, ref Utf8JsonReader reader)
    {
        var another = reader;
        var id = NamedEvent.TextMember(ref another, "operationId");
        try
        {
            return DecodePayload(name, id, step, ref reader);
        }
        catch (FormatException e)
        {
            return new(id, OperationStep.Error) { Error = $"its event cannot be read: {e.Message}" };
        }
    }

    private static OperationEvent DecodePayload(string name, string id, OperationStep step, ref Utf8JsonReader reader)
    {
        string? error = null;
        IReadOnlyList<byte[]>? body = null;
        IReadOnlyList<StorageQueryItem>? items = null;
        byte[]? output = null;
        RpcDecode.Members(ref reader, (member, ref value) =>
        {
            switch (member)
            {
                case "value" when name == "operationBodyDone":
                    body = RpcDecode.HexBytesList(ref value);
                    break;
                case "output":
                    output = RpcDecode.HexBytes(ref value);
                    break;
                case "items":
                    items = RpcDecode.List(ref value, StorageQueryItem.Decode);
                    break;
                case "error":
                    error = JsonElement.ParseValue(ref value).ToString();
                    break;
                default:
                    value.Skip();
                    break;
            }
        });
        return new(id, step) { Body = body, Output = output, Items = items, Error = error };
    }
}
