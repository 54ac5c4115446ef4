using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Contacts;
using CoretimeDesk.Leads.Merging;
using CoretimeDesk.Leads.Tests.Registrations;
using Microsoft.EntityFrameworkCore;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;
using EnrolmentState = CoretimeDesk.Leads.Cadences.EnrolmentState;
using TaskState = CoretimeDesk.Leads.Tasks.TaskState;

namespace CoretimeDesk.Leads.Tests.Cadences;

public sealed class MergingWhatIsChased(CadenceWorld world) : IClassFixture<CadenceWorld>
{
    [Fact]
    public async Task F1_two_accounts_with_tasks_and_cadences_become_one_where_all_of_them_go_on_and_end_together()
    {
        world.Clock.Set(CadenceWorld.Start);
        var (kept, gone) = (await world.SceneAsync(), await world.SceneAsync());
        var template = await world.DailyAsync(Channel.Call, Channel.Call);
        var (first, second) = (await world.EnrolledAsync(kept, template), await world.EnrolledAsync(gone, template));
        await world.RunAsync();
        var task = Assert.Single(await world.TasksAsync(gone.Rep));
        await MergeAsync(kept.Account, gone.Account);

        // Each rep has what they had, at the survivor.
        var moved = Assert.Single(await world.TasksAsync(gone.Rep));
        Assert.Equal((task.TaskId, $"{kept.Account}", task.DueAt), (moved.TaskId, moved.AccountId, moved.DueAt));
        Assert.Equal($"{kept.Account}", Assert.Single(await world.TasksAsync(kept.Rep)).AccountId);
        (await world.CompleteAsync(gone.Rep, moved)).OrThrow();
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.RunAsync();
        Assert.Equal((1, EnrolmentState.Active), ((await world.RowAsync(second)).Next, (await world.RowAsync(second)).State));
        Assert.Equal($"{kept.Account}", Assert.Single(await world.TasksAsync(gone.Rep)).AccountId);

        // They have met: with the one customer, not with half of it.
        await world.EnterAsync(kept, ActivityKind.Meeting);
        Assert.All([await world.RowAsync(first), await world.RowAsync(second)], e => Assert.Equal((EnrolmentState.Ended, EndCause.Meeting), (e.State, e.Cause)));
        Assert.Empty(await world.TasksAsync(gone.Rep));
        Assert.Empty(await world.TasksAsync(kept.Rep));
    }

    [Fact]
    public async Task F1_a_merge_taken_back_takes_tasks_back_and_what_happens_to_one_leaves_the_other_alone()
    {
        world.Clock.Set(CadenceWorld.Start);
        var (kept, gone) = (await world.SceneAsync(), await world.SceneAsync());
        var template = await world.DailyAsync(Channel.Call, Channel.Call);
        var (first, second) = (await world.EnrolledAsync(kept, template), await world.EnrolledAsync(gone, template));
        await world.RunAsync();
        var merge = await MergeAsync(kept.Account, gone.Account);
        (await world.Of<MergeDesk>().UndoAsync(OwnershipWorld.As(world.Hana), merge, "", CancellationToken.None)).OrThrow();

        Assert.Equal($"{gone.Account}", Assert.Single(await world.TasksAsync(gone.Rep)).AccountId);
        Assert.Equal($"{kept.Account}", Assert.Single(await world.TasksAsync(kept.Rep)).AccountId);
        await world.EnterAsync(kept, ActivityKind.Meeting);
        Assert.Equal((EnrolmentState.Ended, EnrolmentState.Active), ((await world.RowAsync(first)).State, (await world.RowAsync(second)).State));
        (await world.CompleteAsync(gone.Rep, Assert.Single(await world.TasksAsync(gone.Rep)))).OrThrow();
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.RunAsync();
        Assert.Equal($"{gone.Account}", Assert.Single(await world.TasksAsync(gone.Rep)).AccountId);
    }

    [Fact]
    public async Task F1_touches_that_are_made_while_accounts_are_merged_are_made_once_and_lost_nowhere()
    {
        world.Clock.Set(CadenceWorld.Start);
        var (kept, gone) = (await world.SceneAsync(), await world.SceneAsync());
        var template = await world.DailyAsync(Channel.Email, Channel.Call);
        var (first, second) = (await world.EnrolledAsync(kept, template), await world.EnrolledAsync(gone, template));
        await Task.WhenAll(Task.Run(() => world.RunAsync()), Task.Run(() => MergeAsync(kept.Account, gone.Account)), Task.Run(() => world.RunAsync()));
        await world.RunAsync();
        Assert.Equal((1, 1), (world.Mail.To(first), world.Mail.To(second)));
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.RunAsync();
        await using var db = world.Db();
        Assert.Equal(2, await db.Tasks.CountAsync(t => t.AccountId == kept.Account && t.State == TaskState.Open));
        Assert.Equal(2, await db.Activities.CountAsync(a => a.AccountId == kept.Account && a.Kind == ActivityKind.Email && a.Source == ActivitySource.Desk));
    }

    [Fact]
    public async Task F1_an_opt_out_ends_every_cadence_of_the_person_once_under_every_account()
    {
        world.Clock.Set(CadenceWorld.Start);
        var mail = $"d{Guid.CreateVersion7():N}@aleph.xyz";
        var (here, there) = (await world.SceneAsync(email: mail), await world.SceneAsync(email: mail));
        var template = await world.DailyAsync(Channel.Call);
        var (first, second) = (await world.EnrolledAsync(here, template), await world.EnrolledAsync(there, template));
        await world.RunAsync();
        (await world.Of<ContactDesk>().OptOutAsync(OwnershipWorld.As(here.Rep), here.Contact, CoretimeDesk.Leads.OptOutSource.Person, "", CancellationToken.None)).OrThrow();

        await using var db = world.Db();
        foreach (var id in new[] { first, second })
        {
            Assert.Equal((EnrolmentState.Ended, EndCause.OptOut), ((await world.RowAsync(id)).State, (await world.RowAsync(id)).Cause));
            Assert.Equal(1, await db.Set<Journal.JournalRow>().CountAsync(j => j.AggregateId == id && j.Type.Contains("CadenceEnded")));
            Assert.Equal(TaskState.Cancelled, (await db.Tasks.SingleAsync(t => t.EnrolmentId == id)).State);
        }
    }

    private async Task<Guid> MergeAsync(Guid survivor, Guid absorbed)
    {
        // What is changed between preview and merge makes the preview stale, and it is looked at again.
        while (true)
        {
            var preview = (await world.Of<MergeDesk>().PreviewAsync(survivor, absorbed, CancellationToken.None)).OrThrow();
            var merged = await world.Of<MergeDesk>().MergeAsync(OwnershipWorld.As(world.Hana), survivor, absorbed, preview.Preview, new Dictionary<string, Side>(), CancellationToken.None);
            if (merged.Refusal is not { Reason: "MERGE_PREVIEW_STALE" })
            {
                return Guid.Parse(merged.OrThrow().Merge.MergeId);
            }
        }
    }
}
