using System.Text;
using CoretimeDesk.Identity.Domain;

namespace CoretimeDesk.Identity.Tests.Rules;

public sealed class JudgingCodes
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B, for SHA-1; six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(seconds);
        Assert.Equal(code, Totp.CodeOf(Key, Totp.StepAt(now)));
        Assert.Equal((CodeVerdict.Right, Totp.StepAt(now)), Totp.Judge(Key, code, now, 0));
        Assert.Equal((CodeVerdict.UsedBefore, Totp.StepAt(now)), Totp.Judge(Key, code, now, Totp.StepAt(now)));
    }

    [Theory]
    [InlineData(-2, CodeVerdict.Wrong)]
    [InlineData(-1, CodeVerdict.Right)]
    [InlineData(0, CodeVerdict.Right)]
    [InlineData(1, CodeVerdict.Right)]
    [InlineData(2, CodeVerdict.Wrong)]
    public void A_clock_may_differ_by_one_step(int steps, CodeVerdict verdict)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_015);
        Assert.Equal(verdict, Totp.Judge(Key, Totp.CodeOf(Key, Totp.StepAt(now) + steps), now, 0).Verdict);
    }

    [Fact]
    public void No_code_counts_after_a_later_one()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_790_000_015);
        var before = Totp.CodeOf(Key, Totp.StepAt(now) - 1);
        Assert.Equal(CodeVerdict.UsedBefore, Totp.Judge(Key, before, now, Totp.StepAt(now)).Verdict);
    }

    [Theory]
    [InlineData("")]
    [InlineData("28708")]
    [InlineData("2870822")]
    [InlineData("28708a")]
    [InlineData("-87082")]
    [InlineData("٢٨٧٠٨٢")]
    public void What_is_no_six_digits_is_wrong(string code) => Assert.Equal(CodeVerdict.Wrong, Totp.Judge(Key, code, DateTimeOffset.FromUnixTimeSeconds(59), 0).Verdict);

    [Fact]
    public void Apps_show_codes_with_a_blank_in_the_middle() => Assert.Equal(CodeVerdict.Right, Totp.Judge(Key, " 287 082 ", DateTimeOffset.FromUnixTimeSeconds(59), 0).Verdict);

    /// <summary>RFC 4648, section 10.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("MY======", "f")]
    [InlineData("MZXQ====", "fo")]
    [InlineData("MZXW6===", "foo")]
    [InlineData("MZXW6YQ=", "foob")]
    [InlineData("mzxw 6ytb", "fooba")]
    [InlineData("MZXW-6YTB-OI", "foobar")]
    public void Base32_is_that_of_the_standard(string text, string plain) => Assert.Equal(plain, Encoding.ASCII.GetString(Base32.Decode(text)));

    [Fact]
    public void What_is_no_base32_is_told() => Assert.Throws<FormatException>(() => Base32.Decode("MZ1W"));
}
