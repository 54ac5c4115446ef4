using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Shelf;

namespace CoretimeDesk.Insights.Tests;

/// <summary>A question as of now is read from books that go on; only one as of the past is worked out from all facts.</summary>
public sealed class AskingTheBooks
{
    // Clocks have finer parts than facts.
    private static readonly DateTimeOffset Now = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero).AddTicks(7_531);
    private static readonly Month November = new(2026, 11);

    [Fact]
    public void A_question_as_of_now_is_answered_from_the_books_whatever_the_clocks_finest_parts()
    {
        var facts = Facts(3);
        foreach (var later in new[] { 0, 1, 9_999, 10_000, 123_456_789 })
        {
            Assert.Equal("3", Created(facts, null, Now.AddTicks(later)));
        }

        Assert.Equal(5, facts.FromBooks);
    }

    [Fact]
    public void Whoever_asks_as_of_now_with_a_clock_that_is_behind_is_answered_from_the_books_too()
    {
        var facts = Facts(3);
        Assert.Equal("3", Created(facts, null, Now.AddSeconds(2)));
        Assert.Equal("3", Created(facts, null, Now.AddSeconds(1)));
        Assert.Equal(2, facts.FromBooks);
    }

    [Fact]
    public void A_question_as_of_the_past_is_worked_out_from_the_facts_that_were_recorded_by_then()
    {
        var facts = Facts(3);
        Assert.Equal("1", Created(facts, Now.AddDays(-2.5), Now));
        Assert.Equal("3", Created(facts, null, Now));
        Assert.Equal(1, facts.FromBooks);
    }

    [Fact]
    public void Facts_that_come_later_are_in_the_next_answer()
    {
        var facts = Facts(1);
        Assert.Equal("1", Created(facts, null, Now));
        Assert.True(facts.TryAdd([Lead(9, Now.AddSeconds(1))], 2, Now.AddSeconds(5)));
        Assert.Equal("2", Created(facts, null, Now.AddSeconds(5).AddTicks(3)));
        Assert.Equal(2, facts.FromBooks);
    }

    private static string Created(TokenFacts facts, DateTimeOffset? asOf, DateTimeOffset clock)
    {
        var report = facts.Report(asOf, clock, at => new(at, November, November, null, ["leads_created"]));
        return Answering.FigureMessages.Of("leads_created", report.Metrics.Single().Months.Single()).Value;
    }

    private static TokenFacts Facts(int leads) => new([.. Enumerable.Range(1, leads).Select(i => Lead(i, Now.AddDays(-leads + i - 1)))], new([]), 1, Now);

    private static KeptFact Lead(int number, DateTimeOffset at) => new(new LeadCreated($"lead/{number}", at, at, $"{number}", "rollup", "small", null, null), "", null);
}
