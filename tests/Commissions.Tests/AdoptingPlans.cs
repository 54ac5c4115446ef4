using System.Text.Json.Nodes;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Testing;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>Plans over the wire: what a desk begins with, what is refused and how, and what an adoption does to deals.</summary>
public sealed class AdoptingPlans(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly CommissionsWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F7_A_desk_begins_with_a_quarter_as_eighteen_four_and_three_in_each_token()
    {
        var plans = await _world.Plans.ListPlansAsync(new(), _world.As(Ada));
        Assert.Equal(["default-1 DOT", "default-ksm-1 KSM", "default-pas-1 PAS"], plans.Plans.Select(p => $"{p.PlanId} {p.Currency}"));
        Assert.All(plans.Plans, p =>
        {
            Assert.Equal((2500u, 3000u, true, "percent_of_paid", 365u, 180u), (p.FlatBp, p.HighestBp, p.InForce, p.Basis, p.WindowDays, p.ClawbackDays));
            Assert.Equal(["ae 1800", "sdr 300", "se 400"], p.Split.Select(s => $"{s.Role} {s.Bp}"));
        });
    }

    [Fact]
    public async Task A_plan_never_changes_but_for_its_end_and_another_one_follows()
    {
        var changed = JsonNode.Parse(ShippedPlans.Json)!;
        changed["plans"]![0]!["window_days"] = 364;
        Assert.Contains((await RefusedAsync(AdoptAsync(changed.ToJsonString()))).Fields, f => f.Field == "plans_json/plans/default-1/id");

        var file = Next("2027-01-01T00:00:00Z");
        var old = JsonNode.Parse(ShippedPlans.Json)!["plans"]![0]!.DeepClone();
        old["effective_to"] = "2027-01-01T00:00:00Z";
        file["plans"]!.AsArray().Add(old);
        var adopted = await AdoptAsync(file.ToJsonString());

        Assert.Equal((2u, 2), (adopted.Number, adopted.Plans.Count));
        var plans = (await _world.Plans.ListPlansAsync(new(), _world.As(Ada))).Plans.ToDictionary(p => p.PlanId);
        Assert.True(plans["default-1"].InForce);
        Assert.False(plans["next"].InForce);
        _world.MoveTo(new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        plans = (await _world.Plans.ListPlansAsync(new(), _world.As(Ada))).Plans.ToDictionary(p => p.PlanId);
        Assert.False(plans["default-1"].InForce);
        Assert.True(plans["next"].InForce);
        Assert.Equal(adopted.Sha256, (await _world.Plans.GetPlanAsync(new() { PlanId = "next" }, _world.As(Sol))).Sha256);
    }

    [Fact]
    public async Task A_deal_keeps_the_plan_that_was_in_force_when_it_was_accepted()
    {
        var (before, after) = (new Sale(1), new Sale(2));
        var file = Next("2026-12-01T00:00:00Z");
        var old = JsonNode.Parse(ShippedPlans.Json)!["plans"]![0]!.DeepClone();
        old["effective_to"] = "2026-12-01T00:00:00Z";
        file["plans"]!.AsArray().Add(old);
        await _world.DeliverAsync(before.Begun(Start.AddDays(1)));
        await AdoptAsync(file.ToJsonString());
        await _world.DeliverAsync(after.Begun(Start.AddDays(40)));

        var deals = (await _world.Deals.ListDealsAsync(new(), _world.As(Hana))).Deals;

        Assert.Equal([(after.Number, "next"), (before.Number, "default-1")], deals.Select(d => (d.Number, d.PlanId)));
    }

    [Fact]
    public async Task Only_those_who_hold_the_money_adopt_and_an_adoption_cannot_be_changed()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await _world.Plans.AdoptPlanAsync(new() { RequestId = NewId(), PlansJson = ShippedPlans.Json, Reason = "mine" }, _world.As(Ada)));
        Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        var fields = (await RefusedAsync(_world.Plans.AdoptPlanAsync(new() { RequestId = NewId() }, _world.As(Lena)))).Fields.Select(f => f.Field);
        Assert.Equal(["plans_json", "reason"], fields);
        await using var change = _world.Database.CreateCommand("update commissions.plan_adoptions set reason = 'another'");
        Assert.Contains("written once", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).MessageText, StringComparison.Ordinal);
    }

    private AsyncUnaryCall<AdoptPlanResponse> AdoptAsync(string json) => _world.Plans.AdoptPlanAsync(new() { RequestId = NewId(), PlansJson = json, Reason = "a new year" }, _world.As(Bert));

    /// <summary>A plan that may follow the one that is in force, once that one ends.</summary>
    internal static JsonNode Next(string from)
    {
        var file = JsonNode.Parse(ShippedPlans.Json)!;
        var plan = file["plans"]![0]!.DeepClone();
        (plan["id"], plan["effective_from"]) = ("next", from);
        file["plans"] = new JsonArray(plan);
        return file;
    }
}
