using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Journal.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk dead-letters</c></summary>
internal static class DeadLetterCommands
{
    private static readonly string[] Columns = ["received", "from", "type", "reason", "id"];

    public static Command Make() => new("dead-letters", "Events that a service could not accept.") { List(), Retry() };

    private static Command List()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var service = new Argument<string>("service") { Description = "Whose letters: a name in tye.yaml." };
        var all = new Option<bool>("--all") { Description = "Also those that were accepted later." };
        var command = new Command("list", "List them, newest first.") { service, all, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var answer = await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallAsync(
                r.GetValue(service)!, r.GetValue(address), (c, o) => new JournalService.JournalServiceClient(c).ListDeadLettersAsync(new() { IncludeResolved = r.GetValue(all) }, o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen => Answer.Rows(
                screen, answer.DeadLetters, "No dead letters.", "", Columns, l => [Answer.Date(l.ReceivedAt), l.Source, l.Type, l.Reason, l.DeadLetterId]));
            return 0;
        });
        return command;
    }

    private static Command Retry()
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var service = new Argument<string>("service") { Description = "Whose letter: a name in tye.yaml." };
        var letter = new Argument<string>("dead-letter-id");
        var command = new Command("retry", "Hand one to the service again, for example after an upgrade.") { service, letter, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            await new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System).CallAsync(
                r.GetValue(service)!, r.GetValue(address), (c, o) => new JournalService.JournalServiceClient(c).RetryDeadLetterAsync(new() { DeadLetterId = r.GetValue(letter)! }, o), cancellation);
            new Output.Screen().Done("Accepted.");
            return 0;
        });
        return command;
    }
}
