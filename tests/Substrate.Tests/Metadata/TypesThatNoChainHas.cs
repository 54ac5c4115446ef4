using System.Numerics;
using System.Text.Json;

namespace CoretimeDesk.Substrate.Tests.Metadata;

public sealed class TypesThatNoChainHas
{
    [Theory]
    [InlineData(Primitive.Char, "41000000", "\"A\"")]
    [InlineData(Primitive.Char, "80f60100", "\"\\uD83D\\uDE80\"")]
    [InlineData(Primitive.I8, "80", "-128")]
    [InlineData(Primitive.I8, "7f", "127")]
    [InlineData(Primitive.I16, "0080", "-32768")]
    [InlineData(Primitive.I32, "ffffffff", "-1")]
    [InlineData(Primitive.I64, "0000000000000080", "\"-9223372036854775808\"")]
    [InlineData(Primitive.I128, "00000000000000000000000000000080", "\"-170141183460469231731687303715884105728\"")]
    [InlineData(Primitive.I128, "ffffffffffffffffffffffffffffff7f", "\"170141183460469231731687303715884105727\"")]
    [InlineData(Primitive.U256, "0100000000000000000000000000000000000000000000000000000000000000", "\"1\"")]
    [InlineData(Primitive.I256, "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "\"-1\"")]
    public void Are_decoded_and_encoded(Primitive kind, string hex, string json)
    {
        var blob = new MetadataBlob();
        Check(blob, blob.Primitive(kind), hex, json);
    }

    [Fact]
    public void Hold_256_bits_from_end_to_end()
    {
        var blob = new MetadataBlob();
        var (unsigned, signed) = (blob.Primitive(Primitive.U256), blob.Primitive(Primitive.I256));
        var runtime = blob.Runtime();
        foreach (var (type, value) in (ReadOnlySpan<(int, BigInteger)>)[
            (unsigned, 0), (unsigned, (BigInteger.One << 256) - 1), (unsigned, BigInteger.One << 255),
            (signed, 0), (signed, (BigInteger.One << 255) - 1), (signed, -(BigInteger.One << 255)), (signed, -256), (signed, 255)])
        {
            var bytes = runtime.Encode(type, JsonSerializer.SerializeToElement($"{value}"));
            Assert.Equal(32, bytes.Length);
            Assert.Equal(value, new BigInteger(bytes, isUnsigned: type == unsigned));
            Assert.Equal($"\"{value}\"", runtime.Decode(type, bytes).ToJson());
        }

        foreach (var (type, value) in (ReadOnlySpan<(int, BigInteger)>)[(unsigned, -1), (unsigned, BigInteger.One << 256), (signed, BigInteger.One << 255), (signed, -(BigInteger.One << 255) - 1)])
        {
            Assert.Throws<ScaleEncodeException>(() => runtime.Encode(type, JsonSerializer.SerializeToElement($"{value}")));
        }
    }

    [Theory]
    [InlineData("00d80000")] // The first half of a surrogate pair.
    [InlineData("00001100")] // Beyond U+10FFFF.
    [InlineData("ffffffff")]
    public void Refuse_a_char_that_is_no_character(string hex)
    {
        var blob = new MetadataBlob();
        var type = blob.Primitive(Primitive.Char);
        var runtime = blob.Runtime();
        Assert.Equal(ScaleFault.BadText, Assert.Throws<ScaleException>(() => runtime.Decode(type, Hex.Decode(hex))).Fault);
        Assert.Equal(ScaleFault.BadText, Assert.Throws<ScaleException>(() => runtime.Skip(type, Hex.Decode(hex))).Fault);
        foreach (var json in (string[])["\"\"", "\"ab\"", "65", "null"])
        {
            Assert.Throws<ScaleEncodeException>(() => runtime.Encode(type, Json(json)));
        }
    }

    [Theory]
    [InlineData(Primitive.U8, "Lsb0", "0c ff", 1)] // 3 bits in one byte.
    [InlineData(Primitive.U32, "Msb0", "84 01020304 05060708", 8)] // 33 bits take two units of four bytes.
    [InlineData(Primitive.U16, "Lsb0", "40 0102", 2)]
    [InlineData(Primitive.U64, "Msb0", "04 0100000000000000", 8)]
    [InlineData(Primitive.U32, "Lsb0", "00", 0)]
    public void Hold_bits_in_whole_units(Primitive store, string order, string hex, int bytes)
    {
        var blob = new MetadataBlob();
        var type = blob.Bits(blob.Primitive(store), blob.Struct(order));
        hex = hex.Replace(" ", "", StringComparison.Ordinal);
        Check(blob, type, hex, $"\"0x{hex}\"");
        var runtime = blob.Runtime();
        Assert.Equal(1 + bytes, runtime.Skip(type, Hex.Decode(hex)));
        Assert.Equal(ScaleKind.Bits, runtime.Decode(type, Hex.Decode(hex)).Kind);
    }

