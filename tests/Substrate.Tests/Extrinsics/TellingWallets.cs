using System.Text.Json;
using CoretimeDesk.Substrate.Tests.Chain;

namespace CoretimeDesk.Substrate.Tests.Extrinsics;

public sealed class TellingWallets
{
    private const string Alice = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    private static readonly Runtime Coretime = ChainFixture.RuntimeOf("metadata/paseo-coretime-2000006.v14.scale.gz");
    private static readonly H256 Genesis = H256.Parse("0x" + new string('1', 64));
    private static readonly H256 Block = H256.Parse("0x" + new string('2', 64));

    [Fact]
    public void Names_every_field_as_the_wallet_interface_does()
    {
        var payload = Coretime.Extrinsics.Payload([50, 6, 4, 0], new(Genesis, 2_000_006, 15, 300) { Tip = 255, Era = Era.Mortal(42, 64), EraBlock = 0x12345, EraBlockHash = Block });
        using var json = JsonDocument.Parse(payload.ToWalletJson(AccountId32.Parse(Alice), 42));
        var fields = json.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        Assert.Equal(
            ["address", "blockHash", "blockNumber", "era", "genesisHash", "method", "nonce", "signedExtensions", "specVersion", "tip", "transactionVersion", "version"],
            fields.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", fields["address"].GetString());
        Assert.Equal(Block.ToString(), fields["blockHash"].GetString());
        Assert.Equal("0x00012345", fields["blockNumber"].GetString());
        Assert.Equal("0xa502", fields["era"].GetString());
        Assert.Equal(Genesis.ToString(), fields["genesisHash"].GetString());
        Assert.Equal("0x32060400", fields["method"].GetString());
        Assert.Equal("0x0000012c", fields["nonce"].GetString());
        Assert.Equal("0x001e8486", fields["specVersion"].GetString());
        Assert.Equal("0x000000000000000000000000000000ff", fields["tip"].GetString());
        Assert.Equal("0x0000000f", fields["transactionVersion"].GetString());
        Assert.Equal(4, fields["version"].GetInt32());
        Assert.Equal(Coretime.Metadata.Extrinsic.Extensions.Select(e => e.Name), fields["signedExtensions"].EnumerateArray().Select(e => e.GetString()));
    }

    [Fact]
    public void Says_immortal_in_one_byte_and_at_the_genesis_block()
    {
        var payload = Coretime.Extrinsics.Payload([50, 6, 4, 0], new(Genesis, 1, 1, 0));
        using var json = JsonDocument.Parse(payload.ToWalletJson(AccountId32.Parse(Alice)));
        Assert.Equal("0x00", json.RootElement.GetProperty("era").GetString());
        Assert.Equal(Genesis.ToString(), json.RootElement.GetProperty("blockHash").GetString());
        Assert.Equal("0x00000000", json.RootElement.GetProperty("blockNumber").GetString());
        Assert.Equal(AccountId32.Parse(Alice).ToSs58(Coretime.Ss58Prefix), json.RootElement.GetProperty("address").GetString());
    }

    [Theory]
    [InlineData("0xffffffff", 4_294_967_295ul)]
    [InlineData("0x0100000000", 4_294_967_296ul)]
    [InlineData("0xffffffffffffffff", ulong.MaxValue)]
    public void Cuts_off_no_number(string hex, ulong block)
    {
        var payload = Coretime.Extrinsics.Payload([50, 6, 4, 0], new(Genesis, 1, 1, 0) { Era = Era.Mortal(block, 64), EraBlock = block, EraBlockHash = Block });
        using var json = JsonDocument.Parse(payload.ToWalletJson(AccountId32.Parse(Alice)));
        Assert.Equal(hex, json.RootElement.GetProperty("blockNumber").GetString());
    }

    [Fact]
    public void Links_to_a_page_that_shows_the_call()
    {
        Assert.Equal(
            "https://polkadot.js.org/apps/?rpc=wss%3A%2F%2Fnode.example%2Fcoretime#/extrinsics/decode/0x32060400",
            WalletLink.PolkadotJsApps(new("wss://node.example/coretime/"), [50, 6, 4, 0]).AbsoluteUri);
        Assert.Equal(
            "https://dev.papi.how/extrinsics#data=0x3206&networkId=polkadot_coretime&endpoint=light-client",
            WalletLink.PapiConsole("polkadot_coretime", null, [50, 6]).AbsoluteUri);
        Assert.Contains("endpoint=ws%3A%2F%2Flocalhost%3A9944", WalletLink.PapiConsole("custom", new("ws://localhost:9944"), [1]).AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wss://name:secret@node.example")]
    [InlineData("wss://name@node.example")]
    [InlineData("wss://node.example/?token=secret")]
    [InlineData("wss://node.example/path?apikey=secret")]
    [InlineData("https://node.example")]
    [InlineData("file:///etc/passwd")]
    public void Puts_no_credentials_into_a_link(string endpoint)
    {
        foreach (var link in (Action[])[() => WalletLink.PolkadotJsApps(new(endpoint), [1]), () => WalletLink.PapiConsole("custom", new(endpoint), [1])])
        {
            var e = Assert.Throws<ArgumentException>(link);
            Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Leaves_out_what_follows_a_hash_sign() =>
        Assert.DoesNotContain("secret", WalletLink.PolkadotJsApps(new("wss://node.example/#secret"), [1]).AbsoluteUri, StringComparison.Ordinal);

    [Fact]
    public void Lets_no_network_name_add_parameters_to_a_link() =>
        Assert.DoesNotContain("x&endpoint=", WalletLink.PapiConsole("x&endpoint=wss://evil.example", null, [1]).AbsoluteUri, StringComparison.Ordinal);
}
