using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;

namespace CoretimeDesk.CreditGrants.Eligibility;

/// <summary>Whether a customer may have a grant of a tier. Every rule is looked at, so that a rep hears everything at once.</summary>
public static class EligibilityRules
{
    /// <summary>Judges a request by terms.</summary>
    public static EligibilityVerdict Judge(ProgrammeTerms terms, GrantRequest request, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(request);
        var findings = ImmutableArray.CreateBuilder<RuleFinding>();
        findings.Add(Para(request));
        if (terms.Find(request.Tier) is { } tier)
        {
            findings.AddRange(tier.Needs.Select(n => Need(n, tier, request, now)));
            if (tier.HalfPeriodsMax is { } most)
            {
                findings.Add(Agreed(request, most));
            }
        }
        else
        {
            findings.Add(new("tier", request.Tier.ToName(), false, "This programme does not give that tier. Look at the tiers that it does give."));
        }

        findings.Add(Links("cluster", request.Cluster, "Nobody under the same control has had a grant of this tier.", "One grant for each cluster and tier."));
        findings.Add(Links("self_dealing", request.SelfDealing, "Nobody who sells is behind the customer.", "Nobody sells free coretime to themselves: have another team look at it."));
        return new(terms.Version, now, findings.ToImmutable());
    }

    private static RuleFinding Para(GrantRequest request) => request switch
    {
        { Para: 0 } => new("para", "0", false, "A grant can only run a parachain: name its para id."),
        { ParaOwner: { } owner } when owner != request.Customer => new("para", $"{request.Para} of {owner}", false, $"Para {request.Para} is {owner}'s. Check the id with the customer; nothing was reserved."),
        _ => new("para", $"{request.Para}", true, request.ParaOwner is null ? "No other customer has that para." : "The para is the customer's."),
    };

    private static RuleFinding Need(Need need, TierTerms tier, GrantRequest request, DateTimeOffset now) => need switch
    {
        Programmes.Need.FirstGrant => Say("first_grant", $"{request.EarlierGrants} earlier", request.EarlierGrants == 0, "No grant came before.", "Only for those who never had a grant. Look at the next tier up."),
        Programmes.Need.YoungStartup => Young(tier.YearsMax!.Value, request, now),
        Programmes.Need.Repository => Say("repository", request.Repository, "There is a repository.", "Enter the link of a public repository."),
        Programmes.Need.TestChain => Say("test_chain", request.TestChain, "There is a test chain.", "Enter the chain that runs on a test network."),
        Programmes.Need.LightAssessment => Say("light_assessment", request.Assessment.ToString().ToLowerInvariant(), request.Assessment >= AssessmentDepth.Light, "A solution engineer has looked.", "Have a solution engineer write a light assessment."),
        Programmes.Need.ProviderCode => Say("provider_code", request.Code is null ? null : "given", "There is a code; the ledger says whether it opens a grant.", ReasonWords.Sentence(Reasons.CodeMissing)),
        Programmes.Need.Deliverables => Delivered(request),
        _ => throw new ArgumentOutOfRangeException(nameof(need)),
    };

    private static RuleFinding Young(int years, GrantRequest request, DateTimeOffset now)
    {
        // A startup of the 1st is five years old on the 1st, and younger until then.
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return request.Founded is not { } founded ? new("young_startup", "not known", false, "Enter when the customer was founded.")
            : founded > today ? new("young_startup", $"{founded:yyyy-MM-dd}", false, "The customer is founded in the future. Check the date.")
            : Say("young_startup", $"{founded:yyyy-MM-dd}", founded.AddYears(years) > today, $"Younger than {years} years.", $"Only for startups younger than {years} years.");
    }

    /// <summary>Coretime for named deliverables: the first tranche is given on trust, each further one for one of them.</summary>
    private static RuleFinding Delivered(GrantRequest request)
    {
        var named = request.Deliverables.Where(d => !string.IsNullOrWhiteSpace(d)).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        var wanted = Math.Max(1, request.HalfPeriods.Length - 1);
        return Say("deliverables", string.Join("; ", request.Deliverables), named >= wanted && named == request.Deliverables.Length, "Every further tranche has its deliverable.", $"Name a deliverable for every tranche after the first, each once: {wanted} at least.");
    }

    private static RuleFinding Agreed(GrantRequest request, uint most)
    {
        var sum = request.HalfPeriods.Aggregate(0UL, (s, h) => s + h);
        return Say("half_periods", string.Join("+", request.HalfPeriods), sum > 0 && sum <= most && !request.HalfPeriods.Contains(0u), $"Together at most {most} half core-periods.", $"Agree on tranches of at least half a core-period each, together at most {most} halves.");
    }

    private static RuleFinding Links(string rule, ImmutableArray<Clusters.ClusterLink> links, string clear, string why) => links.IsEmpty
        ? new(rule, "nothing found", true, clear)
        : new(rule, string.Join("; ", links.Select(l => $"{l.With} by {l.Kind}: {l.Evidence}")), false, $"{string.Join(" ", links.Select(l => l.Sentence()))} {why}");

    private static RuleFinding Say(string rule, string? input, string yes, string no) => Say(rule, string.IsNullOrWhiteSpace(input) ? "none" : input, !string.IsNullOrWhiteSpace(input), yes, no);

    private static RuleFinding Say(string rule, string input, bool passed, string yes, string no) => new(rule, input, passed, passed ? yes : no);
}
