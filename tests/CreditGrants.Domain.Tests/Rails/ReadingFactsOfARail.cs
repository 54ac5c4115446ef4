using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Tests.Rails;

/// <summary>Which facts mean funded, spent and used; what fits no grant is an alarm and never silent.</summary>
public class ReadingFactsOfARail
{
    private static readonly DateTimeOffset At = BudgetTable.Day("5");
    private static readonly AccountId32 Pool = Keys.Of("pool");
    private static readonly AccountId32 Customer = Keys.Of("customer");
    private static readonly RegionId Region = new(new(5_040), 7, CoreMask.Complete);

    private static readonly FollowedGrant Renewal = new(new("p", "a", 1, 2001), RailKind.SponsorRenewal);
    private static readonly FollowedGrant Purchase = new(new("p", "b", 2, 2002), RailKind.SponsorPurchase);
    private static readonly FollowedGrant Orders = new(new("p", "c", 1, 2003), RailKind.SponsorOrders);
    private static readonly FollowedGrant Credits = new(new("p", "d", 1, 2004), RailKind.NativeCredits, Customer);
    private static readonly PaidCore Core = new("buy", Purchase.Target, Region, 5_040, 5_040, new(100));
    private static readonly RailWorld World = new(Pool, [Renewal, Purchase, Orders, Credits], [Core]);

    [Fact]
    public void Rail_A_A_renewal_is_for_whom_its_workload_runs_and_used_once_its_region_begins()
    {
        var meaning = Check(Renewed(2001), "Spent r/spent 60 a/1");
        Assert.Null(RailReader.UsedBy(meaning.Core!, null, 10_079, At));
        Assert.Equal("Used r/used 60 a/1", Told(RailReader.UsedBy(meaning.Core!, null, 10_080, At)!));
        Check(Renewed(2001, 9), "Spent r/spent 60 a/1");
    }

    [Fact]
    public void Rail_A_A_renewal_for_nobodys_para_is_spent_and_foreign()
    {
        Check(Renewed(9), "Spent r/spent 60 /", alarms: 1);
        Check(Renewed(), "Spent r/spent 60 /", alarms: 1);
        Check(Renewed(9) with { Remark = Renewal.Target.Digest() }, "Spent r/spent 60 /", alarms: 1);
        Check(Renewed(2003), "Spent r/spent 60 /", alarms: 1); // That grant goes by orders.
    }

    [Fact]
    public void Rail_B_A_purchase_is_for_the_tranche_that_its_remark_names()
    {
        var bought = new BoughtCore("b", At, Purchase.Target.Digest(), Pool, new(100), Region, 5_040);
        Assert.Equal(Region, Check(bought, "Spent b/spent 100 b/2").Core!.Region);
        Check(bought with { Remark = null }, "Spent b/spent 100 /", alarms: 1);
        Check(bought with { Remark = new('0', 64) }, "Spent b/spent 100 /", alarms: 1);
    }

    [Theory]
    [InlineData(2002U, true, 5_040U, 5_040U, true, true)]
    [InlineData(2002U, true, 5_040U, 5_039U, true, false)] // It has not begun.
    [InlineData(2002U, true, 6_000U, 6_000U, true, true)] // Assigned after it had begun.
    [InlineData(2002U, true, 10_080U, 10_080U, true, false)] // The next region of that core.
    [InlineData(2002U, false, 5_040U, 5_040U, true, false)]
    [InlineData(2002U, null, 5_040U, 5_040U, true, false)]
    [InlineData(2001U, true, 5_040U, 5_040U, true, false)]
    [InlineData(2002U, true, 5_040U, 5_040U, false, false)] // Half of the core.
    public void F6_Rail_B_Used_is_begun_and_assigned_for_good_to_the_grants_para(uint task, bool? isFinal, uint begin, uint now, bool isWhole, bool isUsed)
    {
        var assigned = new AssignedRegion("as", At, new(new(begin), 7, isWhole ? CoreMask.Complete : CoreMask.FromChunk(0, 40)), task, isFinal);
        Assert.Equal(isUsed, RailReader.UsedBy(Core, assigned, now, At) is not null);

        // What can never count as used is told at once; what only has not begun is no alarm.
        var isWrong = begin < 10_080 && (task != 2002 || isFinal != true || !isWhole);
        Check(assigned, "", alarms: isWrong ? 1 : 0);
    }

