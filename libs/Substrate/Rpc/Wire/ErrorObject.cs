using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>The <c>error</c> member of an answer.</summary>
internal readonly record struct ErrorObject(long Code, string Message, string? DataJson)
{
    // jsonrpsee's codes for a batch as a whole; such an answer has no id.
    private const long BatchesNotSupported = -32005;
    private const long BatchTooLarge = -32010;
    private const long BatchAnswerTooLarge = -32011;

    public bool IsAboutBatch => Code is BatchesNotSupported or BatchTooLarge or BatchAnswerTooLarge;

    public static ErrorObject Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        RpcDecode.Require(ref reader, JsonTokenType.StartObject, "an error object");
        long? code = null;
        string? message = null, data = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("code"u8))
            {
                reader.Read();
                code = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value)
                    ? value
                    : throw new FormatException("an error's code must be an integer");
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                reader.Read();
                message = RpcDecode.Text(ref reader);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                data = reader.TokenType == JsonTokenType.Null ? null : JsonElement.ParseValue(ref reader).GetRawText();
            }
            else
            {
                reader.Skip();
            }
        }

        return new(
            code ?? throw new FormatException("an error must have a code"),
            message ?? throw new FormatException("an error must have a message"),
            data);
    }

    public RpcErrorException For(string method) => new(method, Code, Message, DataJson);
}
