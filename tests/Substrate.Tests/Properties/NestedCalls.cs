using System.Text.Json;
using CoretimeDesk.Substrate.Tests.Chain;

namespace CoretimeDesk.Substrate.Tests.Properties;

/// <summary>Random calls in random wrappings: batches, proxies, multisigs, each in each other.</summary>
public sealed class NestedCalls
{
    private const string Coretime = "metadata/paseo-coretime-2000006.v16.scale.gz";
    private const string Relay = "metadata/paseo-relay-2003001.v14.scale.gz";

    [Theory]
    [InlineData(Coretime)]
    [InlineData(Relay)]
    public void Survive_decoding_and_encoding_and_are_found_again(string file)
    {
        var runtime = ChainFixture.RuntimeOf(file);
        var facts = new TypeFacts(runtime.Metadata);
        var deepest = 0;
        for (var seed = 0; seed < 600; seed++)
        {
            var random = new Random(seed);
            var levels = random.Next(1, 12);
            var (bytes, json, path) = Leaf(runtime, facts, seed);
            for (var level = 0; level < levels; level++)
            {
                (bytes, json, path) = Wrap(runtime, random, bytes, json, path);
            }

            try
            {
                var call = runtime.Extrinsics.DecodeCall(bytes);
                Assert.Equal(json, call.Value.ToJson());
                using var document = JsonDocument.Parse(json, new() { MaxDepth = 1_000 });
                Assert.Equal(Hex.Encode(bytes), Hex.Encode(runtime.Extrinsics.EncodeCall(document.RootElement)));
                Assert.Equal(Hex.Encode(bytes), Hex.Encode(runtime.Extrinsics.EncodeCall(call.Pallet, call.Name, document.RootElement.GetProperty("args"))));
                Assert.Equal(Hex.Encode(bytes), Hex.Encode(call.Value.Encode()));
                Assert.Equal(path, PathTo(call, levels));
                deepest = Math.Max(deepest, levels);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {Hex.Encode(bytes)}: {e.Message}", e);
            }
        }

        Assert.Equal(11, deepest);
    }

    [Fact]
    public void Are_made_of_decoded_calls_given_as_values()
    {
        var runtime = ChainFixture.RuntimeOf(Coretime);
        var codec = runtime.Extrinsics;
        var call = codec.EncodeCall("Broker", "purchase", ("price_limit", 7));
        for (var level = 0; level < 60; level++)
        {
            // Sixty batches are 180 levels of JSON on the way.
            var inner = codec.DecodeCall(call);
            call = level % 2 == 0
                ? codec.EncodeCall("Utility", "batch_all", ("calls", new object[] { level % 4 == 0 ? inner : inner.Value }))
                : codec.EncodeCall("Proxy", "proxy", ("real", new Dictionary<string, object?> { ["Id"] = AccountId32.Parse("0x" + new string('a', 64)) }), ("force_proxy_type", null), ("call", inner));
        }

        var found = codec.DecodeCall(call);
        for (var level = 0; level < 60; level++)
        {
            found = Assert.Single(found.Nested());
        }

        Assert.True(found.Is("Broker", "purchase"));
        Assert.Equal((UInt128)7, found.Args["price_limit"].AsUInt128());
    }

    private static (byte[] Bytes, string Json, List<string> Path) Leaf(Runtime runtime, TypeFacts facts, int seed)
    {
        // No calls within the leaf, so that the way to it is the only one.
        for (var attempt = seed * 1_000; ; attempt++)
        {
            var (bytes, json) = RandomValue.Of(runtime.Metadata, facts, runtime.Metadata.OuterEnums.Call, attempt, 42);
            var call = runtime.Extrinsics.DecodeCall(bytes);
            if (call.Nested().Count == 0)
            {
                return (bytes, json, [$"{call.Pallet}.{call.Name}"]);
            }
        }
    }

    private static (byte[] Bytes, string Json, List<string> Path) Wrap(Runtime runtime, Random random, byte[] call, string json, List<string> path)
    {
        var account = new byte[32];
        random.NextBytes(account);
        var hex = Convert.ToHexStringLower(account);
        var id = AccountId32.FromBytes(account).ToSs58(42);
        var scale = new PlainScale();
        var (pallet, name, args) = random.Next(4) switch
        {
            0 => ("Utility", "batch", Batch()),
            1 => ("Utility", "force_batch", Batch()),
            2 => ("Proxy", "proxy", Proxy()),
            _ => ("Multisig", "as_multi", Multisig()),
        };
        var (p, c) = Indexes(runtime, pallet, name);
        return ([p, c, .. scale.ToArray()], $"{{\"pallet\":\"{pallet}\",\"palletIndex\":{p},\"call\":\"{name}\",\"callIndex\":{c},\"args\":{{{args}}}}}", [$"{pallet}.{name}", .. path]);

        string Batch()
        {
            scale.Compact(1);
            scale.Bytes(call);
            return $"\"calls\":[{json}]";
        }

        string Proxy()
        {
            scale.Bytes([0, .. account, 0, .. call]);
            return $"\"real\":{{\"Id\":{{\"ss58\":\"{id}\",\"hex\":\"0x{hex}\"}}}},\"force_proxy_type\":null,\"call\":{json}";
        }

        string Multisig()
        {
            scale.Bytes(2, 0);
            scale.Compact(1);
            scale.Bytes(account);
            scale.Bytes(0);
            scale.Bytes(call);
            scale.Compact(70);
            scale.Compact(1_000_000);
            return $"\"threshold\":2,\"other_signatories\":[{{\"ss58\":\"{id}\",\"hex\":\"0x{hex}\"}}],\"maybe_timepoint\":null,\"call\":{json},\"max_weight\":{{\"ref_time\":\"70\",\"proof_size\":\"1000000\"}}";
        }
    }

    private static (byte Pallet, byte Call) Indexes(Runtime runtime, string pallet, string call)
    {
        var owner = runtime.Pallet(pallet);
        return (owner.Index, ((TypeDefinition.Variant)runtime.Metadata.Types[owner.Calls!.Type].Definition).Variants.Single(v => v.Name == call).Index);
    }

    private static List<string> PathTo(CallView call, int levels)
    {
        var path = new List<string> { $"{call.Pallet}.{call.Name}" };
        for (var level = 0; level < levels; level++)
        {
            call = Assert.Single(call.Nested());
            path.Add($"{call.Pallet}.{call.Name}");
        }

        return path;
    }
}
