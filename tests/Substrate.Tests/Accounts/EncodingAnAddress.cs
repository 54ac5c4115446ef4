using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Substrate.Tests.Hashing;

namespace CoretimeDesk.Substrate.Tests.Accounts;

public sealed class EncodingAnAddress
{
    private static readonly AccountId32 Alice = AccountId32.Parse("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");

    [Fact]
    public void Writes_what_others_write() =>
        Assert.All(PublishedAddresses.All, known => Assert.Equal(known.Text, Ss58.Encode(known.Id, known.Prefix)));

    /// <summary>SHA-256 over Alice's addresses of all networks in order, a line feed between them; made with two other implementations.</summary>
    [Fact]
    public void Writes_what_others_write_for_every_network()
    {
        var addresses = Enumerable.Range(0, Ss58.PrefixMax + 1).Where(p => p is not (46 or 47)).Select(p => Alice.ToSs58((ushort)p));
        Assert.Equal(
            "6b38c717a9cd2e393987e5193be345f8424aef342c2725bf47fc3134b0428b5b",
            Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', addresses)))));
    }

    [Fact]
    public void Is_undone_by_decoding_for_every_network_and_kind_of_id() => Seeded.Run(1, random =>
    {
        for (var prefix = 0; prefix <= Ss58.PrefixMax; prefix++)
        {
            if (prefix is 46 or 47)
            {
                continue;
            }

            foreach (var length in (int[])[1, 2, 4, 8, 32, 33])
            {
                var address = new Ss58Address(random.Bytes(length), (ushort)prefix);
                Assert.Equal(address, Ss58.Decode(address.ToString()));
            }
        }
    });

    [Fact]
    public void Is_undone_by_decoding_for_ids_that_begin_with_zeros() => Seeded.Run(200, random =>
    {
        var id = random.Bytes(32);
        id.AsSpan(0, random.Next(33)).Clear();
        foreach (var prefix in (ushort[])[0, 1, 42, 63, 64, 255, 256, 16383])
        {
            var decoded = Ss58.Decode(Ss58.Encode(id, prefix));
            Assert.Equal(id, decoded.Id);
            Assert.Equal(prefix, decoded.Prefix);
        }
    });

    [Fact]
    public void Never_writes_more_than_the_limit_that_reading_has() =>
        Assert.Equal(Ss58.TextMax, Ss58.Encode(Enumerable.Repeat((byte)0xFF, Ss58.IdBytesMax).ToArray(), Ss58.PrefixMax).Length);

    [Theory]
    [InlineData(46)]
    [InlineData(47)]
    [InlineData(16384)]
    [InlineData(65535)]
    public void Refuses_a_prefix_that_no_network_has(int prefix)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Ss58.Encode(new byte[32], (ushort)prefix));
        Assert.Throws<ArgumentOutOfRangeException>(() => Alice.ToSs58((ushort)prefix));
    }

    [Fact]
    public void Refuses_an_id_of_another_length()
    {
        foreach (var length in Enumerable.Range(0, 70).Where(n => n is not (1 or 2 or 4 or 8 or 32 or 33)))
        {
            var refusal = Assert.Throws<ArgumentException>(() => Ss58.Encode(new byte[length], 42));
            Assert.StartsWith($"SS58 has no form for ids of {length} bytes", refusal.Message);
            Assert.Equal(length == 20, refusal.Message.Contains("hex", StringComparison.Ordinal));
        }
    }
}
