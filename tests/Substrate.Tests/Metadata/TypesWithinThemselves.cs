using System.Text.Json;
using CoretimeDesk.Substrate.Tests.Hostile;

namespace CoretimeDesk.Substrate.Tests.Metadata;

/// <summary>A type may contain itself behind a vector, an option or an enum's tag. Everything else is endless, or as good as endless.</summary>
public sealed class TypesWithinThemselves
{
    [Fact]
    public void Are_trees_behind_a_vector()
    {
        var blob = new MetadataBlob();
        var node = blob.Struct("Node");
        blob.Set(node, w => MetadataBlob.WriteFields(w, 0, [("children", blob.Vec(node))]), ["test", "Node"]);
        Check(blob, node, "08000400", "{\"children\":[{\"children\":[]},{\"children\":[{\"children\":[]}]}]}");
    }

    [Fact]
    public void Are_trees_behind_a_vector_in_a_struct_that_leaves_no_trace()
    {
        var blob = new MetadataBlob();
        var node = blob.Struct("Node");
        blob.Set(node, w => MetadataBlob.WriteFields(w, 0, [(null, blob.Vec(node))]), ["test", "Node"]);
        Check(blob, node, "08000400", "[[],[[]]]");

        var (tagged, list) = (blob.Struct("Tagged"), 0);
        list = blob.Vec(blob.Tuple(blob.U8, tagged));
        blob.Set(tagged, w => MetadataBlob.WriteFields(w, 0, [(null, list)]), ["test", "Tagged"]);
        Check(blob, tagged, "08050006040700", "[[5,[]],[6,[[7,[]]]]]");
    }

    [Fact]
    public void Are_chains_behind_an_option_and_behind_an_enum()
    {
        var blob = new MetadataBlob();
        var link = blob.Struct("Link");
        blob.Set(link, w => MetadataBlob.WriteFields(w, 0, [("value", blob.U8), ("next", blob.Option(link))]), ["test", "Link"]);
        Check(blob, link, "010102010300", "{\"value\":1,\"next\":{\"value\":2,\"next\":{\"value\":3,\"next\":null}}}");

        var list = blob.Enum("List");
        blob.Set(list, w => MetadataBlob.WriteVariants(w, [new("Nil", 0), new("Cons", 1, (null, blob.U8), (null, list))]), ["test", "List"]);
        Check(blob, list, "0105010600", "{\"Cons\":[5,{\"Cons\":[6,\"Nil\"]}]}");
    }

    [Theory]
    [InlineData("struct")]
    [InlineData("transparent")]
    [InlineData("tuple")]
    [InlineData("array")]
    [InlineData("ring")]
    [InlineData("compact")]
    [InlineData("besides a vector")]
    public void Are_refused_when_they_have_no_end(string shape)
    {
        var blob = new MetadataBlob();
        var type = blob.Struct("Endless");
        var other = blob.Struct("Other", ("back", type));
        Action<ScaleWriter> definition = shape switch
        {
            "struct" => w => MetadataBlob.WriteFields(w, 0, [("a", blob.U8), ("self", type)]),
            "transparent" => w => MetadataBlob.WriteFields(w, 0, [(null, type)]),
            "tuple" => w => MetadataBlob.WriteIds(w, 4, [type]),
            "array" => w =>
            {
                w.WriteByte(3);
                w.WriteUInt32(1);
                w.WriteCompact((uint)type);
            },
            "ring" => w => MetadataBlob.WriteFields(w, 0, [("there", other)]),
            "compact" => w => MetadataBlob.WriteId(w, 6, type),
            _ => w => MetadataBlob.WriteFields(w, 0, [("fine", blob.Vec(type)), ("not", other)]),
        };
        _ = (blob.U8, blob.Vec(blob.U8));
        blob.Set(type, definition, ["test", "Endless"]);
        var runtime = blob.Runtime();
        for (var again = 0; again < 2; again++)
        {
            var fault = Assert.Throws<ScaleException>(() => runtime.Decode(type, new byte[64]));
            Assert.Equal(ScaleFault.BadType, fault.Fault);
            Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Skip(other, new byte[64])).Fault);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(SmallStack.Bytes)]
    public void Are_refused_when_nested_100_000_deep_whichever_is_asked_for_first(int? stack)
    {
        const int Levels = 100_000;
        const int Asked = 400;
        var blob = new MetadataBlob();
        var unit = blob.U8;
        var first = blob.Tuple(unit);
        for (var i = 1; i < Levels; i++)
        {
            blob.Tuple(blob.TypeCount - 1);
        }

        var last = blob.TypeCount - 1;
        var bytes = blob.Build();
        SmallStack.Run(() =>
        {
            var runtime = Substrate.Runtime.Parse(bytes);
            Assert.Equal(ScaleFault.TooDeep, Assert.Throws<ScaleException>(() => runtime.Decode(last, new byte[1])).Fault);

            // From the inside out every type is only one level more than what is there already.
            var refused = 0;
            for (var type = first; type < first + Asked; type++)
            {
                try
                {
                    Assert.Equal(1, runtime.Skip(type, [7]));
                    Assert.Equal([7], runtime.Decode(type, new byte[] { 7 }).Encode());
                }
                catch (ScaleException e) when (e.Fault == ScaleFault.TooDeep)
                {
                    refused++;
                }
            }

            Assert.InRange(refused, Asked - ScaleLimits.TypeDepthMax, Asked - (stack is null ? ScaleLimits.TypeDepthMax - 10 : 16));
            Assert.Equal(ScaleFault.TooDeep, Assert.Throws<ScaleException>(() => runtime.Decode(last, new byte[1])).Fault);
        }, stack);
    }

    [Fact]
    public void Are_described_in_no_time_however_many_there_are()
    {
        var blob = new MetadataBlob();
        var type = blob.U8;
        for (var i = 0; i < 7; i++)
        {
            type = blob.Tuple([.. Enumerable.Repeat(type, 100)]); // 100^7 members in 800 bytes.
        }

        var runtime = blob.Runtime();
        Assert.InRange(runtime.Metadata.Types.Describe(type).Length, 100, 1_000);
        Assert.Throws<ScaleException>(() => runtime.Decode(type, new byte[1_000]));
    }

    private static void Check(MetadataBlob blob, int type, string hex, string json)
    {
        var (runtime, bytes) = (blob.Runtime(), Hex.Decode(hex));
        var value = runtime.Decode(type, bytes);
        Assert.Equal(json, value.ToJson());
        Assert.Equal("0x" + hex, Hex.Encode(value.Encode()));
        Assert.Equal("0x" + hex, Hex.Encode(runtime.Encode(type, JsonDocument.Parse(json).RootElement)));
        Assert.Equal(bytes.Length, runtime.Skip(type, bytes));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ScaleException>(() => runtime.Skip(type, bytes.AsSpan(0, length)));
        }
    }
}
