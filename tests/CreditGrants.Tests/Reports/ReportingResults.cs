using System.Globalization;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Reports;
using CoretimeDesk.CreditGrants.Tests.Grants;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using CsvHelper;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Tests.Reports;

/// <summary>Reports, exports and decisions, over the wire as they are asked for.</summary>
public sealed class ReportingResults(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Hash = "0xabcdef0000000000000000000000000000000000000000000000000000000001";
    private readonly GrantsWorld _world = new(postgres);
    private GrpcChannel _channel = null!;

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        _channel = GrpcChannel.ForAddress(_world.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task F16_A_month_counts_what_was_awarded_spent_used_and_led_to_a_customer_who_pays()
    {
        var (programme, _) = await LivedAsync();
        var report = await Client.GetReportAsync(new() { ProgrammeId = programme.ProgrammeId }, As(_world.Hana));
        var month = Assert.Single(report.Months);
        Assert.Equal(("2026-07", 2u, 1u, 1u, 1u), (month.Month, month.Requested, month.Awarded, month.Refused, month.Activated));
        Assert.Equal(("300000000000", "90000000000", "60000000000", "0"), (month.AwardedPlanck, month.SpentPlanck, month.UsedPlanck, month.LapsedPlanck));
        Assert.Equal((1u, 1u, false), (month.PaidWithin, month.PaidBase, month.IsMature));
        Assert.Equal(("", "0", "90000000000", 1u), (report.UtilisationBp, report.EndedValue, report.CostPerPaidCustomer, report.PaidCustomers));
        Assert.Equal("210000000000", report.Balances.Reserved);

        // By the desk itself: a token of today has long expired by this clock. August is empty: it has no rate at all. And July is mature once 120 days have passed since its end.
        _world.Clock.Advance(TimeSpan.FromDays(151));
        report = (await _world.Of<ReportDesk>().GetAsync(Guid.Parse(programme.ProgrammeId), new(2026, 7), new(2026, 8), CancellationToken.None)).OrThrow();
        Assert.Equal([(1u, true), (0u, false)], report.Months.Select(m => (m.PaidBase, m.IsMature)));
    }

    [Fact]
    public async Task What_an_account_paid_that_became_part_of_the_customer_is_the_customers()
    {
        var (programme, customer) = await LivedAsync(paid: false);
        var absorbed = Guid.CreateVersion7();
        await _world.DeliverAsync("quoting", Guid.CreateVersion7(), 1, HearingOfCustomersPayments.Judged("theirs", absorbed, MatchState.Counted, at: GrantsWorld.Start.AddDays(9)));
        _world.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(0u, (await Client.GetReportAsync(new() { ProgrammeId = programme.ProgrammeId }, As(_world.Hana))).Months[0].PaidWithin);
        await _world.DeliverAsync("leads", Guid.CreateVersion7(), 1, new AccountsMerged { MergeId = $"{Guid.CreateVersion7()}", AccountId = $"{customer}", AbsorbedAccountId = $"{absorbed}" });
        Assert.Equal(1u, (await Client.GetReportAsync(new() { ProgrammeId = programme.ProgrammeId }, As(_world.Hana))).Months[0].PaidWithin);
    }

    [Fact]
    public async Task F16_The_treasury_report_states_payer_pool_mode_referendum_and_the_block_of_every_amount()
    {
        var (programme, _) = await LivedAsync();
        var answer = await Client.ExportReportAsync(new() { ProgrammeId = programme.ProgrammeId, Format = ReportFormat.Markdown }, As(_world.Lena));
        Assert.Equal(($"{programme.Number}-2026-07-2026-07.md", "text/markdown; charset=utf-8"), (answer.FileName, answer.ContentType));
        var text = answer.Content.ToStringUtf8();
        foreach (var part in new[] { "| Payer | Polkadot treasury |", programme.Pool, "retainer", "<https://polkadot.subsquare.io/referenda/1788>", "| 2026-07 | 2 | 1 | 1 | 1 |", $"9 DOT | 1 Jul 2026 09:00, polkadot-coretime block 4711 event 5 ({Hash})" })
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Customer 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F16_As_CSV_every_entry_has_its_unit_and_block_and_no_cell_is_a_formula()
    {
        var (programme, _) = await LivedAsync();
        var answer = await Client.ExportReportAsync(new() { ProgrammeId = programme.ProgrammeId, Format = ReportFormat.Csv }, As(_world.Bert));
        using var csv = new CsvReader(new StringReader(answer.Content.ToStringUtf8()), CultureInfo.InvariantCulture);
        var rows = csv.GetRecords<dynamic>().Cast<IDictionary<string, object>>().ToList();
        await using var db = _world.Db();
        Assert.Equal(await db.BudgetEvents.CountAsync(e => e.ProgrammeId == Guid.Parse(programme.ProgrammeId)), rows.Count);
        var spend = Assert.Single(rows, r => (string)r["kind"] == "spend");
        Assert.Equal(("9", "DOT", "90000000000", "polkadot-coretime", "4711", Hash, "5"), ((string)spend["amount"], (string)spend["token"], (string)spend["planck"], (string)spend["chain"], (string)spend["block_number"], (string)spend["block_hash"], (string)spend["event_index"]));
        Assert.Equal("'=1+1", (string)spend["by"]);
        Assert.All(rows.SelectMany(r => r.Values.Cast<string>()), cell => Assert.False(cell.StartsWith('=') || cell.StartsWith('+') || cell.StartsWith('@'), cell));
    }

    [Fact]
    public async Task A_question_that_makes_no_sense_is_told_which_field_is_wrong()
    {
        var programme = await _world.ProgrammeAsync(1);
        foreach (var (from, to, field) in new[] { ("2026-7", "", "from_month"), ("", "July", "to_month"), ("2026-08", "2026-07", "to_month"), ("2016-07", "2026-07", "to_month") })
        {
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await Client.GetReportAsync(new() { ProgrammeId = programme.ProgrammeId, FromMonth = from, ToMonth = to }, As(_world.Hana)));
            Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
            Assert.Contains(field, refused.Status.Detail, StringComparison.Ordinal);
        }

        var unknown = await Assert.ThrowsAsync<RpcException>(async () => await Client.GetReportAsync(new() { ProgrammeId = $"{Guid.CreateVersion7()}" }, As(_world.Hana)));
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
        var formless = await Assert.ThrowsAsync<RpcException>(async () => await Client.ExportReportAsync(new() { ProgrammeId = programme.ProgrammeId }, As(_world.Hana)));
        Assert.Contains("format", formless.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_are_shown_with_what_they_rested_on_to_who_decides_and_to_the_lead_of_the_team()
    {
        var (programme, team) = (await _world.ProgrammeAsync(100), Guid.CreateVersion7());
        var rita = _world.Rita with { Teams = new HashSet<Guid> { team } };
        var grant = (await _world.AskAsync(programme, _world.Customers.Add(rita), GrantsWorld.Launch(), rita)).OrThrow().Grant;
        await _world.DecideAsync(grant, _world.Hana);
        var tom = new Actor(Guid.CreateVersion7(), "Tom Lead") { Roles = new HashSet<Role> { Role.TeamLead }, Teams = new HashSet<Guid> { team } };
        var all = await Client.ListDecisionsAsync(new() { GrantId = grant.GrantId }, As(tom));
        Assert.Contains(all.Decisions, d => d.Kind == "eligibility" && d.Findings.Count > 0 && d.Inputs.StartsWith('{'));
        Assert.Equal(all.Decisions.Select(d => d.DecisionId), (await Client.ListDecisionsAsync(new() { GrantId = grant.GrantId }, As(_world.Lena))).Decisions.Select(d => d.DecisionId));

        List<string> paged = [];
        for (var page = ""; ;)
        {
            var part = await Client.ListDecisionsAsync(new() { GrantId = grant.GrantId, PageSize = 1, PageToken = page }, As(_world.Hana));
            paged.AddRange(part.Decisions.Select(d => d.DecisionId));
            page = part.NextPageToken;
            if (page.Length == 0)
            {
                break;
            }
        }

        Assert.Equal(all.Decisions.Select(d => d.DecisionId), paged);
        var stranger = await Assert.ThrowsAsync<RpcException>(async () => await Client.ListDecisionsAsync(new() { GrantId = grant.GrantId }, As(tom with { Teams = new HashSet<Guid> { Guid.CreateVersion7() } })));
        Assert.Equal(StatusCode.NotFound, stranger.StatusCode);
    }

    private LedgerService.LedgerServiceClient Client => new(_channel);

    /// <summary>A grant that the sponsor paid and the customer uses in part; a second request that was refused; and, where told, the customer's own purchase nine days later.</summary>
    private async Task<(V1.Programme Programme, Guid Customer)> LivedAsync(bool paid = true)
    {
        var programme = await _world.ProgrammeAsync(100);
        var customer = _world.Customers.Add(_world.Rita);
        var grant = await _world.AwardedAsync(programme, customer, GrantsWorld.Launch());
        Assert.NotNull((await _world.AskAsync(programme, customer, GrantsWorld.Launch())).Refusal);
        var fact = new FactRef { FactId = "paid", Chain = StandInChains.Chain, BlockNumber = 4711, BlockHash = Hash, EventIndex = 5, OccurredAt = GrantsWorld.Start.ToTimestamp() };
        await _world.Of<CommandRunner<CreditGrantsDb>>().RecordAsync(new Actor(Guid.CreateVersion7(), "=1+1"), async scope =>
        {
            await scope.LockAsync(BudgetBook.LockOf(programme.Network));
            var row = await scope.Db.Programmes.SingleAsync(p => p.Id == Guid.Parse(programme.ProgrammeId), scope.Stop);
            return await BudgetBook.ApplyAsync(scope, await _world.Of<BudgetBook>().OpenAsync(scope.Db, row, scope.Stop), new Spent("paid", GrantsWorld.Start, new(90_000_000_000), grant.Number, 1), fact);
        }, CancellationToken.None);
        await _world.ApplyAsync(programme, new Used("used", GrantsWorld.Start.AddHours(1), new(60_000_000_000), grant.Number, 1));
        if (paid)
        {
            await _world.DeliverAsync("quoting", Guid.CreateVersion7(), 1, HearingOfCustomersPayments.Judged($"own-{programme.Number}", customer.AccountId, MatchState.Counted, at: GrantsWorld.Start.AddDays(9)));
            _world.Clock.Advance(TimeSpan.FromDays(10));
        }

        return (programme, customer.AccountId);
    }

    private CallOptions As(Actor actor) => new(new Metadata { { "authorization", $"Bearer {_world.Staff.TokenOf(actor)}" } });
}
