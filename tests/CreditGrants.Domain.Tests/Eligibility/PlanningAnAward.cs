using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Tests.Eligibility;

public class PlanningAnAward
{
    private static readonly DateTimeOffset Now = BudgetTable.Day("1");
    private static readonly Programme Programme = new("Onboarding", "treasury", Keys.Of("pool"), ProgrammeMode.Retro, null, Token.Dot, ProgrammeTerms.First);
    private static readonly GrantRequest Scale = new() { Tier = GrantTier.Scale, Customer = "Aleph", Para = 2001, Code = "K" };
    private static readonly PlanInputs Inputs = new("e1", "g", "c", RailKind.SponsorPurchase, new(11));

    [Fact]
    public void F4_Its_value_comes_from_terms_and_price_and_nothing_is_reserved_before_it_is_recorded()
    {
        var budget = Funded(66);
        var plan = GrantPlan.Make(Programme, budget, Scale, Inputs, Now);
        Assert.True(plan.Passes, string.Join(' ', plan.Reasons));
        Assert.Equal(("22+22+22", 12UL, Now.AddMonths(12)), (string.Join('+', plan.Award!.Tranches), plan.Award.HalfPeriods, plan.Award.ExpiresAt));
        Assert.Equal("0", $"{budget.Balances.Reserved}");
        Assert.Equal("66", $"{plan.Step!.After.Balances.Reserved}");
    }

    [Fact]
    public void F4_One_planck_too_little_is_refused_in_a_sentence_that_says_what_to_do()
    {
        var plan = GrantPlan.Make(Programme, Funded(65), Scale, Inputs, Now);
        Assert.False(plan.Passes);
        Assert.Equal(ReasonWords.Sentence(Reasons.Budget), Assert.Single(plan.Reasons));
    }

    [Fact]
    public void F4_Who_is_not_eligible_never_comes_to_the_ledger()
    {
        var plan = GrantPlan.Make(Programme, Funded(66), Scale with { Code = null, Para = 0 }, Inputs, Now);
        Assert.Equal((2, null, null), (plan.Reasons.Length, plan.Award, plan.Step));
    }

    [Theory]
    [InlineData(RailKind.SponsorOrders, "20000000000", "")]
    [InlineData(RailKind.NativeCredits, "1", "")]
    [InlineData(RailKind.SponsorOrders, "20000000001", "2 DOT")]
    [InlineData(RailKind.SponsorOrders, "0", "2 DOT")]
    [InlineData(RailKind.SponsorRenewal, "1", "rail C")]
    public void A_spark_may_be_orders_up_to_2_tokens(RailKind rail, string orders, string told)
    {
        var plan = GrantPlan.Make(Programme, Funded(20_000_000_001), Scale with { Tier = GrantTier.Spark, Code = null }, Inputs with { Rail = rail, OrdersBudget = Planck.Parse(orders) }, Now);
        Assert.Equal(told.Length == 0, plan.Passes);
        Assert.Equal(plan.Passes ? orders : null, plan.Award?.Tranches[0].ToString());
        Assert.Contains(told, string.Concat(plan.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_a_spark_may_be_orders_by_amount() =>
        Assert.Contains("core-periods", Assert.Single(GrantPlan.Make(Programme, Funded(66), Scale, Inputs with { Rail = RailKind.SponsorOrders, OrdersBudget = new(1) }, Now).Reasons), StringComparison.Ordinal);

    [Theory]
    [InlineData("0", "nothing")]
    [InlineData("340282366920938463463374607431768211455", "128 bits")]
    public void A_price_that_cannot_be_is_told(string price, string told) =>
        Assert.Contains(told, Assert.Single(GrantPlan.Make(Programme, Funded(66), Scale, Inputs with { CorePeriodPrice = Planck.Parse(price) }, Now).Reasons), StringComparison.Ordinal);

    [Fact]
    public void P8_A_design_partners_tranches_are_those_agreed_and_wait_for_milestones()
    {
        var request = new GrantRequest { Tier = GrantTier.DesignPartner, Customer = "Aleph", Para = 2001, HalfPeriods = [2, 1], Deliverables = ["case study"] };
        var plan = GrantPlan.Make(Programme, Funded(17), request, Inputs with { Rail = RailKind.SponsorOrders }, Now);
        Assert.True(plan.Passes, string.Join(' ', plan.Reasons));
        Assert.Equal(("11+6", 3UL, true, Now.AddMonths(18)), (string.Join('+', plan.Award!.Tranches), plan.Award.HalfPeriods, plan.Award.HasMilestones, plan.Award.ExpiresAt));
    }

    [Theory]
    [InlineData(RailKind.SponsorRenewal)]
    [InlineData(RailKind.SponsorPurchase)]
    [InlineData(RailKind.HandedOverRegion)]
    public void F4_Half_a_core_period_is_refused_where_cores_are_bought_whole(RailKind rail)
    {
        var request = new GrantRequest { Tier = GrantTier.DesignPartner, Customer = "Aleph", Para = 2001, HalfPeriods = [2, 1], Deliverables = ["case study"] };
        Assert.Contains("Cores are bought whole", GrantPlan.Make(Programme, Funded(17), request, Inputs with { Rail = rail }, Now).Reasons.Single(), StringComparison.Ordinal);
    }

    private static Budget Funded(ulong planck)
    {
        var terms = Programme.Terms.ToBudget(Planck.Zero);
        terms = terms with { Codes = terms.Codes.Add("K", new("acme")), ProviderBudgets = terms.ProviderBudgets.Add("acme", Planck.MaxValue) };
        return BudgetLedger.Apply(Budget.New(terms), new Funded("f", Now, new(planck))).After;
    }
}
