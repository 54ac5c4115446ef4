using System.Text.Json;

namespace CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

/// <summary>Extrinsics with the length in front. Mostly the body is damaged and the length put right, else little would come further than that.</summary>
internal sealed class ExtrinsicsTarget(IReadOnlyList<(Runtime Runtime, byte[] Bytes)> samples) : FuzzTarget("extrinsics")
{
    private Runtime _runtime = null!;

    protected override byte[] Next(Mutator mutator)
    {
        (_runtime, var bytes) = samples[mutator.Next(samples.Count)];
        var other = samples[mutator.Next(samples.Count)].Bytes;
        if (mutator.Next(8) == 0)
        {
            return mutator.Mutate(bytes, other);
        }

        return Frame(w => w.WriteBytes(mutator.Mutate(Body(bytes), Body(other))));
    }

    protected override FuzzOutcome Check(byte[] input)
    {
        Extrinsic? extrinsic = null;
        var refusal = Measure(() => extrinsic = _runtime.Extrinsics.Decode(input), input, out var allocated);
        if (refusal is null)
        {
            RequireSame(input, Encode(extrinsic!), "an extrinsic");
            using var json = new Utf8JsonWriter(Stream.Null);
            extrinsic!.WriteJson(json, 0);
            _ = (extrinsic.Era, extrinsic.Nonce, extrinsic.Tip, extrinsic.Signer, extrinsic.Call.Nested());
        }

        return Outcome(refusal, input, allocated);
    }

    private static byte[] Encode(Extrinsic extrinsic) => Frame(w =>
    {
        w.WriteByte((byte)(extrinsic.Version | (extrinsic.Kind switch { ExtrinsicKind.Signed => 0x80, ExtrinsicKind.General => 0x40, _ => 0 })));
        w.WriteBytes(extrinsic.Address.Encode());
        w.WriteBytes(extrinsic.Signature.Encode());
        if (extrinsic.ExtensionVersion is { } version)
        {
            w.WriteByte(version);
        }

        foreach (var (_, value) in extrinsic.Extensions)
        {
            w.WriteBytes(value.Encode());
        }

        w.WriteBytes(extrinsic.Call.Value.Encode());
    });

    private static byte[] Frame(Action<ScaleWriter> write)
    {
        var (body, framed) = (new ScaleWriter(), new ScaleWriter());
        write(body);
        framed.WriteByteVector(body.Written);
        return framed.ToArray();
    }

    private static ReadOnlySpan<byte> Body(byte[] extrinsic)
    {
        var reader = new ScaleReader(extrinsic);
        reader.ReadCompactUInt32();
        return extrinsic.AsSpan(reader.Position);
    }
}
