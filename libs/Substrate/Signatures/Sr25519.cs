using System.Numerics;

namespace CoretimeDesk.Substrate;

/// <summary>Checks sr25519 signatures: Schnorr over ristretto255 with a Merlin transcript, as schnorrkel makes them.</summary>
public static class Sr25519
{
    /// <summary>A signature, in bytes.</summary>
    public const int SignatureBytes = 64;

    // Set in every signature of schnorrkel, so that none is taken for one of Ed25519.
    private const byte Mark = 0x80;

    /// <summary>Whether the holder of the key signed the message in Substrate's signing context.</summary>
    /// <param name="publicKey">32 bytes; others are no key.</param>
    /// <param name="message">As it was signed.</param>
    /// <param name="signature">64 bytes; others are no signature.</param>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != EdwardsPoint.Size || signature.Length != SignatureBytes || (signature[^1] & Mark) == 0)
        {
            return false;
        }

        Span<byte> scalar = stackalloc byte[EdwardsPoint.Size];
        signature[EdwardsPoint.Size..].CopyTo(scalar);
        scalar[^1] &= Mark - 1;
        var s = new BigInteger(scalar, isUnsigned: true);
        if (s >= EdwardsPoint.Order
            || EdwardsPoint.DecodeRistretto(publicKey) is not { } key
            || EdwardsPoint.DecodeRistretto(signature[..EdwardsPoint.Size]) is not { } commitment
            // The neutral element: everybody could sign for it.
            || key.IsRistretto(EdwardsPoint.Neutral))
        {
            return false;
        }

        var transcript = new MerlinTranscript("SigningContext"u8);
        transcript.Append([], "substrate"u8);
        transcript.Append("sign-bytes"u8, message);
        transcript.Append("proto-name"u8, "Schnorr-sig"u8);
        transcript.Append("sign:pk"u8, publicKey);
        transcript.Append("sign:R"u8, signature[..EdwardsPoint.Size]);
        Span<byte> wide = stackalloc byte[2 * EdwardsPoint.Size];
        transcript.Challenge("sign:c"u8, wide);
        var challenge = new BigInteger(wide, isUnsigned: true) % EdwardsPoint.Order;
        return EdwardsPoint.Combine(s, EdwardsPoint.Base, challenge, -key).IsRistretto(commitment);
    }
}
