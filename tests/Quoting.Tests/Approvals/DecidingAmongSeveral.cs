using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Quoting.Tests.Approvals;

public sealed class DecidingAmongSeveral(PostgresFixture postgres) : IAsyncLifetime
{
    // Beyond 30 % of 10 DOT: leadership and budget holder, each of them, with a reason.
    private const ulong Deep = 33_000_000_000;
    private readonly QuotingWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Complaint3_All_are_asked_at_once_and_the_clock_runs_from_the_verdict()
    {
        var quote = await DeepAsync();
        var asked = QuotingWorld.Newest(quote).Approvals;

        Assert.Equal(["budget_holder", "leadership"], asked.Select(a => a.Role).Order());
        Assert.True(asked.Count <= 3);
        Assert.All(asked, a => Assert.Equal((_world.Clock.Now, _world.Clock.Now.AddHours(48)), (a.AskedAt.ToDateTimeOffset(), a.DueAt.ToDateTimeOffset())));

        (await _world.GiveAsync(_world.Lena, QuotingWorld.Asked(quote, "leadership"), "volume")).OrThrow();
        Assert.Equal("NOT_APPROVED", QuotingWorld.ReasonOf(await _world.SendAsync(_world.Rita, quote)));
        var done = (await _world.GiveAsync(_world.Bert, QuotingWorld.Asked(quote, "budget_holder"), "volume")).OrThrow().Quote;
        Assert.Equal(QuoteState.Approved, QuotingWorld.Newest(done).State);
        (await _world.SendAsync(_world.Rita, quote)).OrThrow();
    }

    [Fact]
    public async Task A_reason_in_writing_is_one_of_the_rules_codes()
    {
        var quote = await DeepAsync();
        var asked = QuotingWorld.Asked(quote, "leadership");

        Assert.Equal("reason_code", (await _world.GiveAsync(_world.Lena, asked)).Refusal!.Fields.Single().Field);
        Assert.Equal("reason_code", (await _world.GiveAsync(_world.Lena, asked, "because")).Refusal!.Fields.Single().Field);
        (await _world.GiveAsync(_world.Lena, asked, "strategic")).OrThrow();
    }

    [Fact]
    public async Task Two_parts_are_two_people_whatever_roles_one_of_them_holds()
    {
        var quote = await DeepAsync();
        var both = QuotingWorld.Person("Mona Many", [], Role.Leadership, Role.BudgetHolder);

        (await _world.GiveAsync(both, QuotingWorld.Asked(quote, "leadership"), "volume")).OrThrow();
        Assert.Equal("APPROVED_ONCE", QuotingWorld.ReasonOf(await _world.GiveAsync(both, QuotingWorld.Asked(quote, "budget_holder"), "volume")));
        // Nor somebody in her place, or she in another's.
        await _world.DelegateAsync(both, Role.BudgetHolder, _world.Lena);
        await _world.DelegateAsync(_world.Bert, Role.BudgetHolder, both);
        Assert.Equal("APPROVED_ONCE", QuotingWorld.ReasonOf(await _world.GiveAsync(_world.Lena, QuotingWorld.Asked(quote, "budget_holder"), "volume")));
        Assert.Equal("APPROVED_ONCE", QuotingWorld.ReasonOf(await _world.GiveAsync(both, QuotingWorld.Asked(quote, "budget_holder"), "volume")));
    }

    [Fact]
    public async Task An_empty_inbox_tells_how_long_people_waited_for_ones_own_answers_this_month()
    {
        foreach (var hours in new[] { 5, 1, 2 })
        {
            var account = _world.Customer(corePeriods: 13);
            var asked = QuotingWorld.Asked(await _world.SubmittedAsync(_world.Rita, account, QuotingWorld.Ask(waived: 20_000_000_000)), "team_lead");
            _world.Clock.Advance(TimeSpan.FromHours(hours));
            (await _world.GiveAsync(_world.Tom, asked, "volume")).OrThrow();
        }

        async Task<(uint, uint)> AnswersAsync(Actor viewer)
        {
            var inbox = await _world.Of<CoretimeDesk.Quoting.Approvals.ApprovalInbox>().ListAsync(50, 0, viewer, CancellationToken.None);
            return (inbox.AnsweredThisMonth, inbox.MedianAnswerSeconds);
        }

        Assert.Equal((3u, 7_200u), await AnswersAsync(_world.Tom));
        Assert.Equal((0u, 0u), await AnswersAsync(_world.Hana));
        _world.Clock.Advance(TimeSpan.FromDays(31));
        Assert.Equal((0u, 0u), await AnswersAsync(_world.Tom)); // Another month.
    }

