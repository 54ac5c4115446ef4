using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests.Quotes;

/// <summary>5 DOT and 5 KSM are different numbers of planck; whoever wrote one must not be answered with the other.</summary>
public sealed class KeepingTokensApart
{
    [Theory]
    [InlineData("DOT", null)]
    [InlineData("", null)]
    [InlineData("PAS", "is PAS, and polkadot-coretime sells for DOT: write the amounts in DOT.")]
    [InlineData("dot", "is dot, and polkadot-coretime sells for DOT: write the amounts in DOT.")]
    public void An_ask_is_priced_only_in_the_token_that_it_was_written_in(string token, string? problem)
    {
        var priced = Pricing.Of(Quoted.Market(), Quoted.Ask(Quoted.Cores(periods: 1, cores: 1)) with { Token = token }, Quoted.At, new());
        Assert.Equal(problem, priced.Refusal?.Fields.Single(v => v.Field == "ask.token").Description);
        Assert.Equal(problem is null, priced.Price is not null);
    }

    [Fact]
    public void An_on_demand_budget_too()
    {
        var ask = Quoted.Ask(new QuoteLine.OnDemand(Token.Ksm.Whole(5), Planck.Zero, default)) with { Token = "KSM" };
        Assert.Equal("ask.token", Assert.Single(Pricing.Of(Quoted.Market(), ask, Quoted.At, new()).Refusal!.Fields).Field);
    }
}
