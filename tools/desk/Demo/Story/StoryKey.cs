using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Demo.Story;

/// <summary>The customer's wallet in a story: a fresh key, known to nobody but this process. It signs texts as wallets do.</summary>
internal sealed class StoryKey : IDisposable
{
    private const int SignatureBytes = 65;
    private const int Recoveries = 4;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));

    /// <summary>BLAKE2b-256 of the compressed key, as chains derive it from ECDSA keys.</summary>
    public AccountId32 Account
    {
        get
        {
            var point = _key.ExportParameters(false).Q;
            return AccountId32.FromBytes(Blake2b.Hash256([(byte)(2 + (point.Y![^1] & 1)), .. point.X!]).AsSpan());
        }
    }

    /// <summary>The generic address.</summary>
    public string Address => Account.ToSs58(42);

    /// <summary>Signs a text in a wallet's brackets, so that it can be no transaction.</summary>
    public string Sign(string text)
    {
        var digest = Blake2b.Hash256(Encoding.UTF8.GetBytes($"<Bytes>{text}</Bytes>")).ToArray();
        var signature = new byte[SignatureBytes];
        _key.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation).CopyTo(signature, 0);
        for (byte which = 0; which < Recoveries; which++)
        {
            signature[^1] = which;
            if (SignedText.SchemeOf(Account, text, signature) is not null)
            {
                return Hex.Encode(signature);
            }
        }

        throw new System.Diagnostics.UnreachableException("none of the keys that a signature can come from is the one that made it");
    }

    public void Dispose() => _key.Dispose();
}