    [Fact]
    public void F5_A_region_that_leaves_the_sponsors_hands_is_an_alarm()
    {
        Check(new TransferredRegion("t", At, Region, Pool, Customer), "", alarms: 1);
        Check(new TransferredRegion("t", At, Region with { Core = 8 }, Pool, Customer), "");
        Check(new TransferredRegion("t", At, Region, Customer, Pool), "");
        Assert.Null(RailReader.UsedBy(Core, null, 9_000, At));
    }

    [Fact]
    public void A_core_that_stops_running_the_customers_para_is_an_alarm_and_a_split_in_time_is_none()
    {
        Assert.Equal("b", Assert.Single(Check(new PooledRegion("p", At, Region), "", alarms: 1).Alarms).Grant);
        Check(new PooledRegion("p", At, Region with { Core = 8 }), "");
        Check(new InterlacedRegion("i", At, Region with { Begin = new(6_000) }), "", alarms: 1);
        Check(new RemovedAssignment("r", At, Region), "", alarms: 1);
    }

    [Fact]
    public void Rail_T_A_region_goes_to_the_customer_and_to_nobody_else()
    {
        var target = new RailTarget("p", "t", 1, 2005);
        var world = new RailWorld(Pool, [new(target, RailKind.HandedOverRegion, Customer)], [Core with { Target = target }]);
        Check(new TransferredRegion("t", At, Region, Pool, Customer), "", world: world);
        Check(new TransferredRegion("t", At, Region, Pool, Keys.Of("x")), "", alarms: 1, world: world);
        Check(new TransferredRegion("t", At, Region, Pool, null), "", alarms: 1, world: world);

        // Another customer's region is not this one's to have.
        Check(new TransferredRegion("t", At, Region, Pool, Customer), "", alarms: 1, world: world with { Cores = [Core] });
    }

    [Fact]
    public void Rail_C_An_order_of_the_sponsor_for_the_customers_para_is_spent_and_used()
    {
        Check(Order(2003, Pool), "Spent o/spent 3 c/1, Used o/used 3 c/1");
        Check(Order(2003, Pool) with { Means = OrderMeans.Unknown }, "Spent o/spent 3 c/1, Used o/used 3 c/1", alarms: 1);
        Check(Order(9, Pool), "Spent o/spent 3 /", alarms: 1);
        Check(Order(2001, Pool), "Spent o/spent 3 /", alarms: 1);
        Check(Order(2003, Pool) with { Means = OrderMeans.Credit }, "", alarms: 1);
        Check(Order(2003, Customer), "");
    }

    [Fact]
    public void Of_two_grants_that_fit_nobody_guesses_and_the_remark_decides()
    {
        var second = Orders with { Target = Orders.Target with { Grant = "e", Tranche = 3 } };
        var world = World with { Grants = World.Grants.Add(second) };
        Check(Order(2003, Pool), "Spent o/spent 3 /", alarms: 1, world: world);
        Check(Order(2003, Pool) with { Remark = second.Target.Digest() }, "Spent o/spent 3 e/3, Used o/used 3 e/3", world: world);
    }

    [Fact]
    public void Rail_D_Credit_is_spent_when_it_is_bought_and_used_when_it_is_ordered_on()
    {
        var credit = new BoughtCredit("c", At, null, Pool, Customer, new(50));
        Check(credit, "Spent c/spent 50 d/1");
        Check(credit with { Beneficiary = Keys.Of("x") }, "Spent c/spent 50 /", alarms: 1);
        Check(credit with { Beneficiary = Keys.Of("x"), Remark = Credits.Target.Digest() }, "Spent c/spent 50 /", alarms: 1);
        Check(credit with { Buyer = Customer }, "");
        Check(Order(2004, Customer) with { Means = OrderMeans.Credit }, "Used o/used 3 d/1");
        Check(Order(9, Customer) with { Means = OrderMeans.Credit }, "", alarms: 1);
        Check(new CreditedAccount("k", At, Customer, new(50)), "");
    }

