using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.Tests.Cli;
using CoretimeDesk.Leads.Tests.SizeReviews;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using EnrolmentState = CoretimeDesk.Leads.V1.EnrolmentState;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.Cadences;

/// <summary>Cadences and tasks of the service as it runs, over gRPC and by command line. What begins later makes no touch while a test looks.</summary>
public sealed class ChasingOverTheWire(LeadsWorld world)
{
    private static readonly Actor Rep = Staff.Person("Rolf Rep", Role.Rep);
    private static readonly Actor Other = Staff.Person("Olga Rep", Role.Rep);

    private CadencesService.CadencesServiceClient Cadences(int replica = 0) => new(world.Replica(replica).Channel);

    private TasksService.TasksServiceClient Tasks(int replica = 0) => new(world.Replica(replica).Channel);

    [Fact]
    public async Task F1_a_cadence_is_paused_by_who_owns_the_lead_goes_on_and_is_stopped()
    {
        var (lead, contact) = await LeadAsync();
        var id = (await Cadences().EnrolAsync(Enrol(lead, contact), world.Staff.As(Rep))).Enrolment.EnrolmentId;
        PauseRequest Pause(string reason) => new() { RequestId = LeadsWorld.NewId(), EnrolmentId = id, Reason = reason };

        Assert.Equal("NOT_YOURS", (await LeadsWorld.RefusedAsync(Cadences().PauseAsync(Pause("They asked for quiet"), world.Staff.As(Other)).ResponseAsync)).Reason);
        Assert.Equal("reason", (await LeadsWorld.RefusedAsync(Cadences().PauseAsync(Pause(" "), world.Staff.As(Rep)).ResponseAsync)).Fields.Single().Field);
        var pause = Pause("They asked for quiet");
        var paused = (await Cadences(1).PauseAsync(pause, world.Staff.As(Rep))).Enrolment;
        Assert.Equal(EnrolmentState.Paused, paused.State);
        Assert.Equal(paused, (await Cadences().PauseAsync(pause, world.Staff.As(Rep))).Enrolment);
        Assert.Equal(paused.Version, (await Cadences().PauseAsync(Pause("Again"), world.Staff.As(Rep))).Enrolment.Version);

        Assert.Equal("NOT_YOURS", (await LeadsWorld.RefusedAsync(Cadences().ResumeAsync(new() { RequestId = LeadsWorld.NewId(), EnrolmentId = id }, world.Staff.As(Other)).ResponseAsync)).Reason);
        var resumed = (await Cadences().ResumeAsync(new() { RequestId = LeadsWorld.NewId(), EnrolmentId = id }, world.Staff.As(Rep))).Enrolment;
        Assert.Equal((EnrolmentState.Active, 0), (resumed.State, resumed.Done));
        await Cadences().StopAsync(new() { RequestId = LeadsWorld.NewId(), EnrolmentId = id, Reason = "Wrong person" }, world.Staff.As(Rep));
        Assert.Equal("CADENCE_OVER", (await LeadsWorld.RefusedAsync(Cadences(1).ResumeAsync(new() { RequestId = LeadsWorld.NewId(), EnrolmentId = id }, world.Staff.As(Rep)).ResponseAsync)).Reason);
        Assert.Equal(["ContactEnrolled", "CadencePaused", "CadenceResumed", "CadenceEnded"], await world.EventsOfAsync(id));
    }

    [Fact]
    public async Task F1_a_task_is_put_off_at_most_five_times_and_within_two_weeks_by_its_owner()
    {
        var (account, _) = await world.UnderReviewAsync(Rep);
        var task = Assert.Single((await Tasks().ListTasksAsync(new() { AccountId = account.AccountId }, world.Staff.As(Rep))).Tasks);
        Assert.Equal(TaskCause.SizeReview, task.Cause);
        SnoozeTaskRequest Until(double days, string reason = "They are on holiday") =>
            new() { RequestId = LeadsWorld.NewId(), TaskId = task.TaskId, Until = DateTimeOffset.UtcNow.AddDays(days).ToTimestamp(), Reason = reason };

        Assert.Equal("until", (await LeadsWorld.RefusedAsync(Tasks().SnoozeTaskAsync(Until(15), world.Staff.As(Rep)).ResponseAsync)).Fields.Single().Field);
        Assert.Equal("until", (await LeadsWorld.RefusedAsync(Tasks().SnoozeTaskAsync(Until(-1), world.Staff.As(Rep)).ResponseAsync)).Fields.Single().Field);
        Assert.Equal("reason", (await LeadsWorld.RefusedAsync(Tasks().SnoozeTaskAsync(Until(1, ""), world.Staff.As(Rep)).ResponseAsync)).Fields.Single().Field);
        Assert.Equal("NOT_YOURS", (await LeadsWorld.RefusedAsync(Tasks().SnoozeTaskAsync(Until(1), world.Staff.As(Other)).ResponseAsync)).Reason);
        for (var i = 1; i <= 5; i++)
        {
            var request = Until(i);
            var due = (await Tasks(i).SnoozeTaskAsync(request, world.Staff.As(Rep))).Task.DueAt;
            Assert.Equal(due, (await Tasks(i + 1).SnoozeTaskAsync(request, world.Staff.As(Rep))).Task.DueAt);
        }

        Assert.Equal("SNOOZED_TOO_OFTEN", (await LeadsWorld.RefusedAsync(Tasks().SnoozeTaskAsync(Until(6), world.Staff.As(Rep)).ResponseAsync)).Reason);
        await Tasks().DropTaskAsync(new() { RequestId = LeadsWorld.NewId(), TaskId = task.TaskId, Reason = "The lead decides" }, world.Staff.As(Rep));
        Assert.Equal("TASK_CLOSED", (await LeadsWorld.RefusedAsync(Tasks().SnoozeTaskAsync(Until(1), world.Staff.As(Rep)).ResponseAsync)).Reason);
    }

