using System.Text.Json;

namespace CoretimeDesk.Desk.Tests.Chain;

/// <summary><c>./desk chain</c> as a person or a script calls it, on recorded blocks.</summary>
public sealed class ReadingAndWritingBytesOfAChain : IAsyncLifetime
{
    private static readonly string Fixtures = Path.Combine(Workspace.Repository, "tests", "Fixtures", "Chain");
    private static readonly string Metadata = Path.Combine(Fixtures, "metadata", "paseo-coretime-2000006.v14.scale.gz");

    [Theory]
    [InlineData("coretime-009-purchase-overpriced", "paseo-coretime-2000006.v14")]
    [InlineData("coretime-009-purchase-overpriced", "paseo-coretime-2000006.v16")]
    [InlineData("coretime-022-purchase-via-multisig", "paseo-coretime-2000006.v15")]
    [InlineData("coretime-076-rotate-sale", "paseo-coretime-2000006.v14")]
    [InlineData("relay-049-order-with-credits", "paseo-relay-2003001.v16")]
    public async Task Events_and_extrinsics_come_out_exactly_as_an_independent_decoder_recorded_them(string block, string metadata)
    {
        var file = Path.Combine(Fixtures, "blocks", block + ".json");
        var recorded = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(file));
        var (meta, prefix) = (Path.Combine(Fixtures, "metadata", metadata + ".scale.gz"), recorded.GetProperty("ss58Prefix").GetRawText());

        var events = await DeskAsync("decode-events", "--metadata", meta, "--events", recorded.GetProperty("eventsHex").GetString()!, "--ss58", prefix, "--json");
        var extrinsics = await DeskAsync("decode-call", "--metadata", meta, file, "--ss58", prefix, "--json");

