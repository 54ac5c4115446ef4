using System.Numerics;
using System.Text.Json.Nodes;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>What a deal would pay before there is one, asked over the network: the plan in force, and the numbers that the ledger has afterwards.</summary>
public sealed class EstimatingQuotes(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Day = Start.AddDays(1);
    private readonly CommissionsWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F7_The_plan_in_force_is_told_with_its_rates_and_changes_at_its_instant()
    {
        var file = AdoptingPlans.Next("2027-01-01T00:00:00Z");
        file["plans"]![0]!.AsObject().Remove("accelerator");
        file["plans"]!.AsArray().Add(Ending("DOT", "2027-01-01T00:00:00Z"));
        await AdoptAsync(file);

        var now = await PlanAsync("DOT", Ada);
        var last = await PlanAsync("DOT", Sol, new(2026, 12, 31, 23, 59, 59, TimeSpan.Zero));
        var then = await PlanAsync("DOT", Hana, new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal(("default-1", 2_500u, 3_000u, 200u, 180u), (now.PlanId, now.FlatBp, now.HighestBp, now.OverlayBp, now.OverlayFromDay));
        Assert.Equal(["ae 1800", "sdr 300", "se 400"], now.Split.Select(s => $"{s.Role} {s.Bp}"));
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), now.EffectiveTo.ToDateTimeOffset());
        Assert.Equal(now, last);
        Assert.Equal(("next", 2_500u), (then.PlanId, then.HighestBp));
        Assert.Null(then.EffectiveTo);
    }

    [Fact]
    public async Task F7_A_token_without_a_plan_in_force_is_named_with_the_fix()
    {
        await AdoptAsync(new JsonObject { ["recover_bp"] = 5000, ["plans"] = new JsonArray(Ending("KSM", "2026-12-01T00:00:00Z")) });
        _world.MoveTo(new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

        var asked = Asked(Ada, Item(_world.Clock.Now, PlannedKind.Purchase, 10));
        asked.Token = "KSM";
        foreach (var refusal in new[]
        {
            await RefusedAsync(_world.Estimates.PlanInForceAsync(new() { Token = "KSM" }, _world.As(Ada))), await RefusedAsync(_world.Estimates.EstimateQuoteAsync(asked, _world.As(Ada))),
        })
        {
            Assert.Equal(("NO_PLAN_IN_FORCE", "KSM"), (refusal.Reason, refusal.Facts["token"]));
            Assert.Contains("KSM is in force", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("./desk commission plans adopt", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Equal("default-1", (await PlanAsync("DOT", Ada)).PlanId);
    }

    [Fact]
    public async Task F7_What_is_estimated_is_what_accrues_once_it_is_bought_to_the_planck()
    {
        var sale = new Sale();
        await _world.DeliverAsync([.. sale.Begun(Start.AddHours(6)), HandedOver(sale)]);
        await _world.DeliverAsync(sale.Bought(1, Day, 3 * Sale.Dot + 1));
        var renewedAt = Day.AddDays(190);
        _world.MoveTo(Day.AddDays(1));
        var asked = Asked(Ada, Item(renewedAt, PlannedKind.Renewal, 10 * Sale.Dot + 7), Item(renewedAt.AddHours(1), PlannedKind.OnDemand, 13), Item(renewedAt.AddDays(180), PlannedKind.Renewal, 10));
        asked.AccountId = $"{sale.Account}";

        // A year from the first payment on: what is renewed after it earns nothing, and says so.
        var estimate = (await _world.Estimates.EstimateQuoteAsync(asked, _world.As(Ada))).Estimate;
        Assert.Equal(["", "", "window_closed"], estimate.Items.Select(i => i.Exclusion));
        Assert.Equal("10.0000000007 DOT × 25 % = 2.5000000001 DOT; 10.0000000007 DOT × 2 % = 0.2 DOT beside it", estimate.Items[0].Formula);
        Assert.Equal(estimate.Roles.Select(r => BigInteger.Parse(r.Planck)).Aggregate(BigInteger.Add), BigInteger.Parse(estimate.TotalPlanck));
        Assert.Equal(["ae", "sdr", "se", "csm"], estimate.Roles.Select(r => r.Role));

        _world.MoveTo(renewedAt.AddDays(1));
        await _world.DeliverAsync([sale.Judged(2, renewedAt, 10 * Sale.Dot + 7, PaidKind.Renewal, MatchState.Counted), sale.Ordered(3, renewedAt.AddHours(1), 13)]);
        var view = await Ledgers.LedgerBook.ReadAsync(_world.Db(), "DOT", _world.Clock.Now, CancellationToken.None);
        var events = view.Ledger.Events.Where(e => e.Event != $"{sale.FactId(1)}").ToList();
        Assert.Equal(estimate.Items.Take(2).Select(i => (i.BasePlanck, i.CommissionPlanck, i.OverlayPlanck)), events.Select(e => ($"{e.Base}", $"{e.Commission}", $"{e.Overlay}")));
        Assert.Equal((estimate.CommissionPlanck, estimate.OverlayPlanck), ($"{Sum(events.Select(e => e.Commission))}", $"{Sum(events.Select(e => e.Overlay))}"));
    }

    [Fact]
    public async Task F7_The_owners_quota_sets_the_rate_and_only_the_owner_those_who_lead_them_and_finance_may_ask()
    {
        await _world.Deals.SetQuotaAsync(new() { RequestId = NewId(), PersonId = $"{Ada.Id}", Month = "2026-12", Planck = $"{100 * Sale.Dot}" }, _world.As(Hana));
        var december = new DateTimeOffset(2026, 12, 5, 0, 0, 0, TimeSpan.Zero);
        var asked = Asked(Ada, Item(Start, PlannedKind.Purchase, 100 * Sale.Dot), Item(december, PlannedKind.Renewal, 200 * Sale.Dot));

        foreach (var viewer in new[] { Ada, Tom, Hana, Bert, Lena })
        {
            var items = (await _world.Estimates.EstimateQuoteAsync(asked, _world.As(viewer))).Estimate.Items;

            // In December: 80 DOT at 20 %, 40 at 25 %, and 80 beyond that at 30 %.
            Assert.Equal(["25", "50"], items.Select(i => $"{UInt128.Parse(i.CommissionPlanck) / Sale.Dot}"));
            Assert.StartsWith("80 DOT × 20 % + 40 DOT × 25 % + 80 DOT × 30 % = 50 DOT", items[1].Formula, StringComparison.Ordinal);
        }

        foreach (var stranger in new[] { Otto, Sid })
        {
            Assert.Equal("NOT_YOUR_ESTIMATE", (await RefusedAsync(_world.Estimates.EstimateQuoteAsync(asked, _world.As(stranger)))).Reason);
        }

        Assert.Equal("ROLE_MISSING", (await RefusedAsync(_world.Estimates.EstimateQuoteAsync(asked, _world.As(Sol)))).Reason);
    }

    [Fact]
    public async Task F9_An_estimate_changes_nothing_and_what_is_no_payment_is_named_by_its_field()
    {
        await _world.Estimates.EstimateQuoteAsync(Asked(Ada, Item(Start, PlannedKind.Purchase, UInt128.MaxValue)), _world.As(Ada));
        Assert.Empty((await Ledgers.LedgerBook.ReadAsync(_world.Db(), "DOT", _world.Clock.Now, CancellationToken.None)).Ledger.Lines);

        var wrong = new EstimateQuoteRequest { Token = "EUR", OwnerId = "ada", Items = { new PlannedItem { AmountPlanck = "-1" }, Item(Start, PlannedKind.Renewal, 5) } };
        wrong.Items[1].RebatePlanck = "6";
        Assert.Equal(
            ["token", "owner_id", "items[0].at", "items[0].kind", "items[0].amount_planck", "items[1].rebate_planck"],
            (await RefusedAsync(_world.Estimates.EstimateQuoteAsync(wrong, _world.As(Ada)))).Fields.Select(f => f.Field));
        Assert.Equal("items", Assert.Single((await RefusedAsync(_world.Estimates.EstimateQuoteAsync(Asked(Ada), _world.As(Ada)))).Fields).Field);
    }

    private static TopicEvent HandedOver(Sale sale) => new(
        "leads", "hand_over", sale.FactId(900), 1,
        new Leads.V1.HandOverAccepted { HandOverId = $"{sale.FactId(900)}", AccountId = $"{sale.Account}", Step = "AE_TO_CSM", ToId = $"{Otto.Id}", AcceptedAt = Start.AddHours(5).ToTimestamp() }, Otto.Id, Start.AddHours(5));

    private static EstimateQuoteRequest Asked(Actor owner, params PlannedItem[] items) => new() { Token = "DOT", OwnerId = $"{owner.Id}", Items = { items } };

    private static PlannedItem Item(DateTimeOffset at, PlannedKind kind, UInt128 planck) => new() { At = at.ToTimestamp(), Kind = kind, AmountPlanck = $"{planck}" };

    private static JsonNode Ending(string token, string at)
    {
        var plan = JsonNode.Parse(ShippedPlans.Json)!["plans"]!.AsArray().Single(p => (string)p!["currency"]! == token)!.DeepClone();
        plan["effective_to"] = at;
        return plan;
    }

    private static BigInteger Sum(IEnumerable<BigInteger> amounts) => amounts.Aggregate(BigInteger.Zero, BigInteger.Add);

    private async Task<PlanInForceResponse> PlanAsync(string token, Actor viewer, DateTimeOffset? at = null) =>
        await _world.Estimates.PlanInForceAsync(new() { Token = token, At = at?.ToTimestamp() }, _world.As(viewer));

    private async Task AdoptAsync(JsonNode file) => await _world.Plans.AdoptPlanAsync(new() { RequestId = NewId(), PlansJson = file.ToJsonString(), Reason = "a new year" }, _world.As(Bert));
}
