using CoretimeDesk.CreditGrants.Clusters;
using CoretimeDesk.CreditGrants.Eligibility;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;

namespace CoretimeDesk.CreditGrants.Tests.Eligibility;

public class AskingForAGrant
{
    private static readonly DateTimeOffset Now = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);

    private static readonly GrantRequest Launch = new()
    {
        Tier = GrantTier.Launch, Customer = "Aleph", Para = 2001, ParaOwner = "Aleph", Founded = new(2022, 1, 1), Repository = "https://example.org/code", TestChain = "Paseo 4001", Assessment = AssessmentDepth.Light,
    };

    private static readonly GrantRequest Partner = new()
    {
        Tier = GrantTier.DesignPartner, Customer = "Aleph", Para = 2001, HalfPeriods = [6, 10, 10], Deliverables = ["case study", "feedback sessions"],
    };

    [Fact]
    public void F4_A_startup_with_repository_test_chain_and_assessment_may_launch() => Check(Launch);

    [Fact]
    public void F4_Everything_that_is_missing_is_told_at_once_with_what_to_do()
    {
        var verdict = EligibilityRules.Judge(ProgrammeTerms.First, new() { Tier = GrantTier.Launch, Customer = "Aleph", Para = 0 }, Now);
        Assert.Equal("para young_startup repository test_chain light_assessment", Failed(verdict));
        Assert.Equal(5, verdict.Reasons.Count());
        Assert.All(verdict.Findings, f => Assert.True(f is { Rule.Length: > 0, Input.Length: > 0 } && f.Reason.EndsWith('.'), $"{f}"));
    }

    [Theory]
    [InlineData("2021-11-04", "")]
    [InlineData("2021-11-03", "young_startup")]
    [InlineData("2026-11-04", "young_startup")]
    public void F4_A_startup_is_younger_than_five_years_until_its_birthday(string founded, string failed) => Check(Launch with { Founded = DateOnly.Parse(founded, System.Globalization.CultureInfo.InvariantCulture) }, failed);

    [Fact]
    public void F4_A_spark_is_only_for_those_who_never_had_a_grant()
    {
        Check(Launch with { Tier = GrantTier.Spark });
        Check(Launch with { Tier = GrantTier.Spark, EarlierGrants = 1 }, "first_grant");
    }

    [Fact]
    public void F4_Scale_needs_a_providers_code_and_the_code_itself_is_nobodys_to_read()
    {
        Check(Launch with { Tier = GrantTier.Scale }, "provider_code");
        var verdict = EligibilityRules.Judge(ProgrammeTerms.First, Launch with { Tier = GrantTier.Scale, Code = "SECRET-1" }, Now);
        Assert.True(verdict.IsEligible);
        Assert.DoesNotContain("SECRET", string.Concat(verdict.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void F4_The_para_of_another_customer_is_refused_by_name() =>
        Assert.Contains("Beth", Assert.Single(EligibilityRules.Judge(ProgrammeTerms.First, Launch with { ParaOwner = "Beth" }, Now).Reasons), StringComparison.Ordinal);

    [Fact]
    public void P8_A_design_partner_trades_coretime_for_deliverables_one_for_each_further_tranche()
    {
        Check(Partner);
        Check(Partner with { Deliverables = [] }, "deliverables");
        Check(Partner with { Deliverables = ["case study"] }, "deliverables");
        Check(Partner with { Deliverables = ["case study", "Case study"] }, "deliverables");
        Check(Partner with { Deliverables = ["case study", " "] }, "deliverables");
        Check(Partner with { HalfPeriods = [26], Deliverables = ["case study"] });
    }

    [Fact]
    public void P8_A_design_partner_gets_at_most_13_core_periods()
    {
        Check(Partner with { HalfPeriods = [6, 10, 11] }, "half_periods");
        Check(Partner with { HalfPeriods = [uint.MaxValue, uint.MaxValue, 2] }, "half_periods");
        Check(Partner with { HalfPeriods = [26, 0, 0] }, "half_periods");
        Check(Partner with { HalfPeriods = [] }, "half_periods");
    }

    [Fact]
    public void F6_A_link_to_a_customer_or_to_a_seller_is_shown_with_its_evidence()
    {
        ClusterLink link = new(LinkKind.SharedKey, "Beth", "0xabc", []);
        var verdict = EligibilityRules.Judge(ProgrammeTerms.First, Launch with { Cluster = [link], SelfDealing = [link with { With = "Ada" }] }, Now);
        Assert.Equal("cluster self_dealing", Failed(verdict));
        Assert.Contains("Beth is controlled by the same key, 0xabc.", verdict.Reasons.First(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tier_that_the_programme_does_not_give_is_refused() =>
        Assert.Equal("tier", Failed(EligibilityRules.Judge(ProgrammeTerms.First with { Tiers = [ProgrammeTerms.First.Find(GrantTier.Spark)!] }, Launch, Now)));

    [Fact]
    public void The_verdict_says_by_which_terms_and_when()
    {
        var verdict = EligibilityRules.Judge(ProgrammeTerms.First, Launch, Now);
        Assert.Equal((1, Now), (verdict.TermsVersion, verdict.At));
    }

    private static void Check(GrantRequest request, string failed = "") => Assert.Equal(failed, Failed(EligibilityRules.Judge(ProgrammeTerms.First, request, Now)));

    private static string Failed(EligibilityVerdict verdict) => string.Join(' ', verdict.Findings.Where(f => !f.Passed).Select(f => f.Rule));
}
