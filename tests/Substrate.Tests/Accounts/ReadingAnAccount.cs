namespace CoretimeDesk.Substrate.Tests.Accounts;

public sealed class ReadingAnAccount
{
    private const string Hex = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
    private const string Generic = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private const string Kusama = "HNZata7iMYWmk5RvZRTiAsSDhV8366zq2YGb3tLH5Upf74F";

    private static readonly AccountId32 Alice = AccountId32.Parse(Hex);

    [Fact]
    public void Takes_hex_and_the_addresses_of_all_networks()
    {
        foreach (var text in (string[])[Hex, Generic, Kusama, "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5"])
        {
            Assert.Equal(Alice, AccountId32.FromText(text));
            Assert.True(AccountId32.TryFromText(text, null, out var account, out var problem));
            Assert.Equal(Alice, account);
            Assert.Null(problem);
        }
    }

    [Fact]
    public void Takes_the_expected_network_and_hex()
    {
        Assert.Equal(Alice, AccountId32.FromText(Kusama, 2));
        Assert.Equal(Alice, AccountId32.FromText(Generic, 42));
        Assert.Equal(Alice, AccountId32.FromText(Hex, 2));
    }

    [Theory]
    [InlineData(Kusama, 0, "The address belongs to the network with prefix 2, not to the one with prefix 0.")]
    [InlineData(Generic, 0, "The address belongs to the network with prefix 42, not to the one with prefix 0.")]
    [InlineData("cLtA6nCDyvwKcEHH4QkZDSHMhS9s78BvUJUsKUbUAn1Jc2SCF", 42, "The address belongs to the network with prefix 65, not to the one with prefix 42.")]
    [InlineData("F7NZ", 42, "The address holds an id of 1 bytes; an account has 32.")]
    [InlineData("KWCv1L3QX9LDPwY4VzvLmarEmXjVJidUzZcinvVnmxAJJCBou", 42, "The address holds an id of 33 bytes; an account has 32.")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ", 42, "The checksum is wrong: the address was mistyped or cut.")]
    [InlineData("0xd43593c7", 42, "AccountId32 is written as 0x and 64 hex digits; the text has 8 after 0x.")]
    [InlineData("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da2xx", 42, "'x' at index 64 is not a hex digit.")]
    [InlineData("", 42, "The text is too short: it stands for 0 bytes, and the shortest address has 3.")]
    [InlineData("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d", 42, "The text has 64 characters; an address has at most 51.")]
    public void Says_what_is_wrong(string text, int expectedPrefix, string message)
    {
        Assert.Equal(message, Assert.Throws<FormatException>(() => AccountId32.FromText(text, (ushort)expectedPrefix)).Message);
        Assert.False(AccountId32.TryFromText(text, (ushort)expectedPrefix, out var account, out var problem));
        Assert.Equal(message, problem);
        Assert.True(account.IsZero);
    }

    [Fact]
    public void Refuses_null() => Assert.Throws<ArgumentNullException>(() => AccountId32.FromText(null!));

    [Fact]
    public void Allocates_nothing()
    {
        AccountId32.TryFromText(Generic, 42, out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AccountId32.TryFromText(Generic, 42, out _, out _);
        AccountId32.TryFromText(Hex, 42, out _, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Pairs as an independent decoder printed them for recorded blocks: keys, a multisig, pallets, a parachain.</summary>
    [Fact]
    public void Agrees_with_recorded_blocks()
    {
        foreach (var line in """
            5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty 0x8eaf04151687736326c9fea17e25fc5287613693c912909cb226aa4794f26a48
            5HGjWAeFDfFCWPsjFQdVV2Msvz2XtMktvgocEZcCj68kUMaw 0xe659a7a1628cdd93febc04a4e0646ea20e9f5f0ce097d9a05290d4a9e054df4e
            5EK5honSq4jLdcNHyZaGNSKCmfTodBAB52kyfEbZoosGTnfH 0x636f726574696d652d73616c65732d6465736b2d6c61622d6163636f756e7421
            5F3QVbS78a4aTYLiRAD8N3czjqVoNyV42L19CXyhqUMCh4Ch 0x83b70134afe83e035d51b9b6543bae58fc4ad7495df986b619e71b2581bf6ec5
            5EYCAe5ijiYdgSkrRuQBA3d988wkZCbQEmwbM4LVk2m395iM 0x6d6f646c70792f637462726e0000000000000000000000000000000000000000
            5Eg2fntJDju46yds4uKzu2zuQssqw7JZWohhLMj6mZZjg2pK 0x7369626cd1070000000000000000000000000000000000000000000000000000
            13Tzg5mCGGrsoQvGz5g7jQ35JQB18Aky1YcrR1P4NJzzgRbW 0x6d0efead89af8b51f44b21d4abd03c2be7cd9146862325d5f4b25edc03581392
            11qzup9ZtrHit6nhhWD6AzRBPyX1ow5w9VgTGAPWmC4eRw3 0x00a4f18a11e6870f089ae236276bc2ed254443eb9d851a0c9e17aedff3682a63
            """.Split('\n'))
        {
            var (address, id) = (line.Split(' ')[0], AccountId32.Parse(line.Split(' ')[1]));
            Assert.Equal(id, AccountId32.FromText(address));
            Assert.Equal(address, id.ToSs58(address[0] == '5' ? (ushort)42 : (ushort)0));
        }
    }
}
