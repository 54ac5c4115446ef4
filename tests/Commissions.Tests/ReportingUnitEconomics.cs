using System.Numerics;
using CoretimeDesk.Commissions.Peers;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>What a core-year earns at today's price, by plan and by seller, and what was sold: asked over the network, and as a report.</summary>
public sealed class ReportingUnitEconomics(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Pool = "0x00000000000000000000000000000000000000000000000000000000000000cc";
    private static readonly DateTimeOffset Day = Start.AddDays(1);
    private readonly CommissionsWorld _world = new(postgres);
    private readonly Sale _sale = new();

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        _world.Watcher.Sale = new(Sale.Chain, "DOT", new(10 * Sale.Dot), new(30_000_000), 2_210_000, $"0x{7:x64}", Start, "lead-in");
        await _world.DeliverAsync([.. _sale.Begun(Start.AddHours(6)), .. _sale.Bought(1, Day, 100 * Sale.Dot), _sale.Assigned(1, Day.AddHours(1), Day), _sale.Ordered(2, Day.AddDays(2), 40 * Sale.Dot)]);
        _world.MoveTo(Day.AddDays(14));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F7_A_core_year_is_reckoned_at_the_price_of_the_sale_with_its_block()
    {
        var x = await AskAsync(Bert);

        Assert.Equal(($"{10 * Sale.Dot}", 2_210_000u, "lead-in", ""), (x.Today.Planck, x.Today.BlockNumber, x.Today.Phase, x.TodayProblem));
        var plan = Assert.Single(x.Plans);
        Assert.Equal(("default-1", 2_500u, true), (plan.PlanId, plan.FlatBp, plan.InForce));
        // 10 + 10 * (1.03^12 - 1) / 0.03 = 151.9202956153...
        Assert.Equal(151_920, (int)(Number(plan.CoreYear.RevenuePlanck) / (BigInteger)(Sale.Dot / 1_000)));
        Assert.Equal(Number(plan.CoreYear.RevenuePlanck) * 30 / 100, Number(plan.CoreYear.HighestPlanck));
        Assert.Equal(["CSM", "ae", "sdr", "se"], plan.CoreYear.ByRole.Select(r => r.Role));
        Assert.Equal(Number(plan.CoreYear.CommissionPlanck) + Number(plan.CoreYear.OverlayPlanck), Sum(plan.CoreYear.ByRole.Select(r => r.Planck)));
        Assert.Equal(plan.CoreYear.ByRole.Single(r => r.Role == "ae").Planck, x.Sellers.Single(s => s.ParticipantId == $"{Ada.Id}").CoreYearPlanck);
    }

    [Fact]
    public async Task F7_What_was_sold_adds_up_payments_and_each_names_its_block()
    {
        var x = await AskAsync(Bert);

        Assert.Equal(($"{140 * Sale.Dot}", "5040", 2u, $"{35 * Sale.Dot}", 2_500u, $"{35 * Sale.Dot}"), (x.Total.BasePlanck, x.Total.CoreTimeslices, x.Total.Payments, x.Total.AccruedPlanck, x.Total.ShareBp, x.Total.PerCorePeriodPlanck));
        Assert.Equal(x.Total, Assert.Single(x.Plans).Sold);
        Assert.Equal(x.Total.BasePlanck, $"{Sum(x.Payments.Select(p => p.BasePlanck))}");
        Assert.Equal(x.Total.AccruedPlanck, $"{Sum(x.Sellers.Select(s => s.AccruedPlanck))}");
        Assert.Equal([$"{_sale.FactId(1)}", $"{_sale.FactId(2)}"], x.Payments.Select(p => p.Payment));
        Assert.StartsWith("polkadot-coretime, block 100,", x.Payments[0].Block, StringComparison.Ordinal);

        // The order is delivered; of the region half a month is, to the planck of what the statement says.
        var statement = await _world.StatementAsync(Ada, "2026-11");
        Assert.Equal((statement.AccruedPlanck, statement.EarnedPlanck), (x.Sellers[0].AccruedPlanck, x.Sellers[0].EarnedPlanck));
        Assert.True(Number(x.Sellers[0].EarnedPlanck) < Number(x.Sellers[0].AccruedPlanck));
        Assert.Equal((Ada.Name, x.Total.BasePlanck, "0"), (x.Sellers[0].Name, x.Sellers[0].Owned.BasePlanck, x.Sellers[0].PaidOutPlanck));
        Assert.All(x.Sellers.Skip(1), s => Assert.Equal(("0", ""), (s.Owned.BasePlanck, s.CoreYearPlanck)));
    }

    [Fact]
    public async Task F13_Months_hold_what_was_paid_in_them_and_paid_out_is_what_the_chain_shows_of_their_batch()
    {
        var december = new DateTimeOffset(2026, 12, 8, 9, 0, 0, TimeSpan.Zero);
        await _world.DeliverAsync([Sale.KeyOf(Ada, Day), Sale.KeyOf(Sol, Day), Sale.KeyOf(Sid, Day)]);
        _world.MoveTo(december);
        await _world.CloseAsync();
        await _world.Payouts.SetPoolAsync(new() { RequestId = NewId(), Token = "DOT", Chain = Sale.Chain, Account = Pool, Reason = "as decided" }, _world.As(Bert));
        await _world.DeliverAsync(Sale.Holds(Pool, 500 * Sale.Dot, 30, december));
        var prepared = await _world.Payouts.PrepareBatchAsync(new() { RequestId = NewId(), Month = "2026-11" }, _world.As(Bert));
        var line = prepared.Batch.Lines.Single(l => l.ParticipantId == $"{Ada.Id}");
        await _world.DeliverAsync(Sale.PaidOut(1, Pool, line.Tag, Sale.AccountOf(Ada), UInt128.Parse(line.Planck), december.AddHours(1)));

        var november = await AskAsync(Bert, "2026-11", "2026-11");
        var alone = await AskAsync(Bert, "2026-12", "2026-12");
        var both = await AskAsync(Bert, "2026-11", "2026-12");

        Assert.Equal(line.Planck, november.Sellers[0].PaidOutPlanck);
        Assert.Equal((0u, 0), (alone.Total.Payments, alone.Sellers.Count));
        Assert.False(alone.Total.HasShareBp);
        Assert.Equal((november.Total, november.Sellers), (both.Total, both.Sellers));
    }

    [Fact]
    public async Task Complaint14_A_seller_sees_their_own_row_a_lead_the_teams_and_finance_all()
    {
        var (own, lead, stranger) = (await AskAsync(Sol), await AskAsync(Tom), await AskAsync(Otto));

        Assert.Equal([$"{Sol.Id}"], own.Sellers.Select(s => s.ParticipantId));
        Assert.Null(own.Total);
        Assert.Null(Assert.Single(own.Plans).Sold);
        Assert.Equal([$"{Ada.Id}", $"{Sol.Id}", $"{Sid.Id}"], lead.Sellers.Select(s => s.ParticipantId));
        Assert.Empty(stranger.Sellers);
        Assert.Empty(stranger.Payments);
        Assert.NotNull(Assert.Single(stranger.Plans).CoreYear);
    }

    [Fact]
    public async Task F7_Without_a_price_what_was_paid_is_told_all_the_same_and_a_price_may_be_given()
    {
        _world.Watcher.Sale = null;
        var away = await AskAsync(Bert);
        _world.Watcher.Sale = new("paseo-coretime", "PAS", new(1), default, 1, "0x01", Start, "interlude");
        var other = await AskAsync(Bert);
        var given = (await _world.Economics.GetEconomicsAsync(new() { PricePlanck = $"{2 * Sale.Dot}", RenewalBump = 0 }, _world.As(Bert))).Economics;

        Assert.Contains("does not answer", away.TodayProblem, StringComparison.Ordinal);
        Assert.Contains("on paseo-coretime, is in PAS", other.TodayProblem, StringComparison.Ordinal);
        foreach (var x in new[] { away, other })
        {
            Assert.Equal(((TodaysPrice?)null, (CoreYear?)null, ""), (x.Today, Assert.Single(x.Plans).CoreYear, x.Sellers[0].CoreYearPlanck));
            Assert.Equal($"{140 * Sale.Dot}", x.Total.BasePlanck);
        }

        Assert.Equal(($"{26 * Sale.Dot}", ""), (Assert.Single(given.Plans).CoreYear.RevenuePlanck, given.Today.Chain));
    }

    [Fact]
    public async Task A_report_for_a_treasury_numbers_sellers_and_one_for_inside_names_them()
    {
        var (told, named, csv) = (await ExportAsync(new()), await ExportAsync(new() { WithNames = true }), await ExportAsync(new() { Format = EconomicsFormat.Csv }));

        Assert.Equal(("unit-economics-2026-11-2026-11-DOT.md", "text/markdown; charset=utf-8"), (told.FileName, told.MediaType));
        var text = told.Content.ToStringUtf8();
        foreach (var part in new[] { "# Unit economics of coretime sales, 2026-11, in DOT", "A core costs 10 DOT for one period (lead-in; 2 Nov 2026 09:00 UTC, polkadot-coretime, block 2,210,000", "| Seller 1 | 140 DOT | 1 |", "polkadot-coretime, block 100," })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Ada Rep", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Ada.Id}", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Sale.Buyer, text, StringComparison.Ordinal);
        Assert.Contains("| Ada Rep | 140 DOT |", named.Content.ToStringUtf8(), StringComparison.Ordinal);
        var rows = csv.Content.ToStringUtf8().Split("\r\n");
        Assert.Contains($"total,all,base,{140 * Sale.Dot},planck,DOT", rows);
        Assert.Contains($"payment,{_sale.FactId(2)},accrued,{10 * Sale.Dot},planck,DOT", rows);
        Assert.DoesNotContain("Ada", csv.Content.ToStringUtf8(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task F9_What_is_no_question_is_refused_with_each_field()
    {
        var wrong = new GetEconomicsRequest { Token = "EUR", FromMonth = "2026-12", ToMonth = "2026-11", PricePlanck = "-1", RenewalBump = 2_000_000_000 };
        Assert.Equal(["token", "to_month", "price_planck", "renewal_bump"], (await RefusedAsync(_world.Economics.GetEconomicsAsync(wrong, _world.As(Bert)))).Fields.Select(f => f.Field));
        Assert.Equal(["of.from_month", "of.price_planck"], (await RefusedAsync(_world.Economics.ExportEconomicsAsync(new() { Of = new() { FromMonth = "2026-11", PricePlanck = $"{UInt128.MaxValue}" } }, _world.As(Bert)))).Fields.Select(f => f.Field));
        Assert.Equal("to_month", Assert.Single((await RefusedAsync(_world.Economics.GetEconomicsAsync(new() { FromMonth = "2023-11", ToMonth = "2026-11" }, _world.As(Bert)))).Fields).Field);
        Assert.Equal("renewal_bump", Assert.Single((await RefusedAsync(_world.Economics.GetEconomicsAsync(new() { RenewalBump = 5 }, _world.As(Bert)))).Fields).Field);
    }

    private async Task<Economics> AskAsync(Actor viewer, string from = "", string to = "") =>
        (await _world.Economics.GetEconomicsAsync(new() { FromMonth = from, ToMonth = to }, _world.As(viewer))).Economics;

    private async Task<ExportEconomicsResponse> ExportAsync(ExportEconomicsRequest request) => await _world.Economics.ExportEconomicsAsync(request, _world.As(Bert));

    private static BigInteger Number(string text) => BigInteger.Parse(text);

    private static BigInteger Sum(IEnumerable<string> amounts) => amounts.Select(Number).Aggregate(BigInteger.Zero, BigInteger.Add);
}
