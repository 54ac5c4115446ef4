using System.Buffers.Binary;
using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>
/// A transaction of format 4 before its signature: what a wallet signs, and how signature and call become an extrinsic. Nothing here holds or
/// uses a key.
/// </summary>
public sealed class SigningPayload
{
    private const int WholeBytesMax = 256;

    private readonly Runtime _runtime;
    private readonly SigningContext _context;
    private readonly byte[] _carried;

    internal SigningPayload(Runtime runtime, byte[] call, SigningContext context)
    {
        if (!runtime.Metadata.Extrinsic.Versions.Contains((byte)4))
        {
            throw new ScaleEncodeException("the runtime takes no extrinsics of format 4");
        }

        (_runtime, _context, Call) = (runtime, context, call);
        var (carried, signedAlong) = (new ScaleWriter(), new ScaleWriter());
        foreach (var extension in runtime.Metadata.Extrinsic.SignedExtensions)
        {
            ExtensionValues.Write(runtime, extension, context, carried, signedAlong);
        }

        _carried = carried.ToArray();
        Whole = [.. call, .. _carried, .. signedAlong.Written];
    }

    /// <summary>The call.</summary>
    public byte[] Call { get; }

    /// <summary>Call, what the extensions carry, and what they sign along.</summary>
    public byte[] Whole { get; }

    /// <summary>The bytes that are signed: the whole, or its BLAKE2b-256 when it is longer than 256 bytes.</summary>
    public byte[] ToSign()
    {
        if (Whole.Length <= WholeBytesMax)
        {
            return Whole;
        }

        var hash = new byte[32];
        Blake2b.Hash256(Whole, hash);
        return hash;
    }

    /// <summary>The extrinsic, with its length in front, ready for <c>author_submitExtrinsic</c>.</summary>
    /// <param name="signer">Who signed; goes into the address as an account id.</param>
    /// <param name="signature">The encoded signature as a wallet gives it: a tag for the kind (0 Ed25519, 1 Sr25519, 2 ECDSA), then the signature.</param>
    /// <exception cref="ScaleException">The signature is none of this runtime.</exception>
    public byte[] Assemble(AccountId32 signer, ReadOnlySpan<byte> signature)
    {
        var used = _runtime.Skip(_runtime.Metadata.Extrinsic.Signature, signature);
        if (used != signature.Length)
        {
            throw new ScaleException(ScaleFault.TrailingBytes, used, $"{signature.Length - used} bytes are left after the signature");
        }

        var body = new ScaleWriter(Whole.Length + 128);
        body.WriteByte(0b1000_0100);
        WriteAddress(signer, body);
        body.WriteBytes(signature);
        body.WriteBytes(_carried);
        body.WriteBytes(Call);
        return ExtrinsicCodec.WithLength(body.Written);
    }

    /// <summary>The payload in the form that browser wallets take (<c>SignerPayloadJSON</c> of the polkadot.js extension interface).</summary>
    /// <param name="signer">Who shall sign.</param>
    /// <param name="ss58Prefix">The network for which the address is written; null for the runtime's own.</param>
    public string ToWalletJson(AccountId32 signer, ushort? ss58Prefix = null)
    {
        var era = new ScaleWriter();
        _context.Era.Write(era);
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonForm.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("address", signer.ToSs58(ss58Prefix ?? _runtime.Ss58Prefix));
            writer.WriteString("blockHash", ExtensionValues.EraHash(_context).ToString());
            writer.WriteString("blockNumber", BigEndian(_context.EraBlock, 4));
            writer.WriteString("era", Hex.Encode(era.Written));
            writer.WriteString("genesisHash", _context.GenesisHash.ToString());
            writer.WriteString("method", Hex.Encode(Call));
            writer.WriteString("nonce", BigEndian(_context.Nonce, 4));
            writer.WriteStartArray("signedExtensions");
            foreach (var extension in _runtime.Metadata.Extrinsic.SignedExtensions)
            {
                writer.WriteStringValue(extension.Name);
            }

            writer.WriteEndArray();
            writer.WriteString("specVersion", BigEndian(_context.SpecVersion, 4));
            writer.WriteString("tip", BigEndian(_context.Tip, 16));
            writer.WriteString("transactionVersion", BigEndian(_context.TransactionVersion, 4));
            writer.WriteNumber("version", 4);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private void WriteAddress(AccountId32 signer, ScaleWriter body)
    {
        var address = _runtime.Plans.Of(_runtime.Metadata.Extrinsic.Address);
        var account = JsonSerializer.SerializeToElement(signer.ToString());
        address.Encode(address is VariantPlan ? JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement> { ["Id"] = account }) : account, body);
    }

    private static string BigEndian(UInt128 value, int width)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        var used = Math.Max(width, 16 - (int)UInt128.LeadingZeroCount(value) / 8);
        return Hex.Encode(bytes[^used..]);
    }
}
