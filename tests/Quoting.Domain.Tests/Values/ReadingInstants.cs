namespace CoretimeDesk.Quoting.Tests.Values;

public class ReadingInstants
{
    [Theory]
    [InlineData("2026-07-01T00:00:00Z", "2026-07-01T00:00:00Z")]
    [InlineData("2026-07-01T00:00:00.001Z", "2026-07-01T00:00:00.001Z")]
    [InlineData("2026-07-01T00:00:00.000Z", "2026-07-01T00:00:00Z")]
    [InlineData("2026-07-01T00:30:00+02:00", "2026-06-30T22:30:00Z")]
    [InlineData("2026-07-01T00:30:00.250-23:59", "2026-07-02T00:29:00.250Z")]
    [InlineData("2024-02-29T12:00:00-00:00", "2024-02-29T12:00:00Z")]
    public void An_instant_is_printed_in_UTC(string text, string printed)
    {
        Assert.True(Instants.TryParse(text, out var instant));
        Assert.Equal(printed, Instants.Format(instant));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-07-01")]
    [InlineData("2026-07-01T00:00:00")]
    [InlineData("2026-07-01 00:00:00Z")]
    [InlineData("2026-07-01T00:00:00z")]
    [InlineData("2026-07-01T00:00:00.1Z")]
    [InlineData("2026-07-01T00:00:00.1234Z")]
    [InlineData("2026-07-01T00:00:00.\0\0\0Z")]
    [InlineData("2026-07-01T00:00:00,123Z")]
    [InlineData("2026-07-01T24:00:00Z")]
    [InlineData("2026-07-01T00:00:60Z")]
    [InlineData("2025-02-29T00:00:00Z")]
    [InlineData("2026-07-01T00:00:00+24:00")]
    [InlineData("2026-07-01T00:00:00+0200")]
    [InlineData("2026-07-01T00:00:00+02:60")]
    [InlineData("2026-07-01T00:00:00ZZ")]
    [InlineData(" 2026-07-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    public void Anything_else_is_none(string text) => Assert.False(Instants.TryParse(text, out _));
}
