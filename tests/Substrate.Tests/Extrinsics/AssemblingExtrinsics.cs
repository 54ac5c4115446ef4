using CoretimeDesk.Substrate.Tests.Chain;

namespace CoretimeDesk.Substrate.Tests.Extrinsics;

/// <summary>Recorded transactions, put together again from what a wallet would be given.</summary>
public sealed class AssemblingExtrinsics
{
    private static readonly H256 Genesis = H256.FromBytes([.. Enumerable.Repeat((byte)0x11, 32)]);
    private static readonly H256 Block = H256.FromBytes([.. Enumerable.Repeat((byte)0x22, 32)]);

    public static TheoryData<string> Blocks => ChainFixture.Names("blocks");

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Gives_the_recorded_bytes(string file)
    {
        var fixture = ChainFixture.Load(file);
        var hex = fixture.Json.GetProperty("extrinsics").EnumerateArray().Select(e => e.GetString()!).ToList();
        foreach (var version in (string[])["v14", "v16"])
        {
            var runtime = ChainFixture.RuntimeOf(fixture.Json.GetProperty("metadata").GetString()!.Replace("v14", version, StringComparison.Ordinal));
            foreach (var recorded in hex)
            {
                var extrinsic = runtime.Extrinsics.Decode(Hex.Decode(recorded));
                if (extrinsic.Kind == ExtrinsicKind.Bare)
                {
                    Assert.Equal(recorded, Hex.Encode(runtime.Extrinsics.AssembleBare(extrinsic.Call.Value.Encode())));
                    continue;
                }

                var context = new SigningContext(Genesis, 7, 8, extrinsic.Nonce!.Value) { Tip = extrinsic.Tip!.Value, Era = extrinsic.Era!.Value, EraBlockHash = extrinsic.Era!.Value.IsImmortal ? null : Block };
                var payload = runtime.Extrinsics.Payload(extrinsic.Call.Value.Encode(), context);
                Assert.Equal(recorded, Hex.Encode(payload.Assemble(extrinsic.Signer!.Value, extrinsic.Signature.Encode())));
            }
        }
    }

    [Theory]
    [InlineData("metadata/paseo-coretime-2000006.v14.scale.gz", "")]
    [InlineData("metadata/paseo-coretime-1003000.v14.scale.gz", "")]
    [InlineData("metadata/polkadot-coretime.v16.scale.gz", "")]
    public void Signs_along_what_the_chain_signs_along(string metadata, string end)
    {
        var runtime = ChainFixture.RuntimeOf(metadata);
        var call = runtime.Extrinsics.EncodeCall("Broker", "purchase", ("price_limit", UInt128.Parse("100000000000000000")));
        Assert.Equal("0x320500008a5d784563010000000000000000", Hex.Encode(call));

        // Era, nonce, tip and metadata hash mode; then spec version, transaction version, genesis hash, hash of the era's block, no metadata hash.
        var immortal = runtime.Extrinsics.Payload(call, new(Genesis, 2_000_006, 15, 7));
        Assert.Equal($"{Hex.Encode(call)}001c0000{end}86841e000f000000{Plain(Genesis)}{Plain(Genesis)}00", Hex.Encode(immortal.Whole));

        var mortal = runtime.Extrinsics.Payload(call, new(Genesis, 2_000_006, 15, 64) { Tip = 1_000_000_000_000, Era = Era.Mortal(42, 64), EraBlock = 42, EraBlockHash = Block });
        Assert.Equal($"{Hex.Encode(call)}a50201010700" + $"10a5d4e800{end}86841e000f000000{Plain(Genesis)}{Plain(Block)}00", Hex.Encode(mortal.Whole));

        var again = runtime.Extrinsics.Decode(mortal.Assemble(default, [1, .. new byte[64]]));
        Assert.Equal((64ul, (UInt128)1_000_000_000_000, Era.Mortal(42, 64)), (again.Nonce!.Value, again.Tip!.Value, again.Era!.Value));
        Assert.Equal(default, again.Signer!.Value);
        Assert.Equal(Hex.Encode(call), Hex.Encode(again.Call.Value.Encode()));
    }

    [Theory]
    [InlineData(256, false)]
    [InlineData(257, true)]
    [InlineData(5_000, true)]
    public void Hashes_what_is_longer_than_256_bytes(int length, bool isHashed)
    {
        var runtime = ChainFixture.RuntimeOf("metadata/paseo-coretime-2000006.v14.scale.gz");
        var context = new SigningContext(Genesis, 1, 1, 0);
        var remark = length - runtime.Extrinsics.Payload(Remark(runtime, 70), context).Whole.Length + 70;
        remark += length > 10_000 ? 2 : 0;
        var payload = runtime.Extrinsics.Payload(Remark(runtime, remark), context);
        Assert.Equal(length, payload.Whole.Length);
        if (!isHashed)
        {
            Assert.Equal(payload.Whole, payload.ToSign());
            return;
        }

        var hash = new byte[32];
        Blake2b.Hash256(payload.Whole, hash);
        Assert.Equal(hash, payload.ToSign());
    }

    [Fact]
    public void Refuses_a_signature_that_is_none_of_the_runtime()
    {
        var runtime = ChainFixture.RuntimeOf("metadata/paseo-coretime-2000006.v14.scale.gz");
        var payload = runtime.Extrinsics.Payload(Remark(runtime, 1), new(Genesis, 1, 1, 0));
        foreach (var (tag, size) in (ReadOnlySpan<(byte, int)>)[(0, 64), (1, 64), (2, 65)])
        {
            byte[] signature = [tag, .. new byte[size]];
            Assert.Equal(signature, runtime.Extrinsics.Decode(payload.Assemble(default, signature)).Signature.Encode());
            Assert.Equal(ScaleFault.Truncated, Assert.Throws<ScaleException>(() => payload.Assemble(default, signature.AsSpan(0, size))).Fault);
            var longer = Assert.Throws<ScaleException>(() => payload.Assemble(default, [.. signature, 0]));
            Assert.Equal((ScaleFault.TrailingBytes, size + 1), (longer.Fault, longer.Offset));
        }

        Assert.Equal(ScaleFault.UnknownTag, Assert.Throws<ScaleException>(() => payload.Assemble(default, [9, .. new byte[64]])).Fault);
        Assert.Throws<ScaleException>(() => payload.Assemble(default, []));
    }

    [Fact]
    public void Wants_the_block_of_a_mortal_era()
    {
        var runtime = ChainFixture.RuntimeOf("metadata/paseo-coretime-2000006.v14.scale.gz");
        var e = Assert.Throws<ScaleEncodeException>(() => runtime.Extrinsics.Payload(Remark(runtime, 1), new(Genesis, 1, 1, 0) { Era = Era.Mortal(42, 64) }));
        Assert.Contains("EraBlockHash", e.Message, StringComparison.Ordinal);
    }

    private static byte[] Remark(Runtime runtime, int length) => runtime.Extrinsics.EncodeCall("System", "remark", ("remark", new byte[length]));

    private static string Plain(H256 hash) => hash.ToString()[2..];
}
