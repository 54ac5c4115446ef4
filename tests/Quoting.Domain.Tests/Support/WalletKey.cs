using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Quoting.Tests;

/// <summary>A key that signs as a wallet of a Substrate chain does: ECDSA, which .NET can make by itself. What it signs is checked by other code.</summary>
internal sealed class WalletKey : IDisposable
{
    private const int SignatureBytes = 65;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));

    /// <summary>The account: 0x hex.</summary>
    public string Account
    {
        get
        {
            var point = _key.ExportParameters(false).Q;
            return AccountId32.FromBytes(Blake2b.Hash256([(byte)(2 + (point.Y![^1] & 1)), .. point.X!]).AsSpan()).ToString();
        }
    }

    /// <summary>The address, of the generic network.</summary>
    public string Address => AccountId32.Parse(Account).ToSs58(42);

    /// <summary>Signs a text as wallets do, in brackets.</summary>
    /// <returns>65 bytes.</returns>
    public byte[] Sign(string text) => SignPlain($"<Bytes>{text}</Bytes>", text);

    /// <summary>Signs a text as tools of a command line do.</summary>
    public byte[] SignBare(string text) => SignPlain(text, text);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private byte[] SignPlain(string whole, string text)
    {
        var plain = _key.SignHash(Blake2b.Hash256(Encoding.UTF8.GetBytes(whole)).ToArray(), DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        var account = AccountId32.Parse(Account);
        var signature = new byte[SignatureBytes];
        plain.CopyTo(signature, 0);
        for (byte which = 0; which < 4; which++)
        {
            signature[^1] = which;
            if (SignedText.SchemeOf(account, text, signature) is not null)
            {
                return signature;
            }
        }

        throw new InvalidOperationException("None of the four keys is the one that signed.");
    }
}
