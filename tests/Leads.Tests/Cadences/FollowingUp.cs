using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Contacts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Sending;
using CoretimeDesk.Leads.Tests.Registrations;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;
using EnrolmentState = CoretimeDesk.Leads.Cadences.EnrolmentState;
using TaskState = CoretimeDesk.Leads.Tasks.TaskState;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;

namespace CoretimeDesk.Leads.Tests.Cadences;

public sealed class FollowingUp(CadenceWorld world) : IClassFixture<CadenceWorld>
{
    [Fact]
    public async Task F1_A_touch_that_is_missed_is_overdue_and_a_day_later_in_the_teams_queue()
    {
        world.Clock.Set(CadenceWorld.Start);
        var scene = await world.SceneAsync();
        var enrolment = await world.EnrolledAsync(scene, await world.DailyAsync(Channel.Call, Channel.Call));
        await world.RunAsync();
        var task = Assert.Single(await world.TasksAsync(scene.Rep));
        Assert.Equal(("For Aleph Rollup", "Hello Dana Ito, from Rita", "Tue 3 Nov 2026 18:00 Europe/Zurich"), (task.Title, task.Text, task.DueLocal));
        Assert.Empty(await world.TasksAsync(scene.Rep, overdue: true));

        world.Clock.Set(task.DueAt.ToDateTimeOffset().AddHours(24).AddTicks(-10));
        await world.RunAsync();
        Assert.Single(await world.TasksAsync(scene.Rep, overdue: true));
        Assert.DoesNotContain(await world.TasksAsync(OwnershipWorld.Rep("Colleague"), TaskView.Team), t => t.TaskId == task.TaskId);

        world.Clock.Advance(TimeSpan.FromTicks(10));
        await world.RunAsync();
        await world.RunAsync();
        Assert.Contains(await world.TasksAsync(OwnershipWorld.Rep("Colleague"), TaskView.Team), t => t.TaskId == task.TaskId && t.EscalatedAt.ToDateTimeOffset() == task.DueAt.ToDateTimeOffset().AddHours(24));
        Assert.Equal(0, (await world.RowAsync(enrolment)).Next);

        (await world.CompleteAsync(scene.Rep, task)).OrThrow();
        await world.RunAsync();
        Assert.Empty(await world.TasksAsync(scene.Rep));
        Assert.Equal((1, EnrolmentState.Active), ((await world.RowAsync(enrolment)).Next, (await world.RowAsync(enrolment)).State));
    }

    [Theory]
    [InlineData(ActivityKind.Reply, EndCause.Reply)]
    [InlineData(ActivityKind.Meeting, EndCause.Meeting)]
    [InlineData(ActivityKind.OptOut, EndCause.OptOut)]
    [InlineData(ActivityKind.Purchase, EndCause.Purchase)]
    public async Task F1_A_reply_a_meeting_an_opt_out_or_a_purchase_ends_it_in_the_same_transaction_or_not_at_all(ActivityKind kind, EndCause cause)
    {
        world.Clock.Set(CadenceWorld.Start);
        var scene = await world.SceneAsync();
        var enrolment = await world.EnrolledAsync(scene, await world.DailyAsync(Channel.Call, Channel.Email));
        await world.RunAsync();
        Assert.Single(await world.TasksAsync(scene.Rep));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.InScopeAsync<bool>(async scope =>
        {
            await world.Of<ActivityBook>().EnterAsync(scope, new(scene.Account, kind, ActivitySource.Person, "Half", scope.Now, scene.Contact));
            throw new InvalidOperationException("the rest fails");
        }));
        Assert.Equal(EnrolmentState.Active, (await world.RowAsync(enrolment)).State);
        Assert.Single(await world.TasksAsync(scene.Rep));

