using System.Numerics;
using System.Text.Json;
using CoretimeDesk.Substrate.Tests.Chain;
using CoretimeDesk.Substrate.Tests.Hostile;

namespace CoretimeDesk.Substrate.Tests.Extrinsics;

public sealed class CallsFromNetValues
{
    private static readonly Runtime Coretime = ChainFixture.RuntimeOf("metadata/paseo-coretime-2000006.v16.scale.gz");

    private static ExtrinsicCodec Codec => Coretime.Extrinsics;

    [Fact]
    public void Take_any_integer_that_fits()
    {
        foreach (var limit in (object[])[(byte)7, (sbyte)7, (short)7, (ushort)7, 7, 7u, 7L, 7ul, (Int128)7, (UInt128)7, new BigInteger(7), "7", JsonSerializer.SerializeToElement(7), JsonSerializer.SerializeToElement("7")])
        {
            Assert.Equal("0x320507000000000000000000000000000000", Hex.Encode(Codec.EncodeCall("Broker", "purchase", ("price_limit", limit))));
        }

        Assert.EndsWith(new string('f', 32), Hex.Encode(Codec.EncodeCall("Broker", "purchase", ("price_limit", UInt128.MaxValue))), StringComparison.Ordinal);
        foreach (var limit in (object?[])[-1, BigInteger.Pow(2, 128), "0x07", "7.0", "", " 7", "+7", true, null, 7.5, JsonSerializer.SerializeToElement(7.5), JsonSerializer.SerializeToElement(-1), Array.Empty<int>()])
        {
            var e = Assert.Throws<ScaleEncodeException>(() => Codec.EncodeCall("Broker", "purchase", ("price_limit", limit)));
            Assert.True(e.Path.EndsWith("price_limit", StringComparison.Ordinal) || limit is 7.5, e.Message);
        }
    }

    [Fact]
    public void Take_structs_as_dictionaries_bytes_accounts_and_calls()
    {
        var account = AccountId32.Parse("0x" + new string('a', 64));
        var region = new Dictionary<string, object?> { ["begin"] = 5, ["core"] = (ushort)6, ["mask"] = new byte[10] };
        var transfer = Codec.EncodeCall("Broker", "transfer", ("region_id", region), ("new_owner", account));
        Assert.Equal("0x3207" + "05000000" + "0600" + new string('0', 20) + new string('a', 64), Hex.Encode(transfer));
        var batch = Codec.EncodeCall("Utility", "batch_all", ("calls", new object[] { Codec.DecodeCall(transfer), Codec.DecodeCall(transfer).Value, JsonDocument.Parse(Codec.DecodeCall(transfer).Value.ToJson()).RootElement }));
        Assert.Equal(2 + 1 + 3 * transfer.Length, batch.Length);
        Assert.All(Codec.DecodeCall(batch).Nested(), c => Assert.Equal(transfer, c.Value.Encode()));
        Assert.Equal(transfer, Codec.EncodeCall("Broker", "transfer", ("new_owner", account.ToSs58(0)), ("region_id", region))); // In any order.
    }

    [Fact]
    public void Say_what_is_missing_too_many_or_unknown_and_what_there_is()
    {
        Refused("Brokr", "purchase", "Broker", ("price_limit", 1));
        Refused("Broker", "purchas", "purchase_credit", ("price_limit", 1));
        Refused("Broker", "purchase", "price_limit: u128");
        Refused("Broker", "purchase", "'limit'", ("limit", 1));
        Refused("Broker", "purchase", "'extra'", ("price_limit", 1), ("extra", 1));
        Refused("ParachainInfo", "anything", "ParachainInfo");
        Assert.Throws<ScaleEncodeException>(() => Codec.EncodeCall(JsonDocument.Parse("[]").RootElement));
        Assert.Throws<ScaleEncodeException>(() => Codec.EncodeCall(JsonDocument.Parse("{\"pallet\":\"Broker\"}").RootElement));
        Assert.Throws<ScaleEncodeException>(() => Codec.EncodeCall(JsonDocument.Parse("{\"pallet\":1,\"call\":2}").RootElement));
        Assert.Throws<ScaleEncodeException>(() => Codec.EncodeCall(JsonDocument.Parse("{\"pallet\":\"Broker\",\"call\":\"renew\",\"args\":{\"core\":1},\"surprise\":1}").RootElement));
    }

    [Fact]
    public void Name_the_place_of_what_does_not_fit()
    {
        var inner = JsonDocument.Parse("""{"pallet":"Broker","call":"renew","args":{"core":70000}}""").RootElement;
        var e = Assert.Throws<ScaleEncodeException>(() => Codec.EncodeCall("Utility", "batch", ("calls", new[] { inner })));
        Assert.Contains("calls[0]", e.Path, StringComparison.Ordinal);
        Assert.EndsWith("core", e.Path, StringComparison.Ordinal);
        Assert.Contains("65535", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"remark":"\ud800"}""")]
    [InlineData("""{"\ud800":"0x"}""")]
    [InlineData("""{"remark":"0x0"}""")]
    [InlineData("""{"remark":"0xzz"}""")]
    [InlineData("""{"remark":"hello"}""")]
    public void Are_refused_as_one_exception_whatever_the_text(string args)
    {
        Assert.Throws<ScaleEncodeException>(() => Codec.EncodeCall("System", "remark", JsonDocument.Parse(args).RootElement));
        Assert.Throws<ScaleEncodeException>(() => Codec.EncodeCall(JsonDocument.Parse($"{{\"pallet\":\"System\",\"call\":\"remark\",\"args\":{args}}}").RootElement));
    }

    [Fact]
    public void Are_refused_when_json_nests_them_deeper_than_the_stack()
    {
        const int Levels = 1_500; // JSON of more takes its own parser seconds: its time grows with the square of the depth.
        var text = string.Concat(Enumerable.Repeat("""{"pallet":"Utility","call":"batch","args":{"calls":[""", Levels)) + string.Concat(Enumerable.Repeat("]}}", Levels));
        using var json = JsonDocument.Parse(text, new() { MaxDepth = int.MaxValue });
        SmallStack.Run(() => Assert.Throws<ScaleEncodeException>(() => Codec.EncodeCall(json.RootElement)));
    }

    private static void Refused(string pallet, string call, string named, params (string, object?)[] args)
    {
        var e = Assert.Throws<ScaleEncodeException>(() => Codec.EncodeCall(pallet, call, args));
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
    }
}
