using System.Text.Json;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.Substrate.Tests.Chain;

/// <summary>The fixtures were decoded by @polkadot/types, and agreed with by an unrelated decoder, when they were recorded.</summary>
public sealed class DecodingWhatAnotherDecoderDecoded
{
    public static TheoryData<string> Blocks => ChainFixture.Names("blocks");

    public static TheoryData<string> Encoded => ChainFixture.Names("encoded");

    public static TheoryData<string> Stored => ChainFixture.Names("storage");

    [Theory]
    [MemberData(nameof(Blocks))]
    [MemberData(nameof(Encoded))]
    public void Every_event_is_the_same(string file)
    {
        var fixture = ChainFixture.Load(file);
        var runtime = fixture.Runtime;
        var actual = Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var record in runtime.Events.Decode(fixture.Events))
            {
                record.WriteJson(writer, runtime.Errors, fixture.Form);
            }

            writer.WriteEndArray();
        });
        Assert.Null(JsonComparison.Difference(fixture.Decoded.GetProperty("events"), actual));
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_extrinsic_is_the_same(string file)
    {
        var fixture = ChainFixture.Load(file);
        var actual = Write(writer =>
        {
            writer.WriteStartArray();
            var i = 0;
            foreach (var extrinsic in fixture.Json.GetProperty("extrinsics").EnumerateArray())
            {
                fixture.Runtime.Extrinsics.Decode(Hex.Decode(extrinsic.GetString())).WriteJson(writer, i++, fixture.Form);
            }

            writer.WriteEndArray();
        });
        Assert.Null(JsonComparison.Difference(fixture.Decoded.GetProperty("extrinsics"), actual));
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_call_is_encoded_to_the_same_bytes_from_its_decoded_form(string file)
    {
        var fixture = ChainFixture.Load(file);
        var hex = fixture.Json.GetProperty("extrinsics").EnumerateArray().Select(e => e.GetString()!).ToList();
        var decoded = fixture.Decoded.GetProperty("extrinsics").EnumerateArray().ToList();
        for (var i = 0; i < hex.Count; i++)
        {
            Assert.EndsWith(Convert.ToHexStringLower(fixture.Runtime.Extrinsics.EncodeCall(decoded[i])), hex[i], StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_header_hashes_to_the_name_of_its_block(string file)
    {
        var block = ChainFixture.Load(file).Json.GetProperty("block");
        var header = block.GetProperty("header");
        H256 Hash(string name) => H256.Parse(header.GetProperty(name).GetString()!);
        var logs = header.GetProperty("digest").EnumerateArray().Select(log => Hex.Decode(log.GetString())).ToList();
        var read = new BlockHeader(Hash("parentHash"), block.GetProperty("number").GetUInt64(), Hash("stateRoot"), Hash("extrinsicsRoot"), logs);
        Assert.Equal(block.GetProperty("hash").GetString(), read.ComputeHash().ToString());
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public void Every_stored_value_and_key_is_the_same(string file)
    {
        var fixture = ChainFixture.Load(file);
        var entries = fixture.Json.GetProperty("entries").EnumerateArray().ToList();
        Assert.NotEmpty(entries);
        foreach (var entry in entries)
        {
            var item = fixture.Runtime.Storage(entry.GetProperty("pallet").GetString()!, entry.GetProperty("item").GetString()!);
            var args = entry.GetProperty("args").EnumerateArray().ToArray();
            Assert.Equal(entry.GetProperty("prefix").GetString(), Hex.Encode(item.Prefix));
            Assert.Equal(entry.GetProperty("key").GetString(), Hex.Encode(item.KeyOf(args)));
            var parts = item.DecodeKey(Hex.Decode(entry.GetProperty("key").GetString()));
            Assert.Equal(entry.GetProperty("key").GetString(), Hex.Encode(item.Key([.. parts.Select(p => (ReadOnlyMemory<byte>)p!.Value.Encode())])));
            if (entry.GetProperty("value").ValueKind == JsonValueKind.String)
            {
                var value = item.Decode(Hex.Decode(entry.GetProperty("value").GetString()));
                Assert.Null(JsonComparison.Difference(entry.GetProperty("decoded"), Write(w => value.WriteJson(w, fixture.Form))));
            }
        }
    }

    private static JsonElement Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            write(writer);
        }

        return JsonDocument.Parse(stream.ToArray()).RootElement;
    }
}
