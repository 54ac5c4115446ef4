namespace CoretimeDesk.Market.Tests.Values;

public sealed class WritingTokens
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "0.0000000001")]
    [InlineData("10000000000", "1")]
    [InlineData("27499107110000", "2749.910711")]
    [InlineData("1519000000000", "151.9")]
    [InlineData("340282366920938463463374607431768211455", "34028236692093846346337460743.1768211455")]
    public void Writes_exactly_and_no_longer_than_needed(string planck, string number)
    {
        Assert.Equal(number, Token.Dot.FormatNumber(Planck.Parse(planck)));
        Assert.Equal($"{number} DOT", Token.Dot.Format(Planck.Parse(planck)));
        Assert.Equal(planck, Token.Dot.Parse(number).ToString());
        Assert.Equal(planck, Token.Dot.Parse($"{number} DOT").ToString());
    }

    [Fact]
    public void Reads_what_it_writes_with_any_number_of_decimals() => Seeded.Run(1_000, random =>
    {
        var (token, amount) = (new Token("ANY", random.Next(Token.DecimalsMax + 1)), random.Planck());
        Assert.Equal(amount, token.Parse(token.Format(amount)));
        Assert.Equal(amount, token.Parse(token.FormatNumber(amount)));
    });

    [Theory]
    [InlineData("0001.50", "15000000000")]
    [InlineData("1.00000000000000000000000000000000000000000000000", "10000000000")] // finer, but only by zeros
    public void Reads_zeros_that_say_nothing(string text, string planck) => Assert.Equal(planck, Token.Dot.Parse(text).ToString());

    [Theory]
    [InlineData("", "no amount of DOT")]
    [InlineData(".5", "no amount of DOT")]
    [InlineData("5.", "no amount of DOT")]
    [InlineData("-5", "without sign")]
    [InlineData("1,000", "separators")]
    [InlineData("1.2.3", "no amount of DOT")]
    [InlineData("1e3", "no amount of DOT")]
    [InlineData("1\0", "no amount of DOT")]
    [InlineData("1.5\0", "no amount of DOT")]
    [InlineData("1 KSM", "only DOT")]
    [InlineData("1  DOT", "one blank")]
    [InlineData("1 dot", "only DOT")]
    [InlineData("1DOT", "no amount of DOT")]
    [InlineData("0.00000000001", "finer than one planck: DOT has 10 decimals")]
    [InlineData("34028236692093846346337460743.1768211456", "more DOT than 128 bits")]
    [InlineData("99999999999999999999999999999999999999999", "more DOT than 128 bits")]
    public void Says_what_is_wrong(string text, string problem)
    {
        Assert.False(Token.Dot.TryParse(text, out var amount, out var said));
        Assert.True(amount.IsZero);
        Assert.Contains(problem, said, StringComparison.Ordinal);
        Assert.Equal(said, Assert.Throws<FormatException>(() => Token.Dot.Parse(text)).Message);
    }

    [Fact]
    public void Quotes_no_book_in_its_messages()
    {
        Assert.False(Token.Dot.TryParse(new string('x', 1_000_000), out _, out var problem));
        Assert.True(problem.Length < 250);
    }

    [Fact]
    public void Knows_the_tokens_that_buy_coretime()
    {
        Assert.Equal([("DOT", 10), ("KSM", 12), ("PAS", 10)], Token.Known.Select(t => (t.Symbol, t.Decimals)));
        Assert.True(Token.TryFind("ksm", out var token));
        Assert.Same(Token.Ksm, token);
        Assert.False(Token.TryFind("BTC", out _));
        Assert.False(Token.TryFind(null, out _));
        Assert.Equal(new Planck(1_000_000_000_000), Token.Ksm.One);
        Assert.Equal(new Planck(5_000_000_000_000), Token.Pas.Whole(500));
    }

    [Fact]
    public void Checks_at_the_door()
    {
        foreach (var symbol in (string[])["", "1INCH", "DO T", "A-B", "ABCDEFGHIJKLM", "DÖT"])
        {
            Assert.ThrowsAny<ArgumentException>(() => new Token(symbol, 10));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new Token("DOT", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Token("DOT", 39));
        Assert.Throws<OverflowException>(() => new Token("DOT", 38).Whole(4));
        Assert.Equal("3.40282366920938463463374607431768211455", new Token("DOT", 38).FormatNumber(Planck.MaxValue));
        Assert.Equal("5", new Token("UNIT", 0).FormatNumber(new(5)));
    }
}
