using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed class SweepingRegistrations(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    [Fact]
    public async Task Silence_approves_once_however_many_replicas_look_and_however_often()
    {
        var ann = OwnershipWorld.Rep("Ann");
        var registrations = new List<V1.Registration>();
        for (var i = 0; i < 12; i++)
        {
            registrations.Add(await world.ClaimedAsync(ann, await world.AccountAsync($"Silent {i}")));
        }

        world.Clock.Set(registrations[^1].DecisionDueAt.ToDateTimeOffset());
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.SweepAsync()));
        Assert.Equal(0, await world.SweepAsync());
        foreach (var registration in registrations)
        {
            var approved = await world.GetAsync(registration);
            Assert.Equal((V1.RegistrationState.Approved, "", registration.DecisionDueAt), (approved.State, approved.ApprovedBy, approved.ApprovedAt));
            Assert.Equal(1, await world.ScalarAsync<long>(
                "select count(*) from leads.journal where aggregate_id = $1 and type = 'coretimedesk.leads.RegistrationApproved.v1' and actor_name = 'desk'", OwnershipWorld.IdOf(registration)));
        }

        Assert.Equal(12, (await world.NoticesAsync(ann)).Count(n => n.Contains("approved by silence", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task After_a_year_of_downtime_the_history_is_that_of_a_punctual_desk()
    {
        var (ann, account) = (OwnershipWorld.Rep("Ann"), await world.AccountAsync("Forgotten"));
        var registration = await world.ClaimedAsync(ann, account);
        var due = registration.DecisionDueAt.ToDateTimeOffset();
        world.Clock.Advance(TimeSpan.FromDays(365));
        Assert.NotEqual(0, await world.SweepAsync());
        Assert.Equal(0, await world.SweepAsync());

        var ended = await world.GetAsync(registration);
        Assert.Equal(
            (V1.RegistrationState.Ended, V1.RegistrationEnding.Inactive, due, due.AddDays(21), due.AddDays(30)),
            (ended.State, ended.Ending, ended.ApprovedAt.ToDateTimeOffset(), ended.WarnedAt.ToDateTimeOffset(), ended.EndedAt.ToDateTimeOffset()));
        var notices = await world.NoticesAsync(ann);
        Assert.Equal(3, notices.Count(n => n.Contains("Forgotten", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task F10_A_claim_needs_no_sweep_to_find_the_place_free()
    {
        var (ann, bob, account) = (OwnershipWorld.Rep("Ann"), OwnershipWorld.Rep("Bob"), await world.AccountAsync());
        var first = await world.ApprovedAsync(ann, account);
        world.Clock.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1));
        Assert.NotNull((await world.ClaimAsync(bob, account)).Refusal);
        world.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null((await world.ClaimAsync(bob, account)).Refusal);
        Assert.Equal(V1.RegistrationEnding.Inactive, (await world.GetAsync(first)).Ending);
    }

    [Fact]
    public async Task F10_Claims_and_sweeps_in_the_instant_of_an_expiry_leave_one_owner()
    {
        for (var round = 0; round < 6; round++)
        {
            var account = await world.AccountAsync($"Edge {round}");
            await world.ApprovedAsync(OwnershipWorld.Rep("Ann"), account);
            world.Clock.Advance(TimeSpan.FromDays(30));
            var claims = Enumerable.Range(0, 8).Select(n => world.ClaimAsync(OwnershipWorld.Rep($"Rep {n}"), account, replica: n)).ToList();
            var sweeps = Task.WhenAll(world.SweepAsync(), world.SweepAsync());
            Assert.Single(await Task.WhenAll(claims), c => c.Refusal is null);
            await sweeps;
            Assert.Empty(ActiveInterval.Overlaps((await ActiveInterval.ReadAsync(world.Database)).Where(i => i.Account == account)));
        }
    }

    [Fact]
    public async Task Activity_that_another_part_records_in_its_own_transaction_keeps_a_registration_alive()
    {
        var (ann, account) = (OwnershipWorld.Rep("Ann"), await world.AccountAsync());
        var registration = await world.ApprovedAsync(ann, account);
        world.Clock.Advance(TimeSpan.FromDays(25));
        await world.SweepAsync();
        Assert.NotNull((await world.GetAsync(registration)).WarnedAt);
        await world.InScopeAsync(ann, scope => world.Of<RegistrationClock>().TouchAsync(scope, account, scope.Now.AddDays(-1)));
        Assert.Null((await world.GetAsync(registration)).WarnedAt);
        world.Clock.Advance(TimeSpan.FromDays(28));
        await world.SweepAsync();
        Assert.Equal(V1.RegistrationState.Approved, (await world.GetAsync(registration)).State);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.SweepAsync();
        Assert.Equal(V1.RegistrationState.Ended, (await world.GetAsync(registration)).State);
    }

    [Fact]
    public async Task Activity_comes_too_late_for_what_is_over_although_nobody_has_swept()
    {
        var (ann, account) = (OwnershipWorld.Rep("Ann"), await world.AccountAsync());
        var registration = await world.ApprovedAsync(ann, account);
        world.Clock.Advance(TimeSpan.FromDays(31));
        var touched = await world.Of<RegistrationDesk>().NoteActivityAsync(OwnershipWorld.As(ann), account, world.Clock.Now, CancellationToken.None);
        Assert.Empty(touched.OrThrow().Registrations);
        Assert.Equal(V1.RegistrationEnding.Inactive, (await world.GetAsync(registration)).Ending);
    }

    [Theory]
    [InlineData(1, "occurred_at")]
    [InlineData(-8 * 24, "occurred_at")]
    [InlineData(-6 * 24, null)]
    public async Task Activity_is_entered_within_a_week_and_not_ahead(int hours, string? field)
    {
        var outcome = await world.Of<RegistrationDesk>().NoteActivityAsync(OwnershipWorld.As(OwnershipWorld.Rep("Ann")), await world.AccountAsync(), world.Clock.Now.AddHours(hours), CancellationToken.None);
        Assert.Equal(field, outcome.Refusal?.Fields.Single().Field);
    }

    [Fact]
    public async Task One_registration_that_cannot_be_changed_does_not_keep_the_others_waiting()
    {
        var (stuck, fine) = (await world.ClaimedAsync(OwnershipWorld.Rep("Ann"), await world.AccountAsync("Stuck")), await world.ClaimedAsync(OwnershipWorld.Rep("Bob"), await world.AccountAsync("Fine")));
        await ExecuteAsync("update leads.registrations set rules_number = 77 where id = $1", OwnershipWorld.IdOf(stuck));
        world.Clock.Advance(TimeSpan.FromDays(10));
        await world.SweepAsync();
        Assert.Equal(V1.RegistrationState.Approved, (await world.GetAsync(fine)).State);
        Assert.Equal(V1.RegistrationState.Pending, (await world.GetAsync(stuck)).State);
        await ExecuteAsync("update leads.registrations set rules_number = 1 where id = $1", OwnershipWorld.IdOf(stuck));
        await world.SweepAsync();
        Assert.Equal(V1.RegistrationState.Approved, (await world.GetAsync(stuck)).State);
    }

    private async Task ExecuteAsync(string sql, Guid id)
    {
        await using var command = world.Database.CreateCommand(sql);
        command.Parameters.AddWithValue(id);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
