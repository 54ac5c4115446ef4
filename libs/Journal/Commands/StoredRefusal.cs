using System.Text.Json;

namespace CoretimeDesk.Journal;

/// <summary>A refusal as it is kept with its request id.</summary>
internal static class StoredRefusal
{
    private sealed record Stored(RefusalKind Kind, string Reason, string Message, FieldViolation[] Fields, Dictionary<string, string> Facts);

    public static byte[] Write(Refusal refusal) => JsonSerializer.SerializeToUtf8Bytes(
        new Stored(refusal.Kind, refusal.Reason, refusal.Message, [.. refusal.Fields], new(refusal.Facts)));

    public static Refusal Read(byte[] bytes)
    {
        var stored = JsonSerializer.Deserialize<Stored>(bytes)!;
        return new(stored.Kind, stored.Reason, stored.Message) { Fields = stored.Fields, Facts = stored.Facts };
    }
}
