using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Tests.Facts;

/// <summary>What the clock does to grants, however many replicas look at it.</summary>
public sealed class LettingTheClockRun(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly CreditsWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F4_A_grant_that_nobody_paid_for_lapses_at_its_deadline_and_its_money_is_free_again()
    {
        var desk = await Telling.BeginAsync(_world);
        var grant = await _world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [400]);
        _world.Clock.Advance(TimeSpan.FromDays(90) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await _world.SweepGrantsAsync());
        Assert.Equal(GrantState.Awarded, (await RowAsync(grant)).State);

        _world.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(1, await _world.SweepGrantsAsync());
        Assert.Equal(0, await _world.SweepGrantsAsync());
        var row = await RowAsync(grant);
        Assert.Equal((GrantState.Lapsed, CreditsWorld.Start.AddDays(90)), (row.State, row.EndedAt!.Value));
        Assert.Equal("funded 1000, reserved 0, spent 0", await desk.BalancesAsync());
        Assert.Single(await _world.EventsAsync(grant.Id), nameof(GrantEnded));
    }

    [Fact]
    public async Task A_grant_that_was_paid_is_reviewed_once_and_expires()
    {
        var desk = await Telling.BeginAsync(_world);
        var grant = await _world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [400], lasts: TimeSpan.FromDays(200));
        desk.Coretime.Renews(desk.Pool, 90, 7, 10_080, 2_001);
        await desk.EndAsync();
        _world.Clock.Advance(TimeSpan.FromDays(100)); // Activated: the deadline of activation passes by.
        Assert.Equal(0, await _world.SweepGrantsAsync());
        _world.Clock.Advance(TimeSpan.FromDays(55));
        Assert.Equal(1, await _world.SweepGrantsAsync());
        Assert.Equal(0, await _world.SweepGrantsAsync());
        _world.Clock.Advance(TimeSpan.FromDays(45));
        Assert.Equal(1, await _world.SweepGrantsAsync());
        Assert.Equal(GrantState.Expired, (await RowAsync(grant)).State);
        Assert.Equal([nameof(GrantReviewDue), nameof(GrantEnded)], (await _world.EventsAsync(grant.Id)).TakeLast(2));
    }

    [Fact]
    public async Task A_payment_after_the_deadline_does_not_save_a_grant()
    {
        var desk = await Telling.BeginAsync(_world);
        var grant = await _world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [400]);
        for (var i = 0; i < 6; i++)
        {
            desk.Coretime.Ends();
        }

        // No clock has looked since the deadline, and the payment is a day after it.
        var late = new Chain(desk.Coretime.Name, CreditsWorld.Start.AddDays(91));
        late.Ends().Remarks(desk.Target(grant));
        late.Renews(desk.Pool, 90, 7, 10_080, 2_001);
        _world.Clock.Advance(TimeSpan.FromDays(92));
        foreach (var told in late.Told)
        {
            await _world.DeliverAsync("chainwatcher", told.Envelope);
        }

        Assert.Equal(1, await _world.SweepGrantsAsync());
        Assert.Equal((GrantState.Lapsed, (DateTimeOffset?)null), ((await RowAsync(grant)).State, (await RowAsync(grant)).ActivatedAt));
    }

    [Fact]
    public async Task A_request_that_nobody_decided_in_time_is_told_once()
    {
        var desk = await Telling.BeginAsync(_world);
        var grant = await _world.GrantAsync(desk.Programme, RailKind.SponsorRenewal, 2_001, [400]);
        await _world.RecordAsync(async scope =>
        {
            var row = await scope.Db.Grants.SingleAsync(g => g.Id == grant.Id);
            (row.State, row.AwardedAt, row.ActivateBy, row.ReviewFrom, row.ExpiresAt) = (GrantState.Requested, null, null, null, null);
            return true;
        });
        Assert.Equal(0, await _world.SweepGrantsAsync());
        _world.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(1, await _world.SweepGrantsAsync());
        Assert.Equal(0, await _world.SweepGrantsAsync());
        Assert.Equal(nameof(GrantDecisionOverdue), (await _world.EventsAsync(grant.Id))[^1]);
    }

    private async Task<GrantRow> RowAsync(GrantRow grant)
    {
        await using var db = _world.Db();
        return await db.Grants.AsNoTracking().SingleAsync(g => g.Id == grant.Id);
    }
}
