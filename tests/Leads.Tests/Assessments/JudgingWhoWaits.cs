using System.Globalization;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Assessments;

namespace CoretimeDesk.Leads.Tests.Assessments;

public sealed class JudgingWhoWaits
{
    private static readonly DateTimeOffset Now = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(SizeTier.S, -9, null, null, null, 0)]        // Small: only when asked.
    [InlineData(SizeTier.M, null, null, null, null, 0)]      // No deal.
    [InlineData(SizeTier.M, -9, null, "Missing", -9, -4)]
    [InlineData(SizeTier.XL, -1, null, "Missing", -1, 4)]
    [InlineData(SizeTier.M, -9, 15, null, null, 0)]
    [InlineData(SizeTier.M, -9, 14, "RunsOut", 0, 14)]
    [InlineData(SizeTier.M, -9, 0, "RanOut", 0, 0)]          // The end does not belong to it.
    [InlineData(SizeTier.M, null, 1, null, null, 0)]
    public void An_account_waits_by_its_size_its_deal_and_the_end_of_its_assessment(SizeTier tier, int? worked, int? end, string? kind, int? since, int due)
    {
        var need = AssessmentNeed.Of(new(tier, Days(worked), null, null, Days(end)), Now);
        Assert.Equal(kind is null ? null : new AssessmentNeed(Enum.Parse<AssessmentNeedKind>(kind), Days(since)!.Value, Now.AddDays(due)), need);
    }

    [Fact]
    public void Whoever_asks_is_answered_whatever_the_size_and_whatever_counts() =>
        Assert.Equal(new(AssessmentNeedKind.Asked, Now.AddDays(-1), Now.AddDays(3)), AssessmentNeed.Of(new(SizeTier.S, null, Now.AddDays(-1), Now.AddDays(3), Now.AddDays(60)), Now));

    [Theory]
    [InlineData("Bought core 5 for 24.62232142 DOT; polkadot-coretime, block 1234567.", "Bought core 5 for (an amount); polkadot-coretime, block 1234567.")]
    [InlineData("costs no more than 1,000\u00a0DOT since about 3 May", "costs no more than (an amount) since about 3 May")]
    [InlineData("246223214200 planck, that is 24.6 dot", "(an amount), that is (an amount)")]
    [InlineData("€ 1 200.50, $3k or 12 USDC", "(an amount), (an amount) or (an amount)")]
    [InlineData("3 cores, 13 core-periods, para 2000, 10 dots on a map of DOTs", "3 cores, 13 core-periods, para 2000, (an amount) on a map of DOTs")]
    [InlineData("", "")]
    public void Amounts_are_left_out_and_cores_blocks_and_dates_stay(string text, string without) => Assert.Equal(without, AmountsInText.Without(text));

    [Fact]
    public void A_text_of_digits_alone_is_looked_through_in_time()
    {
        var text = string.Concat(Enumerable.Range(0, 2000).Select(i => (i % 10).ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(text, AmountsInText.Without(text));
    }

    private static DateTimeOffset? Days(int? days) => days is { } n ? Now.AddDays(n) : null;
}
