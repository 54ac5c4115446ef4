namespace CoretimeDesk.Leads.Tests.Accounts;

/// <summary>What people paste, and what the desk makes of it. "!" stands for a complaint that must hold these words.</summary>
public sealed class ReadingKeys
{
    [Theory]
    [InlineData("aleph.xyz", "aleph.xyz")]
    [InlineData("  ALEPH.XYZ  ", "aleph.xyz")]
    [InlineData("https://www.aleph.xyz/about?x=1#y", "aleph.xyz")]
    [InlineData("http://aleph.xyz:8080/", "aleph.xyz")]
    [InlineData("aleph.xyz.", "aleph.xyz")]
    [InlineData("www.aleph.xyz", "aleph.xyz")]
    [InlineData("app.aleph.xyz", "app.aleph.xyz")]
    [InlineData("Bücher.example", "xn--bcher-kva.example")]
    [InlineData("XN--BCHER-KVA.example", "xn--bcher-kva.example")]
    [InlineData("παράδειγμα.δοκιμή", "xn--hxajbheg2az3al.xn--jxalpdlp")]
    [InlineData("例え。テスト", "xn--r8jz45g.xn--zckzah")]
    [InlineData("aleph.github.io", "aleph.github.io")]
    [InlineData("", "!is missing")]
    [InlineData("aleph", "!has no dot")]
    [InlineData("localhost", "!has no dot")]
    [InlineData("desk.localhost", "!not on the public internet")]
    [InlineData("printer.local", "!not on the public internet")]
    [InlineData("192.168.0.1", "!IP address")]
    [InlineData("[2001:db8::1]", "!is no domain")]
    [InlineData("ftp://aleph.xyz", "!is no domain")]
    [InlineData("javascript:alert(1)", "!is no domain")]
    [InlineData("good.xyz@evil.xyz", "!is no domain")]
    [InlineData("https://good.xyz@evil.xyz/", "!is no domain")]
    [InlineData("al eph.xyz", "!is no domain")]
    [InlineData("al_eph.xyz", "!is no domain")]
    [InlineData("-aleph.xyz", "!is no domain")]
    [InlineData("aleph..xyz", "!is no domain")]
    [InlineData("xn--a.xyz", "!punycode")]
    [InlineData("cafe\u0301.xyz", "!accents are written apart")]
    [InlineData("github.com", "!is shared by many")]
    [InlineData("https://www.medium.com/@aleph", "!is shared by many")]
    [InlineData("<script>.xyz", "!is no domain")]
    public void Domains(string written, string expected) => Check(KeyKind.Domain, "", written, expected);

    [Fact]
    public void A_domain_that_is_too_long_is_refused()
    {
        var label = new string('a', 63);
        Check(KeyKind.Domain, "", $"{label}.xyz", $"{label}.xyz");
        Check(KeyKind.Domain, "", $"{label}a.xyz", "!is no domain");
        Check(KeyKind.Domain, "", $"{label}.{label}.{label}.{label}.xyz", "!is no domain");
        Check(KeyKind.Domain, "", new string('a', 301), "!at most 300");
    }

    [Theory]
    [InlineData("github.com/Aleph/Rollup", "github.com/aleph/rollup")]
    [InlineData("https://github.com/aleph/rollup.git", "github.com/aleph/rollup")]
    [InlineData("https://github.com/aleph/rollup/tree/main/src?tab=1#readme", "github.com/aleph/rollup")]
    [InlineData("git@github.com:aleph/rollup.git", "github.com/aleph/rollup")]
    [InlineData("ssh://git@github.com/aleph/rollup", "github.com/aleph/rollup")]
    [InlineData("git://github.com/aleph/rollup/", "github.com/aleph/rollup")]
    [InlineData("www.github.com/aleph/rollup", "github.com/aleph/rollup")]
    [InlineData("https://gitlab.com/group/sub/rollup/-/tree/main", "gitlab.com/group/sub/rollup")]
    [InlineData("https://git.aleph.xyz/team/rollup", "git.aleph.xyz/team/rollup")]
    [InlineData("", "!is missing")]
    [InlineData("github.com/aleph", "!names no repository")]
    [InlineData("github.com", "!is no repository")]
    [InlineData("https://github.com/orgs/aleph", "!names no repository")]
    [InlineData("https://github.com/aleph/../rollup", "!is no repository")]
    [InlineData("https://github.com/aleph/%2e%2e", "!is no repository")]
    [InlineData("https://me@github.com/aleph/rollup", "!is on no host")]
    [InlineData("file:///etc/passwd", "!is no repository")]
    [InlineData("aleph/rollup", "!is on no host")]
    [InlineData("github.com/aleph/rol lup", "!is no repository")]
    [InlineData("github.com/paritytech/polkadot-sdk", "!where everybody begins")]
    public void Repositories(string written, string expected) => Check(KeyKind.Repository, "", written, expected);

