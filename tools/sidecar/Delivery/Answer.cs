using System.Text.Json;
using CoretimeDesk.Sidecar.Envelope;

namespace CoretimeDesk.Sidecar.Delivery;

internal enum Verdict
{
    /// <summary>The app is done with the event.</summary>
    Success,

    /// <summary>It may succeed later.</summary>
    Retry,

    /// <summary>It never will: dead-letter it, or let it go.</summary>
    Drop,
}

/// <summary>What a delivery came to.</summary>
/// <param name="Verdict">How the answer is read.</param>
/// <param name="HttpStatus">Null when there was no answer.</param>
/// <param name="Detail">For the log; no body of the app's in it beyond its status word.</param>
internal readonly record struct Answer(Verdict Verdict, int? HttpStatus, string Detail)
{
    public static Answer None(string why) => new(Verdict.Retry, null, why);

    /// <summary>Reads status and body by the rules of the real sidecar: an unreadable 2xx is a success, an unknown word is not.</summary>
    public static Answer Read(int status, ReadOnlyMemory<byte> body)
    {
        if (status == 404)
        {
            return new(Verdict.Drop, status, "answered 404, which means: drop it");
        }

        if (status is < 200 or > 299)
        {
            return new(Verdict.Retry, status, $"answered {status}");
        }

        return StatusWord(body) is { Length: > 0 } word ? OfWord(word, status) : new(Verdict.Success, status, "success");
    }

    /// <summary>What a status word means.</summary>
    public static Answer OfWord(string word, int status) => word switch
    {
        "SUCCESS" => new(Verdict.Success, status, "success"),
        "RETRY" => new(Verdict.Retry, status, "answered RETRY"),
        "DROP" => new(Verdict.Drop, status, "answered DROP"),
        _ => new(Verdict.Retry, status, $"answered the unknown status '{(word.Length > 40 ? word[..40] : word)}'"),
    };

    private static string? StatusWord(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var word = json.RootElement.EnumerateObject().LastOrDefault(m => GoText.NameOf(m).Equals("status", StringComparison.OrdinalIgnoreCase));
            return word.Value.ValueKind == JsonValueKind.String ? GoText.Of(word.Value) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
