using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Substrate.Tests.Hashing;

/// <summary>Expected hashes are published vectors, storage prefixes of live chains, or made with a WebAssembly build of the reference implementation.</summary>
public sealed class HashingWithTwox
{
    [Theory]
    [InlineData("", 0xEF46DB3751D8E999)]
    [InlineData("a", 0xD24EC4F1A98C6E5B)]
    [InlineData("abc", 0x44BC2CF5AD770999)]
    [InlineData("Nobody inspects the spammish repetition", 0xFBCEA83C8A378BF1)]
    public void Answers_as_the_published_vectors(string text, ulong expected) => Assert.Equal(expected, Twox.Hash64(Encoding.ASCII.GetBytes(text)));

    /// <summary>Seeds 0 and the first 32-bit prime, over 0, 1, 2 …</summary>
    [Theory]
    [InlineData(0, 0xEF46DB3751D8E999, 0xAC75FDA2929B17EF)]
    [InlineData(1, 0xE934A84ADB052768, 0x5014607643A9B4C3)]
    [InlineData(3, 0xE5C7BB4533BC65DD, 0x47AA45ED39ED5541)]
    [InlineData(4, 0xFFCED8604453CC1E, 0xB8F1A51893FA14E6)]
    [InlineData(7, 0x14CC643F630C72D2, 0x13F31C4A8E5F8252)]
    [InlineData(8, 0x884A173614B81B8D, 0xCB74EF9D044DCF44)]
    [InlineData(31, 0xC346D2B59B4D8EE1, 0x71969C89A30A986A)]
    [InlineData(32, 0xCBF59C5116FF32B4, 0x7181354774E0D600)]
    [InlineData(33, 0x0C535D1ACAFB8EAD, 0x57BD8AD0A0390E6D)]
    [InlineData(63, 0xE26AA9E2A95F8E4F, 0x892362045C7BADFB)]
    [InlineData(64, 0xF7C67301DB6713F0, 0x6E545403B828CF8B)]
    [InlineData(100, 0x6AC1E58032166597, 0x8832442A88284F11)]
    public void Is_right_around_the_ends_of_stripes(int length, ulong plain, ulong seeded)
    {
        Assert.Equal(plain, Twox.Hash64(Seeded.Counting(length)));
        Assert.Equal(seeded, Twox.Hash64(Seeded.Counting(length), 0x9E3779B1));
    }

    /// <summary>SHA-256 over the little-endian hashes of all lengths 0 to 300.</summary>
    [Theory]
    [InlineData(0UL, "8f27f4a184ac958ba9f4cc7513400ce4a37cc1fe635832ad2049e2bc009cde6a")]
    [InlineData(1UL, "711e0c545bc897df8bc490ac4e400d9161a5cbc89618cd2db95077cc6f88c0f6")]
    [InlineData(2UL, "a23f7e8d63b55a45d53106edb71571ef5d4ca2c207a74574141e2d975d6b5ff8")]
    [InlineData(3UL, "4ea1ff61d4154cbdada796801891952afd3825551e81d20f95fdc9524d6a8cbd")]
    [InlineData(0xFFFFFFFFFFFFFFFF, "170b1676e246d7c9f10dadd8f8d8006196aaa29dacc7342a7ec57777e7819113")]
    [InlineData(0x9E3779B185EBCA8D, "5a9f1e95670620f14c34f8e7ea18c1d15522d1a1263c1f8efa13bea4c0a28220")]
    public void Is_right_at_every_length(ulong seed, string expected)
    {
        var hashes = new byte[301 * sizeof(ulong)];
        for (var length = 0; length <= 300; length++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hashes.AsSpan(length * sizeof(ulong)), Twox.Hash64(Seeded.Counting(length), seed));
        }

        Assert.Equal(expected, Convert.ToHexStringLower(SHA256.HashData(hashes)));
    }

    [Theory]
    [InlineData("System", "26aa394eea5630e07c48ae0c9558cef7")]
    [InlineData("Events", "80d41e5e16056765bc8461851072c9d7")]
    [InlineData("Account", "b99d880ec681799c0cf30e8886371da9")]
    [InlineData("Broker", "4dcb50595177a3177648411a42aca0f5")]
    [InlineData("SaleInfo", "105ad1cd2cda4c983ad52e885a7f9c78")]
    [InlineData("Configuration", "06de3d8a54d27e44a9d5ce189618f22d")]
    [InlineData("Status", "110aa6fa7f83797fefbe0e3484c3cd9f")]
    [InlineData("Regions", "3dc63b0b76ffd6f80704a090da6f8719")]
    [InlineData("PotentialRenewals", "689a1593a634a1c1e2cd84ab4db3337f")]
    [InlineData("ParachainSystem", "45323df7cc47150b3930e2666b0aa313")]
    [InlineData("ValidationData", "d422e17d2affdce4a912d187a734dd67")]
    public void Makes_the_storage_prefixes_of_live_chains(string name, string expected)
    {
        Span<byte> hash = stackalloc byte[16];
        Twox.Hash128(Encoding.ASCII.GetBytes(name), hash);
        Assert.Equal(expected, Convert.ToHexStringLower(hash));
    }

    [Fact]
    public void Widens_by_counting_the_seed()
    {
        Span<byte> hash = stackalloc byte[32];
        Twox.Hash64("Broker"u8, hash[..8]);
        Assert.Equal("4dcb50595177a317", Convert.ToHexStringLower(hash[..8]));
        Twox.Hash128("Broker"u8, hash[..16]);
        Assert.Equal("4dcb50595177a3177648411a42aca0f5", Convert.ToHexStringLower(hash[..16]));
        Twox.Hash256("Broker"u8, hash);
        Assert.Equal("4dcb50595177a3177648411a42aca0f5b9d4d4f98bf926b3a917b89d34281997", Convert.ToHexStringLower(hash));
    }

    [Fact]
    public void May_write_over_what_it_reads()
    {
        byte[] data = [.. "ParachainSystem, and something more to fill it"u8], expected = new byte[32];
        Twox.Hash256(data, expected);
        Twox.Hash256(data, data.AsSpan(3, 32));
        Assert.Equal(expected, data[3..35]);
    }

    [Fact]
    public void Allocates_nothing()
    {
        var data = new byte[100];
        Span<byte> hash = stackalloc byte[32];
        Twox.Hash256(data, hash);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Twox.Hash256(data, hash);
        _ = Twox.Hash64(data);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Refuses_a_destination_of_another_size()
    {
        Assert.Throws<ArgumentException>(() => Twox.Hash64([], new byte[7]));
        Assert.Throws<ArgumentException>(() => Twox.Hash64([], new byte[9]));
        Assert.Throws<ArgumentException>(() => Twox.Hash128([], new byte[8]));
        Assert.Throws<ArgumentException>(() => Twox.Hash128([], new byte[32]));
        Assert.Throws<ArgumentException>(() => Twox.Hash256([], new byte[16]));
    }
}