    [Fact]
    public async Task Whoever_gains_by_the_sale_does_not_decide()
    {
        var account = _world.Customer(corePeriods: 14);
        var engineer = QuotingWorld.Person("Ena Engineer", [_world.Team], Role.SolutionEngineer, Role.TeamLead);
        _world.Customers.Assess(account, engineer);
        var quote = await _world.SubmittedAsync(_world.Rita, account, QuotingWorld.Ask(waived: 20_000_000_000));
        var asked = QuotingWorld.Asked(quote, "team_lead");

        Assert.Equal("BENEFICIARY", QuotingWorld.ReasonOf(await _world.GiveAsync(engineer, asked)));
        await _world.DelegateAsync(engineer, Role.TeamLead, _world.Tom);
        // Tom decides by his own role, not in her place.
        var approved = (await _world.GiveAsync(_world.Tom, asked)).OrThrow().Quote;
        Assert.Equal("", QuotingWorld.Newest(approved).Approvals.Single().ForId);
    }

    [Fact]
    public async Task Nobody_decides_on_what_they_submitted_for_somebody_else()
    {
        var quote = await _world.PricedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: 25_000_000_000));
        var submitted = (await _world.SubmitAsync(_world.Hana, quote)).OrThrow().Quote;
        // The head of sales' own word reaches this far: nobody is asked.
        Assert.Equal(QuoteState.Approved, QuotingWorld.Newest(submitted).State);

        var other = await _world.PricedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: 25_000_000_000));
        var asked = QuotingWorld.Asked((await _world.SubmitAsync(_world.Tom, other)).OrThrow().Quote, "head_of_sales");
        var headToo = _world.Tom with { Roles = new HashSet<Role> { Role.TeamLead, Role.HeadOfSales } };
        Assert.Equal("OWN_REQUEST", QuotingWorld.ReasonOf(await _world.GiveAsync(headToo, asked)));
        (await _world.GiveAsync(_world.Hana, asked)).OrThrow();
    }

    [Fact]
    public async Task A_delegate_decides_in_anothers_place_while_it_lasts_and_the_record_says_so()
    {
        var theo = QuotingWorld.Person("Theo Other", [Guid.CreateVersion7()], Role.TeamLead);
        var quote = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: 15_000_000_000));
        var asked = QuotingWorld.Asked(quote, "team_lead");
        Assert.Equal("NOT_FOUND", QuotingWorld.ReasonOf(await _world.GiveAsync(theo, asked)));

        var delegation = await _world.DelegateAsync(_world.Tom, Role.TeamLead, theo, TimeSpan.FromHours(5));
        var rep = QuotingWorld.Person("Rob Rep", [], Role.Rep);
        await _world.DelegateAsync(_world.Tom, Role.TeamLead, rep);
        Assert.Equal("NOT_AN_APPROVER", QuotingWorld.ReasonOf(await _world.GiveAsync(rep, asked))); // A rep does not hold the level.
        Assert.Contains(await _world.InboxAsync(theo), item => item.Approval.ApprovalId == asked.ApprovalId);
        var approved = QuotingWorld.Newest((await _world.GiveAsync(theo, asked)).OrThrow().Quote).Approvals.Single();
        Assert.Equal((theo.Id.ToString(), _world.Tom.Id.ToString(), delegation.DelegationId), (approved.DecidedById, approved.ForId, approved.DelegationId));

        _world.Clock.Advance(TimeSpan.FromHours(5));
        var later = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: 15_000_000_000));
        Assert.Equal("NOT_FOUND", QuotingWorld.ReasonOf(await _world.GiveAsync(theo, QuotingWorld.Asked(later, "team_lead"))));
    }

    [Fact]
    public async Task What_one_has_by_delegation_is_not_delegated_again_nor_for_longer_than_thirty_days()
    {
        var theo = QuotingWorld.Person("Theo Other", [], Role.Rep);
        await _world.DelegateAsync(_world.Tom, Role.TeamLead, theo);

        Assert.Equal("ROLE_NOT_HELD", (await Assert.ThrowsAsync<RefusedException>(() => _world.DelegateAsync(theo, Role.TeamLead, _world.Hana))).Refusal.Reason);
        var tooLong = await Assert.ThrowsAsync<RefusedException>(() => _world.DelegateAsync(_world.Tom, Role.TeamLead, _world.Hana, TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1)));
        Assert.Equal("ends_at", tooLong.Refusal.Fields.Single().Field);
        await _world.DelegateAsync(_world.Tom, Role.TeamLead, _world.Hana, TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task Silence_moves_it_up_step_by_step_and_never_approves_it()
    {
        var quote = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: 15_000_000_000));
        var asked = QuotingWorld.Asked(quote, "team_lead");
        Assert.Equal("NOT_AN_APPROVER", QuotingWorld.ReasonOf(await _world.GiveAsync(_world.Hana, asked)));

        _world.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Contains(await _world.InboxAsync(_world.Hana), item => item.Approval.ApprovalId == asked.ApprovalId && item.Overdue);
        Assert.Equal(1, await _world.SweepAsync());
        Assert.Equal(0, await _world.SweepAsync());
        _world.Clock.Advance(TimeSpan.FromHours(24 + 48));
        Assert.Equal(1, await _world.SweepAsync());
        Assert.Equal(0, await _world.SweepAsync());

        var late = QuotingWorld.Newest(await _world.GetAsync(quote));
        Assert.Equal(QuoteState.Submitted, late.State);
        Assert.Equal(["head_of_sales", "budget_holder", "leadership"], late.Approvals.Single().EscalatedTo);
        Assert.Equal(3, (await _world.EventsAsync(quote)).Count(e => e == nameof(ApprovalEscalated)));
        Assert.Equal("NOT_APPROVED", QuotingWorld.ReasonOf(await _world.SendAsync(_world.Rita, quote)));
        var approved = (await _world.GiveAsync(_world.Hana, late.Approvals.Single())).OrThrow().Quote;
        Assert.Equal("team_lead", QuotingWorld.Newest(approved).Approvals.Single().Role);
    }

    [Fact]
    public async Task Near_the_end_of_the_phase_a_team_lead_has_four_hours()
    {
        _world.Clock.Advance(_world.Market.UntilPhaseEnd() - TimeSpan.FromHours(24));
        var quote = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: 15_000_000_000));

        Assert.Equal(_world.Clock.Now.AddHours(4), QuotingWorld.Asked(quote, "team_lead").DueAt.ToDateTimeOffset());
    }

    [Fact]
    public async Task An_approval_counts_for_seven_days_or_until_the_phase_ends_whichever_is_first()
    {
        var quote = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: 15_000_000_000));
        var approved = QuotingWorld.Newest((await _world.GiveAsync(_world.Tom, QuotingWorld.Asked(quote, "team_lead"))).OrThrow().Quote);
        Assert.Equal(_world.Clock.Now + _world.Market.UntilPhaseEnd(), approved.ApprovedUntil.ToDateTimeOffset());

        _world.Clock.Advance(_world.Market.UntilPhaseEnd() - TimeSpan.FromSeconds(1));
        Assert.True(_world.Clock.Now < approved.ApprovedUntil.ToDateTimeOffset());
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("APPROVAL_LAPSED", QuotingWorld.ReasonOf(await _world.SendAsync(_world.Rita, quote)));
    }

    private async Task<Quote> DeepAsync()
    {
        var quote = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: Deep, reason: "volume"));
        Assert.Equal(QuoteState.Submitted, QuotingWorld.Newest(quote).State);
        return quote;
    }
}
