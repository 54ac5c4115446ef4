using CoretimeDesk.Hosting;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Quoting.Grpc;

/// <summary>Reads accounts and signatures as people type them, in fields of these names.</summary>
internal static class SignedInput
{
    private const int SignatureBytesMax = 66;

    /// <summary>The account as 0x hex; empty when it is none, which the check then says.</summary>
    public static string Signer(Check check, string text)
    {
        if (text.Length == 2 + (2 * AccountId20.Size) && AccountId20.TryParse(text, out var short20))
        {
            return short20.ToString();
        }

        var isAccount = AccountId32.TryFromText(text, null, out var account, out var problem);
        check.Satisfies("signer", isAccount, $"is no account: {problem}");
        return isAccount ? account.ToString() : "";
    }

    /// <summary>The bytes; none when it is no signature, which the check then says.</summary>
    public static byte[] Signature(Check check, string text)
    {
        var isHex = text.Length > 2 && text.Length % 2 == 0 && text.Length <= 2 + (2 * SignatureBytesMax) && text.StartsWith("0x", StringComparison.Ordinal) && text.Skip(2).All(char.IsAsciiHexDigit);
        check.Satisfies("signature", isHex, $"is no signature: 0x and the hex of at most {SignatureBytesMax} bytes.");
        return isHex ? Convert.FromHexString(text.AsSpan(2)) : [];
    }
}
