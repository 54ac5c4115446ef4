using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed class PassingRegistrationsOn(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    [Fact]
    public async Task The_customers_signed_writing_moves_the_registration_and_the_old_owner_is_told()
    {
        var (ann, bob, account) = (OwnershipWorld.Rep("Ann"), OwnershipWorld.Rep("Bob"), await world.AccountAsync("Override Inc"));
        var registration = await world.ApprovedAsync(ann, account);
        var document = OwnershipWorld.Digest();
        var moved = (await world.OverrideAsync(world.Hana, account, bob, document: document)).OrThrow().Registration;

        Assert.Equal((registration.RegistrationId, "Bob"), (moved.RegistrationId, moved.OwnerName));
        Assert.Equal(world.Clock.Now.AddDays(90), moved.ProtectedUntil.ToDateTimeOffset());
        Assert.Contains(await world.NoticesAsync(ann), n => n.Contains("the customer named Bob in signed writing", StringComparison.Ordinal));
        Assert.Contains(await world.NoticesAsync(bob), n => n.Contains("the customer named you", StringComparison.Ordinal));
        Assert.NotNull((await world.ReleaseAsync(ann, moved)).Refusal);

        var link = (await world.ChainAsync(account)).Links[^1];
        Assert.Equal("override", link.Kind);
        Assert.Contains(document, link.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_writing_needs_no_registration_before_it_and_moves_house_accounts_too()
    {
        var (bob, account) = (OwnershipWorld.Rep("Bob"), await world.AccountAsync());
        Assert.Equal("Bob", (await world.OverrideAsync(world.Hana, account, bob)).OrThrow().Registration.OwnerName);

        var house = await world.AccountAsync("House Inc");
        (await world.Of<RegistrationDesk>().TakeForHouseAsync(OwnershipWorld.As(world.Hana), house, ProductLine.Bulk, "strategic", CancellationToken.None)).OrThrow();
        Assert.Equal("HOUSE_ACCOUNT", (await world.ClaimAsync(bob, house)).Refusal!.Reason);
        Assert.Equal("Bob", (await world.OverrideAsync(world.Hana, house, bob)).OrThrow().Registration.OwnerName);
    }

    [Fact]
    public async Task A_house_account_is_released_by_the_head_of_sales_only_and_then_free()
    {
        var (tove, account) = (Staff.Person("Tove", Role.TeamLead), await world.AccountAsync());
        var house = (await world.Of<RegistrationDesk>().TakeForHouseAsync(OwnershipWorld.As(world.Hana), account, ProductLine.Bulk, "strategic", CancellationToken.None)).OrThrow().Registration;
        world.Clock.Advance(TimeSpan.FromDays(400));
        await world.SweepAsync();
        Assert.Equal("HOUSE_ACCOUNT", (await world.ReleaseAsync(tove, house)).Refusal!.Reason);
        Assert.Null((await world.ReleaseAsync(world.Hana, house)).Refusal);
        Assert.Null((await world.ClaimAsync(OwnershipWorld.Rep("Ann"), account)).Refusal);
    }

    [Fact]
    public async Task What_was_said_in_a_claim_is_for_its_author_and_those_who_decide()
    {
        var team = Guid.NewGuid();
        var (ann, bob, account) = (OwnershipWorld.Rep("Ann", team), OwnershipWorld.Rep("Bob"), await world.AccountAsync());
        var registration = await world.ClaimedAsync(ann, account);
        var (lead, other) = (Staff.Person("Tove", Role.TeamLead) with { Teams = new HashSet<Guid> { team } }, Staff.Person("Tom", Role.TeamLead) with { Teams = new HashSet<Guid> { Guid.NewGuid() } });
        Assert.Equal("Dana Ito, CTO", (await world.GetAsync(registration, ann)).Form.Contact);
        Assert.NotNull((await world.GetAsync(registration, lead)).Form);
        Assert.Null((await world.GetAsync(registration, bob)).Form);
        Assert.Null((await world.GetAsync(registration, other)).Form);
        Assert.Equal("NOT_YOURS", (await world.DecideAsync(other, registration, true)).Refusal!.Reason);
        Assert.Null((await world.DecideAsync(lead, registration, true)).Refusal);
    }

    [Fact]
    public async Task Rules_that_change_leave_what_was_begun_under_the_old_ones()
    {
        var (ann, account) = (OwnershipWorld.Rep("Ann"), await world.AccountAsync());
        var registration = await world.ClaimedAsync(ann, account);
        var desk = world.Of<RulesDesk>();
        var current = (await desk.GetAsync(0, CancellationToken.None)).OrThrow().Rules;
        var shorter = current.Clone();
        shorter.ProtectionDays = 10;
        var adopted = (await desk.AdoptAsync(OwnershipWorld.As(world.Hana), shorter, current.Number, "quicker", CancellationToken.None)).OrThrow().Rules;
        Assert.Equal(current.Number + 1, adopted.Number);
        Assert.Equal("RULES_CHANGED", (await desk.AdoptAsync(OwnershipWorld.As(world.Hana), shorter, current.Number, "again", CancellationToken.None)).Refusal!.Reason);

        var approved = (await world.DecideAsync(world.Hana, registration, true)).OrThrow().Registration;
        Assert.Equal(world.Clock.Now.AddDays(90), approved.ProtectedUntil.ToDateTimeOffset());
        var next = await world.ApprovedAsync(ann, await world.AccountAsync());
        Assert.Equal((adopted.Number, world.Clock.Now.AddDays(10)), (next.RulesNumber, next.ProtectedUntil.ToDateTimeOffset()));

        shorter.WarnAfterDays = 40;
        shorter.CalendarZone = "Mars/Olympus";
        Assert.Equal(
            ["rules.release_after_days", "rules.calendar_zone"],
            (await desk.AdoptAsync(OwnershipWorld.As(world.Hana), shorter, adopted.Number, "wrong", CancellationToken.None)).Refusal!.Fields.Select(f => f.Field));
        (await desk.AdoptAsync(OwnershipWorld.As(world.Hana), current, adopted.Number, "back", CancellationToken.None)).OrThrow();
    }

    [Fact]
    public async Task F10_A_merge_keeps_the_first_complete_claim_and_its_chain_names_the_other()
    {
        var (ann, bob) = (OwnershipWorld.Rep("Ann"), OwnershipWorld.Rep("Bob"));
        var (goes, stays) = (await world.AccountAsync("Aleph Ltd"), await world.AccountAsync("Aleph"));
        var first = await world.ClaimedAsync(ann, goes);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await world.ClaimedAsync(bob, stays);
        Assert.Null(await world.InScopeAsync(world.Hana, scope => world.Of<OwnershipMover>().MoveAsync(scope, goes, stays)));

        Assert.Equal((stays.ToString(), V1.RegistrationState.Pending), ((await world.GetAsync(first)).AccountId, (await world.GetAsync(first)).State));
        Assert.Equal(V1.RegistrationEnding.Merged, (await world.GetAsync(second)).Ending);
        var (gone, chain) = (await world.ChainAsync(goes), await world.ChainAsync(stays));
        Assert.True(chain.Whole && gone.Whole);
        Assert.Contains($"{goes} 1 {gone.Links[0].Hash}", chain.Links[^1].Content, StringComparison.Ordinal);
        Assert.Contains($"{stays} {chain.Links.Count} {chain.Links[^1].Hash}", gone.Links[^1].Content, StringComparison.Ordinal);
        Assert.Contains(await world.NoticesAsync(bob), n => n.Contains("Ann claimed first", StringComparison.Ordinal));

        world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(await world.InScopeAsync(world.Hana, scope => world.Of<OwnershipMover>().MoveBackAsync(scope, goes, stays)));
        Assert.Equal(goes.ToString(), (await world.GetAsync(first)).AccountId);
        var restored = await world.GetAsync(second);
        Assert.Equal((V1.RegistrationState.Pending, second.DecisionDueAt.ToDateTimeOffset().AddDays(1)), (restored.State, restored.DecisionDueAt.ToDateTimeOffset()));
        Assert.Empty(await world.InScopeAsync(world.Hana, scope => world.Of<OwnershipMover>().MoveBackAsync(scope, goes, stays)));
        Assert.Empty(ActiveInterval.Overlaps((await ActiveInterval.ReadAsync(world.Database)).Where(i => i.Account == goes || i.Account == stays)));
    }

    [Fact]
    public async Task A_merge_that_settles_nothing_changes_nothing()
    {
        var (goes, stays) = (await world.AccountAsync(), await world.AccountAsync());
        var (one, other) = ((await world.OverrideAsync(world.Hana, goes, OwnershipWorld.Rep("Ann"))).OrThrow().Registration, (await world.OverrideAsync(world.Hana, stays, OwnershipWorld.Rep("Bob"))).OrThrow().Registration);
        var refusal = await world.InScopeAsync(world.Hana, scope => world.Of<OwnershipMover>().MoveAsync(scope, goes, stays));
        Assert.Equal("REGISTRATIONS_CONTRADICT", refusal?.Reason);
        Assert.Equal((one, other), (await world.GetAsync(one), await world.GetAsync(other)));
    }

    [Fact]
    public async Task Somebody_who_left_is_not_approved_by_silence()
    {
        var ann = OwnershipWorld.Rep("Ann");
        var (pending, approved) = (await world.ClaimedAsync(ann, await world.AccountAsync()), await world.ApprovedAsync(ann, await world.AccountAsync()));
        await world.TellAsync(ann.Id, 2, new Identity.V1.PersonDisabled { PersonId = ann.Id.ToString() });
        Assert.Equal(V1.RegistrationEnding.OwnerLeft, (await world.GetAsync(pending)).Ending);
        Assert.Equal((V1.RegistrationState.Approved, true), ((await world.GetAsync(approved)).State, (await world.GetAsync(approved)).OwnerHasLeft));
        var refusal = (await world.OverrideAsync(world.Hana, await world.AccountAsync(), ann)).Refusal!;
        Assert.Equal("owner_id", refusal.Fields.Single().Field);
    }
}
