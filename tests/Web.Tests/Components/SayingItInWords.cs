using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Web.Desk.Day;
using CoretimeDesk.Web.Desk.Frame;
using CoretimeDesk.Web.Desk.Parts;
using CoretimeDesk.Web.Desk.Sessions;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Tests.Components;

public sealed class SayingItInWords
{
    private static readonly DateTimeOffset Now = new(2026, 11, 16, 10, 42, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("246223214200", "24.6223")]
    [InlineData("99999999999999", "9,999.9999")] // Cut, not rounded: nobody reads 10,000.
    [InlineData("0", "0.0000")]
    [InlineData("1", "0.0000")]
    [InlineData("12345678901234567890", "1,234,567,890.1234")]
    public void A_list_shows_four_decimals_and_never_more_than_there_is(string planck, string shown) => Assert.Equal((shown, "DOT"), Words.Amount(planck, "DOT", 10));

    [Fact]
    public void A_limit_shows_every_decimal() => Assert.Equal("24.62232142", Words.Amount("246223214200", "DOT", 10, exact: true).Number);

    [Theory]
    [InlineData(SizeTier.S, "S")]
    [InlineData(SizeTier.Xl, "XL")]
    public void A_tier_is_written_as_in_the_rules(SizeTier tier, string written) => Assert.Equal(written, Words.Tier(tier));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1e9")]
    public void What_is_no_amount_is_a_dash(string planck) => Assert.Equal(("–", ""), Words.Amount(planck, "DOT", 10));

    [Theory]
    [InlineData(6, "6 s")]
    [InlineData(250, "4 min 10 s")]
    [InlineData(98_280, "27 h 18 min")]
    [InlineData(172_800, "2 days")]
    [InlineData(-5, "0 s")]
    public void A_length_is_told_in_two_units_at_most(int seconds, string told) => Assert.Equal(told, Words.Length(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(FollowerMode.Live, 6, StKind.Done)]
    [InlineData(FollowerMode.Live, 30, StKind.Done)]
    [InlineData(FollowerMode.Live, 31, StKind.Waiting)]
    [InlineData(FollowerMode.CatchingUp, 6, StKind.Waiting)]
    [InlineData(FollowerMode.Stopped, 6, StKind.Stopped)]
    public void The_worst_follower_is_the_one_that_is_told_of(FollowerMode mode, int age, StKind kind)
    {
        var well = new Follower { Mode = FollowerMode.Live, Kind = ChainKind.Coretime, FinalizedAt = Now.ToTimestamp() };
        var other = new Follower { Mode = mode, Kind = ChainKind.Relay, FinalizedAt = (Now - TimeSpan.FromSeconds(age)).ToTimestamp() };
        var (told, text) = FollowerHealth.Of([well, other], Now);
        Assert.Equal(kind, told);
        Assert.Equal(kind != StKind.Done, text.StartsWith("Relay chain: ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_day_is_told_by_what_is_overdue_and_what_is_due()
    {
        DeskTask Due(double hours) => new() { TaskId = $"{hours}", AccountName = "Wexmoor", DueAt = Now.AddHours(hours).ToTimestamp() };
        var groups = TaskGroups.Of([Due(13.3), Due(48), Due(-30), Due(0), Due(-0.1)], Now);
        Assert.Equal((2, 1, 2), (groups.Overdue.Count, groups.Today.Count, groups.Later.Count)); // 13.3 hours on it is tomorrow, at 00:00.
        Assert.Equal("Monday 16 November: 2 overdue, 1 due today", groups.Title(Now));
        Assert.Equal("Nothing due. The next task is Wexmoor, 18 Nov 2026 10:42 UTC.", TaskGroups.Of([Due(48)], Now).Nothing);
    }

    [Theory]
    [InlineData("/day?show=overdue", "/day?show=overdue")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("/a\r\nSet-Cookie: x", "/")]
    [InlineData("/sign-in?to=/sign-in", "/")]
    [InlineData(null, "/")]
    public void An_address_to_go_on_to_is_one_of_ours_or_none(string? given, string taken) => Assert.Equal(taken, SessionAuthentication.LocalAddress(given));

    [Fact]
    public void Tries_to_sign_in_run_out_for_one_email_in_any_case_and_then_for_the_address()
    {
        using var limiter = new SignInLimiter(3);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Null(limiter.Wait("10.0.0.1", i == 1 ? " REP@desk.example" : "rep@desk.example")));
        Assert.InRange(limiter.Wait("10.0.0.1", "rep@desk.example")!.Value.TotalMinutes, 0.01, 5);
        Assert.Null(limiter.Wait("10.0.0.2", "rep@desk.example"));
        var tries = Enumerable.Range(0, 40).Count(i => limiter.Wait("10.0.0.1", $"{i}@desk.example") is null);
        Assert.Equal(14, tries); // 18 for the address, of which 4 were tried before.
    }
}
