using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>The server's name for a subscription on one connection. Nodes use strings, older ones numbers; "1" is not 1.</summary>
internal readonly record struct SubscriptionId(string Text, bool IsNumber)
{
    private const int LengthMax = 256;

    public static SubscriptionId Read(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > LengthMax)
        {
            throw new FormatException($"a subscription id is longer than {LengthMax} characters");
        }

        return reader.TokenType switch
        {
            JsonTokenType.String => new(reader.GetString()!, false),
            JsonTokenType.Number when reader.TryGetUInt64(out var number) => new($"{number}", true),
            _ => throw RpcDecode.Unexpected(ref reader, "a subscription id"),
        };
    }

    /// <summary>Adds it as the server wrote it.</summary>
    public RpcParams AddTo(RpcParams parameters)
    {
        var digits = Text;
        return IsNumber ? parameters.Add(writer => writer.WriteRawValue(digits)) : parameters.Add(Text);
    }
}
