using System.Text.Json;

namespace CoretimeDesk;

/// <summary>JSON that comes from outside.</summary>
public static class JsonTexts
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads one JSON value; null when the bytes are no JSON, with the sentence that says why.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8, out string problem)
    {
        if (utf8.Span.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
        }

        try
        {
            // Half a surrogate pair is good JSON and no text: it would throw wherever it is read later.
            var reader = new Utf8JsonReader(utf8.Span);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    _ = reader.GetString();
                }
            }

            problem = "";
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException e)
        {
            problem = $"is no JSON, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        }
        catch (InvalidOperationException)
        {
            problem = "holds text with half a character (a lone surrogate)";
        }

        return null;
    }
}