    [Fact]
    public async Task A_cadence_is_previewed_begun_paused_and_stopped_from_the_command_line()
    {
        using var desk = new DeskCli(world);
        var (lead, contact) = await LeadAsync();
        var (template, start) = ($"{DefaultCadences.Outbound.Id}", $"{DateTime.UtcNow.AddDays(3):yyyy-MM-dd}");
        Assert.Contains(template, await desk.SayAsync(Rep, "cadences", "templates"), StringComparison.Ordinal);
        var preview = await desk.SayAsync(Rep, "cadences", "preview", contact, template, "--start", start);
        Assert.Contains("Times of Europe/Zurich (known from: contact).", preview, StringComparison.Ordinal);
        Assert.Equal(8, (await desk.JsonAsync(Rep, "cadences", "preview", contact, template, "--start", start))["touches"]!.AsArray().Count);
        await desk.FailAsync(Other, "cadences", "enrol", lead, contact, template, "--start", start);
        var id = (string)(await desk.JsonAsync(Rep, "cadences", "enrol", lead, contact, template, "--start", start))["enrolment"]!["enrolmentId"]!;
        Assert.Contains("in that cadence since", await desk.FailAsync(Rep, "cadences", "enrol", lead, contact, template, "--start", start), StringComparison.Ordinal);
        Assert.Contains("paused, 0 of 8 touches", await desk.SayAsync(Rep, "cadences", "pause", id, "They asked for quiet"), StringComparison.Ordinal);
        Assert.Contains(id, await desk.SayAsync(Rep, "cadences", "list", "--lead", lead, "--state", "paused"), StringComparison.Ordinal);
        Assert.Contains("active, 0 of 8 touches", await desk.SayAsync(Rep, "cadences", "resume", id), StringComparison.Ordinal);
        Assert.Contains("ended, 0 of 8 touches", await desk.SayAsync(Rep, "cadences", "stop", id, "Wrong person"), StringComparison.Ordinal);

        var file = Path.Combine(desk.Folder, "cadence.json");
        var name = AccountWorld.Unique();
        await File.WriteAllTextAsync(file, $$"""{ "name": "{{name}}", "kind": "CADENCE_KIND_CUSTOM", "coolDownDays": 7, "steps": [{ "day": 1, "channel": "CADENCE_CHANNEL_CALL", "subject": "Call {contact}", "body": "Ask" }] }""");
        await desk.FailAsync(Rep, "cadences", "create-template", file);
        Assert.Contains($"{name}, version 1, 1 steps", await desk.SayAsync(AccountWorld.Tina, "cadences", "create-template", file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_is_listed_put_off_and_done_from_the_command_line()
    {
        using var desk = new DeskCli(world);
        var (account, review) = await world.UnderReviewAsync(Rep);
        var task = (string)Assert.Single((await desk.JsonAsync(Rep, "tasks", "list", "--account", account.AccountId))["tasks"]!.AsArray())!["taskId"]!;
        Assert.Contains(review.Number, await desk.SayAsync(Rep, "tasks", "list", "--account", account.AccountId), StringComparison.Ordinal);
        Assert.Contains("Rolf Rep's task", await desk.FailAsync(Other, "tasks", "done", task, "Looked at it"), StringComparison.Ordinal);
        Assert.Contains("Due on ", await desk.SayAsync(Rep, "tasks", "snooze", task, $"{DateTime.UtcNow.AddDays(2):yyyy-MM-dd}", "They are on holiday"), StringComparison.Ordinal);
        Assert.Contains($"Done, at {account.Number} {account.Name}.", await desk.SayAsync(Rep, "tasks", "done", task, "They run a test until spring"), StringComparison.Ordinal);
        Assert.Contains("This task is done", await desk.FailAsync(Rep, "tasks", "drop", task, "No"), StringComparison.Ordinal);
        Assert.Contains("Nothing is to be done.", await desk.SayAsync(Rep, "tasks", "list", "--account", account.AccountId), StringComparison.Ordinal);
    }

    private static EnrolRequest Enrol(string lead, string contact) => new()
    {
        RequestId = LeadsWorld.NewId(), LeadId = lead, ContactId = contact, TemplateId = $"{DefaultCadences.Outbound.Id}", Start = DateTimeOffset.UtcNow.AddDays(3).ToTimestamp(),
    };

    private async Task<(string Lead, string Contact)> LeadAsync()
    {
        var account = await world.WithAsync();
        var lead = (await world.LeadAsync(account)).LeadId;
        await world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = lead }, world.Staff.As(Rep));
        var contact = (await world.Contacts().AddContactAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Details = new() { Name = "Ada", Emails = { $"{AccountWorld.Unique()}@aleph.xyz" }, TimeZone = "Europe/Zurich" } }, world.AsRita())).ContactId;
        return (lead, contact);
    }
}
