namespace CoretimeDesk.Identity.Domain;

/// <summary>Base32 of RFC 4648, as keys of authenticator apps are written. Blanks, hyphens and padding are skipped, capitals do not matter.</summary>
public static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <exception cref="FormatException">A character is none of the alphabet.</exception>
    public static byte[] Decode(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        var (buffer, bits) = (0, 0);
        foreach (var c in text)
        {
            if (c is ' ' or '-' or '=')
            {
                continue;
            }

            var value = Alphabet.IndexOf(char.ToUpperInvariant(c), StringComparison.Ordinal);
            if (value < 0)
            {
                throw new FormatException($"'{c}' is no character of base32.");
            }

            (buffer, bits) = (((buffer << 5) | value) & 0xfff, bits + 5);
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)((buffer >> bits) & 0xff));
            }
        }

        return [.. bytes];
    }
}
