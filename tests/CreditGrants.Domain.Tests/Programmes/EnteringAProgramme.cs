using System.Text;
using System.Text.Json.Nodes;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Tests.Programmes;

public class EnteringAProgramme
{
    private const ushort Polkadot = 0;
    private const ushort Kusama = 2;
    private static readonly string Pool = Keys.Of("pool").ToSs58(Polkadot);

    [Theory]
    [InlineData("retro", ProgrammeMode.Retro)]
    [InlineData("Retainer", ProgrammeMode.Retainer)]
    [InlineData("mixed", ProgrammeMode.Mixed)]
    public void It_says_who_pays_from_which_account_and_when(string mode, ProgrammeMode expected)
    {
        var (programme, refusal) = Programme.Create("Onboarding", "Polkadot treasury", Pool, Polkadot, mode, "https://polkadot.subsquare.io/referenda/1788", Token.Dot, ProgrammeTerms.First);
        Assert.Null(refusal);
        Assert.Equal((Keys.Of("pool"), expected, "polkadot.subsquare.io"), (programme!.Pool, programme.Mode, programme.Referendum!.Host));
        Assert.Null(Programme.Create("Onboarding", "a fund", Keys.Of("pool").ToString(), Polkadot, mode, "", Token.Dot, ProgrammeTerms.First).Programme!.Referendum);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_field_by_field()
    {
        var (programme, refusal) = Programme.Create(" ", "", "nobody", Polkadot, "2", "http://example.org", Token.Dot, ProgrammeTerms.First);
        Assert.Null(programme);
        Assert.Equal(["name", "payer", "pool", "mode", "referendum"], refusal!.Fields.Select(f => f.Field));
        Assert.All(refusal.Fields, f => Assert.EndsWith(".", f.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_of_another_network_is_a_mistake_though_the_key_is_the_same() =>
        Assert.Equal("pool", Assert.Single(Programme.Create("P", "t", Keys.Of("pool").ToSs58(Kusama), Polkadot, "retro", "", Token.Dot, ProgrammeTerms.First).Refusal!.Fields).Field);

    [Theory]
    [InlineData("retro, mixed")]
    [InlineData("0")]
    [InlineData("")]
    public void A_mode_is_a_word(string mode) => Assert.Equal("mode", Assert.Single(Programme.Create("P", "t", Pool, Polkadot, mode, "", Token.Dot, ProgrammeTerms.First).Refusal!.Fields).Field);

    [Theory]
    [InlineData(GrantTier.Spark, "1", "2026-04-01", 1U)]
    [InlineData(GrantTier.Launch, "2+2+2", "2027-01-01", 6U)]
    [InlineData(GrantTier.Scale, "4+4+4", "2027-01-01", 12U)]
    [InlineData(GrantTier.DesignPartner, "agreed", "2027-07-01", 26U)]
    public void Version_1_gives_what_the_desk_adopted(GrantTier name, string tranches, string ends, uint halfPeriods)
    {
        var tier = ProgrammeTerms.First.Find(name)!;
        Assert.Equal(tranches, tier.TranchesHalfPeriods is { } t ? string.Join('+', t) : "agreed");
        Assert.Equal(ends, $"{tier.ExpiresAt(BudgetTable.Day("0")):yyyy-MM-dd}");
        Assert.Equal(halfPeriods, tier.HalfPeriodsMax ?? (uint)tier.TranchesHalfPeriods!.Value.Sum(h => h));
    }

    [Fact]
    public void F4_The_ledgers_own_defaults_are_those_of_version_1() => Assert.Equal(BudgetTerms.Default, ProgrammeTerms.First.ToBudget(Planck.Zero));

    [Fact]
    public void F6_A_programme_that_asks_for_all_of_a_tranche_gets_all()
    {
        var terms = (ProgrammeTerms.First with { UsedPercent = 100 }).ToBudget(Planck.Zero);
        BudgetTable.Check(
            """
            0 | fund 1000                  | ok
            1 | award g launch 100+100     | ok
            2 | use g/1 99                 | ok
            2 | open g/2                   | refused previous_unused
            2 | use g/1 1                  | ok
            2 | open g/2                   | ok
            """,
            terms);
    }

    [Theory]
    [InlineData("2", "10", "10")]
    [InlineData("1", "11", "6")]
    [InlineData("1+2+3", "3", "2+3+5")]
    [InlineData("2", "340282366920938463463374607431768211455", "340282366920938463463374607431768211455")]
    [InlineData("1", "340282366920938463463374607431768211455", "170141183460469231731687303715884105728")]
    public void An_odd_planck_is_rounded_up_in_each_tranche(string halves, string corePeriod, string expected) =>
        Assert.Equal(expected, string.Join('+', TierTerms.Worth([.. halves.Split('+').Select(uint.Parse)], Planck.Parse(corePeriod))));

    [Fact]
    public void A_tranche_that_no_chain_could_hold_is_told_and_not_wrapped() => Assert.Throws<OverflowException>(() => TierTerms.Worth([3], Planck.MaxValue));

    [Theory]
    [InlineData("version", "0", "version")]
    [InlineData("used_percent", "101", "used_percent")]
    [InlineData("used_percent", "\"80\"", "used_percent")]
    [InlineData("funder_hops", "9", "funder_hops")]
    [InlineData("misspelt", "1", "misspelt")]
    [InlineData("tiers", "[]", "tiers")]
    [InlineData("tiers", "null", "tiers")]
    [InlineData("tiers", """[{"tier": "spark", "needs": [], "tranches_half_periods": [1]}]""", "expires_days or expires_months")]
    [InlineData("tiers", """[{"tier": "spark", "needs": [], "tranches_half_periods": [0], "expires_days": 1}]""", "half a core-period")]
    [InlineData("tiers", """[{"tier": "spark", "needs": [], "expires_days": 1}]""", "half_periods_max")]
    [InlineData("tiers", """[{"tier": "gold", "needs": [], "tranches_half_periods": [1], "expires_days": 1}]""", "tiers[0].tier")]
    [InlineData("tiers", """[{"tier": 1, "needs": [], "tranches_half_periods": [1], "expires_days": 1}]""", "tiers[0].tier")]
    [InlineData("tiers", """[{"tier": "spark", "needs": ["young_startup"], "tranches_half_periods": [1], "expires_days": 1}]""", "years_max")]
    [InlineData("tiers", """[{"tier": "spark", "needs": [], "tranches_half_periods": [1], "expires_days": 1}, {"tier": "spark", "needs": [], "tranches_half_periods": [1], "expires_days": 1}]""", "once")]
    public void Terms_with_a_fault_are_not_taken_and_the_field_is_named(string field, string value, string told)
    {
        using var stream = typeof(ProgrammeTerms).Assembly.GetManifestResourceStream("programme-v1.json")!;
        var json = JsonNode.Parse(stream)!.AsObject();
        json[field] = JsonNode.Parse(value);
        Assert.Null(ProgrammeTerms.TryRead(Encoding.UTF8.GetBytes(json.ToJsonString()), out var problem));
        Assert.Contains(told, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_field_of_the_terms_is_needed()
    {
        using var stream = typeof(ProgrammeTerms).Assembly.GetManifestResourceStream("programme-v1.json")!;
        var json = JsonNode.Parse(stream)!.AsObject();
        foreach (var field in json.Select(f => f.Key))
        {
            var without = json.DeepClone().AsObject();
            without.Remove(field);
            Assert.Null(ProgrammeTerms.TryRead(Encoding.UTF8.GetBytes(without.ToJsonString()), out var problem));
            Assert.Contains(field, problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("2026-11-02T09:00:00Z", "2026-11-06")] // Monday: Tuesday, Wednesday, Thursday
    [InlineData("2026-11-05T23:59:59Z", "2026-11-11")] // Thursday: Friday, Monday, Tuesday
    [InlineData("2026-11-07T00:00:00Z", "2026-11-12")] // Saturday: Monday, Tuesday, Wednesday
    public void A_request_is_decided_by_the_end_of_the_third_business_day(string requested, string decided) =>
        Assert.Equal(decided, $"{GrantClock.DecideBy(DateTimeOffset.Parse(requested, System.Globalization.CultureInfo.InvariantCulture), 3):yyyy-MM-dd}");

    [Fact]
    public void A_grant_is_reviewed_45_days_before_its_end_and_a_short_one_from_its_award()
    {
        Assert.Equal(BudgetTable.Day("320"), GrantClock.ReviewFrom(BudgetTable.Day("0"), BudgetTable.Day("365"), 45));
        Assert.Equal(BudgetTable.Day("10"), GrantClock.ReviewFrom(BudgetTable.Day("10"), BudgetTable.Day("50"), 45));
    }
}
