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
    public IReadOnlyList<StorageItem>? Items { get; private init; }

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

    public static OperationEvent Decode(string name, OperationStep step, ref Utf8JsonReader reader)
    {
        string? id = null, error = null;
        IReadOnlyList<byte[]>? body = null;
        IReadOnlyList<StorageItem>? items = null;
        byte[]? output = null;
        RpcDecode.Members(ref reader, (member, ref value) =>
        {
            switch (member)
            {
                case "operationId":
                    id = RpcDecode.Text(ref value);
                    break;
                case "value" when name == "operationBodyDone":
                    body = RpcDecode.HexBytesList(ref value);
                    break;
                case "output":
                    output = RpcDecode.HexBytes(ref value);
                    break;
                case "items":
                    items = RpcDecode.List(ref value, StorageItem.Decode);
                    break;
                case "error":
                    error = JsonElement.ParseValue(ref value).ToString();
                    break;
                default:
                    value.Skip();
                    break;
            }
        });
        return new(RpcDecode.Present(id, "operationId"), step) { Body = body, Output = output, Items = items, Error = error };
    }
}
