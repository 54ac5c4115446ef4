using CoretimeDesk.Substrate.Tests.Chain;
using CoretimeDesk.Substrate.Tests.Metadata;

namespace CoretimeDesk.Substrate.Tests.Hostile;

public sealed class NestingDeeply
{
    private const int Structs = ScaleLimits.TypeDepthMax - 10;
    private const int Padding = 200; // Bytes, without which so many structs would be refused as too many values.

    private static readonly Runtime Coretime = ChainFixture.RuntimeOf("metadata/paseo-coretime-2000006.v14.scale.gz");

    [Theory]
    [InlineData(1)]
    [InlineData(256)] // The most that the SDK decodes.
    [InlineData(340)]
    public void Decodes_batches_in_batches(int levels)
    {
        var bytes = Batches(levels);
        var call = Coretime.Extrinsics.DecodeCall(bytes);
        Assert.Equal(bytes, call.Value.Encode());
        Assert.Equal(bytes.Length, Coretime.Skip(Coretime.Metadata.OuterEnums.Call, bytes));
        for (var level = 0; level < levels; level++)
        {
            Assert.True(call.Is("Utility", "batch"));
            call = Assert.Single(call.Nested());
        }

        Assert.True(call.Is("System", "remark"));
    }

    [Fact]
    public void Writes_as_json_and_reads_back_what_it_decodes()
    {
        var bytes = Batches(256);
        var json = Coretime.Extrinsics.DecodeCall(bytes).Value.ToJson();
        using var document = System.Text.Json.JsonDocument.Parse(json, new() { MaxDepth = 2_000 });
        Assert.Equal(bytes, Coretime.Extrinsics.EncodeCall(document.RootElement));
    }

    [Theory]
    [InlineData(400, null)]
    [InlineData(100_000, null)]
    [InlineData(400, SmallStack.Bytes)]
    [InlineData(100_000, SmallStack.Bytes)]
    public void Refuses_more_whatever_the_stack(int levels, int? stack)
    {
        var bytes = Batches(levels);
        SmallStack.Run(
            () =>
            {
                foreach (var refused in (ScaleException[])[
                    Assert.Throws<ScaleException>(() => Coretime.Extrinsics.DecodeCall(bytes)),
                    Assert.Throws<ScaleException>(() => Coretime.Skip(Coretime.Metadata.OuterEnums.Call, bytes)),
                    Assert.Throws<ScaleException>(() => Coretime.Extrinsics.Decode(ExtrinsicCodec.WithLength([4, .. bytes])))])
                {
                    Assert.Equal(ScaleFault.TooDeep, refused.Fault);
                    Assert.InRange(refused.Offset, 100, 3 * ScaleLimits.DepthMax);
                    Assert.StartsWith("…", refused.Path, StringComparison.Ordinal);
                    Assert.InRange(refused.Message.Length, 100, 4_000);
                }
            },
            stack);
    }

    [Fact]
    public void Stops_at_the_same_level_in_both_walks()
    {
        var refusedAt = Enumerable.Range(330, 20).First(levels => !Accepts(levels));
        Assert.InRange(refusedAt, 341, 345); // 1,024 levels, of which each batch takes three.

        static bool Accepts(int levels)
        {
            var bytes = Batches(levels);
            var (decoded, skipped) = (true, true);
            try
            {
                Coretime.Extrinsics.DecodeCall(bytes);
            }
            catch (ScaleException)
            {
                decoded = false;
            }

            try
            {
                Coretime.Skip(Coretime.Metadata.OuterEnums.Call, bytes);
            }
            catch (ScaleException)
            {
                skipped = false;
            }

            Assert.True(decoded == skipped, $"{levels} levels: decoded {decoded}, passed over {skipped}");
            return decoded;
        }
    }

    [Fact]
    public void Survives_structs_in_structs_between_the_levels()
    {
        var (blob, chain) = Chain();
        var list = blob.Struct("List");
        blob.Set(list, w => MetadataBlob.WriteFields(w, 0, [(null, blob.Vec(list))]), ["test", "List"]);
        var runtime = blob.Runtime();
        byte[] link = [.. new byte[1 + Padding], 1];
        Assert.Equal(link.Length, runtime.Skip(chain, link));
        Assert.Equal(link, runtime.Decode(chain, link).Encode());
        SmallStack.Run(() =>
        {
            foreach (var (type, bytes) in (ReadOnlySpan<(int, byte[])>)[(chain, new byte[300_000]), (list, [.. Enumerable.Repeat((byte)4, 100_000)])])
            {
                Assert.Equal(ScaleFault.TooDeep, Assert.Throws<ScaleException>(() => runtime.Decode(type, bytes)).Fault);
                Assert.Equal(ScaleFault.TooDeep, Assert.Throws<ScaleException>(() => runtime.Skip(type, bytes)).Fault);
            }
        });
    }

    [Fact]
    public void Does_not_crash_where_a_deep_value_is_used_on_a_smaller_stack()
    {
        var (blob, chain) = Chain();
        var runtime = blob.Runtime();
        byte[] bytes = [.. new byte[50 * (1 + Padding)], 1]; // Twelve thousand structs.
        var value = default(ScaleValue);
        SmallStack.Run(() => value = runtime.Decode(chain, bytes), 64 << 20);
        SmallStack.Run(() =>
        {
            Assert.Throws<InsufficientExecutionStackException>(() => value.ToJson());
            Assert.Throws<InsufficientExecutionStackException>(() => value.Encode());
            Assert.Throws<InsufficientExecutionStackException>(() => runtime.Errors.In(value));
        });
        SmallStack.Run(
            () =>
            {
                Assert.Equal(bytes, value.Encode());
                Assert.Empty(runtime.Errors.In(value));
                Assert.EndsWith("\"End\"" + new string('}', 50 * (Structs + 2)), value.ToJson(), StringComparison.Ordinal);
            },
            64 << 20);
    }

    // As many structs between two enums as a plan is made for: the levels alone would let a hundred times the stack be used.
    private static (MetadataBlob Blob, int Chain) Chain()
    {
        var blob = new MetadataBlob();
        var chain = blob.Enum("Chain");
        var inner = chain;
        for (var i = 0; i < Structs; i++)
        {
            inner = blob.Struct($"S{i}", ("next", inner));
        }

        blob.Set(chain, w => MetadataBlob.WriteVariants(w, [new("More", 0, ("padding", blob.Array(Padding, blob.U8)), ("more", inner)), new("End", 1)]), ["test", "Chain"]);
        return (blob, chain);
    }

    private static byte[] Batches(int levels)
    {
        var utility = Coretime.Pallet("Utility").Index;
        var bytes = new byte[3 * levels + 3];
        for (var i = 0; i < levels; i++)
        {
            (bytes[3 * i], bytes[3 * i + 2]) = (utility, 1 << 2); // batch is call 0; one call in it.
        }

        return bytes; // System.remark of nothing: three zeros.
    }
}
