using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>Plans that may not be: each is refused by its field, all of the file or nothing.</summary>
public sealed class RefusingPlans(CommissionsWorld world) : IClassFixture<CommissionsWorld>
{
    [Theory]
    [InlineData("split", """{"ae":1800,"se":400,"sdr":299}""", "plans_json/plans/0/split", "adds up to 2499")]
    [InlineData("split", """{"se":2000,"sdr":500}""", "plans_json/plans/next/split", "no part for 'ae'")]
    [InlineData("flat_bp", "3100", "plans_json/plans/0/split", "must to flat_bp, which is 3100")]
    [InlineData("accelerator", """[{"to_quota_bp":null,"bp":3100}]""", "plans_json/plans/next/accelerator/0/bp", "must be 20 % to 30 %")]
    [InlineData("accelerator", """[{"to_quota_bp":8000,"bp":1900},{"to_quota_bp":null,"bp":2500}]""", "plans_json/plans/next/accelerator/0/bp", "unless a rule version says otherwise")]
    [InlineData("effective_from", "null", "plans_json/plans/next/effective_from", "must not be before now")]
    [InlineData("effective_from", "\"2026-10-01T00:00:00Z\"", "plans_json/plans/next/effective_from", "must not be before now")]
    [InlineData("effective_from", "\"2027-01-01T00:00:00Z\"", "plans_json/plans/next/effective_from", "lies within plan default-1")]
    [InlineData("currency", "\"EUR\"", "plans_json/plans/next/currency", "fiat is only a view")]
    [InlineData("basis", "\"flat_fee\"", "plans_json/plans/next/basis", "must be percent_of_paid")]
    [InlineData("draw", """{"monthly_planck":"340282366920938463463374607431768211456","months":1}""", "plans_json/plans/0/draw/monthly_planck", "planck")]
    [InlineData("draw", """{"monthly_planck":"5","months":4}""", "plans_json/plans/next/draw/months", "at most 3")]
    public async Task F7_F13_A_plan_that_may_not_be_is_refused_by_its_field_and_nothing_is_adopted(string field, string value, string path, string words)
    {
        var file = AdoptingPlans.Next("2027-01-01T00:00:00Z");
        file["plans"]![0]!.AsObject()[field] = JsonNode.Parse(value);
        if (field == "currency")
        {
            file["plans"]![0]!.AsObject()["name"] = "other";
        }

        var refusal = await RefusedAsync(world.Plans.AdoptPlanAsync(new() { RequestId = NewId(), PlansJson = file.ToJsonString(), Reason = "a new year" }, world.As(Bert)));

        Assert.Equal((RefusalKind.Invalid, "INVALID_FIELDS"), (refusal.Kind, refusal.Reason));
        Assert.Contains(refusal.Fields, f => f.Field == path && f.Description.Contains(words, StringComparison.Ordinal));
        Assert.Equal(1, await world.Db().Adoptions.CountAsync(TestContext.Current.CancellationToken));
    }
}
