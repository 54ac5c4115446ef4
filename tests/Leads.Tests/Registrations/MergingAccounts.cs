using CoretimeDesk.Leads.Registrations;
using static CoretimeDesk.Leads.Tests.Registrations.RegistrationScene;

namespace CoretimeDesk.Leads.Tests.Registrations;

public sealed class MergingAccounts
{
    private static readonly Guid Goes = Guid.Parse("019340a0-0000-7000-8000-0000000000c1");
    private static readonly DateTimeOffset Now = Tuesday.AddDays(10);

    [Fact]
    public void What_only_one_of_them_has_moves()
    {
        var (bulk, ended) = (Approved(Ann, Tuesday, Goes), (Registration)new Registration.Ended(Guid.NewGuid(), Goes, ProductLine.OnDemand, Bob, Tuesday, Ending.Expired, Approved(Bob, Tuesday.AddDays(-90), Goes, ProductLine.OnDemand)));
        var (from, to) = Apply([bulk, ended], [Approved(Bob, Tuesday, line: ProductLine.OnDemand)]);
        Assert.Empty(from);
        Assert.Equal(3, to.Count);
        Assert.Equal(2, to.Count(r => r.IsActive));
    }

    [Theory]
    [InlineData(0, 1, "Ann")]
    [InlineData(1, 0, "Bob")]
    public void F10_Of_two_claims_the_first_complete_one_stays_wherever_it_was_made(int mine, int theirs, string stays)
    {
        var (_, to) = Apply([Pending(Ann, Tuesday.AddHours(mine), Goes)], [Approved(Bob, Tuesday.AddHours(theirs))]);
        Assert.Equal(stays, Assert.Single(to, r => r.IsActive).Owner.Name);
        Assert.Equal(Ending.Merged, Assert.IsType<Registration.Ended>(Assert.Single(to, r => !r.IsActive)).How);
        Assert.All(to, r => Assert.Equal(AlephId, r.AccountId));
    }

    [Fact]
    public void What_the_customer_wrote_goes_before_an_earlier_claim()
    {
        var named = Approved(Ann, Tuesday.AddDays(5), Goes) with { CustomerDocument = new string('d', 64) };
        var (_, to) = Apply([named], [Approved(Bob, Tuesday)]);
        Assert.Equal(Ann, Assert.Single(to, r => r.IsActive).Owner);
    }

    [Fact]
    public void Where_it_is_not_settled_who_stays_nothing_moves()
    {
        var house = new Registration.Approved(Guid.NewGuid(), Goes, ProductLine.Bulk, Registration.House, Tuesday, Tuesday, Keeping.House, null, Tuesday);
        Assert.Equal("REGISTRATIONS_CONTRADICT", RegistrationMoves.Move([house], [Approved(Bob, Tuesday)], AlephId, Now).Refusal!.Reason);
        var (one, other) = (Approved(Ann, Tuesday, Goes) with { CustomerDocument = "d" }, Approved(Bob, Tuesday) with { Keeping = Keeping.Customer, ProtectedUntil = null });
        var refusal = RegistrationMoves.Move([one], [other], AlephId, Now).Refusal!;
        Assert.Contains("ask the customer", refusal.Message, StringComparison.Ordinal);
        Assert.Null(RegistrationMoves.Move([house], [Approved(Bob, Tuesday, line: ProductLine.OnDemand)], AlephId, Now).Refusal);
    }

    [Fact]
    public void A_rep_who_has_both_keeps_the_earlier_one()
    {
        var (_, to) = Apply([Approved(Ann, Tuesday, Goes)], [Approved(Ann, Tuesday.AddDays(1)) with { CustomerDocument = "d" }]);
        Assert.Single(to, r => r.IsActive);
    }

    [Fact]
    public void A_rep_keeps_one_draft_a_line()
    {
        Registration Draft(Guid account, Owner owner) => new Registration.Draft(Guid.CreateVersion7(), account, ProductLine.Bulk, owner, ClaimForm.Empty);
        var (_, to) = Apply([Draft(Goes, Ann), Draft(Goes, Bob)], [Draft(AlephId, Ann)]);
        Assert.Equal(["Ann", "Bob"], to.OfType<Registration.Draft>().Select(d => d.Owner.Name).Order());
    }

    [Fact]
    public void A_merge_that_is_taken_back_restores_both_and_their_clocks_stood_still()
    {
        var (mine, theirs) = (Approved(Ann, Tuesday, Goes), Approved(Bob, Tuesday.AddHours(1)));
        var (_, to) = Apply([mine], [theirs]);
        var later = Now.AddDays(20);
        var back = RegistrationMoves.MoveBack([.. to.Where(r => r.Id == mine.Id)], [.. to.Where(r => r.Id == theirs.Id)], [.. to.Where(r => r.Id == theirs.Id)], [], Goes, later);
        var all = Apply(to, back);
        Assert.Equal(mine, all.Single(r => r.Id == mine.Id));
        var restored = Assert.IsType<Registration.Approved>(all.Single(r => r.Id == theirs.Id));
        Assert.Equal((AlephId, theirs.ProtectedUntil!.Value.AddDays(20), theirs.LastActivityAt.AddDays(20)), (restored.AccountId, restored.ProtectedUntil, restored.LastActivityAt));
    }

    [Fact]
    public void F10_A_merge_that_is_taken_back_pushes_nobody_out_who_came_meanwhile()
    {
        var (mine, theirs) = (Approved(Ann, Tuesday, Goes), Approved(Bob, Tuesday.AddHours(1)));
        var (_, to) = Apply([mine], [theirs]);
        var newcomer = Pending(new(Guid.NewGuid(), "Cy"), Now.AddDays(3));
        var back = RegistrationMoves.MoveBack([.. to.Where(r => r.Id == mine.Id)], [.. to.Where(r => r.Id == theirs.Id)], [.. to.Where(r => r.Id == theirs.Id), newcomer], [], Goes, Now.AddDays(4));
        Assert.DoesNotContain(back, s => s.Event is RegistrationEvent.Reinstated);
    }

    [Fact]
    public void F10_What_returns_pushes_nobody_out_at_home_either()
    {
        var mine = Approved(Ann, Tuesday, Goes);
        var (_, to) = Apply([mine], []);
        var newcomer = Pending(Bob, Now.AddDays(3), Goes);
        Assert.Empty(RegistrationMoves.MoveBack(to, [], [], [newcomer], Goes, Now.AddDays(4)));
    }

    private static (List<Registration> From, List<Registration> To) Apply(Registration[] from, Registration[] to)
    {
        var decision = RegistrationMoves.Move(from, to, AlephId, Now);
        Assert.Null(decision.Refusal);
        var all = Apply([.. from, .. to], decision.Events);
        return ([.. all.Where(r => r.AccountId == Goes)], [.. all.Where(r => r.AccountId == AlephId)]);
    }

    // As the database would: after no step may two be active on one line of one account.
    private static List<Registration> Apply(IEnumerable<Registration> registrations, IEnumerable<MoveStep> steps)
    {
        var all = registrations.ToDictionary(r => r.Id);
        foreach (var step in steps)
        {
            all[step.RegistrationId] = Registration.Evolve(all[step.RegistrationId], step.Event);
            Assert.DoesNotContain(all.Values.Where(r => r.IsActive).GroupBy(r => (r.AccountId, r.Line)), g => g.Count() > 1);
        }

        return [.. all.Values];
    }
}