        Assert.True(JsonElement.DeepEquals(recorded.GetProperty("decoded").GetProperty("events"), JsonSerializer.Deserialize<JsonElement>(events)), events);
        Assert.True(JsonElement.DeepEquals(recorded.GetProperty("decoded").GetProperty("extrinsics"), JsonSerializer.Deserialize<JsonElement>(extrinsics)), extrinsics);
    }

    [Fact]
    public async Task Bytes_may_be_hex_a_raw_file_a_text_file_or_the_JSON_of_a_node()
    {
        using var scratch = new ScratchFolder();
        var recorded = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(Path.Combine(Fixtures, "blocks", "coretime-008-purchase.json")));
        var hex = recorded.GetProperty("eventsHex").GetString()!;
        await File.WriteAllBytesAsync(scratch["raw"], Convert.FromHexString(hex[2..]));
        await File.WriteAllTextAsync(scratch["hex"], hex + "\n");
        await File.WriteAllTextAsync(scratch["answer.json"], $$"""{"jsonrpc":"2.0","id":1,"result":"{{hex}}"}""");

        var direct = await DeskAsync("decode-events", "-m", Metadata, "-e", hex, "--json");

        Assert.Contains("\"Purchased\"", direct);
        foreach (var name in new[] { "raw", "hex", "answer.json" })
        {
            Assert.Equal(direct, await DeskAsync("decode-events", "-m", Metadata, "-e", scratch[name], "--json"));
        }
    }

    [Fact]
    public async Task A_person_sees_a_table_with_the_errors_in_words()
    {
        var table = await DeskAsync("decode-events", "-m", Metadata, "-e", Path.Combine(Fixtures, "blocks", "coretime-009-purchase-overpriced.json"));
        Assert.Contains("System.ExtrinsicFailed", table);
        Assert.Contains("Broker.Overpriced: The price limit is exceeded.", table);
    }

    [Fact]
    public async Task Only_the_events_asked_for_are_shown()
    {
        var only = await DeskAsync("decode-events", "-m", Metadata, "-e", Path.Combine(Fixtures, "blocks", "coretime-008-purchase.json"), "--only", "Broker.Purchased", "--json");
        var purchased = Assert.Single(JsonSerializer.Deserialize<JsonElement>(only).EnumerateArray());
        Assert.Equal("Purchased", purchased.GetProperty("event").GetString());
    }

    [Fact]
    public async Task A_call_is_encoded_from_names_and_decoded_again_down_to_nested_calls()
    {
        const string args = """{"calls":[{"pallet":"System","call":"remark_with_event","args":{"remark":"0x6465736b"}},{"pallet":"Broker","call":"purchase","args":{"price_limit":"5000000000000"}}]}""";

        var encoded = JsonSerializer.Deserialize<JsonElement>(await DeskAsync("encode-call", "-m", Metadata, "Utility", "batch_all", args, "--endpoint", "wss://node.example", "--json"));
        var call = encoded.GetProperty("call").GetString()!;
        var decoded = JsonSerializer.Deserialize<JsonElement>(await DeskAsync("decode-call", "-m", Metadata, call, "--json"));

        Assert.Equal("0x2802080007106465736b3205005039278c0400000000000000000000", call);
        Assert.Equal($"https://polkadot.js.org/apps/?rpc=wss%3A%2F%2Fnode.example#/extrinsics/decode/{call}", encoded.GetProperty("link").GetString());
        var purchase = Assert.Single(decoded.EnumerateArray()).GetProperty("args").GetProperty("calls")[1];
        Assert.Equal(("Broker", "purchase", "5000000000000"), (purchase.GetProperty("pallet").GetString(), purchase.GetProperty("call").GetString(), purchase.GetProperty("args").GetProperty("price_limit").GetString()));
        Assert.Contains("    Broker.purchase\n      price_limit: 5000000000000", await DeskAsync("decode-call", "-m", Metadata, "--call", call));
    }

    [Fact]
    public async Task A_storage_key_is_worked_out_and_read_again()
    {
        const string key = "0x4dcb50595177a3177648411a42aca0f53dc63b0b76ffd6f80704a090da6f8719fdfe5281840bb1683f0dbf9fd26cb66388cc05000400ffffffffffffffffffff";
        Assert.StartsWith(key, await DeskAsync("storage-key", "-m", Metadata, "Broker", "Regions", """{"begin":380040,"core":4,"mask":"0xffffffffffffffffffff"}"""), StringComparison.Ordinal);
        var read = JsonSerializer.Deserialize<JsonElement>(await DeskAsync("storage-key", "-m", Metadata, "Broker", "Regions", "--decode", key, "--json"));
        Assert.Equal(380040, read.GetProperty("args")[0].GetProperty("begin").GetInt32());
    }

    [Fact]
    public async Task An_address_is_read_and_written_for_other_networks()
    {
        var alice = JsonSerializer.Deserialize<JsonElement>(await DeskAsync("ss58", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "--json"))[0];
        Assert.Equal("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d", alice.GetProperty("hex").GetString());
        Assert.Equal("15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5", alice.GetProperty("addresses").GetProperty("0").GetString());
    }

    [Fact]
    public async Task A_pallet_shows_what_it_offers()
    {
        var broker = JsonSerializer.Deserialize<JsonElement>(await DeskAsync("metadata", "-m", Metadata, "--pallet", "Broker", "--json"));
        var purchase = broker.GetProperty("calls").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "purchase");
        Assert.Equal((5, "price_limit: u128"), (purchase.GetProperty("index").GetInt32(), purchase.GetProperty("detail").GetString()));
        Assert.Contains("coretime-paseo 2000006, metadata V14", await DeskAsync("metadata", "-m", Metadata));
    }

    [Theory]
    [InlineData("--metadata: there is no file 'missing'", "decode-events", "-m", "missing", "-e", "0x00")]
    [InlineData("--metadata: *README.md is text, but no hex", "decode-events", "-m", "README.md", "-e", "0x00")]
    [InlineData("--events: 1 items of at least 4 bytes cannot be in the 1 bytes that are left (offset 0)", "decode-events", "-m", "*", "-e", "0x0400")]
    [InlineData("--events: Hex needs two digits per byte, there are 3.", "decode-events", "-m", "*", "-e", "0x040")]
    [InlineData("--only: Broker has no such event as 'Broker.Sold'", "decode-events", "-m", "*", "-e", "0x00", "--only", "Broker.Sold")]
    [InlineData("purchase: there is no field 'price'; give price_limit: u128", "encode-call", "-m", "*", "Broker", "purchase", """{"price":"1"}""")]
    [InlineData("purchase: field 'price_limit' (u128) is missing; give price_limit: u128", "encode-call", "-m", "*", "Broker", "purchase")]
    [InlineData("purchase.price_limit: -1 does not fit: give a whole number from 0 to", "encode-call", "-m", "*", "Broker", "purchase", """{"price_limit":-1}""")]
    [InlineData("args: '{' is no JSON", "encode-call", "-m", "*", "Broker", "purchase", "{")]
    [InlineData("no pallet 'Brokr' has calls here", "encode-call", "-m", "*", "Brokr", "purchase")]
    [InlineData("--endpoint: 'http://x' is no address of a node", "encode-call", "-m", "*", "Broker", "purchase", """{"price_limit":"1"}""", "--endpoint", "http://x")]
    [InlineData("account: '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ' is no address: The checksum is wrong", "ss58", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ")]
    [InlineData("Pallet 'Broker' stores no 'Sales'", "storage-key", "-m", "*", "Broker", "Sales")]
    [InlineData("key part 1.begin: \"x\" does not fit", "storage-key", "-m", "*", "Broker", "Regions", """{"begin":"x","core":4,"mask":"0xffffffffffffffffffff"}""")]
    public async Task Bad_input_is_told_in_one_line_that_names_the_place(string expected, params string[] words)
    {
        var (code, output) = await RunAsync([.. words.Select(w => w == "*" ? Metadata : w)]);
        Assert.Equal(1, code);
        Assert.StartsWith(expected.Split('*')[0], output, StringComparison.Ordinal);
        Assert.Contains(expected.Split('*')[^1], output);
        Assert.Single(output.TrimEnd().Split('\n'));
    }

    public ValueTask InitializeAsync() => Launcher.BuiltAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<string> DeskAsync(params string[] words)
    {
        var (code, output) = await RunAsync(words);
        Assert.True(code == 0, output);
        return output;
    }

    private static Task<(int ExitCode, string Output)> RunAsync(params string[] words) => Launcher.RunAsync(["chain", .. words]);
}
