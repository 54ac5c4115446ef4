using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests.Quotes;

public sealed class EndingOnTheEarliestClock
{
    [Theory]
    [InlineData(14, 20, 20, ValidityClock.Calendar, 14)]
    [InlineData(14, 6, 20, ValidityClock.SalePhase, 6)]
    [InlineData(14, 20, 2, ValidityClock.RuleVersion, 2)]
    [InlineData(14, 6, 5, ValidityClock.RuleVersion, 5)]
    [InlineData(14, null, null, ValidityClock.Calendar, 14)]
    [InlineData(14, null, 3, ValidityClock.RuleVersion, 3)]
    [InlineData(14, 14, 14, ValidityClock.Calendar, 14)]
    [InlineData(14, 7, 7, ValidityClock.SalePhase, 7)]
    public void Days_phase_or_rules_whichever_is_first(int days, int? phase, int? rules, ValidityClock clock, int ends)
    {
        var validity = Validity.Of(Quoted.At, days, phase is { } p ? Quoted.At.AddDays(p) : null, rules is { } r ? Quoted.At.AddDays(r) : null);

        Assert.Equal(new Validity(Quoted.At.AddDays(ends), clock), validity);
    }
}
