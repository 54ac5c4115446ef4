using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Testing;
using Npgsql;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed class RacingForAnAccount(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    [Fact]
    public async Task F10_two_claims_at_the_same_instant_have_one_winner()
    {
        var account = await world.AccountAsync();
        var (ann, bob) = (OwnershipWorld.Rep("Ann"), OwnershipWorld.Rep("Bob"));
        var outcomes = await Task.WhenAll(world.ClaimAsync(ann, account, replica: 0), world.ClaimAsync(bob, account, replica: 1));

        var winner = Assert.Single(outcomes, o => o.Refusal is null).OrThrow();
        var loser = Assert.Single(outcomes, o => o.Refusal is not null).Refusal!;
        Assert.Equal("ALREADY_REGISTERED", loser.Reason);
        Assert.Equal(winner.Registration.OwnerName, loser.Facts["owner_name"]);
        Assert.Contains("is decided by", loser.Message, StringComparison.Ordinal);
        Assert.Equal(["chain_hash", "chain_position", "claimed_at", "decision_due_at", "owner_id", "owner_name", "registration_id"], loser.Facts.Keys.Order());
    }

    [Fact]
    public async Task F10_A_hundred_claims_at_once_have_one_winner_and_each_is_a_link_of_a_whole_chain()
    {
        var account = await world.AccountAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => world.ClaimAsync(OwnershipWorld.Rep($"Rep {i}"), account, replica: i)));

        var winner = Assert.Single(outcomes, o => o.Refusal is null).OrThrow();
        var chain = await world.ChainAsync(account);
        Assert.True(chain.Whole, chain.BrokenBecause);
        Assert.Equal(100, chain.Links.Count);
        Assert.Equal((1, "won", winner.Receipt.Hash), (chain.Links[0].Position, chain.Links[0].Result, chain.Links[0].Hash));
        Assert.All(chain.Links.Skip(1), l => Assert.Equal("lost", l.Result));

        // Everybody's receipt is there: the winner's and the losers'.
        Assert.Equal(chain.Links.Select(l => l.Hash).Order(), outcomes.Select(o => o.Refusal?.Facts["chain_hash"] ?? winner.Receipt.Hash).Order());
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from leads.registrations where account_id = $1 and state in (2, 3)", account));
    }

    [Fact]
    public async Task F10_Each_line_of_a_customer_has_an_owner_of_its_own()
    {
        var account = await world.AccountAsync();
        var (ann, bob) = (OwnershipWorld.Rep("Ann"), OwnershipWorld.Rep("Bob"));
        await world.ClaimedAsync(ann, account, ProductLine.Bulk);
        await world.ClaimedAsync(bob, account, ProductLine.OnDemand);
        Assert.NotNull((await world.ClaimAsync(bob, account, ProductLine.Bulk)).Refusal);
    }

    [Fact]
    public async Task F10_An_incomplete_claim_is_kept_for_its_author_and_completed_under_the_same_number()
    {
        var account = await world.AccountAsync();
        var (ann, bob) = (OwnershipWorld.Rep("Ann"), OwnershipWorld.Rep("Bob"));
        var refusal = (await world.ClaimAsync(ann, account, form: ClaimForm.Empty with { Contact = "Dana" })).Refusal!;
        Assert.Equal(("CLAIM_INCOMPLETE", 3), (refusal.Reason, refusal.Fields.Count));
        refusal = (await world.ClaimAsync(ann, account, form: world.Complete() with { NextStep = "" })).Refusal!;
        Assert.Equal("next_step", refusal.Fields.Single().Field);
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from leads.registrations where account_id = $1", account));

        var won = (await world.ClaimAsync(ann, account)).OrThrow();
        Assert.Equal(refusal.Facts["registration_id"], won.Registration.RegistrationId);
        Assert.Equal(["incomplete", "incomplete", "won"], (await world.ChainAsync(account)).Links.Select(l => l.Result));
        Assert.NotNull((await world.ClaimAsync(bob, account)).Refusal);
    }

    [Fact]
    public async Task F10_A_draft_keeps_nobody_out()
    {
        var account = await world.AccountAsync();
        await world.ClaimAsync(OwnershipWorld.Rep("Ann"), account, form: ClaimForm.Empty);
        Assert.Null((await world.ClaimAsync(OwnershipWorld.Rep("Bob"), account)).Refusal);
    }

    [Fact]
    public async Task A_repeated_claim_gets_its_first_answer_also_when_that_was_a_no_and_leaves_one_link()
    {
        var account = await world.AccountAsync();
        var (ann, bob) = (OwnershipWorld.Rep("Ann"), OwnershipWorld.Rep("Bob"));
        var registration = await world.ClaimedAsync(ann, account);
        var command = OwnershipWorld.As(bob);
        var first = (await world.ClaimAsync(bob, account, command: command)).Refusal!;
        await world.ReleaseAsync(ann, registration);
        var repeats = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => world.ClaimAsync(bob, account, replica: i, command: command)));

        Assert.All(repeats, r => Assert.Equal(first.Facts["chain_hash"], r.Refusal!.Facts["chain_hash"]));
        Assert.Equal(2, (await world.ChainAsync(account)).Links.Count);
    }

    [Fact]
    public async Task Claiming_ones_own_again_changes_nothing_and_is_no_link()
    {
        var account = await world.AccountAsync();
        var ann = OwnershipWorld.Rep("Ann");
        var first = await world.ClaimedAsync(ann, account);
        var again = (await world.ClaimAsync(ann, account)).OrThrow();
        Assert.Equal((first, null), (again.Registration, again.Receipt));
        Assert.Single((await world.ChainAsync(account)).Links);
    }

    [Theory]
    [InlineData("update leads.claim_links set who_name = 'Eve'")]
    [InlineData("delete from leads.claim_links")]
    [InlineData("truncate leads.claim_links")]
    public async Task Links_can_be_neither_changed_nor_removed(string sql)
    {
        await world.ClaimedAsync(OwnershipWorld.Rep("Ann"), await world.AccountAsync());
        await using var command = world.Database.CreateCommand(sql);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F10_The_database_itself_refuses_a_second_active_registration()
    {
        var account = await world.AccountAsync();
        await world.ClaimedAsync(OwnershipWorld.Rep("Ann"), account);
        await using var command = world.Database.CreateCommand("""
            insert into leads.registrations (id, number, account_id, line, state, owner_id, owner_name, team_ids, contact, evidence_note, next_step, next_step_reason,
                claimed_at, decision_due_at, rules_number, created_at, version, sequence)
            select gen_random_uuid(), 'R-0', account_id, line, state, gen_random_uuid(), 'Eve', team_ids, '', '', '', '', claimed_at, decision_due_at, rules_number, created_at, 1, 1
            from leads.registrations where account_id = $1
            """);
        command.Parameters.AddWithValue(account);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal("registrations_one_active", refused.ConstraintName);
    }

    [Fact]
    public async Task An_account_that_is_not_there_cannot_be_claimed_and_leaves_no_link()
    {
        var nowhere = Guid.NewGuid();
        Assert.Equal(RefusalKind.NotFound, (await world.ClaimAsync(OwnershipWorld.Rep("Ann"), nowhere)).Refusal!.Kind);
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from leads.claim_links where account_id = $1", nowhere));
    }
}
