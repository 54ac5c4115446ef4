using System.Numerics;
using System.Security.Cryptography;

namespace CoretimeDesk.Substrate;

/// <summary>Checks Ed25519 signatures (RFC 8032).</summary>
/// <remarks>
/// Strict: every number and point in the one way it can be written, and no key or point of small order, of which signatures
/// could be made without knowing a key. Wallets make no other signatures.
/// </remarks>
public static class Ed25519
{
    /// <summary>A signature, in bytes.</summary>
    public const int SignatureBytes = 64;

    /// <summary>Whether the holder of the key signed the message.</summary>
    /// <param name="publicKey">32 bytes; others are no key.</param>
    /// <param name="message">As it was signed.</param>
    /// <param name="signature">64 bytes; others are no signature.</param>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != EdwardsPoint.Size || signature.Length != SignatureBytes)
        {
            return false;
        }

        var s = new BigInteger(signature[EdwardsPoint.Size..], isUnsigned: true);
        if (s >= EdwardsPoint.Order
            || EdwardsPoint.Decode(publicKey) is not { IsSmall: false } key
            || EdwardsPoint.Decode(signature[..EdwardsPoint.Size]) is not { IsSmall: false } commitment)
        {
            return false;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(signature[..EdwardsPoint.Size]);
        hash.AppendData(publicKey);
        hash.AppendData(message);
        var challenge = new BigInteger(hash.GetHashAndReset(), isUnsigned: true) % EdwardsPoint.Order;
        return EdwardsPoint.Combine(s, EdwardsPoint.Base, challenge, -key).Is(commitment);
    }
}
