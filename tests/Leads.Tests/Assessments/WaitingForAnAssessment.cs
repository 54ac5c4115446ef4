using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.Assessments;

/// <summary>The solution engineers' queue over gRPC, with two processes of the service.</summary>
public sealed class WaitingForAnAssessment(LeadsWorld world)
{
    // Of each test by themselves: somebody may claim ten leads a day.
    private readonly Actor _owner = Staff.Person("Owen Rep", Role.Rep);
    private readonly Actor _sol = Staff.Person("Sol Engineer", Role.SolutionEngineer);
    private readonly Actor _sam = Staff.Person("Sam Engineer", Role.SolutionEngineer);

    [Fact]
    public async Task A_deal_of_tier_M_waits_from_its_claim_until_an_assessment_is_written()
    {
        var account = await world.AccountAsync(AccountWorld.Unique(), corePeriods: 14);
        Assert.Null(await InQueueAsync(account));
        var lead = await world.LeadAsync(account);
        Assert.Null(await InQueueAsync(account));
        var claimed = (await world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = lead.LeadId }, world.Staff.As(_owner))).Lead;

        var waits = (await InQueueAsync(account))!;
        Assert.Equal((AssessmentNeed.Missing, claimed.ClaimedAt, _owner.Name, ""), (waits.Need, waits.Since, waits.OwnerName, waits.TakenBy));
        Assert.Equal(claimed.ClaimedAt.ToDateTimeOffset().AddDays(5), waits.DueAt.ToDateTimeOffset());

        await Queue().TakeAssessmentAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId }, world.Staff.As(_sol));
        Assert.Equal(_sol.Name, (await InQueueAsync(account))!.TakenBy);
        await WriteAsync(account);
        Assert.Null(await InQueueAsync(account));
        var done = await Queue(1).GetAssessmentWorkAsync(new() { AccountId = account.AccountId }, world.Staff.As(_owner));
        Assert.Equal((AssessmentNeed.Unspecified, "", false), (done.Work.Need, done.Work.TakenBy, done.Work.HasDraft));
    }

    [Fact]
    public async Task An_assessment_that_runs_out_within_two_weeks_is_in_the_queue_and_one_that_was_withdrawn_at_once()
    {
        var (soon, withdrawn) = (await WorkedAsync(), await WorkedAsync());
        await WriteAsync(soon, validDays: 13);
        Assert.Equal(AssessmentNeed.RunsOut, (await InQueueAsync(soon))!.Need);
        var written = await WriteAsync(withdrawn);
        Assert.Null(await InQueueAsync(withdrawn));
        await new AssessmentsService.AssessmentsServiceClient(world.Replica().Channel).WithdrawAssessmentAsync(
            new() { RequestId = LeadsWorld.NewId(), AssessmentId = written.AssessmentId, Reason = "measured the wrong network" }, world.Staff.As(_sol));
        Assert.Equal(AssessmentNeed.RanOut, (await InQueueAsync(withdrawn))!.Need);
    }

    [Fact]
    public async Task A_rep_asks_for_one_of_a_small_customer_and_the_reason_is_in_the_stream_but_in_no_event()
    {
        var account = await world.AccountAsync(AccountWorld.Unique(), corePeriods: 3);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var ask = new AskForAssessmentRequest { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Reason = "Zephyrine wants to know", DueOn = $"{today.AddDays(2):yyyy-MM-dd}" };
        var asked = (await Queue().AskForAssessmentAsync(ask, world.Staff.As(_owner))).Work;
        Assert.Equal(asked, (await Queue(1).AskForAssessmentAsync(ask, world.Staff.As(_owner))).Work); // The same request, sent again.
        Assert.Equal((AssessmentNeed.Asked, _owner.Name, ask.Reason), (asked.Need, asked.AskedBy, asked.AskedWhy));
        Assert.Equal(new DateTimeOffset(today.AddDays(3), TimeOnly.MinValue, TimeSpan.Zero), asked.DueAt.ToDateTimeOffset());
        Assert.NotNull(await InQueueAsync(account));
        var stream = await new ActivitiesService.ActivitiesServiceClient(world.Replica().Channel).ListActivitiesAsync(new() { AccountId = account.AccountId }, world.Staff.As(_owner));
        Assert.Contains("Zephyrine", Assert.Single(stream.Activities).Summary, StringComparison.Ordinal);
        Assert.Equal(0L, await world.ScalarAsync<long>("select count(*) from leads.journal where payload::text like '%Zephyrine%'"));

        foreach (var due in new[] { "soon", "2027-13-01", $"{today.AddDays(-1):yyyy-MM-dd}", $"{today.AddDays(91):yyyy-MM-dd}" })
        {
            var refusal = await LeadsWorld.RefusedAsync(Queue().AskForAssessmentAsync(new(ask) { RequestId = LeadsWorld.NewId(), DueOn = due }, world.Staff.As(_owner)).ResponseAsync);
            Assert.Equal("due_on", refusal.Fields.Single().Field);
        }

        await WriteAsync(account);
        Assert.Null(await InQueueAsync(account));
    }

    [Fact]
    public async Task Of_many_engineers_who_take_it_at_once_one_has_it_and_another_takes_it_over_knowingly()
    {
        var account = await WorkedAsync();
        var engineers = Enumerable.Range(0, 8).Select(i => Staff.Person($"Engineer {i}", Role.SolutionEngineer)).ToArray();
        var race = await Task.WhenAll(engineers.Select((engineer, i) => TriedAsync(Queue(i).TakeAssessmentAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId }, world.Staff.As(engineer)).ResponseAsync)));
        Assert.Equal(7, race.Count(r => r?.Reason == "ASSESSMENT_TAKEN"));
        var holder = (await InQueueAsync(account))!.TakenBy;
        Assert.Equal(engineers[Array.IndexOf(race, null)].Name, holder);

        var refused = (await TriedAsync(Queue().GiveBackAssessmentAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId }, world.Staff.As(_sol)).ResponseAsync))!;
        Assert.Equal(("ASSESSMENT_TAKEN", holder), (refused.Reason, refused.Facts["taken_by"]));
        await Queue().TakeAssessmentAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, TakeOver = true }, world.Staff.As(_sol));
        await Queue(1).GiveBackAssessmentAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId }, world.Staff.As(_sol));
        Assert.Equal("", (await InQueueAsync(account))!.TakenBy);
    }

    [Fact]
    public async Task A_draft_may_lack_anything_comes_back_as_it_was_and_an_edit_of_an_old_one_is_refused()
    {
        var account = await WorkedAsync();
        var draft = new AssessmentDraft { Form = new() { Workload = "half a sen", CorePeriods = 7 } };
        var saved = await SaveAsync(account, 0, draft);
        var work = await Queue(1).GetAssessmentWorkAsync(new() { AccountId = account.AccountId }, world.Staff.As(_sol));
        Assert.Equal((draft, saved.Version, _sol.Name), (work.Draft, work.Version, work.SavedBy));
        Assert.Equal(_sol.Name, work.Work.TakenBy);
        Assert.Null((await Queue().GetAssessmentWorkAsync(new() { AccountId = account.AccountId }, world.Staff.As(_owner))).Draft);

        // Eight windows edit the same draft: one is saved, the others are told.
        var race = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => TriedAsync(SaveAsync(account, saved.Version, new() { Form = new() { Workload = $"window {i}" } }, i))));
        Assert.Single(race, r => r is null);
        Assert.All(race.Where(r => r is not null), r => Assert.Equal(("DRAFT_CHANGED", $"{saved.Version + 1}"), (r!.Reason, r.Facts["version"])));

        Assert.Equal("ASSESSMENT_TAKEN", (await TriedAsync(SaveAsync(account, saved.Version + 1, draft, by: _sam)))!.Reason);
        await WriteAsync(account);
        Assert.Equal("DRAFT_CHANGED", (await TriedAsync(SaveAsync(account, saved.Version + 1, draft)))!.Reason);
        Assert.Null((await Queue().GetAssessmentWorkAsync(new() { AccountId = account.AccountId }, world.Staff.As(_sol))).Draft);
    }

    [Fact]
    public async Task What_does_not_fit_is_no_draft_and_a_rep_writes_none()
    {
        var account = await WorkedAsync();
        var refusal = (await TriedAsync(SaveAsync(account, 0, new() { Form = new() { Workload = new('x', 4001), Risks = { Enumerable.Repeat("r", 21) } }, ValidDays = 366, LeadId = "no id" })))!;
        Assert.Equal(["draft.form.risks", "draft.form.workload", "draft.lead_id", "draft.valid_days"], refusal.Fields.Select(f => f.Field).Order(StringComparer.Ordinal));
        var rep = await Assert.ThrowsAsync<RpcException>(async () => await Queue().TakeAssessmentAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId }, world.Staff.As(_owner)));
        Assert.Equal(StatusCode.PermissionDenied, rep.StatusCode);
        Assert.Equal("NOT_FOUND", (await TriedAsync(Queue().TakeAssessmentAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = LeadsWorld.NewId() }, world.Staff.As(_sol)).ResponseAsync))!.Reason);
    }

    [Fact]
    public async Task A_solution_engineer_reads_the_same_stream_without_a_single_amount()
    {
        var account = await world.AccountAsync(AccountWorld.Unique());
        await world.LeadAsync(account, "Wants three cores below 21 DOT");
        var activities = new ActivitiesService.ActivitiesServiceClient(world.Replica().Channel);
        await activities.LogActivityAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Kind = V1.ActivityKind.Note, Summary = "Core 12 for 24.62232142 DOT, or € 1,200 a month" }, world.Staff.As(_owner));

        Assert.Contains("24.62232142 DOT", (await activities.ListActivitiesAsync(new() { AccountId = account.AccountId }, world.Staff.As(_owner))).Activities.Single().Summary, StringComparison.Ordinal);
        Assert.Equal("Core 12 for (an amount), or (an amount) a month", (await activities.ListActivitiesAsync(new() { AccountId = account.AccountId }, world.Staff.As(_sol))).Activities.Single().Summary);
        Assert.Equal("Wants three cores below (an amount)", (await world.Leads().ListLeadsAsync(new() { AccountId = account.AccountId }, world.Staff.As(_sol))).Leads.Single().Title);
    }

    private AssessmentQueueService.AssessmentQueueServiceClient Queue(int replica = 0) => new(world.Replica(replica).Channel);

    private async Task<Account> WorkedAsync()
    {
        var account = await world.AccountAsync(AccountWorld.Unique(), corePeriods: 60);
        var lead = await world.LeadAsync(account);
        await world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = lead.LeadId }, world.Staff.As(_owner));
        return account;
    }

    // Page by page: other tests fill the queue as well.
    private async Task<AssessmentWork?> InQueueAsync(Account account)
    {
        var (token, due) = ("", DateTimeOffset.MinValue);
        AssessmentWork? found = null;
        do
        {
            var page = await Queue(1).ListAssessmentQueueAsync(new() { PageSize = 3, PageToken = token }, world.Staff.As(_sol));
            foreach (var work in page.Works)
            {
                var at = work.DueAt?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue;
                Assert.True(at >= due, "What is due first comes first.");
                due = at;
                found = work.AccountId == account.AccountId ? work : found;
            }

            token = page.NextPageToken;
        }
        while (token.Length > 0);

        return found;
    }

    private async Task<SaveAssessmentDraftResponse> SaveAsync(Account account, long expected, AssessmentDraft draft, int replica = 0, Actor? by = null) => await Queue(replica).SaveAssessmentDraftAsync(
        new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, ExpectedVersion = expected, Draft = draft }, world.Staff.As(by ?? _sol));

    private async Task<Assessment> WriteAsync(Account account, int validDays = 0) => (await new AssessmentsService.AssessmentsServiceClient(world.Replica().Channel).WriteAssessmentAsync(
        new()
        {
            RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, ValidDays = validDays,
            Form = new()
            {
                CorePeriods = 13, Regions = 13, StartsOn = "2027-01-05", EndsOn = "2027-12-31", Supply = V1.ProductLine.Bulk, Cores = 1, BlocksPerDay = 14_400, Workload = "A rollup",
                RuntimeStack = "polkadot-sdk", Verdict = Verdict.Fit,
            },
        },
        world.Staff.As(_sol))).Assessment;

    // Null when it was done.
    private static async Task<Refusal?> TriedAsync(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (RpcException e)
        {
            return Hosting.Refusals.RefusalOf(e) ?? throw new InvalidOperationException($"No refusal, but {e.Status}");
        }
    }
}
