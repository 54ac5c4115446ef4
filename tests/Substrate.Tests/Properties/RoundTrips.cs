using System.Text.Json;
using CoretimeDesk.Substrate.Tests.Chain;

namespace CoretimeDesk.Substrate.Tests.Properties;

/// <summary>For every type of every recorded registry: bytes to value, value to bytes, value to JSON, JSON to bytes, and passing over it.</summary>
public sealed class RoundTrips
{
    public static TheoryData<string> Files =>
    [
        "paseo-coretime-2000006.v14", "paseo-coretime-2000006.v15", "paseo-coretime-2000006.v16", "paseo-coretime-1003000.v14",
        "paseo-relay-2003001.v14", "paseo-relay-2003001.v15", "paseo-relay-2003001.v16",
        "polkadot-coretime.v16", "polkadot-relay.v16", "kusama-coretime.v16", "kusama-relay.v16",
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Lose_nothing_of_a_value_of_any_type(string file)
    {
        var runtime = ChainFixture.RuntimeOf($"metadata/{file}.scale.gz");
        var facts = new TypeFacts(runtime.Metadata);
        var seen = 0;
        foreach (var type in runtime.Metadata.Types.All.Where(t => facts.HasValues(t.Id)))
        {
            for (var seed = 0; seed < 3; seed++)
            {
                Check(runtime, facts, type.Id, seed, null);
                seen++;
            }
        }

        Assert.True(seen > 3 * 0.9 * runtime.Metadata.Types.Count, $"{seen} values of {runtime.Metadata.Types.Count} types");
    }

    [Theory]
    [InlineData("paseo-coretime-2000006.v16")]
    [InlineData("paseo-coretime-1003000.v14")]
    [InlineData("paseo-relay-2003001.v15")]
    [InlineData("polkadot-relay.v16")]
    [InlineData("kusama-relay.v16")]
    public void Lose_nothing_of_any_variant_of_any_enum(string file)
    {
        var runtime = ChainFixture.RuntimeOf($"metadata/{file}.scale.gz");
        var facts = new TypeFacts(runtime.Metadata);
        var seen = 0;
        foreach (var type in runtime.Metadata.Types.All)
        {
            foreach (var variant in type.Definition is TypeDefinition.Variant v ? v.Variants : [])
            {
                if (facts.HasValues(variant))
                {
                    Check(runtime, facts, type.Id, 1_000 + variant.Index, variant);
                    seen++;
                }
            }
        }

        Assert.True(seen > 1_000, $"{seen} variants");
    }

    private static void Check(Runtime runtime, TypeFacts facts, int type, int seed, VariantDefinition? variant)
    {
        var form = new JsonForm((ushort)(seed % 3 == 0 ? 0 : seed % 3 == 1 ? 42 : 7391));
        var (bytes, json) = RandomValue.Of(runtime.Metadata, facts, type, seed, form.Ss58Prefix, variant);
        var hint = $"type {type} ({runtime.Metadata.Types.Describe(type)}), seed {seed}, variant {variant?.Name}: ";
        try
        {
            var value = runtime.Decode(type, bytes);
            Assert.Equal(json, value.ToJson(form));
            Assert.True(value.Encode().AsSpan().SequenceEqual(bytes), "the value is encoded to other bytes");
            using var document = JsonDocument.Parse(json, new() { MaxDepth = 10_000 });
            Assert.True(runtime.Encode(type, document.RootElement).AsSpan().SequenceEqual(bytes), $"{json} is encoded to other bytes");
            Assert.Equal(bytes.Length, runtime.Skip(type, bytes));
            Assert.Equal(bytes.Length, runtime.Skip(type, [.. bytes, 0xff, 0, 1]));
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{hint}{Hex.Encode(bytes)}: {e.Message}", e);
        }
    }
}
