using CoretimeDesk.Substrate.Tests.Hashing;

namespace CoretimeDesk.Substrate.Tests.Accounts;

public sealed class HoldingAccountId20() : HoldingFixedBytes<AccountId20>(AccountId20.Size, AccountId20.FromBytes)
{
    protected override byte[] ToArray(AccountId20 value) => value.ToArray();

    protected override void CopyTo(AccountId20 value, Span<byte> destination) => value.CopyTo(destination);

    protected override bool IsZero(AccountId20 value) => value.IsZero;

    [Fact]
    public void Compares_with_operators()
    {
        AccountId20 low = default, high = AccountId20.Parse("0x01" + new string('0', 2 * AccountId20.Size - 2)), same = high;
        Assert.True(low < high && low <= high && low != high && high <= same && high >= same && high == same);
        Assert.False(high < low || high <= low || low > high || low >= high || low == high || high != same || high < same || high > same);
    }
}

public sealed class HoldingAccountId32() : HoldingFixedBytes<AccountId32>(AccountId32.Size, AccountId32.FromBytes)
{
    protected override byte[] ToArray(AccountId32 value) => value.ToArray();

    protected override void CopyTo(AccountId32 value, Span<byte> destination) => value.CopyTo(destination);

    protected override bool IsZero(AccountId32 value) => value.IsZero;

    [Fact]
    public void Compares_with_operators()
    {
        AccountId32 low = default, high = AccountId32.Parse("0x01" + new string('0', 2 * AccountId32.Size - 2)), same = high;
        Assert.True(low < high && low <= high && low != high && high <= same && high >= same && high == same);
        Assert.False(high < low || high <= low || low > high || low >= high || low == high || high != same || high < same || high > same);
    }
}
