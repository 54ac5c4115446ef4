namespace CoretimeDesk.Substrate.Tests.Hashing;

public sealed class CompressingABlock
{
    [Fact]
    public void Answers_as_RFC_7693_appendix_A()
    {
        // "abc" is one block; the parameters are a digest of 64 bytes and no key.
        var state = Blake2bCompression.Iv.ToArray();
        state[0] ^= 0x01010040;
        var block = new byte[128];
        "abc"u8.CopyTo(block);

        Blake2bCompression.Compress(state, block, counter: 3, last: true);

        // The words of the state as the RFC prints them.
        Assert.Equal(
            [
                0x0D4D1C983FA580BA, 0xE9F6129FB697276A, 0xB7C45A68142F214C, 0xD1A2FFDB6FBB124B,
                0x2D79AB2A39C5877D, 0x95CC3345DED552C2, 0x5A92F1DBA88AD318, 0x239900D4ED8623B9,
            ],
            state);
    }

    [Fact]
    public void Refuses_anything_but_a_whole_state_and_a_whole_block()
    {
        Assert.Throws<ArgumentException>(() => Blake2bCompression.Compress(new ulong[8], new byte[127], 0, false));
        Assert.Throws<ArgumentException>(() => Blake2bCompression.Compress(new ulong[8], new byte[129], 0, false));
        Assert.Throws<ArgumentException>(() => Blake2bCompression.Compress(new ulong[7], new byte[128], 0, false));
    }
}
