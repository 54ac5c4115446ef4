using System.Globalization;
using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>How the usual kinds of answers are read. Each refuses other shapes with a <see cref="FormatException"/>.</summary>
public static class RpcDecode
{
    /// <summary>Bytes from a hex string.</summary>
    public static byte[] HexBytes(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.String, "a hex string");
        return reader.ValueIsEscaped ? Hex.Decode(reader.GetString()!) : Hex.Decode(reader.ValueSpan);
    }

    /// <summary>Bytes from a hex string, or null: an absent storage value is not an empty one.</summary>
    public static byte[]? HexBytesOrNull(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? null : HexBytes(ref reader);

    /// <summary>A hash.</summary>
    public static H256 Hash(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.String, "a hash");
        Span<byte> bytes = stackalloc byte[H256.Size];
        Hex.Decode(reader.ValueSpan, bytes);
        return H256.FromBytes(bytes);
    }

    /// <summary>A hash, or null: no such block.</summary>
    public static H256? HashOrNull(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : Hash(ref reader);

    /// <summary>A list of hashes.</summary>
    public static IReadOnlyList<H256> HashList(ref Utf8JsonReader reader) => List(ref reader, Hash);

    /// <summary>A list of hex strings.</summary>
    public static IReadOnlyList<byte[]> HexBytesList(ref Utf8JsonReader reader) => List(ref reader, HexBytes);

    /// <summary>A string.</summary>
    public static string Text(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.String, "a string");
        return reader.GetString()!;
    }

    /// <summary>A truth value.</summary>
    public static bool Truth(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unexpected(ref reader, "true or false"),
    };

    /// <summary>An unsigned number of 32 bits.</summary>
    public static uint U32(ref Utf8JsonReader reader)
    {
        Require(ref reader, JsonTokenType.Number, "a number");
        return reader.TryGetUInt32(out var value) ? value : throw new FormatException("the number does not fit 32 bits");
    }

    /// <summary>A block number or another quantity: a hex string with as few digits as it needs, or a plain number.</summary>
    public static ulong Quantity(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetUInt64(out var number) ? number : throw new FormatException("the number does not fit 64 bits");
        }

        Require(ref reader, JsonTokenType.String, "a quantity in hex");
        var text = reader.GetString()!;
        return text.StartsWith("0x", StringComparison.Ordinal)
            && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new FormatException("a quantity must be 0x and 1 to 16 hex digits");
    }

    /// <summary>Anything, as a document of its own.</summary>
    public static JsonElement Json(ref Utf8JsonReader reader) => JsonElement.ParseValue(ref reader);

    /// <summary>Anything, unread: for answers that only say that something was done.</summary>
    public static bool Ignore(ref Utf8JsonReader reader)
    {
        reader.Skip();
        return true;
    }

    /// <summary>Visits the members of an object. The visitor stands on a member's value and must end on its last token.</summary>
    internal static void Members(ref Utf8JsonReader reader, MemberVisitor visit)
    {
        Require(ref reader, JsonTokenType.StartObject, "an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            visit(name, ref reader);
        }
    }

    /// <summary>A list.</summary>
    /// <typeparam name="T">The items.</typeparam>
    internal static IReadOnlyList<T> List<T>(ref Utf8JsonReader reader, RpcDecoder<T> item)
    {
        Require(ref reader, JsonTokenType.StartArray, "a list");
        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(item(ref reader));
        }

        return items;
    }

    internal static void Require(ref Utf8JsonReader reader, JsonTokenType token, string expected)
    {
        if (reader.TokenType != token)
        {
            throw Unexpected(ref reader, expected);
        }
    }

    internal static T Present<T>(T? value, string member)
        where T : class => value ?? throw new FormatException($"the member {member} is missing");

    internal static T Present<T>(T? value, string member)
        where T : struct => value ?? throw new FormatException($"the member {member} is missing");

    internal delegate void MemberVisitor(string name, ref Utf8JsonReader reader);

    internal static FormatException Unexpected(ref Utf8JsonReader reader, string expected) =>
        new($"{expected} was expected, not {reader.TokenType}");
}