    [Theory]
    [InlineData("polkadot", "2000", "2000")]
    [InlineData(" Polkadot ", " 002000 ", "2000")]
    [InlineData("kusama", "4294967295", "4294967295")]
    [InlineData("polkadot", "0", "!no para id")]
    [InlineData("polkadot", "-1", "!no para id")]
    [InlineData("polkadot", "4294967296", "!no para id")]
    [InlineData("polkadot", "2,000", "!no para id")]
    [InlineData("polkadott", "2000", "!unknown")]
    [InlineData("", "2000", "!is missing")]
    public void Para_ids(string network, string written, string expected) => Check(KeyKind.ParaId, network, written, expected);

    [Theory]
    [InlineData("0x91B171BB158E2D3848FA23A9F1C25182FB8E20313B2C1EB49219DA7A70CE90C3", "0x91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3")]
    [InlineData("91b171bb158e2d3848fa23a9f1c25182fb8e20313b2c1eb49219da7a70ce90c3", "!is no hash")]
    [InlineData("0x91b1", "!is no hash")]
    [InlineData("0x0000000000000000000000000000000000000000000000000000000000000000", "!all zeros")]
    public void Genesis_hashes(string written, string expected) => Check(KeyKind.GenesisHash, "", written, expected);

    [Fact]
    public void A_network_belongs_to_para_ids_alone_and_chain_accounts_are_no_keys_to_type()
    {
        Check(KeyKind.Domain, "polkadot", "aleph.xyz", "!belongs to para ids only");
        Check(KeyKind.ChainAccount, "", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "!cannot be added by hand");
    }

    [Theory]
    [InlineData("15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5", "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")]
    [InlineData("0xD43593C715FDD31C61141ABD04A99FD6822C8558854CCDE39A5684E7A56DA27D", "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d")]
    [InlineData("0xF24FF3a9CF04c71Dbc94D0b566f7A27B94566cac", "0xf24ff3a9cf04c71dbc94d0b566f7a27b94566cac")]
    [InlineData("15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp4", "!checksum")]
    [InlineData("0xd43593c7", "!is no account")]
    [InlineData("0x0000000000000000000000000000000000000000", "!all zeros")]
    [InlineData("", "!is missing")]
    [InlineData("alice", "!is no account")]
    public void Addresses_are_compared_by_their_bytes(string written, string expected)
    {
        var problem = AccountAddress.TryRead(written, out var address);
        Compare(expected, problem, address.Bytes, written);
    }

    private static void Check(KeyKind kind, string network, string written, string expected)
    {
        var read = StrongKey.TryRead(kind, network, written, out var key, out var fault);
        Compare(expected, read ? null : fault.Description, key.Value, written);
    }

    private static void Compare(string expected, string? problem, string value, string written)
    {
        if (expected.StartsWith('!'))
        {
            Assert.True(problem is not null, $"\"{written}\" was taken as {value}");
            Assert.Contains(expected[1..], problem, StringComparison.Ordinal);
        }
        else
        {
            Assert.True(problem is null, $"\"{written}\": {problem}");
            Assert.Equal(expected, value);
        }
    }
}
