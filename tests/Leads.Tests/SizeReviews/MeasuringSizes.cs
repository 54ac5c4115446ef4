using CoretimeDesk.Leads.ChainFacts;
using CoretimeDesk.Leads.SizeReviews;
using CoretimeDesk.Market;

namespace CoretimeDesk.Leads.Tests.SizeReviews;

public sealed class MeasuringSizes(ITestOutputHelper output)
{
    private const string Coretime = "polkadot-coretime";
    private const uint Period = 5040;
    private const uint Day = 180;
    private const uint Begin = 312_500;
    private static readonly DateTimeOffset Start = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, Planck> TenDot = new() { ["polkadot"] = Token.Dot.Whole(10) };

    [Fact]
    public void F3_a_core_that_is_kept_all_the_time_is_thirteen_core_periods_wherever_the_window_falls()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            var (cores, from) = ((uint)random.Next(1, 40), Start.AddMinutes(random.Next(0, 28 * 24 * 60)));
            List<CoreUse> uses = [];
            for (uint core = 0; core < cores; core++)
            {
                for (uint period = 0; period < 6; period++)
                {
                    // Facts come in any order, and each estimates by itself when its region begins.
                    var use = Use(period == 0 ? UseKind.Purchase : UseKind.Renewal, core + (100 * period), Begin + (Period * period));
                    uses.Insert(random.Next(uses.Count + 1), period == 0 ? use : use with { BeginsAt = use.BeginsAt.AddHours(random.Next(-5, 6)) });
                }
            }

            var shown = SizeMeasure.Of(uses, [], TenDot, new(from, from.AddDays(random.Next(28, 120))))!;
            Assert.Equal((13 * cores, SizeTiers.Of(13 * cores), SizeBasis.Bulk), (shown.AnnualCorePeriods, shown.Tier, shown.Basis));
        }
    }

    [Fact]
    public void F3_what_two_facts_say_of_one_core_is_one_core()
    {
        var bought = Use(UseKind.Purchase, 5, Begin);
        var assigned = bought with { Kind = UseKind.Assignment };
        var secondHalf = assigned with { Begin = Begin + (Period / 2), Timeslices = Period / 2 };
        var (left, right) = (assigned with { Mask = CoreMask.FromChunk(0, 40) }, assigned with { Mask = CoreMask.FromChunk(40, 80) });
        Assert.Equal(80, Assert.Single(CoreUses.Held([assigned, bought, secondHalf])).Parts);
        Assert.Equal(80, Assert.Single(CoreUses.Held([left, right, left])).Parts);
        Assert.Equal(2, CoreUses.Held([bought, assigned with { Chain = "kusama-coretime" }]).Count);
        Assert.Equal(2, CoreUses.Held([bought, assigned with { Core = 6 }]).Count);
        Assert.Equal((0, 40, 0), (At([left], Begin - 1), At([left], Begin), At([left], Begin + Period)));
    }

    [Theory]
    [InlineData(80, 13u, SizeTier.S)]
    [InlineData(40, 6u, SizeTier.S)]
    [InlineData(1, 0u, SizeTier.S)]
    public void F3_parts_of_a_core_count_as_parts_and_less_than_one_core_period_is_the_smallest_tier(int parts, uint annual, SizeTier tier)
    {
        var uses = Enumerable.Range(0, 4).Select(i => Use(UseKind.Renewal, 1, Begin + (Period * (uint)i)) with { Mask = CoreMask.FromChunk(0, parts) }).ToList();
        Assert.Equal(new(annual, tier, SizeBasis.Bulk), SizeMeasure.Of(uses, [], TenDot, new(Start, Start.AddDays(90))));
    }

    [Theory]
    [InlineData(0, 0u, SizeTier.S)]
    [InlineData(10, 4u, SizeTier.S)]
    [InlineData(40, 16u, SizeTier.M)]
    [InlineData(100_000, 40_444u, SizeTier.M)]
    public void F3_on_demand_spending_is_divided_by_the_end_price_and_is_tier_M_at_most(int dot, uint annual, SizeTier tier)
    {
        // Spent in 90 of the year's 364 days.
        var shown = SizeMeasure.Of([], [Spent(Start, dot)], TenDot, new(Start, Start.AddDays(90)))!;
        Assert.Equal((annual, tier, SizeBasis.OnDemand), (shown.AnnualCorePeriods, shown.Tier, shown.Basis));
    }

    [Fact]
    public void F3_spending_that_cannot_be_converted_shows_nothing_and_cores_come_before_spending()
    {
        var window = new SizeWindow(Start, Start.AddDays(90));
        Assert.Null(SizeMeasure.Of([], [Spent(Start, 40)], new Dictionary<string, Planck>(), window));
        Assert.Equal(0u, SizeMeasure.Of([], [Spent(Start.AddDays(-1), 40)], TenDot, window)!.AnnualCorePeriods);
        Assert.Equal(SizeBasis.Bulk, SizeMeasure.Of([Use(UseKind.Purchase, 1, Begin)], [Spent(Start, 40_000)], TenDot, window)!.Basis);
    }

    [Fact]
    public void F3_a_size_is_verified_ninety_days_after_the_later_of_statement_and_use_and_after_a_whole_period_of_it()
    {
        var day = TimeSpan.FromDays(1);
        Assert.Equal(Start + (90 * day), SizeReviewRules.DueAt(Start, Start - day, Start + day));
        Assert.Equal(Start + (97 * day), SizeReviewRules.DueAt(Start, Start + (7 * day), Start + (20 * day)));
        Assert.Equal(Start + (128 * day), SizeReviewRules.DueAt(Start, Start, Start + (100 * day)));
        Assert.Null(SizeReviewRules.Window(Start, Start + day, Start + day));
        Assert.Equal(new(Start + day, Start + (90 * day)), SizeReviewRules.Window(Start, Start + day, Start + (90 * day)));
    }

    [Theory]
    [InlineData(160, "2 cores")]
    [InlineData(80, "1 core")]
    [InlineData(40, "40 of a core's 80 parts")]
    [InlineData(100, "1 core and 20 of 80 parts")]
    public void Parts_of_cores_are_said_in_words(int parts, string words) => Assert.Equal(words, CoreUses.Words(parts));

    private static int At(IReadOnlyCollection<CoreUse> uses, long timeslice) => CoreUses.PartsAt(uses, Coretime, timeslice);

    private static OnDemandUse Spent(DateTimeOffset at, int dot) => new("polkadot", DateOnly.FromDateTime(at.UtcDateTime), Token.Dot.Whole((ulong)dot), 3, at, "first", "last");

    private static CoreUse Use(UseKind kind, uint core, uint begin) => new(
        kind, $"{kind} {core} {begin}", Coretime, core, CoreMask.Complete, begin, Period, Start, Start.AddDays((begin - Begin) / (double)Day));
}
