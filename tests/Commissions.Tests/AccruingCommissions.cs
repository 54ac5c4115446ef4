using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;
using AssignmentFinality = CoretimeDesk.ChainWatcher.V1.AssignmentFinality;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>From what the desk and the chain tell to lines: a core for 1,000 DOT is a commission of 250, of which 180 are Ada's, 40 Sol's and 30 Sid's.</summary>
public sealed class AccruingCommissions(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Day = Start.AddDays(1);
    private readonly CommissionsWorld _world = new(postgres);
    private readonly Sale _sale = new();

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.DeliverAsync(_sale.Begun(Start.AddHours(6)));
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F8_What_the_customer_buys_accrues_once_by_the_plan_and_is_earned_as_it_runs()
    {
        await _world.DeliverAsync(_sale.Bought(1, Day, 1_000 * Sale.Dot));
        await _world.DeliverAsync(_sale.Bought(1, Day, 1_000 * Sale.Dot)[0]);
        await _world.DeliverAsync(_sale.Assigned(1, Day, Day));

        _world.MoveTo(Day.AddDays(14));
        var open = await _world.StatementAsync(Ada, "2026-11");
        Assert.Equal(("1800000000000", StatementStage.Open), (open.AccruedPlanck, open.Stage));

        // Until the second Monday, 12 days and 15 hours: 2,272 whole timeslices of 8 minutes, of the 5,040 of 28 days.
        Assert.Equal(180 * Sale.Dot * 2_272 / 5_040, UInt128.Parse(open.EarnedPlanck));
        Assert.Equal(["1800000000000", "400000000000", "300000000000"], await AccruedAsync("2026-11", Ada, Sol, Sid));

        _world.MoveTo(Day.AddDays(40));
        await _world.CloseAsync();
        var explained = await ExplainAsync(1);
        Assert.Equal(250 * Sale.Dot, Total(explained, "accrue"));
        Assert.Equal(250 * Sale.Dot, Total(explained, "earn"));
        Assert.Contains(explained.Sentences, s => s.Contains("The customer paid 1000 DOT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Roles_follow_from_facts_and_one_that_nobody_holds_is_the_owners()
    {
        var bare = new Sale(2);
        await _world.DeliverAsync([bare.Registered(Start), bare.Accepted(Start.AddHours(1))]);

        var deals = (await _world.Deals.ListDealsAsync(new(), _world.As(Lena))).Deals.ToDictionary(d => d.Number);

        Assert.Equal(
            ["ae Ada Rep: owner of the quote", "sdr Sid Rep: opened lead L-1", "se Sol Engineer: wrote assessment T-1, which was current"],
            deals[_sale.Number].Roles.Select(r => $"{r.Role} {r.PersonName}: {r.Why}"));
        Assert.All(deals[bare.Number].Roles, r => Assert.Equal("Ada Rep", r.PersonName));
        Assert.Equal("nobody is known to hold it: owner of the quote", deals[bare.Number].Roles[1].Why);
        Assert.Empty((await _world.Deals.ListDealsAsync(new(), _world.As(Otto))).Deals);
        Assert.Equal(2, (await _world.Deals.ListDealsAsync(new(), _world.As(Tom))).Deals.Count);
    }

    [Theory]
    [InlineData("sponsor_paid", MatchPayer.Sponsor, "")]
    [InlineData("third_party", MatchPayer.Stranger, "")]
    [InlineData("credit_paid", MatchPayer.Customer, "paid_by_credit")]
    public async Task F9_What_others_money_paid_accrues_nothing_and_says_why(string reason, MatchPayer who, string differs)
    {
        await _world.DeliverAsync(_sale.Ordered(7, Day, 5 * Sale.Dot, who, Sale.Buyer, differs.Length > 0 ? [differs] : []));
        Assert.Equal(reason, (await ExplainAsync(7)).Exclusion);
    }

    [Fact]
    public async Task F9_A_participants_own_account_earns_nothing_whenever_it_becomes_known_and_an_unknown_means_waits()
    {
        await _world.DeliverAsync([_sale.Ordered(7, Day, 5 * Sale.Dot, payer: Sale.AccountOf(Sol)), _sale.Ordered(8, Day, 5 * Sale.Dot, differs: "payment_unknown")]);
        Assert.Equal("", (await ExplainAsync(7)).Exclusion);
        await _world.DeliverAsync(Sale.KeyOf(Sol, Day.AddDays(3)));
        Assert.Equal("self_dealing", (await ExplainAsync(7)).Exclusion);
        Assert.Equal("NOT_FOUND", (await RefusedAsync(_world.Statements.ExplainPaymentAsync(new() { Event = $"{_sale.FactId(8)}" }, _world.As(Bert)))).Reason);
    }

    [Fact]
    public async Task F9_A_payment_before_registration_or_without_acceptance_earns_nothing()
    {
        var (unsigned, early) = (new Sale(3), new Sale(4));
        await _world.DeliverAsync([unsigned.Registered(Start), unsigned.Ordered(1, Day, Sale.Dot), early.Accepted(Start), early.Ordered(1, Day, Sale.Dot), early.Registered(Day.AddDays(1))]);
        Assert.Equal(("not_accepted", "not_registered"), ((await ExplainAsync(1, unsigned)).Exclusion, (await ExplainAsync(1, early)).Exclusion));
    }

    [Fact]
    public async Task A_judgement_that_is_taken_back_takes_the_commission_back_and_one_that_is_restated_changes_nothing()
    {
        var (begin, end) = Sale.RegionOf(Day, 28);
        await _world.DeliverAsync(_sale.Bought(1, Day, 1_000 * Sale.Dot));
        await _world.DeliverAsync(_sale.Judged(1, Day, 1_000 * Sale.Dot, PaidKind.Purchase, MatchState.Surplus, begin: begin, end: end));
        Assert.Equal(3, (await ExplainAsync(1)).Lines.Count);

        await _world.DeliverAsync(_sale.Judged(1, Day, 1_000 * Sale.Dot, PaidKind.Purchase, MatchState.Rejected, begin: begin, end: end, toldAt: Day.AddDays(2)));
        Assert.Equal(UInt128.Zero, Total(await ExplainAsync(1), "accrue") - TakenOf(await ExplainAsync(1)));

        await _world.DeliverAsync(_sale.Judged(1, Day, 1_000 * Sale.Dot, PaidKind.Purchase, MatchState.Counted, begin: begin, end: end, toldAt: Day.AddDays(3)));
        var again = await _world.Statements.ExplainPaymentAsync(new() { Event = $"{_sale.FactId(1)}#2" }, _world.As(Bert));
        Assert.Equal(250 * Sale.Dot, Total(again, "accrue"));
    }

    [Theory]
    [InlineData("provisional")]
    [InlineData("transferred")]
    [InlineData("another task")]
    [InlineData("nothing")]
    public async Task What_does_not_run_the_customers_task_for_good_is_accrued_and_not_earned(string why)
    {
        await _world.DeliverAsync(_sale.Bought(1, Day, 1_000 * Sale.Dot));
        await _world.DeliverAsync(why switch
        {
            "provisional" => [_sale.Assigned(1, Day, Day, AssignmentFinality.Provisional)],
            "transferred" => [_sale.Transferred(1, Day.AddMinutes(8), Day, Sale.AccountOf(Otto)), _sale.Assigned(1, Day.AddMinutes(16), Day)],
            "another task" => [_sale.Assigned(1, Day, Day, task: 3_333)],
            _ => Array.Empty<TopicEvent>(),
        });
        _world.MoveTo(Day.AddDays(60));

        var explained = await ExplainAsync(1);

        Assert.Equal((250 * Sale.Dot, UInt128.Zero), (Total(explained, "accrue"), Total(explained, "earn")));
    }

    [Fact]
    public async Task Half_of_the_time_that_is_assigned_is_half_of_what_is_earned()
    {
        await _world.DeliverAsync(_sale.Bought(1, Day, 1_000 * Sale.Dot));
        await _world.DeliverAsync(_sale.Assigned(1, Day.AddDays(14), Day));
        _world.MoveTo(Day.AddDays(60));
        Assert.Equal(125 * Sale.Dot, Total(await ExplainAsync(1), "earn"));
    }

    [Fact]
    public async Task A_head_of_sales_corrects_who_shares_until_something_is_earned()
    {
        CorrectParticipantsRequest Ask(string role, Guid person) => new() { RequestId = NewId(), QuoteId = $"{_sale.Quote}", Revision = 1, Role = role, PersonId = $"{person}", Reason = "Otto opened it by phone" };

        var unknown = await RefusedAsync(_world.Deals.CorrectParticipantsAsync(Ask("sdr", Guid.Parse("018f2c3e-7b1a-7c55-9c21-00000000ffff")), _world.As(Hana)));
        Assert.Equal(("UNKNOWN_PARTICIPANT", "person_id"), (unknown.Reason, unknown.Fields[0].Field));
        Assert.Equal("role", (await RefusedAsync(_world.Deals.CorrectParticipantsAsync(Ask("csm", Otto.Id), _world.As(Hana)))).Fields[0].Field);
        Assert.Equal("OWN_GAIN", (await RefusedAsync(_world.Deals.CorrectParticipantsAsync(Ask("sdr", Hana.Id), _world.As(Hana)))).Reason);
        var deal = (await _world.Deals.CorrectParticipantsAsync(Ask("sdr", Otto.Id), _world.As(Hana))).Deal;
        Assert.Equal("corrected on 2026-11-02: Otto opened it by phone", deal.Roles.Single(r => r.PersonName == "Otto Rep").Why);

        await _world.DeliverAsync(_sale.Ordered(7, Day, 1_000 * Sale.Dot));
        Assert.Equal(["1800000000000", "300000000000"], await AccruedAsync("2026-11", Ada, Otto));
        Assert.Equal("EARNED_ALREADY", (await RefusedAsync(_world.Deals.CorrectParticipantsAsync(Ask("sdr", Sid.Id), _world.As(Hana)))).Reason);
    }

    [Fact]
    public async Task What_was_earned_of_payments_is_told_by_owner_and_month_and_again_when_it_is_otherwise()
    {
        await _world.DeliverAsync([.. _sale.Bought(1, Day, 1_000 * Sale.Dot), _sale.Assigned(1, Day, Day), _sale.Ordered(7, Day, 3 * Sale.Dot)]);
        _world.MoveTo(Day.AddDays(60));
        Assert.Equal(2, await _world.TellBaseAsync());
        Assert.Equal(0, await _world.TellBaseAsync());

        var told = (await _world.PublishedAsync<BaseEarned>()).OrderBy(b => b.Month, StringComparer.Ordinal).ToList();
        Assert.Equal([($"{Ada.Id}", "2026-11"), ($"{Ada.Id}", "2026-12")], told.Select(b => (b.PersonId, b.Month)));
        Assert.Equal(1_003 * Sale.Dot, told.Aggregate(UInt128.Zero, (sum, b) => sum + UInt128.Parse(b.Planck, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(new[] { $"{_sale.FactId(1)}", $"{_sale.FactId(7)}" }.Order(StringComparer.Ordinal), told[0].Payments.Select(p => p.PaymentId));
        Assert.Equal($"{_sale.FactId(1)}", Assert.Single(told[1].Payments).PaymentId);

        // The match turns out to be wrong: both months are told again, and nothing of it is left.
        await _world.DeliverAsync(_sale.Judged(1, Day, 1_000 * Sale.Dot, PaidKind.Purchase, MatchState.Rejected, toldAt: Day.AddDays(59)));
        Assert.Equal(2, await _world.TellBaseAsync());
        Assert.Equal([("2026-11", $"{3 * Sale.Dot}", 1), ("2026-12", "0", 0)], (await _world.PublishedAsync<BaseEarned>()).Skip(2).OrderBy(b => b.Month, StringComparer.Ordinal).Select(b => (b.Month, b.Planck, b.Payments.Count)));
    }

    [Fact]
    public async Task A_quota_is_set_once_before_its_month_and_in_planck_that_a_chain_can_hold()
    {
        SetQuotaRequest Ask(string month, string planck) => new() { RequestId = NewId(), PersonId = $"{Ada.Id}", Month = month, Planck = planck };

        Assert.Equal("planck", (await RefusedAsync(_world.Deals.SetQuotaAsync(Ask("2026-12", "340282366920938463463374607431768211456"), _world.As(Hana)))).Fields[0].Field);
        Assert.Equal("month", (await RefusedAsync(_world.Deals.SetQuotaAsync(Ask("2026-11", "1"), _world.As(Hana)))).Fields[0].Field);
        await _world.Deals.SetQuotaAsync(Ask("2026-12", $"{1_000 * Sale.Dot}"), _world.As(Hana));
        Assert.Equal("QUOTA_SET", (await RefusedAsync(_world.Deals.SetQuotaAsync(Ask("2026-12", "7"), _world.As(Hana)))).Reason);

        // 800 at 20 %, 400 at 25 %, 800 at 30 %.
        await _world.DeliverAsync(_sale.Ordered(7, new(2026, 12, 5, 0, 0, 0, TimeSpan.Zero), 2_000 * Sale.Dot));
        Assert.Equal(500 * Sale.Dot, Total(await ExplainAsync(7), "accrue"));
    }

    [Fact]
    public async Task F8_Plans_and_facts_that_are_exported_give_the_same_ledger_by_the_code_that_anybody_runs()
    {
        await _world.DeliverAsync([.. _sale.Bought(1, Day, 999 * Sale.Dot), _sale.Assigned(1, Day, Day), _sale.Ordered(7, Day, 3), Sale.KeyOf(Sid, Day)]);
        _world.MoveTo(Day.AddDays(60));
        var (plans, lines) = ("", new List<string>());
        using var export = _world.Deals.ExportFacts(new(), _world.As(Bert));
        while (await export.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            plans = export.ResponseStream.Current.PlansJson.Length > 0 ? export.ResponseStream.Current.PlansJson : plans;
            lines.AddRange(export.ResponseStream.Current.Lines);
        }

        var book = PlanFile.Read(plans).Book!;
        var reading = FactFile.Read(lines, book);
        Assert.Null(reading.Fault);
        var ledger = CommissionLedger.Compute(book, reading.Facts);
        var explained = await ExplainAsync(1);
        Assert.Equal(explained.Lines.Select(l => (l.Kind, l.Planck, l.Cause)), ledger.Lines.Where(l => l.Event == $"{_sale.FactId(1)}").Select(l => (l.Kind.Word(), $"{l.Planck}", l.Cause)));
        Assert.True(explained.Lines.Count > 10);
    }

    private async Task<ExplainPaymentResponse> ExplainAsync(int fact, Sale? sale = null) =>
        await _world.Statements.ExplainPaymentAsync(new() { Event = $"{(sale ?? _sale).FactId(fact)}" }, _world.As(Bert));

    private async Task<List<string>> AccruedAsync(string month, params Actor[] people)
    {
        List<string> accrued = [];
        foreach (var person in people)
        {
            accrued.Add((await _world.StatementAsync(person, month)).AccruedPlanck);
        }

        return accrued;
    }

    private static UInt128 Total(ExplainPaymentResponse explained, string kind) => explained.Lines.Where(l => l.Kind == kind).Aggregate(UInt128.Zero, (sum, l) => sum + UInt128.Parse(l.Planck));

    private static UInt128 TakenOf(ExplainPaymentResponse explained) => explained.Lines.Where(l => l.Kind == "cancel").Aggregate(UInt128.Zero, (sum, l) => sum + UInt128.Parse(l.Planck[1..]));
}
