using System.Text.Json;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using static CoretimeDesk.CreditGrants.Tests.Grants.GrantsWorld;

namespace CoretimeDesk.CreditGrants.Tests.Grants;

public sealed class AskingForAGrant(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly GrantsWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F4_an_award_has_a_tier_a_rail_tranches_an_end_and_its_money_set_aside()
    {
        var programme = await _world.ProgrammeAsync(100);
        var asked = (await _world.AskAsync(programme, _world.Customers.Add(_world.Rita), Launch())).OrThrow().Grant;
        Assert.Equal((GrantState.Requested, "0"), (asked.State, (await _world.GetAsync(programme)).Balances.Reserved));

        var grant = (await _world.DecideAsync(asked, _world.Hana)).OrThrow().Grant;
        Assert.Equal((GrantState.Awarded, V1.GrantTier.Launch, V1.RailKind.SponsorPurchase), (grant.State, grant.Ask.Tier, grant.Ask.Rail));
        Assert.Equal(["100000000000 open", "100000000000 closed", "100000000000 closed"], grant.Tranches.Select(t => $"{t.Value} {(t.Open ? "open" : "closed")}"));
        Assert.Equal(Start.AddMonths(12), grant.ExpiresAt.ToDateTimeOffset());
        Assert.Equal(Start.AddDays(90), grant.ActivateBy.ToDateTimeOffset());
        Assert.Equal(Start.AddMonths(12).AddDays(-45), grant.ReviewFrom.ToDateTimeOffset());
        var balances = (await _world.GetAsync(programme)).Balances;
        Assert.Equal(($"{Dot(100)}", $"{Dot(30)}", $"{Dot(70)}"), (balances.Funded, balances.Reserved, balances.Free));
    }

    [Fact]
    public async Task F4_a_second_grant_of_a_tier_is_refused_with_the_reason_and_what_it_rests_on()
    {
        var programme = await _world.ProgrammeAsync(100);
        var customer = _world.Customers.Add(_world.Rita);
        var first = await _world.AwardedAsync(programme, customer, Launch());

        var second = await _world.AskAsync(programme, customer, Launch());
        Assert.Contains("One grant for each cluster and tier", second.Refusal!.Message, StringComparison.Ordinal);
        Assert.Contains($"{first.Number} is this customer.", second.Refusal.Facts["cluster"], StringComparison.Ordinal);
        await using var db = _world.Db();
        var kept = await db.Grants.SingleAsync(g => g.Number == second.Refusal.Facts["grant"]);
        Assert.Equal(GrantState.Ineligible, kept.State);
        var decision = Decision.Parser.ParseFrom((await db.Decisions.SingleAsync(d => d.GrantId == kept.Id)).Body);
        Assert.Equal(("eligibility", "refused"), (decision.Kind, decision.Outcome));
        Assert.Contains(decision.Findings, f => f is { Rule: "cluster", Passed: false });
        Assert.Equal($"{customer.AccountId}", JsonDocument.Parse(decision.Inputs).RootElement.GetProperty("customer").GetString());
    }

    [Theory]
    [InlineData("the same key controls both")]
    [InlineData("the same account paid both")]
    [InlineData("the same person")]
    [InlineData("the same domain")]
    [InlineData("one became part of the other")]
    public async Task F4_somebody_under_the_same_control_is_the_same_customer(string link)
    {
        var programme = await _world.ProgrammeAsync(100);
        var (a, b, funder) = (AccountOf(1), AccountOf(2), AccountOf(3));
        var first = _world.Customers.Add(_world.Rita, [a], ["ada@one.example"], ["one.example"]);
        var second = _world.Customers.Add(_world.Rita, [b], [link == "the same person" ? "ada@one.example" : "bob@two.example"], [link == "the same domain" ? "app.one.example" : "two.example"]);
        await NoteAsync(first.AccountId, a);
        await NoteAsync(second.AccountId, link == "the same key controls both" ? a : b);
        if (link == "the same account paid both")
        {
            await using var db = _world.Db();
            foreach (var (to, i) in new[] { (a, 1), (b, 2) })
            {
                db.Transfers.Add(new() { FactId = $"t{i}", Chain = StandInChains.Chain, From = funder, To = to, Planck = 1, OccurredAt = Start.AddDays(-i) });
            }

            await db.SaveChangesAsync();
        }

        if (link == "one became part of the other")
        {
            await _world.DeliverAsync("leads", first.AccountId, 1, new AccountsMerged { MergeId = $"{Guid.CreateVersion7()}", AccountId = $"{second.AccountId}", AbsorbedAccountId = $"{first.AccountId}" });
        }

        await _world.AwardedAsync(programme, first, Launch(2_000));
        var refused = await _world.AskAsync(programme, second, Launch(2_001));
        Assert.Contains("One grant for each cluster and tier", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal($"{Dot(30)}", (await _world.GetAsync(programme)).Balances.Reserved);

        // A stranger is none of them.
        Assert.Null((await _world.AskAsync(programme, _world.Customers.Add(_world.Rita), Launch(2_002))).Refusal);
    }

    [Fact]
    public async Task F6_a_customer_who_is_a_member_of_the_desk_gets_nothing()
    {
        var programme = await _world.ProgrammeAsync(100);
        var customer = _world.Customers.Add(_world.Rita, [AccountOf(7)]);
        await NoteAsync(customer.AccountId, AccountOf(7));
        await _world.DeliverAsync("identity", _world.Rita.Id, 1, new PersonCreated { PersonId = $"{_world.Rita.Id}", DisplayName = "Rita Rep" });
        await _world.DeliverAsync("identity", _world.Rita.Id, 2, new PersonAccountAdded { PersonId = $"{_world.Rita.Id}", Account = AccountOf(7) });

        var refused = await _world.AskAsync(programme, customer, Launch());
        Assert.Contains("Rita Rep is controlled by the same key", refused.Refusal!.Message, StringComparison.Ordinal);

        // Entered by mistake, and taken back.
        await _world.DeliverAsync("identity", _world.Rita.Id, 3, new PersonAccountRemoved { PersonId = $"{_world.Rita.Id}", Account = AccountOf(7) });
        Assert.Null((await _world.AskAsync(programme, customer, Launch())).Refusal);
    }

    [Fact]
    public async Task A_preview_says_everything_and_stores_nothing()
    {
        var programme = await _world.ProgrammeAsync(0);
        var customer = _world.Customers.Add(_world.Rita);
        var preview = (await _world.Of<CreditGrants.Grants.GrantDesk>().PreviewAsync(_world.Rita, "", Guid.Parse(programme.ProgrammeId), customer.AccountId, null, Launch(), CancellationToken.None)).OrThrow();
        Assert.False(preview.Eligible);
        Assert.Equal([ReasonWords.Sentence(Reasons.Budget)], preview.Reasons);
        Assert.Equal(($"{Dot(30)}", 6u, 1u), (preview.Value, preview.HalfPeriods, preview.ApprovalsNeeded));
        await using var db = _world.Db();
        Assert.Equal((0, 0), (await db.Grants.CountAsync(), await db.Parties.CountAsync()));
    }

    [Fact]
    public async Task Whoever_asks_has_the_customers_accounts_followed_and_the_pool_is_followed_with_its_balance()
    {
        var programme = await _world.ProgrammeAsync(100);
        await _world.AskAsync(programme, _world.Customers.Add(_world.Rita, [AccountOf(9)]), Launch());
        Assert.True(_world.Chains.Watched[programme.Pool]);
        Assert.False(_world.Chains.Watched[AccountOf(9)]);
    }

    private Task NoteAsync(Guid account, string key) => _world.DeliverAsync("leads", account, 10, new ChainAccountNoted
    {
        AccountId = $"{account}",
        ChainAccount = new() { PublicKey = key, How = HowVerified.SignedChallenge },
    });
}
