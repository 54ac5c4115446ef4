using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk tasks</c></summary>
internal static class TaskCommands
{
    private const string Service = RegistrationCommands.Service;
    private static readonly string[] Columns = ["due, by the contact's clock", "what", "by", "account", "contact", "owner", "in the team's queue since", "id"];

    public static Command Make() => new("tasks", "What is to be done: touches of cadences, and what the chain asks for.") { List(), Done(), Snooze(), Drop() };

    private static Command List()
    {
        var view = Words.Option<TaskView>("--view", "Whose: mine (the default), the team's queue of what has been overdue for a day, or all.");
        var overdue = new Option<bool>("--overdue") { Description = "Only what is past its time." };
        var state = Words.Option<TaskState>("--state", "Only in this state; open unless you say otherwise.");
        var account = new Option<string?>("--account") { Description = "Only this account's, by id." };
        var (size, page) = AccountCommands.Paging();
        return CallCommand.Make(
            Service, "list", "List tasks, the one that is due first first.", [view, overdue, state, account, size, page],
            (r, c, o) => Client(c).ListTasksAsync(
                new()
                {
                    View = Words.Parse<TaskView>(r.GetValue(view)),
                    Overdue = r.GetValue(overdue),
                    State = Words.Parse<TaskState>(r.GetValue(state)),
                    AccountId = r.GetValue(account) ?? "",
                    PageSize = r.GetValue(size),
                    PageToken = r.GetValue(page) ?? "",
                },
                o),
            (screen, answer) => Answer.Rows(
                screen, answer.Tasks, "Nothing is to be done.", answer.NextPageToken, Columns,
                t => [t.DueLocal, t.Title, t.Channel == CadenceChannel.Unspecified ? Answer.Word(t.Cause) : Answer.Word(t.Channel), $"{t.AccountNumber} {t.AccountName}", t.ContactName, t.OwnerName, Answer.Date(t.EscalatedAt), t.TaskId]));
    }

    private static Command Done()
    {
        var (id, outcome) = (Id(), new Argument<string>("outcome") { Description = "What came of it, in a few words." });
        var at = new Option<string?>("--at") { Description = $"When it was done, at most seven days ago; now unless you say otherwise: {Dates.Hint}." };
        var replied = new Option<bool>("--replied") { Description = "The contact answered: every cadence of theirs ends." };
        return CallCommand.Make(
            Service, "done", "Say that a task is done. Its cadence goes on.", [id, outcome, at, replied],
            (r, c, o) => Client(c).CompleteTaskAsync(
                new()
                {
                    RequestId = SessionCommands.NewId(),
                    TaskId = r.GetValue(id)!,
                    Outcome = r.GetValue(outcome)!,
                    OccurredAt = r.GetValue(at) is { } text ? Dates.Parse("--at", text).ToTimestamp() : null,
                    Replied = r.GetValue(replied),
                },
                o),
            (screen, answer) => screen.Done($"Done, at {answer.Task.AccountNumber} {answer.Task.AccountName}."));
    }

    private static Command Snooze()
    {
        var (id, until, reason) = (Id(), new Argument<string>("until") { Description = $"At most 14 days ahead: {Dates.Hint}." }, new Argument<string>("reason") { Description = "Why it can wait." });
        return CallCommand.Make(
            Service, "snooze", "Put a task off, at most five times.", [id, until, reason],
            (r, c, o) => Client(c).SnoozeTaskAsync(
                new() { RequestId = SessionCommands.NewId(), TaskId = r.GetValue(id)!, Until = Dates.Parse("until", r.GetValue(until)!).ToTimestamp(), Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done($"Due on {Answer.Date(answer.Task.DueAt)}."));
    }

    private static Command Drop()
    {
        var (id, reason) = (Id(), new Argument<string>("reason") { Description = "Why it is not to be done." });
        return CallCommand.Make(
            Service, "drop", "Say that a task is not to be done. Its cadence goes on with the next touch.", [id, reason],
            (r, c, o) => Client(c).DropTaskAsync(new() { RequestId = SessionCommands.NewId(), TaskId = r.GetValue(id)!, Reason = r.GetValue(reason)! }, o),
            (screen, answer) => screen.Done($"Dropped, at {answer.Task.AccountNumber} {answer.Task.AccountName}."));
    }

    private static Argument<string> Id() => new("task-id") { Description = "'./desk tasks list' shows ids." };

    private static TasksService.TasksServiceClient Client(GrpcChannel channel) => new(channel);
}
