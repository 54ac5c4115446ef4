using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Sealing;

/// <summary>
/// The desk's own signing key for seals: ECDSA on P-256, which every toolbox can verify. It has nothing to do with any chain and can move no money.
/// Thread-safe.
/// </summary>
public sealed class SealKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _lock = new();

    private SealKey(ECDsa key)
    {
        _key = key;
        Public = SealPublicKey.Of(key.ExportSubjectPublicKeyInfo())!;
    }

    /// <summary>What others verify with.</summary>
    public SealPublicKey Public { get; }

    /// <summary>A new key pair.</summary>
    public static SealKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads what <see cref="ExportPkcs8"/> wrote.</summary>
    /// <exception cref="CryptographicException">It is no private key on P-256.</exception>
    public static SealKey FromPkcs8(ReadOnlySpan<byte> bytes)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(bytes, out _);
            return SealPublicKey.Of(key.ExportSubjectPublicKeyInfo()) is null ? throw new CryptographicException("The key for seals must be on P-256.") : new(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The private key, to be kept.</summary>
    public byte[] ExportPkcs8() => _key.ExportPkcs8PrivateKey();

    /// <summary>Signs a seal that names this key.</summary>
    public SignedSeal Sign(Seal seal)
    {
        if (seal.KeyId != Public.Id)
        {
            throw new ArgumentException($"The seal names key {seal.KeyId}, and this one is {Public.Id}.", nameof(seal));
        }

        lock (_lock)
        {
            var signature = _key.SignData(Encoding.UTF8.GetBytes(seal.Canonical()), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            return new(seal, Convert.ToHexStringLower(signature));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}

/// <summary>The public half of a <see cref="SealKey"/>.</summary>
public sealed class SealPublicKey
{
    private const string PemLabel = "PUBLIC KEY";
    private const string P256 = "1.2.840.10045.3.1.7";
    private readonly byte[] _info;

    private SealPublicKey(byte[] info)
    {
        _info = info;
        Id = Convert.ToHexStringLower(SHA256.HashData(info));
    }

    /// <summary>SHA-256 of <see cref="Info"/>, hexadecimal: what <c>openssl pkey -pubin -outform DER | sha256sum</c> prints.</summary>
    public string Id { get; }

    /// <summary>SubjectPublicKeyInfo in DER.</summary>
    public ReadOnlySpan<byte> Info => _info;

    /// <summary>As a file has it.</summary>
    public string ToPem() => PemEncoding.WriteString(PemLabel, _info) + "\n";

    /// <summary>Reads a key; null when the bytes are no public key on P-256 in its one DER form.</summary>
    public static SealPublicKey? Of(ReadOnlySpan<byte> info)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(info, out var read);
            return read == info.Length && key.ExportParameters(false).Curve.Oid.Value == P256 && key.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(info)
                ? new(info.ToArray())
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Reads the text of a PEM file; null when it holds no such key.</summary>
    public static SealPublicKey? OfPem(string text)
    {
        if (!PemEncoding.TryFind(text, out var fields) || text[fields.Label] != PemLabel)
        {
            return null;
        }

        var bytes = new byte[fields.DecodedDataLength];
        return Convert.TryFromBase64String(text[fields.Base64Data], bytes, out var written) ? Of(bytes.AsSpan(0, written)) : null;
    }

    /// <summary>True when this key signed the seal and the seal says so.</summary>
    public bool Verifies(SignedSeal seal)
    {
        if (seal.Seal.KeyId != Id || !Hexadecimal.IsPlain(seal.Signature))
        {
            return false;
        }

        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_info, out _);
        return key.VerifyData(
            Encoding.UTF8.GetBytes(seal.Seal.Canonical()), Convert.FromHexString(seal.Signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }
}
