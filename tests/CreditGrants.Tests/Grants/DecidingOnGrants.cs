using System.Numerics;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Grants;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using static CoretimeDesk.CreditGrants.Tests.Grants.GrantsWorld;

namespace CoretimeDesk.CreditGrants.Tests.Grants;

public sealed class DecidingOnGrants(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly GrantsWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task More_than_three_core_periods_need_two_people_who_neither_ask_nor_gain()
    {
        var programme = await _world.ProgrammeAsync(1_000);
        var customer = _world.Customers.Add(_world.Rita);
        var ask = new GrantAsk { Tier = V1.GrantTier.DesignPartner, Rail = V1.RailKind.SponsorPurchase, ParaId = 2_000, Deliverables = { "case study" }, HalfPeriods = { 4, 4 } };
        var grant = (await _world.AskAsync(programme, customer, ask, _world.Hana)).OrThrow().Grant;
        Assert.Equal(2u, grant.ApprovalsNeeded);
        Assert.Equal("GRANT_OWN_REQUEST", (await _world.DecideAsync(grant, _world.Hana)).Refusal?.Reason);
        var beneficiary = new Actor(_world.Rita.Id, "Rita Rep") { Roles = new HashSet<Role> { Role.BudgetHolder } };
        Assert.Equal("GRANT_BENEFICIARY", (await _world.DecideAsync(grant, beneficiary)).Refusal?.Reason);

        Assert.Equal(GrantState.Requested, (await _world.DecideAsync(grant, _world.Bert)).OrThrow().Grant.State);
        Assert.Equal("GRANT_SAID_YES", (await _world.DecideAsync(grant, _world.Bert)).Refusal?.Reason);
        Assert.Equal("0", (await _world.GetAsync(programme)).Balances.Reserved);
        Assert.Equal(GrantState.Awarded, (await _world.DecideAsync(grant, _world.Lena)).OrThrow().Grant.State);
        Assert.Equal("GRANT_STATE", (await _world.DecideAsync(grant, _world.Lars)).Refusal?.Reason);
    }

    [Fact]
    public async Task A_no_ends_it_and_whoever_decides_on_an_older_version_looks_again()
    {
        var programme = await _world.ProgrammeAsync(1_000);
        var grant = (await _world.AskAsync(programme, _world.Customers.Add(_world.Rita), Launch())).OrThrow().Grant;
        Assert.Equal("GRANT_CHANGED", (await _world.DecideAsync(grant, _world.Bert, version: grant.Version + 1)).Refusal?.Reason);
        var declined = (await _world.DecideAsync(grant, _world.Bert, yes: false, "not this year")).OrThrow().Grant;
        Assert.Equal((GrantState.Declined, "not this year"), (declined.State, declined.Consents.Single().Reason));
    }

    [Fact]
    public async Task F4_awards_that_race_on_a_small_budget_never_overdraw_it()
    {
        var programme = await _world.ProgrammeAsync(100, reserve: $"{Dot(15)}");
        var grants = new List<V1.Grant>();
        for (var i = 0; i < 12; i++)
        {
            grants.Add((await _world.AskAsync(programme, _world.Customers.Add(_world.Rita), Launch((uint)(3_000 + i)))).OrThrow().Grant);
        }

        var outcomes = await Task.WhenAll(grants.Select((g, i) => _world.DecideAsync(g, _world.Hana, replica: i)));
        var after = (await _world.GetAsync(programme)).Balances;
        Assert.Equal(2, outcomes.Count(o => o.Refusal is null)); // 85 DOT cover two of 30.
        Assert.All(outcomes.Where(o => o.Refusal is not null), o => Assert.Equal("BUDGET", o.Refusal!.Reason));
        Assert.Equal(($"{Dot(60)}", $"{Dot(40)}", "0"), (after.Reserved, after.Free, after.Shortfall));
        await using var db = _world.Db();
        Assert.Equal(2, await db.BudgetEvents.CountAsync(e => e.Kind == "award"));
        Assert.Equal(10, await db.Grants.CountAsync(g => g.State == GrantState.Requested && g.ProgrammeId == Guid.Parse(programme.ProgrammeId)));
    }

    [Fact]
    public async Task F4_of_two_grants_of_one_cluster_that_are_decided_at_once_one_is_awarded()
    {
        var programme = await _world.ProgrammeAsync(1_000);
        var customer = _world.Customers.Add(_world.Rita);
        V1.Grant[] twins = [(await _world.AskAsync(programme, customer, Launch())).OrThrow().Grant, (await _world.AskAsync(programme, customer, Launch())).OrThrow().Grant];
        var outcomes = await Task.WhenAll(twins.Select((g, i) => _world.DecideAsync(g, _world.Hana, replica: i)));
        Assert.Single(outcomes, o => o.Refusal is null);
        Assert.Equal($"{Dot(30)}", (await _world.GetAsync(programme)).Balances.Reserved);
    }

    [Fact]
    public async Task F5_a_rail_whose_coretime_can_be_sold_needs_two_signatures_of_the_leadership_and_shows_a_red_banner()
    {
        var programme = await _world.ProgrammeAsync(1_000);
        var customer = _world.Customers.Add(_world.Rita, [AccountOf(5)]);
        var ask = Launch();
        (ask.Rail, ask.CustomerAccount) = (V1.RailKind.HandedOverRegion, AccountOf(5));
        var grant = (await _world.AskAsync(programme, customer, ask)).OrThrow().Grant;
        Assert.Contains("CAN BE SOLD", grant.Banner, StringComparison.Ordinal);
        Assert.Equal("RAIL_TRANSFERABLE", (await _world.DecideAsync(grant, _world.Hana)).Refusal?.Reason);
        await SignAsync(grant, _world.Lena);
        Assert.Equal("RAIL_SIGNED", (await _world.Of<DecisionDesk>().SignAsync(As(_world.Lena), Guid.Parse(grant.GrantId), "again", CancellationToken.None)).Refusal?.Reason);
        Assert.Equal("RAIL_TRANSFERABLE", (await _world.DecideAsync(grant, _world.Hana)).Refusal?.Reason);
        Assert.Equal("0", (await _world.GetAsync(programme)).Balances.Reserved);
        await SignAsync(grant, _world.Lars);
        var awarded = (await _world.DecideAsync(grant, _world.Hana)).OrThrow().Grant;
        Assert.Contains("THIS GRANT CAN BE SOLD", awarded.Banner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F6_the_next_tranche_opens_only_when_the_one_before_is_used_and_no_suspicion_stands()
    {
        var programme = await _world.ProgrammeAsync(100);
        var grant = await _world.AwardedAsync(programme, _world.Customers.Add(_world.Rita), Launch());
        await _world.ApplyAsync(programme, new Spent("pay", Start, new(100_000_000_000), grant.Number, 1));
        Assert.Equal("TRANCHE_GATE", (await OpenAsync(grant)).Refusal?.Reason);
        await _world.ApplyAsync(programme, new Used("use-1", Start, new(79_999_999_999), grant.Number, 1));
        Assert.Equal("TRANCHE_GATE", (await OpenAsync(grant)).Refusal?.Reason);
        await _world.ApplyAsync(programme, new Used("use-2", Start, new(1), grant.Number, 1));

        var desk = _world.Of<TrancheDesk>();
        Assert.Equal(["sold on a forum"], (await desk.FlagAsync(As(_world.Hana), Guid.Parse(grant.GrantId), "sold on a forum", CancellationToken.None)).OrThrow().Grant.Flags);
        Assert.Equal("TRANCHE_GATE", (await OpenAsync(grant)).Refusal?.Reason);
        Assert.Equal("FLAG_OWN", (await desk.ClearAsync(As(_world.Hana), Guid.Parse(grant.GrantId), "sold on a forum", "looked", CancellationToken.None)).Refusal?.Reason);
        Assert.Empty((await desk.ClearAsync(As(_world.Bert), Guid.Parse(grant.GrantId), "sold on a forum", "looked", CancellationToken.None)).OrThrow().Grant.Flags);
        var opened = (await OpenAsync(grant)).OrThrow().Grant;
        Assert.Equal([true, true, false], opened.Tranches.Select(t => t.Open));
    }

    [Fact]
    public async Task P8_a_design_partner_gets_each_further_tranche_for_a_deliverable()
    {
        var programme = await _world.ProgrammeAsync(1_000);
        var ask = new GrantAsk { Tier = V1.GrantTier.DesignPartner, Rail = V1.RailKind.SponsorPurchase, ParaId = 2_000, Deliverables = { "case study", "feedback session" }, HalfPeriods = { 2, 2, 2 } };
        var grant = await _world.AwardedAsync(programme, _world.Customers.Add(_world.Rita), ask);
        Assert.Equal(Start.AddMonths(18), grant.ExpiresAt.ToDateTimeOffset());
        await _world.ApplyAsync(programme, new Spent("pay", Start, new(100_000_000_000), grant.Number, 1));
        await _world.ApplyAsync(programme, new Used("use", Start, new(100_000_000_000), grant.Number, 1));
        Assert.Equal([ReasonWords.Sentence(Reasons.Milestone)], (await _world.GetAsync(grant)).Tranches[1].WaitsFor);
        Assert.Equal("TRANCHE_GATE", (await OpenAsync(grant)).Refusal?.Reason);
        await _world.Of<TrancheDesk>().MilestoneAsync(As(_world.Hana), Guid.Parse(grant.GrantId), 2, "https://aleph.example/case-study", CancellationToken.None);
        Assert.Null((await OpenAsync(grant)).Refusal);
    }

    [Fact]
    public async Task What_is_revoked_is_free_again_and_payments_that_come_late_are_alarms()
    {
        var programme = await _world.ProgrammeAsync(100);
        var grant = await _world.AwardedAsync(programme, _world.Customers.Add(_world.Rita), Launch());
        var revoked = (await _world.Of<TrancheDesk>().RevokeAsync(As(_world.Bert), Guid.Parse(grant.GrantId), "fraud", CancellationToken.None)).OrThrow().Grant;
        Assert.Equal((GrantState.Revoked, "Revoked"), (revoked.State, revoked.EndReason));
        var balances = (await _world.GetAsync(programme)).Balances;
        Assert.Equal(($"{Dot(100)}", $"{Dot(30)}", "0"), (balances.Free, balances.Lapsed, balances.Reserved));
        Assert.Equal(BudgetResult.Alarm, (await _world.ApplyAsync(programme, new Spent("late", Start.AddDays(1), new(1), grant.Number, 1))).Result);
        await using var db = _world.Db();
        Assert.Equal(ReasonWords.Sentence(Reasons.AfterClose), (await db.Alarms.SingleAsync()).Sentence);
    }

    [Fact]
    public async Task Budgets_are_folded_again_by_the_terms_that_judged_each_event()
    {
        var programme = await _world.ProgrammeAsync(100);
        var id = Guid.Parse(programme.ProgrammeId);
        await _world.Of<ProgrammeDesk>().SetProviderAsync(As(_world.Bert), id, "Fund", new(1_000_000_000_000), CancellationToken.None);
        var code = (await _world.Of<CodeDesk>().IssueAsync(_world.Bert, id, "Fund", 1, CancellationToken.None)).OrThrow().Codes.Single();
        var ask = new GrantAsk { Tier = V1.GrantTier.Scale, Rail = V1.RailKind.SponsorPurchase, ParaId = 2_000, Code = code.ToLowerInvariant() };
        await _world.AwardedAsync(programme, _world.Customers.Add(_world.Rita), ask);

        // Nothing of this could award it now.
        await _world.Of<ProgrammeDesk>().SetProviderAsync(As(_world.Bert), id, "Fund", new(1), CancellationToken.None);
        await _world.Of<ProgrammeDesk>().SetReserveAsync(As(_world.Bert), id, new(UInt128.MaxValue), "for later", CancellationToken.None);
        await using var db = _world.Db();
        var folded = await new Budgets.BudgetBook().OpenAsync(db, await db.Programmes.SingleAsync(p => p.Id == id), CancellationToken.None);
        Assert.Equal((BigInteger)600_000_000_000, folded.Budget.Balances.Reserved);
        Assert.True(folded.Budget.Balances.AddUp);
    }

    [Fact]
    public async Task The_database_refuses_to_change_the_ledger()
    {
        await _world.ProgrammeAsync(100);
        foreach (var sql in new[] { "update creditgrants.budget_events set kind = 'x'", "delete from creditgrants.postings", "truncate creditgrants.decisions" })
        {
            await using var command = _world.Database.CreateCommand(sql);
            Assert.Equal("23001", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
    }

    private Task<CoretimeDesk.Journal.Outcome<OpenTrancheResponse>> OpenAsync(V1.Grant grant) => _world.Of<TrancheDesk>().OpenAsync(As(_world.Hana), Guid.Parse(grant.GrantId), 2, CancellationToken.None);

    private async Task SignAsync(V1.Grant grant, Actor by) => (await _world.Of<DecisionDesk>().SignAsync(As(by), Guid.Parse(grant.GrantId), "partner of the launch", CancellationToken.None)).OrThrow();
}