        await world.EnterAsync(scene, kind);
        Assert.Equal((EnrolmentState.Ended, cause), ((await world.RowAsync(enrolment)).State, (await world.RowAsync(enrolment)).Cause));
        Assert.Empty(await world.TasksAsync(scene.Rep));
        Assert.Single(await world.TasksAsync(scene.Rep, state: TaskState.Cancelled));
        world.Clock.Advance(TimeSpan.FromDays(30));
        await world.RunAsync();
        Assert.Equal(0, world.Mail.To(enrolment));
    }

    [Fact]
    public async Task F1_Who_opted_out_or_was_forgotten_is_left_alone_and_cannot_be_enrolled_again()
    {
        world.Clock.Set(CadenceWorld.Start);
        var (gone, forgotten) = (await world.SceneAsync(), await world.SceneAsync());
        var (first, second) = (await world.EnrolledAsync(gone), await world.EnrolledAsync(forgotten));
        (await world.Of<ContactDesk>().OptOutAsync(OwnershipWorld.As(gone.Rep), gone.Contact, CoretimeDesk.Leads.OptOutSource.Person, "", CancellationToken.None)).OrThrow();
        (await world.Of<ContactDesk>().ForgetAsync(OwnershipWorld.As(world.Hana), forgotten.Contact, CancellationToken.None)).OrThrow();
        await world.RunAsync();
        Assert.Equal((EndCause.OptOut, EndCause.Forgotten), ((await world.RowAsync(first)).Cause, (await world.RowAsync(second)).Cause));
        Assert.Equal(0, world.Mail.To(first) + world.Mail.To(second));
        Assert.Equal("CONTACT_OPTED_OUT", (await world.EnrolAsync(gone, DefaultCadences.Inbound.Id)).Refusal!.Reason);
        Assert.Equal("CONTACT_FORGOTTEN", (await world.EnrolAsync(forgotten, DefaultCadences.Inbound.Id)).Refusal!.Reason);
    }

    [Fact]
    public async Task F1_One_way_at_a_time_then_a_cool_down_and_only_by_who_owns_the_lead()
    {
        world.Clock.Set(CadenceWorld.Start);
        var scene = await world.SceneAsync();
        Assert.Equal("NOT_YOURS", (await world.EnrolAsync(scene, by: OwnershipWorld.Rep("Bob"))).Refusal!.Reason);
        var enrolment = await world.EnrolledAsync(scene);
        Assert.Equal("ALREADY_ENROLLED", (await world.EnrolAsync(scene)).Refusal!.Reason);
        (await world.Of<CadenceDesk>().StopAsync(OwnershipWorld.As(scene.Rep), enrolment, "wrong person", CancellationToken.None)).OrThrow();
        world.Clock.Advance(TimeSpan.FromDays(60) - TimeSpan.FromMinutes(1));
        Assert.Equal("COOLING_DOWN", (await world.EnrolAsync(scene)).Refusal!.Reason);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        (await world.EnrolAsync(scene)).OrThrow();
    }

    [Fact]
    public async Task F1_Two_cadences_and_a_call_by_hand_share_one_day()
    {
        world.Clock.Set(CadenceWorld.Start);
        var scene = await world.SceneAsync();
        var (first, second) = (await world.EnrolledAsync(scene, await world.DailyAsync(Channel.Email)), await world.EnrolledAsync(scene, await world.DailyAsync(Channel.Email)));
        await world.EnterAsync(scene, ActivityKind.Call);
        await world.RunAsync();
        Assert.Equal(0, world.Mail.To(first) + world.Mail.To(second));
        world.Clock.Advance(TimeSpan.FromDays(1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.RunAsync()));
        Assert.Equal(1, world.Mail.To(first) + world.Mail.To(second));
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.RunAsync();
        Assert.Equal((1, 1), (world.Mail.To(first), world.Mail.To(second)));
    }

    [Fact]
    public async Task F1_A_new_version_of_a_template_does_not_change_who_is_in_it()
    {
        world.Clock.Set(CadenceWorld.Start);
        var (scene, name) = (await world.SceneAsync(), $"versions {Guid.CreateVersion7()}");
        async Task<Guid> SaveAsync(string subject) => Guid.Parse((await world.Of<TemplateDesk>().SaveAsync(
            OwnershipWorld.As(world.Hana), name, CoretimeDesk.Leads.Cadences.CadenceKind.Custom, 0, [new(StepTiming.Day, 1, Channel.Email, subject, "Text")], CancellationToken.None)).OrThrow().Template.TemplateId);
        var template = await SaveAsync("old");
        var enrolment = await world.EnrolledAsync(scene, template);
        Assert.Equal(template, await SaveAsync("new"));
        await world.RunAsync();
        Assert.Equal("old", Assert.Single(world.Mail.Sent, m => m.MessageId.StartsWith($"{enrolment:N}", StringComparison.Ordinal)).Subject);
    }

    [Fact]
    public async Task D10_After_the_close_tasks_for_the_CSM_come_from_exceptions_alone_and_one_from_each()
    {
        world.Clock.Set(CadenceWorld.Start);
        var (scene, csm) = (await world.SceneAsync(), OwnershipWorld.Rep("Cleo"));
        var enrolment = await world.EnrolledAsync(scene);
        await using (var db = world.Db())
        {
            db.Care.Add(new() { AccountId = scene.Account, CsmId = csm.Id, CsmName = csm.Name, HandOverId = Guid.CreateVersion7(), Since = world.Clock.Now });
            await db.SaveChangesAsync();
        }

        await world.RunAsync();
        Assert.Equal(EndCause.InCare, (await world.RowAsync(enrolment)).Cause);
        foreach (var kind in new[] { ActivityKind.Note, ActivityKind.Renewal, ActivityKind.FinalAssignment, ActivityKind.PriceTarget, ActivityKind.CoresNearlyGone })
        {
            await world.EnterAsync(scene, kind, $"fact {kind}", ActivitySource.Chain);
        }

        Assert.Empty(await world.TasksAsync(csm));
        foreach (var kind in new[] { ActivityKind.RenewalWindow, ActivityKind.AutoRenewalFailed, ActivityKind.ProvisionalAssignment, ActivityKind.UseDrop })
        {
            await world.EnterAsync(scene, kind, $"fact {kind}", ActivitySource.Chain);
            await world.EnterAsync(scene, kind, $"fact {kind}", ActivitySource.Chain);
        }

        Assert.Equal(4, (await world.TasksAsync(csm)).Count);
        Assert.All(await world.TasksAsync(csm), t => Assert.True(t.DueAt.ToDateTimeOffset() > world.Clock.Now));
        Assert.Empty(await world.TasksAsync(scene.Rep));
    }

    [Fact]
    public async Task A_sending_that_left_no_result_is_never_repeated_and_a_person_is_asked()
    {
        world.Clock.Set(CadenceWorld.Start);
        var scene = await world.SceneAsync();
        var enrolment = await world.EnrolledAsync(scene, await world.DailyAsync(Channel.Email, Channel.Call));
        world.Mail.Answer = m => m.MessageId.StartsWith($"{enrolment:N}", StringComparison.Ordinal) ? throw new OperationCanceledException("the process dies here") : new SendResult.Sent();
        try
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => world.RunAsync());
        }
        finally
        {
            world.Mail.Answer = null;
        }

        await world.RunAsync();
        world.Clock.Advance(TimeSpan.FromMinutes(11));
        await world.RunAsync();
        await world.RunAsync();
        Assert.Equal(1, world.Mail.To(enrolment));
        var task = Assert.Single(await world.TasksAsync(scene.Rep));
        Assert.Contains("may have been sent", task.Text, StringComparison.Ordinal);
        (await world.CompleteAsync(scene.Rep, task)).OrThrow();
        Assert.Equal(1, (await world.RowAsync(enrolment)).Next);
    }

    [Fact]
    public async Task What_the_server_refuses_for_now_is_tried_again_and_what_it_refuses_for_good_is_a_persons()
    {
        world.Clock.Set(CadenceWorld.Start);
        var (later, never) = (await world.SceneAsync(), await world.SceneAsync());
        var template = await world.DailyAsync(Channel.Email);
        var (first, second) = (await world.EnrolledAsync(later, template), await world.EnrolledAsync(never, template));
        world.Mail.Answer = m => m.MessageId.StartsWith($"{first:N}", StringComparison.Ordinal) ? new SendResult.NotNow("busy") : m.MessageId.StartsWith($"{second:N}", StringComparison.Ordinal) ? new SendResult.Refused("no such person") : new SendResult.Sent();
        await world.RunAsync();
        world.Mail.Answer = null;
        Assert.Contains("was not sent", Assert.Single(await world.TasksAsync(never.Rep)).Text, StringComparison.Ordinal);
        Assert.Empty(await world.TasksAsync(later.Rep));
        world.Clock.Advance(TimeSpan.FromMinutes(15));
        await world.RunAsync();
        Assert.Equal((2, EnrolmentState.Finished), (world.Mail.To(first), (await world.RowAsync(first)).State));
        Assert.Equal(1, world.Mail.To(second));
    }

    [Fact]
    public async Task Where_sending_is_off_nothing_is_sent_and_an_email_is_a_persons_task()
    {
        world.Clock.Set(CadenceWorld.Start);
        var scene = await world.SceneAsync();
        world.Mail.IsOn = false;
        var enrolment = await world.EnrolledAsync(scene, await world.DailyAsync(Channel.Email));
        await world.RunAsync();
        world.Mail.IsOn = true;
        Assert.Equal((CadenceChannel.Email, 0), (Assert.Single(await world.TasksAsync(scene.Rep)).Channel, world.Mail.To(enrolment)));
    }
}
