using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc.Wire;

internal enum EnvelopeKind
{
    Result,
    Error,
    Notification,
}

/// <summary>
/// The outer object of one message, its payload still unread. Strict where being lenient could hand an answer to the
/// wrong caller: duplicate members, a result beside an error, ids that are no integers.
/// </summary>
internal ref struct Envelope
{
    public EnvelopeKind Kind;

    /// <summary>The request's id; null in an error about a request that the server could not read.</summary>
    public long? Id;

    /// <summary>The JSON of the result, the error or the params.</summary>
    public ReadOnlySpan<byte> Payload;

    /// <summary>Reads one object; the reader stands on its start and ends on its end.</summary>
    public static Envelope Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> message)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new FormatException($"a message must be an object, not {reader.TokenType}");
        }

        ReadOnlySpan<byte> result = default, error = default, parameters = default;
        long? id = null;
        bool hasId = false, hasMethod = false, hasVersion = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("jsonrpc"u8))
            {
                Once(hasVersion, "jsonrpc");
                reader.Read();
                hasVersion = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("2.0"u8);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                Once(hasId, "id");
                reader.Read();
                (hasId, id) = (true, ReadId(ref reader));
            }
            else if (reader.ValueTextEquals("method"u8))
            {
                Once(hasMethod, "method");
                reader.Read();
                hasMethod = true;
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                Once(!result.IsEmpty, "result");
                result = Slice(ref reader, message);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                Once(!error.IsEmpty, "error");
                error = Slice(ref reader, message);
                // Some servers write every member always.
                error = error.SequenceEqual("null"u8) ? default : error;
            }
            else if (reader.ValueTextEquals("params"u8))
            {
                Once(!parameters.IsEmpty, "params");
                parameters = Slice(ref reader, message);
            }
            else
            {
                reader.Skip();
            }
        }

        if (!hasVersion)
        {
            throw new FormatException("a message must say \"jsonrpc\": \"2.0\"");
        }

        if (hasMethod)
        {
            return hasId || parameters.IsEmpty || !result.IsEmpty || !error.IsEmpty
                ? throw new FormatException("a notification must have a method and params, and nothing else")
                : new Envelope { Kind = EnvelopeKind.Notification, Payload = parameters };
        }

        if (!hasId || result.IsEmpty == error.IsEmpty || (id is null && error.IsEmpty))
        {
            throw new FormatException("an answer must have an id, and either a result or an error");
        }

        return error.IsEmpty
            ? new Envelope { Kind = EnvelopeKind.Result, Id = id, Payload = result }
            : new Envelope { Kind = EnvelopeKind.Error, Id = id, Payload = error };
    }

    /// <summary>The id of an answer whose message is cut off, where it stands before the cut.</summary>
    public static long? PeekId(ReadOnlySpan<byte> beginning)
    {
        var reader = new Utf8JsonReader(beginning, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("id"u8))
                {
                    return reader.Read() ? ReadId(ref reader) : null;
                }

                if (!reader.TrySkip())
                {
                    return null;
                }
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private static long? ReadId(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when reader.TryGetInt64(out var id) => id,
        _ => throw new FormatException("an id must be the integer that was sent"),
    };

    private static ReadOnlySpan<byte> Slice(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> message)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return message[start..(int)reader.BytesConsumed];
    }

    private static void Once(bool seen, string name)
    {
        if (seen)
        {
            throw new FormatException($"\"{name}\" stands twice in one message");
        }
    }
}
