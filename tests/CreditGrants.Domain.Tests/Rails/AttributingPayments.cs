using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Rails;

namespace CoretimeDesk.CreditGrants.Tests.Rails;

/// <summary>For which tranche of which grant the sponsor has paid.</summary>
public class AttributingPayments
{
    private static readonly DateTimeOffset At = BudgetTable.Day("5");

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("pay 1 40", 1, 1)]
    [InlineData("pay 1 100", null, 1)] // All is paid, and nothing used.
    [InlineData("pay 1 100, use 1 100", null, 1)]
    [InlineData("pay 1 100, use 1 80, open 2", 2, 1)] // What is used now was paid with the first.
    [InlineData("pay 1 100, use 1 100, open 2", 2, 2)]
    [InlineData("pay 1 90, use 1 90, open 2", 2, 2)]
    [InlineData("pay 1 90, use 1 90, open 2, pay 2 100", 1, 2)] // Something is left of the first.
    [InlineData("pay 1 100, use 1 100, open 2, pay 2 100, use 2 100", null, 2)]
    [InlineData("pay 1 40, revoke", null, 1)]
    public void Without_a_remark_only_one_tranche_of_a_grant_can_be_meant(string life, int? paying, int used)
    {
        var tranches = FollowedGrant.Of("p", After(life), RailKind.SponsorOrders, 2001, null).ToList();
        Assert.Equal([1, 2, 3], tranches.Select(t => t.Target.Tranche));
        Assert.Equal(paying is { } one ? [one] : Array.Empty<int>(), tranches.Where(t => t.TakesPayments).Select(t => t.Target.Tranche));
        Assert.Equal([used], tranches.Where(t => t.TakesUse).Select(t => t.Target.Tranche));
    }

    [Fact]
    public void A_remark_finds_a_tranche_that_is_over_or_not_open_and_the_ledger_says_what_is_wrong()
    {
        var grant = After("pay 1 40, revoke");
        var world = new RailWorld(Keys.Of("pool"), [.. FollowedGrant.Of("p", grant, RailKind.SponsorOrders, 2001, null)], []);
        foreach (var tranche in world.Grants)
        {
            var spent = RailReader.Read(world, Order(tranche.Target.Digest())).Events.OfType<Spent>().Single();
            Assert.Equal(("g", tranche.Target.Tranche), (spent.Grant, (int)spent.Tranche!.Value));
        }

        var nobody = RailReader.Read(world, Order(null));
        Assert.Null(nobody.Events.OfType<Spent>().Single().Grant);
        Assert.Single(nobody.Alarms);
    }

    [Fact]
    public void Of_several_remarks_the_one_counts_that_names_a_grant_and_fits()
    {
        var (a, b) = (new FollowedGrant(new("p", "a", 1, 2001), RailKind.SponsorOrders), new FollowedGrant(new("p", "b", 1, 2002), RailKind.SponsorOrders));
        var world = new RailWorld(Keys.Of("pool"), [a, b, b with { Target = b.Target with { Tranche = 2 } }], []);
        var quote = new string('7', 64);
        Assert.Null(RailReader.RemarkOf(world, [], p => p == 2001));
        Assert.Null(RailReader.RemarkOf(world, [quote], p => p == 2001));
        Assert.Equal(a.Target.Digest(), RailReader.RemarkOf(world, [quote, a.Target.Digest()], p => p == 2001));
        Assert.Equal(a.Target.Digest(), RailReader.RemarkOf(world, [a.Target.Digest()], p => p == 9)); // Named, so that the mistake is told.
        Assert.Equal(a.Target.Digest(), RailReader.RemarkOf(world, [b.Target.Digest(), a.Target.Digest()], p => p == 2001));
        Assert.Null(RailReader.RemarkOf(world, [b.Target.Digest(), a.Target.Digest()], _ => false));
        Assert.Null(RailReader.RemarkOf(world, [b.Target.Digest(), (b.Target with { Tranche = 2 }).Digest()], p => p == 2002));
    }

    [Fact]
    public void Credit_of_a_tranche_before_is_used_up_before_that_of_the_next()
    {
        var customer = Keys.Of("customer");
        var world = new RailWorld(Keys.Of("pool"), [.. FollowedGrant.Of("p", After("pay 1 100, use 1 80, open 2, pay 2 50"), RailKind.NativeCredits, 2001, customer)], []);
        var used = Assert.IsType<Used>(Assert.Single(RailReader.Read(world, Order(null) with { OrderedBy = customer, Means = OrderMeans.Credit }).Events));
        Assert.Equal(1, used.Tranche);
    }

    private static OrderedBlock Order(string? remark) => new("o", At, remark, 2001, new(3), Keys.Of("pool"), OrderMeans.Balance);

    private static Grant After(string life)
    {
        var budget = Budget.New(BudgetTerms.Default);
        Apply(new Funded("f", At, new(1_000)));
        Apply(new Awarded("a", At, "g", "c", GrantTier.DesignPartner, [new(100), new(100), new(100)], 6, At.AddDays(300)));
        foreach (var (index, step) in life.Split(", ", StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var words = step.Split(' ');
            var tranche = words.Length > 1 ? long.Parse(words[1], null) : 0;
            Apply(words[0] switch
            {
                "pay" => new Spent($"{index}", At, new(UInt128.Parse(words[2], null)), "g", tranche),
                "use" => new Used($"{index}", At, new(UInt128.Parse(words[2], null)), "g", tranche),
                "open" => new Opened($"{index}", At, "g", tranche),
                _ => new Revoked($"{index}", At, "g"),
            });
        }

        return budget.Grants["g"];

        void Apply(BudgetEvent happened)
        {
            var step = BudgetLedger.Apply(budget, happened);
            Assert.Equal(BudgetResult.Ok, step.Result);
            budget = step.After;
        }
    }
}
