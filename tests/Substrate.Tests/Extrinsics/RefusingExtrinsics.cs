using CoretimeDesk.Substrate.Tests.Chain;

namespace CoretimeDesk.Substrate.Tests.Extrinsics;

public sealed class RefusingExtrinsics
{
    // A signed transaction: length, preamble, address with its tag, signature with its tag, era, nonce, tip, metadata hash mode, call.
    private static readonly ChainFixture Fixture = ChainFixture.Load("blocks/coretime-007-purchase");
    private static readonly byte[] Signed = Hex.Decode(Fixture.Json.GetProperty("extrinsics")[2].GetString());
    private const int EraAt = 2 + 1 + 33 + 65;

    private static ExtrinsicCodec Codec => Fixture.Runtime.Extrinsics;

    [Fact]
    public void Finds_a_length_that_is_not_that_of_the_rest()
    {
        foreach (var wrong in (byte[][])[[.. Signed, 0], Signed[..^1], Signed[1..], [0], [4]])
        {
            Assert.Throws<ScaleException>(() => Codec.Decode(wrong));
        }

        var shorter = Assert.Throws<ScaleException>(() => Codec.Decode(Signed.AsMemory(0, Signed.Length - 1)));
        Assert.Equal((ScaleFault.BadFormat, 0), (shorter.Fault, shorter.Offset));
    }

    [Fact]
    public void Knows_four_preambles_of_256()
    {
        var known = new List<int>();
        for (var preamble = 0; preamble < 256; preamble++)
        {
            byte[] bytes = [.. Signed];
            bytes[2] = (byte)preamble;
            try
            {
                Codec.Decode(bytes);
            }
            catch (ScaleException e) when (e is { Fault: ScaleFault.BadFormat, Offset: 2 })
            {
                Assert.Contains($"0x{preamble:x2}", e.Message, StringComparison.Ordinal);
                continue;
            }
            catch (ScaleException)
            {
                // Known, and what follows is of another kind.
            }

            known.Add(preamble);
        }

        Assert.Equal([0x04, 0x05, 0x45, 0x84], known);
    }

    [Fact]
    public void Refuses_two_bytes_that_are_no_era()
    {
        byte[] mortal = [.. Signed[2..EraAt], 0xa5, 0x02, .. Signed[(EraAt + 1)..]];
        Assert.Equal(Era.Mortal(42, 64), Codec.Decode(ExtrinsicCodec.WithLength(mortal)).Era);
        Assert.True(Codec.Decode(Signed).Era!.Value.IsImmortal);

        // A period of two blocks, and a phase beyond the period: metadata has a variant for both, and the chain refuses them.
        foreach (var (low, high) in (ReadOnlySpan<(byte, byte)>)[(0x10, 0x00), (0x41, 0x00)])
        {
            byte[] wrong = [.. mortal];
            (wrong[EraAt - 2], wrong[EraAt - 1]) = (low, high);
            var e = Assert.Throws<ScaleException>(() => Codec.Decode(ExtrinsicCodec.WithLength(wrong)));
            Assert.Equal((ScaleFault.BadFormat, EraAt), (e.Fault, e.Offset));
        }
    }

    [Fact]
    public void Says_where_in_the_call_it_is_at_a_loss()
    {
        byte[] body = [.. Signed[2..]];
        body[^17] = 200; // The call's index within Broker.
        var e = Assert.Throws<ScaleException>(() => Codec.Decode(ExtrinsicCodec.WithLength(body)));
        Assert.Equal((ScaleFault.UnknownTag, Signed.Length - 17), (e.Fault, e.Offset));
        Assert.StartsWith("call.Broker", e.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Sees_a_signer_in_every_address_that_is_an_account_and_in_no_other()
    {
        Assert.Equal("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d", Codec.Decode(Signed).Signer.ToString());
        var rest = Signed[(2 + 1 + 33)..];
        foreach (var address in (byte[][])[[1], [2, 8, 1, 2], [3, .. new byte[32]], [4, .. new byte[20]]])
        {
            // MultiAddress: Index, Raw, Address32, Address20.
            var other = Codec.Decode(ExtrinsicCodec.WithLength([0x84, .. address, .. rest]));
            Assert.Equal(ExtrinsicKind.Signed, other.Kind);
            Assert.Null(other.Signer);
            Assert.Equal(address, other.Address.Encode());
        }
    }
}
