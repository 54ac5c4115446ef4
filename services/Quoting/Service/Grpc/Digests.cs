namespace CoretimeDesk.Quoting.Grpc;

/// <summary>Digests as callers write them.</summary>
internal static class Digests
{
    public const string Advice = "is no digest: 64 hexadecimal digits in lower case, as the quote shows it.";

    public static bool IsSha256(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
