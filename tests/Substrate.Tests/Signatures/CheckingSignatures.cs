using System.Numerics;
using System.Text;

namespace CoretimeDesk.Substrate.Tests.Signatures;

/// <summary>Eighty signatures by the wallets' own library, over texts whose lengths lie around the blocks of all the hashes involved.</summary>
public sealed class CheckingSignatures
{
    private static readonly Vector[] Vectors = [.. Read()];

    public sealed record Vector(SignatureScheme Scheme, byte[] Account, string Text, byte[] Signature)
    {
        public SignatureScheme? Check(string text, byte[] signature) => Scheme == SignatureScheme.Ethereum
            ? SignedText.SchemeOf(AccountId20.FromBytes(Account), text, signature)
            : SignedText.SchemeOf(AccountId32.FromBytes(Account), text, signature);
    }

    [Fact]
    public void What_wallets_signed_is_recognised_with_its_scheme()
    {
        Assert.Equal(80, Vectors.Length);
        Assert.All(Vectors, v => Assert.Equal(v.Scheme, v.Check(v.Text, v.Signature)));
    }

    [Fact]
    public void A_signature_of_another_text_or_of_another_account_proves_nothing()
    {
        foreach (var pair in Vectors.Zip(Vectors.Skip(1)).Where(p => p.First.Scheme == p.Second.Scheme))
        {
            Assert.Null(pair.First.Check(pair.Second.Text, pair.First.Signature));
            Assert.Null(pair.Second.Check(pair.First.Text, pair.First.Signature));
            Assert.Null(pair.First.Check(pair.First.Text + " ", pair.First.Signature));
        }
    }

    [Theory]
    [InlineData(SignatureScheme.Sr25519)]
    [InlineData(SignatureScheme.Ed25519)]
    [InlineData(SignatureScheme.Ecdsa)]
    [InlineData(SignatureScheme.Ethereum)]
    public void A_single_bit_that_is_turned_over_spoils_it(SignatureScheme scheme)
    {
        var vector = Vectors.First(v => v.Scheme == scheme && v.Text.Length > 60);
        for (var bit = 0; bit < vector.Signature.Length * 8; bit += 3)
        {
            var spoilt = (byte[])vector.Signature.Clone();
            spoilt[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(vector.Check(vector.Text, spoilt) is null, $"bit {bit}");
        }
    }

    [Fact]
    public void Every_other_length_is_no_signature()
    {
        foreach (var vector in Vectors.Where(v => v.Text.Length == 100))
        {
            for (var length = 0; length <= 70; length++)
            {
                var cut = vector.Signature.Concat(new byte[70]).Take(length).ToArray();
                Assert.Equal(length == vector.Signature.Length ? vector.Scheme : null, vector.Check(vector.Text, cut));
            }
        }
    }

    [Fact]
    public void The_byte_that_names_the_scheme_must_name_the_right_one()
    {
        foreach (var vector in Vectors.Where(v => v.Text.Length == 100 && v.Scheme != SignatureScheme.Ethereum))
        {
            for (byte tag = 0; tag < 5; tag++)
            {
                var right = tag == vector.Scheme switch { SignatureScheme.Ed25519 => 0, SignatureScheme.Sr25519 => 1, _ => 2 };
                Assert.Equal(right ? vector.Scheme : null, vector.Check(vector.Text, [tag, .. vector.Signature]));
            }
        }
    }

    /// <summary>RFC 8032, section 7.1, tests 1 to 3.</summary>
    [Theory]
    [InlineData("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "", "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72", "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82", "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Ed25519_agrees_with_the_published_vectors(string key, string message, string signature) =>
        Assert.True(Ed25519.Verify(Convert.FromHexString(key), Convert.FromHexString(message), Convert.FromHexString(signature)));

    /// <summary>Adding the group's order to a scalar gives the same point: a second signature that nobody made.</summary>
    [Theory]
    [InlineData(SignatureScheme.Sr25519, 0x80)]
    [InlineData(SignatureScheme.Ed25519, 0)]
    public void A_scalar_beyond_the_order_is_refused(SignatureScheme scheme, byte mark)
    {
        foreach (var vector in Vectors.Where(v => v.Scheme == scheme))
        {
            var spoilt = (byte[])vector.Signature.Clone();
            spoilt[^1] &= (byte)(0xFF ^ mark);
            var more = new BigInteger(spoilt.AsSpan(32), isUnsigned: true) + EdwardsPoint.Order;
            spoilt.AsSpan(32).Clear();
            Assert.True(more.TryWriteBytes(spoilt.AsSpan(32), out _, isUnsigned: true));
            spoilt[^1] |= mark;
            Assert.Null(vector.Check(vector.Text, spoilt));
        }
    }

    /// <summary>For these keys a signature of zeros fits without anybody knowing anything.</summary>
    [Theory]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    public void Keys_of_small_order_sign_nothing(string key)
    {
        var bytes = Convert.FromHexString(key);
        byte[] zeros = new byte[64];
        byte[] neutral = [1, .. new byte[63]];
        byte[] self = [.. bytes, .. new byte[32]];
        foreach (var signature in new[] { zeros, neutral, self })
        {
            Assert.False(Ed25519.Verify(bytes, "any"u8, signature));
            byte[] marked = [.. signature[..^1], 0x80];
            Assert.False(Sr25519.Verify(bytes, "any"u8, marked));
        }
    }

    /// <summary>RFC 9496, appendix A.2: encodings that are no element.</summary>
    [Theory]
    [InlineData("00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20")]
    [InlineData("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371")]
    [InlineData("3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    public void What_is_no_ristretto_element_is_refused(string bytes) =>
        Assert.Null(EdwardsPoint.DecodeRistretto(Convert.FromHexString(bytes)));

    [Fact]
    public void The_base_point_of_ristretto_is_the_published_one()
    {
        var read = EdwardsPoint.DecodeRistretto(Convert.FromHexString("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"));
        Assert.True(read!.Value.IsRistretto(EdwardsPoint.Base));
        Assert.False(read.Value.IsRistretto(EdwardsPoint.Base + EdwardsPoint.Base));
    }

    [Theory]
    [InlineData("", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470")]
    [InlineData("abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    public void Keccak_answers_as_Ethereum_does(string text, string expected)
    {
        Span<byte> digest = stackalloc byte[32];
        Keccak.Hash256(Encoding.ASCII.GetBytes(text), digest);
        Assert.Equal(expected, Convert.ToHexStringLower(digest));
    }

    private static IEnumerable<Vector> Read()
    {
        using var reader = new StreamReader(typeof(CheckingSignatures).Assembly.GetManifestResourceStream("signatures.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Split(' ') is [var scheme, var account, var text, var signature] && !line.StartsWith('#'))
            {
                yield return new(
                    Enum.Parse<SignatureScheme>(scheme, ignoreCase: true), Convert.FromHexString(account[2..]), Encoding.UTF8.GetString(Convert.FromHexString(text[2..])), Convert.FromHexString(signature[2..]));
            }
        }
    }
}
