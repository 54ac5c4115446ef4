using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Tests.Ledger;

/// <summary>Ten thousand random lives of a small budget; a failure names its seed.</summary>
public class AnyInterleaving
{
    private const int Lives = 10_000;

    [Fact]
    public void F4_Never_overdraws_adds_up_after_every_step_and_ends_the_same_in_any_order_of_facts_and_on_replay()
    {
        var (awards, foreign, regular, closed) = (0, 0, 0, 0);
        Seeded.Run(Lives, random =>
        {
            var made = new RandomBudget(random);
            var events = Enumerable.Range(0, random.Next(8, 24)).Select(_ => made.Any()).ToList();
            var (budget, accepted) = Live(random, events);

            // Commands are the same, and see the same balances, whatever came first of the facts between two of them.
            var (permuted, _) = Live(random, made.WithFactsPermuted(events));
            AssertSame(budget, permuted);
            AssertSame(budget, BudgetLedger.Replay(budget.Terms, accepted));
            (awards, closed) = (awards + budget.Grants.Count, closed + budget.Grants.Count - budget.Running.Count);
            (foreign, regular) = (foreign + budget.Payments.Values.Count(p => !p.WasOpen), regular + budget.Grants.Values.Count(g => g.HasRegularPayment));
        });

        // The lives were lived: what is never reached proves nothing.
        Assert.True(awards > Lives && foreign > Lives / 4 && regular > Lives / 4 && closed > Lives / 4, $"{awards} awards, {foreign} foreign payments, {regular} grants with a regular one, {closed} closed");
    }

    [Fact]
    public void The_second_bookkeeper_who_counts_everything_anew_comes_to_the_same_balances() => Seeded.Run(500, random =>
    {
        var (made, recount, budget) = (new RandomBudget(random), new Recount(), Budget.New(BudgetTable.Reserve(3)));
        for (var i = 0; i < 30; i++)
        {
            var happened = made.Any();
            var step = BudgetLedger.Apply(budget, happened);
            if (step.IsAccepted)
            {
                recount.Note(budget, happened, step);
            }

            budget = step.After;
            Assert.Equal(recount.Balances(), budget.Balances);
        }
    });

    [Fact]
    public void F4_A_sponsor_who_pays_only_what_is_reserved_never_misses_a_planck() => Seeded.Run(1_000, random =>
    {
        var (made, budget) = (new RandomBudget(random), Budget.New(BudgetTable.Reserve(5)));
        for (var i = 0; i < 40; i++)
        {
            // Withdrawals and payments beyond the reservation are what alarms are for; here nobody does that, and no payment is late.
            var happened = made.Any() switch
            {
                Withdrawn w => new Ticked(w.Id, w.At),
                Spent { Grant: { } name, Tranche: { } number } s when IsWithin(budget, s, name, number) => s,
                Spent s => new Ticked(s.Id, s.At),
                var other => other,
            };
            var step = BudgetLedger.Apply(budget, happened);
            budget = step.After;
            Assert.DoesNotContain(Reasons.Shortfall, step.Reasons);
            Assert.True(budget.Balances.Shortfall.IsZero, $"{happened}: {budget.Balances}");
        }
    });

    private static bool IsWithin(Budget budget, Spent spent, string name, long number) =>
        budget.Grants.TryGetValue(name, out var grant) && grant.Closing is null && spent.At < grant.ExpiresAt && spent.At < grant.Award.At.AddDays(90)
        && grant.IsOpen(number) && spent.Amount <= grant.Tranches[(int)number - 1].Left && !budget.Waiting.ContainsKey(spent.Id);

    /// <summary>Lives through the events, each perhaps twice, and looks at what must hold after every step.</summary>
    private static (Budget Budget, List<BudgetEvent> Accepted) Live(Random random, IReadOnlyList<BudgetEvent> events)
    {
        var (budget, accepted) = (Budget.New(BudgetTable.Reserve(3)), new List<BudgetEvent>());
        foreach (var happened in events)
        {
            var step = BudgetLedger.Apply(budget, happened);
            Ledgers.AssertSound(budget, step);
            if (step.IsAccepted)
            {
                accepted.Add(happened);
                if (happened is Awarded)
                {
                    Assert.True(step.After.Balances is { Shortfall.IsZero: true } b && b.Reserved + b.Spent + 3 <= b.Funded, $"overdrawn by {happened}: {step.After.Balances}");
                }

                if (random.Next(4) == 0)
                {
                    Assert.Equal(BudgetResult.Duplicate, BudgetLedger.Apply(step.After, happened).Result);
                }
            }

            budget = step.After;
        }

        return (budget, accepted);
    }

    private static void AssertSame(Budget expected, Budget actual)
    {
        Assert.Equal(expected.Balances, actual.Balances);
        Assert.Equal(Told(expected), Told(actual));

        static IEnumerable<string> Told(Budget budget) => budget.Grants.Values.OrderBy(g => g.Name, StringComparer.Ordinal)
            .Select(g => $"{g.Name} {g.OpenTranches} {g.Closing} {g.FirstPaidAt:O} {string.Join(' ', g.Tranches)} {string.Join(' ', g.Flags)}");
    }
}
