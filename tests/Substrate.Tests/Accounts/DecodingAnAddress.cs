using CoretimeDesk.Substrate.Tests.Hashing;

namespace CoretimeDesk.Substrate.Tests.Accounts;

public sealed class DecodingAnAddress
{
    private const string Alice = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private const string Base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    [Fact]
    public void Reads_what_others_write() => Assert.All(PublishedAddresses.All, known =>
    {
        var address = Ss58.Decode(known.Text);
        Assert.Equal(known.Id, address.Id);
        Assert.Equal(known.Prefix, address.Prefix);
        Assert.Equal(known.Text, address.ToString());
        Assert.True(Ss58.TryDecode(known.Text, out var same, out var problem));
        Assert.Equal(address, same);
        Assert.Equal(address.GetHashCode(), same.GetHashCode());
        Assert.Null(problem);
    });

    /// <summary>Indices 01, 0102, 01020304 and 0102030405060708 with each length of checksum, on network 42 and on 255.</summary>
    [Theory]
    [InlineData(1, "F7NZ", "4GPvNT")]
    [InlineData(2, "25GpW4", "FQxANvi")]
    [InlineData(2, "5jrpfEX", "26ciUPn6T")]
    [InlineData(4, "MvAtmUea", "5qne3tJeMM")]
    [InlineData(4, "2bKgfVK2sN", "NNLSXjSsrpK")]
    [InlineData(4, "82VU4sxbFKh", "2dKAogeMDUsso")]
    [InlineData(4, "Y1aeU7vNADWR", "8BHCH3yrE63ZDd")]
    [InlineData(8, "3MsZWNhRvzMGK9", "YgNUmr9uxMFVeqx")]
    [InlineData(8, "BR8AUemT3J8Sb7o", "3QpmoawxLjJNyU34d")]
    [InlineData(8, "nyUcq3hBw8bqwazt", "Be9rkcqZG5hhzEL73q")]
    [InlineData(8, "4VvGu94tPFvYo1w4XE", "oxz6bXBKPZkfubqKhVH")]
    [InlineData(8, "GSe9B8c9oEsML77cYU6", "4aJ71hNCYAbZkjAkHXhrG")]
    [InlineData(8, "2BAAw5ia9q6DEjKzBstZe", "GmxVY5AZvZMZa1823xXJRN")]
    [InlineData(8, "6BqUqhpVKyG11bpoR1cb8R", "2CdRvx9PEKPokkfXye44jtbN")]
    [InlineData(8, "PtpysyAc2jKD3ehyryi5dkj", "6JKo38Q17nBfN7j5izYXWJijL")]
    public void Reads_an_index_with_every_length_of_checksum(int length, string on42, string on255)
    {
        var id = Seeded.Counting(9)[1..(length + 1)];
        Assert.Equal(new Ss58Address(id, 42), Ss58.Decode(on42));
        Assert.Equal(new Ss58Address(id, 255), Ss58.Decode(on255));
    }

