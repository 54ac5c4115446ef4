using System.Security.Cryptography;
using CoretimeDesk.Sealing;

namespace CoretimeDesk.Journal.Tests.Sealing;

public sealed class SigningASeal
{
    private static readonly Seal Example = new(
        "quoting", 7, new string('a', 64), new string('b', 64), 12, "734-1", "740-12", new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero), "");

    [Fact]
    public void Its_text_and_hash_are_those_of_the_documentation()
    {
        var seal = Example with { KeyId = new string('c', 64) };
        Assert.Equal(
            """{"v":"coretime-desk journal seal 1","journal":"quoting","number":7,"previous":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","root":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","leaves":12,"first":"734-1","last":"740-12","sealed_at":"2026-11-03T09:00:00.000000Z","key":"cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"}""",
            seal.Canonical());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(seal.Canonical()))), seal.Hash());
    }

    [Fact]
    public void Only_the_key_that_signed_verifies_and_only_what_it_signed()
    {
        using var key = SealKey.Create();
        using var other = SealKey.Create();
        var signed = key.Sign(Example with { KeyId = key.Public.Id });

        Assert.True(key.Public.Verifies(signed));
        Assert.False(other.Public.Verifies(signed));
        Assert.False(other.Public.Verifies(signed with { Seal = signed.Seal with { KeyId = other.Public.Id } }));
        Assert.Throws<ArgumentException>(() => key.Sign(Example with { KeyId = other.Public.Id }));
        Seal[] changed =
        [
            signed.Seal with { Service = "leads" }, signed.Seal with { Number = 8 }, signed.Seal with { Previous = new('d', 64) }, signed.Seal with { Root = new('d', 64) },
            signed.Seal with { Leaves = 13 }, signed.Seal with { First = "734-2" }, signed.Seal with { Last = "740-13" },
            signed.Seal with { SealedAt = signed.Seal.SealedAt.AddMicroseconds(1) },
        ];
        Assert.All(changed, seal => Assert.False(key.Public.Verifies(signed with { Seal = seal })));
    }

    [Fact]
    public void A_signature_that_is_damaged_is_no_signature()
    {
        using var key = SealKey.Create();
        var signed = key.Sign(Example with { KeyId = key.Public.Id });
        for (var i = 0; i < signed.Signature.Length; i++)
        {
            var digit = signed.Signature[i] == '0' ? '1' : '0';
            Assert.False(key.Public.Verifies(signed with { Signature = signed.Signature[..i] + digit + signed.Signature[(i + 1)..] }), $"digit {i}");
            Assert.False(key.Public.Verifies(signed with { Signature = signed.Signature[..i] }), $"cut at {i}");
        }

        Assert.False(key.Public.Verifies(signed with { Signature = signed.Signature + "00" }));
        Assert.False(key.Public.Verifies(signed with { Signature = signed.Signature.ToUpperInvariant() }));
        Assert.False(key.Public.Verifies(signed with { Signature = "" }));
    }

    [Fact]
    public void A_key_is_read_back_from_its_file_and_nothing_else_is_a_key()
    {
        using var key = SealKey.Create();
        using var again = SealKey.FromPkcs8(key.ExportPkcs8());
        Assert.Equal(key.Public.Id, again.Public.Id);
        Assert.Equal(key.Public.Id, SealPublicKey.OfPem(key.Public.ToPem())!.Id);
        Assert.Equal(key.Public.Id, SealPublicKey.OfPem("a note above\n" + key.Public.ToPem())!.Id);

        Assert.Null(SealPublicKey.OfPem(""));
        Assert.Null(SealPublicKey.OfPem(key.Public.ToPem().Replace("PUBLIC", "PRIVATE", StringComparison.Ordinal)));
        Assert.Null(SealPublicKey.Of(key.Public.Info[1..]));
        Assert.Null(SealPublicKey.Of([.. key.Public.Info, 0]));
        using var stronger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Null(SealPublicKey.Of(stronger.ExportSubjectPublicKeyInfo()));
        Assert.Throws<CryptographicException>(() => SealKey.FromPkcs8(stronger.ExportPkcs8PrivateKey()));
    }
}
