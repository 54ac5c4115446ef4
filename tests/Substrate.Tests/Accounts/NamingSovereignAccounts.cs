using CoretimeDesk.Substrate.Tests.Hashing;

namespace CoretimeDesk.Substrate.Tests.Accounts;

public sealed class NamingSovereignAccounts
{
    [Theory]
    [InlineData(1000u, "5Ec4AhPZk8STuex8Wsi9TwDtJQxKqzPJRCH7348Xtcs9vZLJ", "5Eg2fntNprdN3FgH4sfEaaZhYtddZQSQUqvYJ1f2mLtinVhV")]
    [InlineData(2000u, "5Ec4AhPUwPeyTFyuhGuBbD224mY85LKLMSqSSo33JYWCazU4", "5Eg2fntJ27qsari4FGrGhrMqKFDRnkNSR6UshkZYBGXmSuC8")]
    [InlineData(2001u, "5Ec4AhPV91i9yNuiWuNunPf6AQCYDhFTTA4G5QCbtqYApH9E", "5Eg2fntJDju46yds4uKzu2zuQssqw7JZWohhLMj6mZZjg2pK")]
    [InlineData(0u, "5Ec4AhNmFmpEvbFUqLoWAd68CcvudkegML6YhBEg1keWpPaf", "5Eg2fnsaLW194BydPLkbHGRwT6cDMAhnQyjyx8mAtUg5g6ei")]
    [InlineData(uint.MaxValue, "5Ec4AhPeYurfjL5pp8RMARhJqoyfCqZJkawiNKwQVMYTnf6i", "5Eg2fntTde3ZrvoyN8NSH5386HexvFcQpEb9dHTuN5a2eNzU")]
    public void A_parachain_has_one_on_the_relay_chain_and_one_on_its_siblings(uint para, string child, string sibling)
    {
        Assert.Equal(child, SovereignAccounts.Child(para).ToSs58(42));
        Assert.Equal(sibling, SovereignAccounts.Sibling(para).ToSs58(42));

        Assert.True(SovereignAccounts.TryParaOf(SovereignAccounts.Child(para), out var found, out var isSibling));
        Assert.Equal((para, false), (found, isSibling));
        Assert.True(SovereignAccounts.TryParaOf(SovereignAccounts.Sibling(para), out found, out isSibling));
        Assert.Equal((para, true), (found, isSibling));
    }

    [Theory]
    [InlineData("py/broke", "5EYCAe5ijiYdYYdjtVnvyYav3HZghmZvA35zzhHVWisC2osz")]
    [InlineData("py/ctbrn", "5EYCAe5ijiYdgSkrRuQBA3d988wkZCbQEmwbM4LVk2m395iM")]
    [InlineData("py/ondmd", "5EYCAe5ijiYfJL3NScoTZCLh5TrChw9cxqCGTXScmkZBhywj")]
    [InlineData("py/trsry", "5EYCAe5ijiYfyeZ2JJCGq56LmPyNRAKzpG4QkoQkkQNB5e6Z")]
    public void A_pallet_has_one_by_its_id(string id, string address)
    {
        Assert.Equal(address, SovereignAccounts.Pallet(id).ToSs58(42));
        Assert.Equal(address, SovereignAccounts.Pallet([.. id.Select(c => (byte)c)]).ToSs58(42));
        Assert.False(SovereignAccounts.TryParaOf(SovereignAccounts.Pallet(id), out var para, out var isSibling));
        Assert.Equal((0u, false), (para, isSibling));
    }

    [Theory]
    [InlineData("")]
    [InlineData("py/trsr")]
    [InlineData("py/trsry1")]
    [InlineData("py/trsr\u00FF")]
    [InlineData("py/trs\u00FF")]
    public void A_pallet_id_has_eight_bytes(string id) => Assert.Throws<ArgumentException>(() => SovereignAccounts.Pallet(id));

    [Fact]
    public void A_pallet_id_in_bytes_may_be_any_eight()
    {
        Assert.Equal("0x6d6f646cff00ff00ff00ff00" + new string('0', 40), SovereignAccounts.Pallet([255, 0, 255, 0, 255, 0, 255, 0]).ToString());
        Assert.Throws<ArgumentException>(() => SovereignAccounts.Pallet(new byte[7]));
        Assert.Throws<ArgumentException>(() => SovereignAccounts.Pallet(new byte[9]));
        Assert.Throws<ArgumentNullException>(() => SovereignAccounts.Pallet((string)null!));
    }

    [Fact]
    public void A_single_bit_outside_the_para_id_makes_it_an_ordinary_account()
    {
        foreach (var account in (AccountId32[])[SovereignAccounts.Child(2000), SovereignAccounts.Sibling(2000)])
        {
            for (var bit = 0; bit < 256; bit++)
            {
                var bytes = account.ToArray();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.Equal(bit / 8 is >= 4 and < 8, SovereignAccounts.TryParaOf(AccountId32.FromBytes(bytes), out _, out _));
            }
        }
    }

    [Fact]
    public void An_ordinary_account_is_no_parachain() => Seeded.Run(100, random =>
        Assert.False(SovereignAccounts.TryParaOf(AccountId32.FromBytes(random.Bytes(32)), out _, out _)));
}
