using CoretimeDesk.Substrate;

namespace CoretimeDesk.Leads;

/// <summary>An account on some chain: a public key, or the id of an account without one. Compared by its bytes, never by an address.</summary>
/// <param name="Bytes">0x hex, lower case: 32 bytes, or 20 of an Ethereum-like chain.</param>
/// <param name="Text">As people wrote it; the generic address for what was given as hex.</param>
public sealed record AccountAddress(string Bytes, string Text)
{
    private const ushort GenericPrefix = 42;

    /// <summary>The same bytes, however they were written.</summary>
    public bool Equals(AccountAddress? other) => other is not null && Bytes == other.Bytes;

    /// <inheritdoc/>
    public override int GetHashCode() => Bytes.GetHashCode(StringComparison.Ordinal);

    /// <summary>Reads an SS58 address of any network, or 0x hex of 32 or 20 bytes.</summary>
    /// <param name="text">As written.</param>
    /// <param name="address">The account, when it is one.</param>
    /// <returns>What is wrong, or null.</returns>
    public static string? TryRead(string text, out AccountAddress address)
    {
        text = text.Trim();
        address = new("", "");
        if (text.Length == 0)
        {
            return "is missing: an SS58 address, or 0x and the hex of 32 or 20 bytes.";
        }

        if (text.Length == 2 + (2 * AccountId20.Size) && AccountId20.TryParse(text, out var short20))
        {
            address = new(short20.ToString(), short20.ToString());
            return short20.IsZero ? ZeroProblem : null;
        }

        if (!AccountId32.TryFromText(text, null, out var account, out var problem))
        {
            return $"is no account: {problem}";
        }

        address = Of(account, text.StartsWith("0x", StringComparison.Ordinal) ? null : text);
        return account.IsZero ? ZeroProblem : null;
    }

    /// <summary>An account whose bytes are known.</summary>
    public static AccountAddress Of(AccountId32 account, string? text = null) => new(account.ToString(), text ?? account.ToSs58(GenericPrefix));

    /// <summary>The scheme by which the account's key signed the text; null when it did not.</summary>
    public SignatureScheme? SchemeOf(string text, ReadOnlySpan<byte> signature) => Bytes.Length == 2 + (2 * AccountId20.Size)
        ? SignedText.SchemeOf(AccountId20.Parse(Bytes), text, signature)
        : SignedText.SchemeOf(AccountId32.Parse(Bytes), text, signature);

    /// <summary>The para id whose account this is, if it is one: nobody can sign for it.</summary>
    public uint? ParaId => Bytes.Length == 2 + (2 * AccountId32.Size) && SovereignAccounts.TryParaOf(AccountId32.Parse(Bytes), out var para, out _) ? para : null;

    private const string ZeroProblem = "is all zeros: nobody's account.";
}