    [Fact]
    public void Refuse_bits_that_the_input_cannot_hold_and_units_that_are_none()
    {
        var blob = new MetadataBlob();
        var order = blob.Struct("Lsb0");
        var (bits, wrong) = (blob.Bits(blob.U32, order), blob.Bits(blob.Primitive(Primitive.U128), order));
        var runtime = blob.Runtime();
        Assert.Equal(ScaleFault.LengthBeyondInput, Assert.Throws<ScaleException>(() => runtime.Decode(bits, Hex.Decode("8401020304"))).Fault);
        Assert.Equal(ScaleFault.LengthBeyondInput, Assert.Throws<ScaleException>(() => runtime.Decode(bits, Hex.Decode("03ffffffff"))).Fault);
        Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Decode(wrong, new byte[9])).Fault);
        Assert.Throws<ScaleEncodeException>(() => runtime.Encode(bits, Json("\"0x8401020304\"")));
        Assert.Throws<ScaleEncodeException>(() => runtime.Encode(bits, Json("\"0x0401020304ff\"")));
        Assert.Throws<ScaleEncodeException>(() => runtime.Encode(bits, Json("[true]")));
    }

    [Fact]
    public void Are_enums_with_gaps()
    {
        var blob = new MetadataBlob();
        var type = blob.Enum("Sparse", new("Low", 3), new("High", 255, ("a", blob.U8), ("b", blob.U8)), new("Middle", 100, (null, blob.U32)));
        Check(blob, type, "03", "\"Low\"");
        Check(blob, type, "ff0102", "{\"High\":{\"a\":1,\"b\":2}}");
        Check(blob, type, "6407000000", "{\"Middle\":7}");
        var runtime = blob.Runtime();
        foreach (var tag in Enumerable.Range(0, 256).Where(t => t is not (3 or 100 or 255)))
        {
            var fault = Assert.Throws<ScaleException>(() => runtime.Decode(type, new[] { (byte)tag, (byte)0, (byte)0, (byte)0, (byte)0 }));
            Assert.Equal((ScaleFault.UnknownTag, 0), (fault.Fault, fault.Offset));
            Assert.Throws<ScaleException>(() => runtime.Skip(type, [(byte)tag, 0, 0, 0, 0]));
        }

        var empty = blob.Enum("Never");
        Assert.Throws<ScaleException>(() => blob.Runtime().Decode(empty, new byte[] { 0 }));
    }

    [Fact]
    public void Are_compact_around_structs_around_one_integer_and_around_nothing()
    {
        var blob = new MetadataBlob();
        var wrapped = blob.Compact(blob.Struct("Outer", ("inner", blob.Struct("Inner", (null, blob.Primitive(Primitive.U128))))));
        Check(blob, wrapped, "33ffffffffffffffffffffffffffffffff", "\"340282366920938463463374607431768211455\"");
        Check(blob, blob.Compact(blob.Unit), "", "null");
        Check(blob, blob.Compact(blob.U8), "fd03", "255");
        var runtime = blob.Runtime();
        var (tooWide, signed) = (blob.Compact(blob.Primitive(Primitive.U256)), blob.Compact(blob.Primitive(Primitive.I32)));
        runtime = blob.Runtime();
        Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Decode(tooWide, new byte[1])).Fault);
        Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Decode(signed, new byte[1])).Fault);
        var narrow = blob.Compact(blob.U8);
        runtime = blob.Runtime();
        Assert.Equal(ScaleFault.BadCompact, Assert.Throws<ScaleException>(() => runtime.Decode(narrow, Hex.Decode("0104"))).Fault);
        Assert.Equal(ScaleFault.BadCompact, Assert.Throws<ScaleException>(() => runtime.Skip(narrow, Hex.Decode("0104"))).Fault);
    }

    [Fact]
    public void Are_options_of_options_and_of_nothing()
    {
        var blob = new MetadataBlob();
        var twice = blob.Option(blob.Option(blob.U8));
        Check(blob, twice, "00", "null");
        Check(blob, twice, "0100", "{\"Some\":null}");
        Check(blob, twice, "010105", "{\"Some\":5}");
        var nothing = blob.Option(blob.Unit);
        Check(blob, nothing, "00", "null");
        Check(blob, nothing, "01", "{\"Some\":null}");
    }

    [Fact]
    public void Have_fields_with_and_without_names_only_to_be_refused()
    {
        var blob = new MetadataBlob();
        var mixed = blob.Struct("Mixed", ("a", blob.U8), (null, blob.U8));
        var fault = Assert.Throws<ScaleException>(() => blob.Runtime().Decode(mixed, new byte[2]));
        Assert.Equal(ScaleFault.BadType, fault.Fault);
        Assert.Contains("Mixed", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>Decodes, writes JSON, encodes the value, encodes the JSON, skips: all must agree.</summary>
    private static void Check(MetadataBlob blob, int type, string hex, string json)
    {
        var (runtime, bytes) = (blob.Runtime(), Hex.Decode(hex));
        var value = runtime.Decode(type, bytes);
        Assert.Equal(json, value.ToJson());
        Assert.Equal("0x" + hex, Hex.Encode(value.Encode()));
        Assert.Equal("0x" + hex, Hex.Encode(runtime.Encode(type, Json(json))));
        Assert.Equal(bytes.Length, runtime.Skip(type, bytes));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ScaleException>(() => runtime.Decode(type, bytes.AsMemory(0, length)));
        }
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