    [Theory]
    [InlineData("", "The text is too short: it stands for 0 bytes, and the shortest address has 3.")]
    [InlineData("1", "The text is too short: it stands for 1 bytes, and the shortest address has 3.")]
    [InlineData("5Gr", "The text is too short: it stands for 2 bytes, and the shortest address has 3.")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ", "The checksum is wrong: the address was mistyped or cut.")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQ0", "'0' at index 47 is not a character of base58.")]
    [InlineData("OGrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "'O' at index 0 is not a character of base58.")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKIlQY", "'I' at index 44 is not a character of base58.")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutlY", "'l' at index 46 is not a character of base58.")]
    [InlineData(" 5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "U+0020 at index 0 is not a character of base58.")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY\n", "U+000A at index 48 is not a character of base58.")]
    [InlineData("5Grwv\u0430EF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", "U+0430 at index 5 is not a character of base58.")]
    [InlineData("0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde3", "'0' at index 0 is not a character of base58.")]
    [InlineData("VBsrc5NLykZFTPMQucUzZebcjre8F9RFiyhyBLBWjSzSs68Hj", "The prefix 0 is written in two bytes but belongs in one.")]
    [InlineData("Zp5wgt7iipcBBD8qrDbgQerUy6vWeg3np21675SE43SmZaPo9", "The prefix 42 is written in two bytes but belongs in one.")]
    [InlineData("aFdUZ46KwD65FCAQc5ttVKYZkZ97vixz4JnuiaQs8aLzPdERK", "The prefix 46 is written in two bytes but belongs in one.")]
    [InlineData("c8BzEHVQbMde382ZKXA2L9yv5j4hrSN4MY9eZx4aiLfvupmsS", "The prefix 63 is written in two bytes but belongs in one.")]
    [InlineData("5g1axYPrdA2VeKsqmz8WKpa8f3n4T9ou8Qv3f8BaeheH3ApS", "The prefix 46 is reserved: no network has it.")]
    [InlineData("5moFDXwG1SuDoPHJgX1XhiqZJXvMWLSRKMUBGopt7ZEmKmWa", "The prefix 47 is reserved: no network has it.")]
    [InlineData("DrZg9tnv91k6T93t3eGTHiNyeqWAxBSabYLp7AvGcpQG7iU3", "The first byte, 128, announces an unknown kind of address.")]
    [InlineData("2X6WjsH3hrA1TtCS41tZUg1thHrbqwNS2sfjVLamxU9RgwRQXv", "The first byte, 200, announces an unknown kind of address.")]
    [InlineData("SXYSytZ7wxpQHbRo5FzUFA9wjTfWvTQgYzhVEybWRQvBrvMS", "The first byte, 255, announces an unknown kind of address.")]
    [InlineData("CdCxyfbh9s5Nouppse6a1XL7NutGi8", "The address has 21 bytes after its prefix, which fits no kind of id with its checksum.")]
    [InlineData("DivgPAtt3pst9sPCvpBDd6x6k9TnSRsZboF2sEhP8H7FA", "The address has 32 bytes after its prefix, which fits no kind of id with its checksum.")]
    [InlineData("2SFj1cxgiXHSwfuNbTawUXFRZRHc6JuJxoXyrWpifFAgUUkJSMC", "The address has 36 bytes after its prefix, which fits no kind of id with its checksum.")]
    [InlineData("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY1234", "The text has 52 characters; an address has at most 51.")]
    public void Says_what_is_wrong(string text, string message)
    {
        Assert.False(Ss58.TryDecode(text, out var address, out var problem));
        Assert.Null(address);
        Assert.Equal(message, problem);
        Assert.Equal(message, Assert.Throws<FormatException>(() => Ss58.Decode(text)).Message);
    }

    /// <summary>
    /// Two bytes of checksum must let one wrong address in 65,536 pass. Of these 44,000 it is one, and other
    /// implementations read it too: it is the address of another account.
    /// </summary>
    [Fact]
    public void Refuses_every_change_of_one_character_that_its_checksum_can_show() => Assert.All(PublishedAddresses.OfAccounts, known =>
    {
        for (var at = 0; at < known.Text.Length; at++)
        {
            foreach (var other in Base58Alphabet.Where(c => c != known.Text[at]))
            {
                AssertRefused(known.Text[..at] + other + known.Text[(at + 1)..], except: "cnVRwXfAnz3RSVQyBUC8f8McrK3YBX2QYd4WobtpeSC6VTJYm");
            }
        }
    });

    [Fact]
    public void Refuses_every_slip_of_the_hand() => Assert.All(PublishedAddresses.OfAccounts, known =>
    {
        for (var at = 0; at < known.Text.Length; at++)
        {
            // Left out, typed twice, swapped with the next.
            AssertRefused(known.Text.Remove(at, 1), except: known.Text);
            AssertRefused(known.Text.Insert(at, known.Text[at..(at + 1)]), except: known.Text);
            AssertRefused(known.Text[..at] + string.Concat(known.Text[at..].Take(2).Reverse()) + string.Concat(known.Text[at..].Skip(2)), except: known.Text);
        }
    });

    /// <summary>
    /// What is left of an account's address may by chance be the address of an index, whose checksum can be a single byte.
    /// It is never the address of an account, so this is the reading that a person's input goes through.
    /// </summary>
    [Fact]
    public void Refuses_every_truncation_of_an_account() => Assert.All(PublishedAddresses.OfAccounts, known =>
    {
        for (var length = 0; length < known.Text.Length; length++)
        {
            Assert.False(AccountId32.TryFromText(known.Text.AsSpan(0, length), null, out _, out var atTheEnd));
            Assert.False(AccountId32.TryFromText(known.Text.AsSpan(known.Text.Length - length), null, out _, out var atTheBeginning));
            Assert.NotEmpty(atTheEnd);
            Assert.NotEmpty(atTheBeginning);
        }
    });

    /// <summary>For random accounts the odds are what two bytes promise, and what passes is a genuine address of another account.</summary>
    [Fact]
    public void Lets_a_changed_address_pass_no_more_often_than_its_checksum_must()
    {
        var (tried, passed) = (0, 0);
        Seeded.Run(40, random =>
        {
            var prefix = (ushort)random.Next(64, Ss58.PrefixMax + 1);
            var text = Ss58.Encode(random.Bytes(32), prefix);
            for (var at = 0; at < text.Length; at++)
            {
                foreach (var other in Base58Alphabet.Where(c => c != text[at]))
                {
                    var changed = text[..at] + other + text[(at + 1)..];
                    tried++;
                    if (Ss58.TryDecode(changed, out var address, out _))
                    {
                        passed++;
                        Assert.Equal(changed, address.ToString());
                        Assert.NotEqual(text, changed);
                    }
                }
            }
        });

        // About 1.7 of 110,000 are expected. The seeds are fixed, so this answers the same every time.
        Assert.True(tried > 100_000);
        Assert.InRange(passed, 0, 8);
    }

    [Fact]
    public void Survives_any_text() => Seeded.Run(3000, random =>
    {
        var alphabet = random.Next(4) == 0 ? Base58Alphabet + "0OIl \0\u00DF\uD800" : Base58Alphabet;
        var text = string.Concat(Enumerable.Range(0, random.Next(56)).Select(_ => alphabet[random.Next(alphabet.Length)]));
        if (Ss58.TryDecode(text, out var address, out var problem))
        {
            Assert.Contains(address.Id.Length, (int[])[1, 2, 4, 8, 32, 33]);
            Assert.Equal(address, Ss58.Decode(address.ToString()));
        }
        else
        {
            Assert.NotEmpty(problem);
        }
    });

    [Fact]
    public void Refuses_long_text_by_its_length_alone()
    {
        Assert.False(Ss58.TryDecode(new string('z', 10_000_000), out _, out var problem));
        Assert.Equal("The text has 10000000 characters; an address has at most 51.", problem);
    }

    [Fact]
    public void Tells_addresses_apart_by_id_and_by_network()
    {
        var alice = Ss58.Decode(Alice);
        Assert.Equal(alice, new Ss58Address(alice.Id.ToArray(), 42));
        Assert.NotEqual(alice, alice with { Prefix = 0 });
        Assert.NotEqual(alice, alice with { Id = new byte[32] });
        Assert.NotEqual(alice, alice with { Id = alice.Id[..31] });
        Assert.False(alice.Equals(null));
    }

    private static void AssertRefused(string text, string except)
    {
        if (text != except)
        {
            Assert.False(Ss58.TryDecode(text, out var address, out _), $"{text} was read as {address}.");
        }
    }
}
