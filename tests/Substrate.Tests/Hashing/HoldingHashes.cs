namespace CoretimeDesk.Substrate.Tests.Hashing;

public sealed class HoldingH160() : HoldingFixedBytes<H160>(H160.Size, H160.FromBytes)
{
    protected override byte[] ToArray(H160 value) => value.ToArray();

    protected override void CopyTo(H160 value, Span<byte> destination) => value.CopyTo(destination);

    protected override bool IsZero(H160 value) => value.IsZero;

    [Fact]
    public void Compares_with_operators()
    {
        H160 low = default, high = H160.Parse("0x01" + new string('0', 2 * H160.Size - 2)), same = high;
        Assert.True(low < high && low <= high && low != high && high <= same && high >= same && high == same);
        Assert.False(high < low || high <= low || low > high || low >= high || low == high || high != same || high < same || high > same);
    }
}

public sealed class HoldingH256() : HoldingFixedBytes<H256>(H256.Size, H256.FromBytes)
{
    protected override byte[] ToArray(H256 value) => value.ToArray();

    protected override void CopyTo(H256 value, Span<byte> destination) => value.CopyTo(destination);

    protected override bool IsZero(H256 value) => value.IsZero;

    [Fact]
    public void Compares_with_operators()
    {
        H256 low = default, high = H256.Parse("0x01" + new string('0', 2 * H256.Size - 2)), same = high;
        Assert.True(low < high && low <= high && low != high && high <= same && high >= same && high == same);
        Assert.False(high < low || high <= low || low > high || low >= high || low == high || high != same || high < same || high > same);
    }
}

public sealed class HoldingH512() : HoldingFixedBytes<H512>(H512.Size, H512.FromBytes)
{
    protected override byte[] ToArray(H512 value) => value.ToArray();

    protected override void CopyTo(H512 value, Span<byte> destination) => value.CopyTo(destination);

    protected override bool IsZero(H512 value) => value.IsZero;

    [Fact]
    public void Compares_with_operators()
    {
        H512 low = default, high = H512.Parse("0x01" + new string('0', 2 * H512.Size - 2)), same = high;
        Assert.True(low < high && low <= high && low != high && high <= same && high >= same && high == same);
        Assert.False(high < low || high <= low || low > high || low >= high || low == high || high != same || high < same || high > same);
    }
}