    [Fact]
    public void Rail_D_More_redeemed_than_arrived_is_an_alarm_in_whatever_order_the_facts_came()
    {
        RailFact[] facts =
        [
            new CreditedAccount("k1", At, Customer, new(50)), new CreditedAccount("k2", At, Keys.Of("x"), new(99)), Order(2004, Customer) with { FactId = "o1", Means = OrderMeans.Credit, SpotPrice = new(30) },
            Order(2004, Customer) with { FactId = "o2", Means = OrderMeans.Balance, SpotPrice = new(30) }, Order(2004, Customer) with { FactId = "o3", Means = OrderMeans.Credit, SpotPrice = new(20) },
        ];
        Seeded.Run(20, random =>
        {
            RailFact[] order = [.. facts, facts[random.Next(facts.Length)]];
            random.Shuffle(order);
            var balance = CreditBalance.Of(Customer, order);
            Assert.Equal((50, 50, false), ((int)balance.Arrived, (int)balance.Ordered, balance.IsOverRedeemed));
            Assert.True(CreditBalance.Of(Customer, [.. order, Order(2004, Customer) with { FactId = "o4", Means = OrderMeans.Credit, SpotPrice = new(1) }]).IsOverRedeemed);
        });
    }

    [Fact]
    public void F9_A_grants_whole_way_from_facts_through_the_ledger_and_every_fact_twice()
    {
        var budget = Budget.New(BudgetTerms.Default);
        Apply([new Funded("t", At, new(500))]);
        Apply([new Awarded("award", At, "b", "c", GrantTier.Scale, [new(100), new(100)], 8, At.AddDays(365), "K")]);
        Assert.False(budget.Grants.ContainsKey("b")); // Nobody was given that code.
        budget = budget with { Terms = budget.Terms with { Codes = budget.Terms.Codes.Add("K", new("acme")), ProviderBudgets = budget.Terms.ProviderBudgets.Add("acme", new(200)) } };
        Apply([new Awarded("award", At, "b", "c", GrantTier.Scale, [new(100), new(100)], 8, At.AddDays(365), "K")]);
        Apply(Read(new BoughtCore("one", At, (Purchase.Target with { Tranche = 1 }).Digest(), Pool, new(90), Region, 5_040)));
        Assert.Equal((90, 110, 0), ((int)budget.Balances.Spent, (int)budget.Balances.Reserved, (int)budget.Balances.Unreserved));
        Apply([RailReader.UsedBy(new("one", Purchase.Target with { Tranche = 1 }, Region, 5_040, 5_040, new(90)), new("as", At, Region, 2002, true), 5_040, At)!]);
        Apply([new Opened("open", At, "b", 2)]);
        Assert.Equal(2, budget.Grants["b"].OpenTranches);

        IEnumerable<BudgetEvent> Read(RailFact fact) => RailReader.Read(World with { Grants = World.Grants.Replace(Purchase, Purchase with { Target = Purchase.Target with { Tranche = 1 } }) }, fact).Events;

        void Apply(IEnumerable<BudgetEvent> events)
        {
            foreach (var happened in events)
            {
                var step = BudgetLedger.Apply(budget, happened);
                Ledgers.AssertSound(budget, step);
                Assert.Equal(step.IsAccepted ? BudgetResult.Duplicate : BudgetResult.Refused, BudgetLedger.Apply(step.After, happened).Result);
                budget = step.After;
            }
        }
    }

    private static RenewedCore Renewed(params uint[] tasks) => new("r", At, null, Pool, new(60), tasks, 10_080, 5_040, 7);

    private static OrderedBlock Order(uint para, AccountId32 by) => new("o", At, null, para, new(3), by, OrderMeans.Balance);

    private static RailMeaning Check(RailFact fact, string events, int alarms = 0, RailWorld? world = null)
    {
        var meaning = RailReader.Read(world ?? World, fact);
        Assert.Equal(events, string.Join(", ", meaning.Events.Select(Told)));
        Assert.Equal(alarms, meaning.Alarms.Length);
        Assert.All(meaning.Alarms, a => Assert.EndsWith(".", a.Sentence, StringComparison.Ordinal));
        return meaning;
    }

    private static string Told(BudgetEvent happened) => happened switch
    {
        Spent s => $"Spent {s.Id} {s.Amount} {s.Grant}/{s.Tranche}",
        Used u => $"Used {u.Id} {u.Amount} {u.Grant}/{u.Tranche}",
        ChainFact f => $"{f.GetType().Name} {f.Id} {f.Amount}",
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };
}
