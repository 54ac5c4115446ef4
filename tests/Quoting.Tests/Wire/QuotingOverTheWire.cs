using CoretimeDesk.Hosting;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Grpc.Core;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Quoting.Tests.Wire;

/// <summary>The service as a process, beside a real Leads service: whose customer it is, and what it needs, is asked with the caller's own token.</summary>
public sealed class QuotingOverTheWire(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly Guid Team = Guid.CreateVersion7();
    private readonly Actor _rita = QuotingWorld.Person("Rita Rep", [Team], Role.Rep);
    private readonly Actor _rob = QuotingWorld.Person("Rob Rep", [Team], Role.Rep);
    private readonly Actor _tom = QuotingWorld.Person("Tom Lead", [Team], Role.TeamLead);
    private readonly Actor _theo = QuotingWorld.Person("Theo Lead", [Guid.CreateVersion7()], Role.TeamLead);
    private readonly Actor _sam = Staff.Person("Sam Engineer", Role.SolutionEngineer);
    private readonly Actor _hana = Staff.Person("Hana Head", Role.HeadOfSales);
    private Staff _staff = null!;
    private ServiceProcess _leads = null!;
    private ServiceProcess _quoting = null!;
    private DeskServiceApp _watcher = null!;
    private ServiceProcess _commissions = null!;

    private QuotesService.QuotesServiceClient Quotes => new(_quoting.Channel);

    private ApprovalsService.ApprovalsServiceClient Approvals => new(_quoting.Channel);

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.CreateAsync("leads", "quoting", "commissions");
        _staff = await Staff.AtAsync(database);
        _watcher = await StandInWatcher.StartAsync(database);
        _commissions = await ServiceProcess.StartAsync("commissions", "CoretimeDesk.Commissions.dll", database, ("Peers__ChainWatcher", _watcher.Urls.First()));
        _leads = await ServiceProcess.StartAsync("leads", "CoretimeDesk.Leads.dll", database);
        _quoting = await ServiceProcess.StartAsync("quoting", "CoretimeDesk.Quoting.dll", database, ("Peers__Leads", $"{_leads.Address}"), ("Peers__ChainWatcher", _watcher.Urls.First()), ("Peers__Commissions", $"{_commissions.Address}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _quoting.DisposeAsync();
        await _leads.DisposeAsync();
        await _watcher.DisposeAsync();
        await _commissions.DisposeAsync();
        await _staff.DisposeAsync();
    }

    [Fact]
    public async Task F15_A_registered_customer_is_quoted_in_core_periods_regions_and_dates_and_no_stranger_quotes_it()
    {
        var account = await RegisteredAsync(corePeriods: 14);
        Assert.Equal("NOT_YOUR_CUSTOMER", await ReasonAsync(DraftAsync(_rob, account)));
        Assert.Equal("NOT_YOUR_CUSTOMER", await ReasonAsync(DraftAsync(_theo, account)));
        var toms = await DraftAsync(_tom, account); // He leads the owner's team.
        Assert.Equal((_tom.Id.ToString(), _rita.Id.ToString()), (toms.OwnerId, toms.CustomerOwnerId));

        var quote = await DraftAsync(_rita, account);
        await Quotes.PriceQuoteAsync(new() { RequestId = NewId(), QuoteId = quote.QuoteId }, _staff.As(_rita));
        Assert.Equal("RULES_REFUSE", await ReasonAsync(SubmitAsync(_rita, quote))); // F11: tier M, and nobody has assessed it.
        var assessment = await AssessAsync(account, Leads.V1.Verdict.NoFit);
        Assert.Equal("ASSESSMENT_NO_FIT", await ReasonAsync(PriceAsync(_rita, quote)));
        assessment = await AssessAsync(account, Leads.V1.Verdict.Fit);
        var priced = await PriceAsync(_rita, quote);

        var terms = priced.Revisions[^1].Terms;
        Assert.Equal(("default-1", 2_500u, 0u), (terms.PlanId, terms.CommissionBp, terms.OverlayBp)); // Two periods: no renewal is late enough for the overlay.
        Assert.Equal((assessment.Sha256, "startup", 14u), (terms.AssessmentSha256, terms.Segment, terms.AnnualCorePeriods));
        Assert.Equal([StandInWatcher.RegionBegin, StandInWatcher.RegionBegin + 5_040], terms.Price.Periods.Select(p => p.Begin));
        Assert.Equal(TimeSpan.FromDays(28), terms.Price.Periods[0].EndsAt.ToDateTimeOffset() - terms.Price.Periods[0].BeginsAt.ToDateTimeOffset());
        Assert.Equal(("200000000000", "DOT"), (terms.Total.ListPlanck, terms.Price.Token.Symbol));

        var submitted = await SubmitAsync(_rita, quote);
        var asked = Assert.Single((await Approvals.ListApprovalsAsync(new(), _staff.As(_tom))).Items, i => i.Quote.QuoteId == quote.QuoteId);
        Assert.Equal("ROLE_MISSING", await ReasonAsync(Approvals.GiveApprovalAsync(Give(asked.Approval), _staff.As(_rita)).ResponseAsync));
        Assert.Equal(submitted.Revisions[^1].TermsSha256, asked.Approval.TermsSha256);
        await Approvals.GiveApprovalAsync(Give(asked.Approval), _staff.As(_tom));
        var sent = (await Quotes.SendQuoteAsync(new() { RequestId = NewId(), QuoteId = quote.QuoteId }, _staff.As(_rita))).Quote;

        Assert.Equal(QuoteState.Sent, sent.Revisions[^1].State);
        Assert.Equal(64, sent.Revisions[^1].Snapshot.QuoteSha256.Length);
        Assert.Equal("NOT_FOUND", await ReasonAsync(Quotes.GetQuoteAsync(new() { Number = sent.Number }, _staff.As(_theo)).ResponseAsync));
        Assert.True((await Quotes.GetQuoteAsync(new() { Number = sent.Number }, _staff.As(_sam))).Quote.TechnicalOnly);
    }

    [Fact]
    public async Task F7_The_estimate_on_a_quote_is_that_of_the_ledger_by_role_and_a_desk_without_commissions_shows_none_and_says_so()
    {
        var account = await RegisteredAsync(corePeriods: 13);
        var drafted = await Quotes.DraftQuoteAsync(new() { RequestId = NewId(), AccountId = account, Ask = Ask(), Price = true }, _staff.As(_rita));
        var estimate = drafted.Commission.Estimate;

        // Two core-periods of 10 DOT at 25 %: 18, 4 and 3.
        Assert.Equal(("default-1", "DOT", "200000000000", "50000000000"), (estimate.PlanId, estimate.Token, estimate.BasePlanck, estimate.TotalPlanck));
        Assert.Equal([("ae", "36000000000"), ("sdr", "6000000000"), ("se", "8000000000")], estimate.Roles.Select(r => (r.Role, r.Planck)));
        Assert.Equal(["10 DOT × 25 % = 2.5 DOT", "10 DOT × 25 % = 2.5 DOT"], estimate.Items.Select(i => i.Formula));

        // Another rep of the team sees the quote, and not what Rita earns; her lead sees both.
        Assert.Null((await Quotes.GetQuoteAsync(new() { QuoteId = drafted.Quote.QuoteId }, _staff.As(_rob))).Commission);
        Assert.Equal("50000000000", (await Quotes.GetQuoteAsync(new() { QuoteId = drafted.Quote.QuoteId }, _staff.As(_hana))).Commission.Estimate.TotalPlanck);

        await _commissions.KillAsync();
        var away = (await Quotes.GetQuoteAsync(new() { QuoteId = drafted.Quote.QuoteId }, _staff.As(_rita))).Commission;
        Assert.Null(away.Estimate);
        Assert.StartsWith("Commission not yet available", away.Problem, StringComparison.Ordinal);

        // The plan was named a moment ago, so that the rate of the giveaway ceiling is still known.
        Assert.Equal(2_500u, (await PriceAsync(_rita, drafted.Quote)).Revisions[^1].Terms.CommissionBp);
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_by_its_field_all_at_once()
    {
        var ask = Ask();
        ask.Settlement = Settlement.Unspecified;
        ask.Lines.Add(new QuoteLine());
        ask.Lines[0].Coretime.RebatePlanck = "-1";

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Quotes.DraftQuoteAsync(new() { RequestId = NewId(), AccountId = "x", Ask = ask }, _staff.As(_rita)));

        Assert.Equal(
            ["account_id", "ask.settlement", "ask.lines[0].coretime.rebate_planck", "ask.lines[1].coretime"],
            Refusals.RefusalOf(refused)!.Fields.Select(f => f.Field));
    }

    private static GiveApprovalRequest Give(Approval approval) => new() { RequestId = NewId(), ApprovalId = approval.ApprovalId, TermsSha256 = approval.TermsSha256 };

    private async Task<string> RegisteredAsync(uint corePeriods)
    {
        var account = (await new LeadsService.LeadsServiceClient(_leads.Channel).CreateAccountAsync(
            new() { RequestId = NewId(), Name = "Aleph Rollup", Segment = Segment.Startup, AnnualCorePeriods = corePeriods }, _staff.As(_rita))).Account;
        var registrations = new RegistrationsService.RegistrationsServiceClient(_leads.Channel);
        var claim = await registrations.ClaimRegistrationAsync(
            new()
            {
                RequestId = NewId(),
                AccountId = account.AccountId,
                Line = ProductLine.Bulk,
                Form = new() { Contact = "Dana Ito, CTO", NextStep = "Show the testnet numbers", NextStepReason = "They decide this month", NextStepOn = $"{TimeProvider.System.GetUtcNow().AddDays(2):yyyy-MM-dd}" },
            },
            _staff.As(_rita));
        await registrations.DecideRegistrationAsync(new() { RequestId = NewId(), RegistrationId = claim.Registration.RegistrationId, Approve = true }, _staff.As(_hana));
        return account.AccountId;
    }

    private async Task<Assessment> AssessAsync(string account, Leads.V1.Verdict verdict) => (await new AssessmentsService.AssessmentsServiceClient(_leads.Channel).WriteAssessmentAsync(
        new()
        {
            RequestId = NewId(),
            AccountId = account,
            Form = new() { CorePeriods = 14, Regions = 14, StartsOn = "2027-01-05", EndsOn = "2027-12-31", Supply = ProductLine.Bulk, Cores = 1, BlocksPerDay = 14_400, Workload = "A rollup", RuntimeStack = "polkadot-sdk", Verdict = verdict, Risks = { "Their blocks are too large." } },
        },
        _staff.As(_sam))).Assessment;

    private static QuoteAsk Ask() => new()
    {
        Settlement = Settlement.CustomerBuys,
        ParaId = 2_000,
        Lines = { new QuoteLine { Coretime = new() { Ramp = { new RampSegment { Periods = 2, Cores = 1 } }, WaivedPlanck = "40000000000", WaivedServices = "Onboarding" } } },
    };

    private async Task<Quote> DraftAsync(Actor by, string account) => (await Quotes.DraftQuoteAsync(new() { RequestId = NewId(), AccountId = account, Ask = Ask() }, _staff.As(by))).Quote;

    private async Task<Quote> PriceAsync(Actor by, Quote quote) => (await Quotes.PriceQuoteAsync(new() { RequestId = NewId(), QuoteId = quote.QuoteId }, _staff.As(by))).Quote;

    private async Task<Quote> SubmitAsync(Actor by, Quote quote) => (await Quotes.SubmitQuoteAsync(new() { RequestId = NewId(), QuoteId = quote.QuoteId }, _staff.As(by))).Quote;

    private static async Task<string> ReasonAsync(Task call) => Refusals.RefusalOf(await Assert.ThrowsAsync<RpcException>(() => call))?.Reason ?? "";

    private static string NewId() => Guid.CreateVersion7().ToString();
}
