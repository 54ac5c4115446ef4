namespace CoretimeDesk.Market.Tests.Values;

/// <summary>Numbers that people write: digits, and nothing that .NET forgives besides.</summary>
public sealed class ReadingDigits
{
    [Theory]
    [InlineData("0", 0u)]
    [InlineData("007", 7u)]
    [InlineData("4294967295", uint.MaxValue)]
    public void Digits_are_a_number(string text, uint number)
    {
        Assert.True(Digits.TryParse<uint>(text, out var read));
        Assert.Equal(number, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7\0")]
    [InlineData("7\0\0")]
    [InlineData("\0")]
    [InlineData("+7")]
    [InlineData(" 7")]
    [InlineData("7\n")]
    [InlineData("７")]
    [InlineData("4294967296")]
    [InlineData("-1")]
    public void Anything_else_is_none(string text)
    {
        Assert.False(Digits.TryParse<uint>(text, out var read));
        Assert.Equal(0u, read);
    }
}
