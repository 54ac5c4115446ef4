using System.Globalization;
using System.Text;

namespace CoretimeDesk.Substrate;

/// <summary>By which kind of key an account signs.</summary>
public enum SignatureScheme
{
    /// <summary>Schnorr over ristretto255: what most wallets make by default.</summary>
    Sr25519 = 1,

    /// <summary>Ed25519: hardware wallets and consensus keys.</summary>
    Ed25519 = 2,

    /// <summary>ECDSA over secp256k1; the account is the BLAKE2b-256 of the compressed key.</summary>
    Ecdsa = 3,

    /// <summary>ECDSA over secp256k1 as Ethereum wallets sign messages; the account is the end of the Keccak-256 of the key.</summary>
    Ethereum = 4,
}

/// <summary>Checks that the holder of an account's key signed a text in a wallet.</summary>
/// <remarks>
/// Wallets put <c>&lt;Bytes&gt;…&lt;/Bytes&gt;</c> around a text before they sign it, so that no text can be a transaction; tools
/// on a command line often do not. Both are taken. Ethereum wallets put their own words before it.
/// </remarks>
public static class SignedText
{
    private const int PlainBytes = 64;
    private const int EcdsaBytes = Secp256k1.SignatureBytes;
    private const byte EvenKey = 2;

    /// <summary>The scheme by which the account's key signed the text; null when it did not.</summary>
    /// <param name="account">Whose signature it should be.</param>
    /// <param name="text">The text, as UTF-8.</param>
    /// <param name="signature">64 bytes, 65 of ECDSA, or either behind the byte that names the scheme (MultiSignature).</param>
    public static SignatureScheme? SchemeOf(AccountId32 account, string text, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var scheme in new[] { SignatureScheme.Sr25519, SignatureScheme.Ed25519, SignatureScheme.Ecdsa })
        {
            if (Bare(signature, scheme) is { Length: > 0 } bare
                && (IsBy(account, scheme, Encoding.UTF8.GetBytes($"<Bytes>{text}</Bytes>"), bare) || IsBy(account, scheme, Encoding.UTF8.GetBytes(text), bare)))
            {
                return scheme;
            }
        }

        return null;
    }

    /// <summary>As the other, for accounts of 20 bytes, which sign as Ethereum wallets do (EIP-191).</summary>
    /// <param name="account">Whose signature it should be.</param>
    /// <param name="text">The text, as UTF-8.</param>
    /// <param name="signature">65 bytes.</param>
    public static SignatureScheme? SchemeOf(AccountId20 account, string text, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(text);
        var body = Encoding.UTF8.GetBytes(text);
        byte[] message = [0x19, .. Encoding.UTF8.GetBytes($"Ethereum Signed Message:\n{body.Length.ToString(CultureInfo.InvariantCulture)}"), .. body];
        Span<byte> digest = stackalloc byte[Keccak.DigestBytes];
        Keccak.Hash256(message, digest);
        Span<byte> key = stackalloc byte[Secp256k1.KeyBytes];
        if (!Secp256k1.TryRecover(digest, signature, key))
        {
            return null;
        }

        Keccak.Hash256(key, digest);
        return digest[^AccountId20.Size..].SequenceEqual(account.AsSpan()) ? SignatureScheme.Ethereum : null;
    }

    private static bool IsBy(AccountId32 account, SignatureScheme scheme, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => scheme switch
    {
        SignatureScheme.Sr25519 => Sr25519.Verify(account.AsSpan(), message, signature),
        SignatureScheme.Ed25519 => Ed25519.Verify(account.AsSpan(), message, signature),
        _ => IsByEcdsa(account, message, signature),
    };

    private static bool IsByEcdsa(AccountId32 account, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> key = stackalloc byte[Secp256k1.KeyBytes];
        if (!Secp256k1.TryRecover(Blake2b.Hash256(message).AsSpan(), signature, key))
        {
            return false;
        }

        Span<byte> compressed = stackalloc byte[1 + (Secp256k1.KeyBytes / 2)];
        compressed[0] = (byte)(EvenKey + (key[^1] & 1));
        key[..(Secp256k1.KeyBytes / 2)].CopyTo(compressed[1..]);
        return Blake2b.Hash256(compressed).AsSpan().SequenceEqual(account.AsSpan());
    }

    // MultiSignature: 0 Ed25519, 1 sr25519, 2 ECDSA.
    private static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> signature, SignatureScheme scheme)
    {
        var (size, tag) = scheme switch
        {
            SignatureScheme.Sr25519 => (PlainBytes, 1),
            SignatureScheme.Ed25519 => (PlainBytes, 0),
            _ => (EcdsaBytes, 2),
        };
        return signature.Length == size ? signature
            : signature.Length == size + 1 && signature[0] == tag ? signature[1..]
            : [];
    }
}
