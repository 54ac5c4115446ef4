namespace CoretimeDesk.Leads.Tests.Contacts;

/// <summary>"!" stands for a complaint that must hold these words, and must not repeat what was typed: it is kept.</summary>
public sealed class ReadingDetails
{
    [Theory]
    [InlineData("Ada@Aleph.XYZ", "ada@aleph.xyz")]
    [InlineData(" ada.l+desk@bücher.example ", "ada.l+desk@xn--bcher-kva.example")]
    [InlineData("ada@gmail.com", "ada@gmail.com")]
    [InlineData("", "!no e-mail address")]
    [InlineData("ada", "!no e-mail address")]
    [InlineData("@aleph.xyz", "!no e-mail address")]
    [InlineData("ada@", "!no e-mail address")]
    [InlineData("ada@aleph", "!no dot")]
    [InlineData("ada..l@aleph.xyz", "!mail systems agree")]
    [InlineData(".ada@aleph.xyz", "!mail systems agree")]
    [InlineData("Ada <ada@aleph.xyz>", "!mail systems agree")]
    [InlineData("ada@aleph.xyz\r\nBcc: all@world.xyz", "!mail systems agree")]
    [InlineData("ada@aleph.xyz,bob@aleph.xyz", "!mail systems agree")]
    [InlineData("a\u0000b@aleph.xyz", "!mail systems agree")]
    [InlineData("ada@127.0.0.1", "!IP address")]
    [InlineData("ada@[127.0.0.1]", "!a domain and nothing else")]
    [InlineData("ada@aleph.xyz/x", "!a domain and nothing else")]
    public void Emails(string written, string expected) => Compare(expected, ContactReading.TryReadEmail(written, out var email), email, written);

    [Theory]
    [InlineData("telegram:@Aleph_Dev", "telegram:aleph_dev")]
    [InlineData("X: aleph", "x:aleph")]
    [InlineData("matrix:@ada:aleph.xyz", "matrix:@ada:aleph.xyz")]
    [InlineData("phone:+41 44 123 45 67", "phone:+41441234567")]
    [InlineData("signal:ada.01", "signal:ada.01")]
    [InlineData("@ada", "!names no service")]
    [InlineData("myspace:ada", "!names no service")]
    [InlineData("telegram:", "!is no name")]
    [InlineData("telegram:a b", "!is no name")]
    [InlineData("phone:044 123 45 67", "!is no name")]
    [InlineData("matrix:ada", "!is no name")]
    public void Handles(string written, string expected) => Compare(expected, ContactReading.TryReadHandle(written, out var handle), handle, written);

    [Theory]
    [InlineData("Europe/Zurich", "Europe/Zurich")]
    [InlineData("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires")]
    [InlineData("UTC", "UTC")]
    [InlineData("", "")]
    [InlineData("europe/berlin", "!no time zone")]
    [InlineData("Europe/Zürich", "!no time zone")]
    [InlineData("W. Europe Standard Time", "!no time zone")]
    [InlineData("CEST", "!no time zone")]
    [InlineData("+02:00", "!no time zone")]
    [InlineData("../../etc/passwd", "!no time zone")]
    [InlineData("right/Europe/Zurich", "!no time zone")]
    public void Time_zones(string written, string expected) => Compare(expected, ContactReading.TryReadTimeZone(written, out var zone), zone, written);

    [Theory]
    [InlineData("de", "de")]
    [InlineData("pt-BR", "pt-BR")]
    [InlineData("zh-Hant-TW", "zh-Hant-TW")]
    [InlineData("German", "!no language tag")]
    [InlineData("de_CH", "!no language tag")]
    public void Languages(string written, string expected) => Compare(expected, ContactReading.TryReadLanguage(written, out var language), language, written);

    [Theory]
    [InlineData("ch", "CH")]
    [InlineData("", "")]
    [InlineData("XX", "!no country")]
    [InlineData("H C", "!no country")]
    [InlineData("CHE", "!no country")]
    public void Countries(string written, string expected) => Compare(expected, ContactReading.TryReadCountry(written, out var country), country, written);

    [Fact]
    public void A_mailbox_that_anybody_can_have_says_nothing_about_where_somebody_belongs()
    {
        Assert.Null(ContactReading.OwnDomain("ada@gmail.com"));
        Assert.Equal("aleph.xyz", ContactReading.OwnDomain("ada@aleph.xyz"));
    }

    private static void Compare(string expected, string? problem, string value, string written)
    {
        if (!expected.StartsWith('!'))
        {
            Assert.True(problem is null, $"\"{written}\": {problem}");
            Assert.Equal(expected, value);
            return;
        }

        Assert.True(problem is not null, $"\"{written}\" was taken as {value}");
        Assert.Contains(expected[1..], problem, StringComparison.Ordinal);
        if (written.Length > 10)
        {
            Assert.DoesNotContain(written, problem, StringComparison.OrdinalIgnoreCase);
        }
    }
}
