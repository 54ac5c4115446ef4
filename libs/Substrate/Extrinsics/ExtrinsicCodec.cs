using System.Text.Json;

namespace CoretimeDesk.Substrate;

/// <summary>Decodes extrinsics of formats 4 and 5, and decodes and encodes calls.</summary>
public sealed class ExtrinsicCodec
{
    private const int KindBits = 0b1100_0000;

    private readonly Runtime _runtime;

    internal ExtrinsicCodec(Runtime runtime)
    {
        _runtime = runtime;
        Calls = runtime.Plans.Of(runtime.Metadata.OuterEnums.Call) as CallPlan
            ?? throw new ScaleException(ScaleFault.BadType, 0, "the runtime's calls are no enum");
    }

    internal CallPlan Calls { get; }

    /// <summary>Decodes a call.</summary>
    /// <param name="bytes">The encoding; the value keeps it, so it must not change afterwards.</param>
    /// <exception cref="ScaleException">The bytes are no call of this runtime.</exception>
    public CallView DecodeCall(ReadOnlyMemory<byte> bytes) => new(Runtime.Decode(Calls, bytes));

    /// <summary>Encodes a call from its names and its arguments as JSON: an object with one property for each argument. See <see cref="JsonForm"/>.</summary>
    /// <exception cref="ScaleEncodeException">There is no such call, or an argument is missing or does not fit.</exception>
    public byte[] EncodeCall(string pallet, string call, JsonElement args)
    {
        var writer = new ScaleWriter();
        JsonSource.Encode(() => Calls.Encode(pallet, call, args, writer));
        return writer.ToArray();
    }

    /// <summary>Encodes a call from its names and its arguments as .NET values: integers, strings, bools, bytes, hashes, accounts, lists, dictionaries, other calls.</summary>
    /// <exception cref="ScaleEncodeException">There is no such call, or an argument is missing or does not fit.</exception>
    public byte[] EncodeCall(string pallet, string call, params (string Name, object? Value)[] args) => EncodeCall(pallet, call, CallArguments.ToJson(args));

    /// <summary>Encodes a call given as <c>{pallet, call, args}</c>.</summary>
    /// <exception cref="ScaleEncodeException">There is no such call, or an argument is missing or does not fit.</exception>
    public byte[] EncodeCall(JsonElement call)
    {
        var writer = new ScaleWriter();
        JsonSource.Encode(() => Calls.Encode(call, writer));
        return writer.ToArray();
    }

    /// <summary>Decodes an extrinsic as <c>chain_getBlock</c> gives it, with its length in front.</summary>
    /// <param name="bytes">The encoding; the value keeps it, so it must not change afterwards.</param>
    /// <exception cref="ScaleException">The bytes are no extrinsic of this runtime.</exception>
    public Extrinsic Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new ScaleReader(bytes.Span);
        var length = reader.ReadCompactUInt32();
        if (length != (uint)reader.Remaining)
        {
            throw new ScaleException(ScaleFault.BadFormat, 0, $"the length in front says {length} bytes, there are {reader.Remaining}");
        }

        var arena = new Input(bytes).Arena();
        var preamble = reader.ReadByte();
        return ((preamble & KindBits) >> 6, preamble & ~KindBits) switch
        {
            (0, 4 or 5) => ReadBare(ref reader, arena, bytes, preamble),
            (2, 4) => ReadSigned(ref reader, arena, bytes),
            (1, 5) => ReadGeneral(ref reader, arena, bytes),
            _ => throw new ScaleException(ScaleFault.BadFormat, reader.Position - 1, $"0x{preamble:x2} begins no extrinsic that this library knows (formats 4 and 5)"),
        };
    }

    /// <summary>What a wallet signs for a call.</summary>
    /// <exception cref="ScaleEncodeException">The runtime wants a transaction extension for which no value is known.</exception>
    public SigningPayload Payload(byte[] call, SigningContext context) => new(_runtime, call, context);

    /// <summary>An extrinsic without signature, with its length in front, in the lowest format that the runtime takes.</summary>
    public byte[] AssembleBare(ReadOnlySpan<byte> call) => WithLength([_runtime.Metadata.Extrinsic.Versions.Min(), .. call]);

    internal static byte[] WithLength(ReadOnlySpan<byte> body)
    {
        var writer = new ScaleWriter(body.Length + 4);
        writer.WriteByteVector(body);
        return writer.ToArray();
    }

    private Extrinsic ReadBare(ref ScaleReader reader, ValueArena arena, ReadOnlyMemory<byte> bytes, byte version) =>
        new(HashOf(bytes), version, ExtrinsicKind.Bare, ReadCall(ref reader, arena));

    private Extrinsic ReadSigned(ref ScaleReader reader, ValueArena arena, ReadOnlyMemory<byte> bytes)
    {
        var address = Read(ref reader, arena, _runtime.Metadata.Extrinsic.Address, "address");
        var signature = Read(ref reader, arena, _runtime.Metadata.Extrinsic.Signature, "signature");
        var extensions = ReadExtensions(ref reader, arena, _runtime.Metadata.Extrinsic.SignedExtensions);
        return new(HashOf(bytes), 4, ExtrinsicKind.Signed, ReadCall(ref reader, arena)) { Address = address, Signature = signature, Extensions = extensions };
    }

    private Extrinsic ReadGeneral(ref ScaleReader reader, ValueArena arena, ReadOnlyMemory<byte> bytes)
    {
        var version = reader.ReadByte();
        var known = _runtime.Metadata.Extrinsic.ExtensionsOf(version)
            ?? throw new ScaleException(ScaleFault.UnknownTag, reader.Position - 1, $"the runtime has no version {version} of the transaction extensions");
        var extensions = ReadExtensions(ref reader, arena, known);
        return new(HashOf(bytes), 5, ExtrinsicKind.General, ReadCall(ref reader, arena)) { ExtensionVersion = version, Extensions = extensions };
    }

    private (string Name, ScaleValue Value)[] ReadExtensions(ref ScaleReader reader, ValueArena arena, IReadOnlyList<ExtensionMetadata> extensions)
    {
        var values = new (string, ScaleValue)[extensions.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var again = reader;
            values[i] = (extensions[i].Name, Read(ref reader, arena, extensions[i].Type, extensions[i].Name));
            if (extensions[i].Name is "CheckMortality" or "CheckEra")
            {
                Era.Read(ref again); // Metadata knows two bytes; not all of them are an era, and the chain refuses those.
            }
        }

        return values;
    }

    private ScaleValue ReadCall(ref ScaleReader reader, ValueArena arena)
    {
        var call = Read(ref reader, arena, _runtime.Metadata.OuterEnums.Call, "call");
        reader.ExpectEnd();
        return call;
    }

    private ScaleValue Read(ref ScaleReader reader, ValueArena arena, int type, string name)
    {
        var value = default(ScaleValue);
        try
        {
            _runtime.Plans.Of(type).Decode(ref reader, arena, ref value);
        }
        catch (ScaleException e) when (e.Within(name))
        {
            throw;
        }

        return value;
    }

    private static H256 HashOf(ReadOnlyMemory<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[32];
        Blake2b.Hash256(bytes.Span, hash);
        return H256.FromBytes(hash);
    }
}
