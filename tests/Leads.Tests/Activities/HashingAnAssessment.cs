using CoretimeDesk.Leads.Assessments;

namespace CoretimeDesk.Leads.Tests.Activities;

/// <summary>The example of docs/assessments.md, whose digest other code worked out.</summary>
public sealed class HashingAnAssessment
{
    private static readonly DateTimeOffset Tuesday = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void F11_The_digest_is_that_of_the_documentation_whatever_the_order_of_files()
    {
        var frame = new AssessmentFrame(
            "T-2026-000003", 2, Guid.Parse("019340a0-0000-7000-8000-0000000000a1"), null, Guid.Parse("019340a0-0000-7000-8000-00000000000a"), Tuesday, Tuesday.AddDays(90), [new('f', 64), new('0', 64), new('f', 64)]);
        var form = new AssessmentForm
        {
            CorePeriods = 13,
            Regions = 13,
            StartsOn = new(2027, 1, 5),
            EndsOn = new(2027, 12, 31),
            Supply = ProductLine.Bulk,
            Cores = 1,
            ElasticScaling = false,
            BlocksPerDay = 14_400,
            Workload = "A \"rollup\"\nwith \u00e9",
            RuntimeStack = "polkadot-sdk",
            Risks = ["state \\ size"],
            Verdict = Verdict.FitWithConditions,
            Conditions = ["one", "two"],
        };
        Assert.Empty(form.Faults());
        Assert.Equal("5248d671339fe2736de453ad796b0a1f432a65ea0fcc74720f7952b9b6188f02", AssessmentDigest.Of(AssessmentDigest.Canonical(frame, form)));
    }
}
