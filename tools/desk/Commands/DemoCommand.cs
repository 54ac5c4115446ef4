using System.CommandLine;
using CoretimeDesk.Desk.Demo.Story;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk demo</c></summary>
internal static class DemoCommand
{
    public static Command Make()
    {
        var file = Shared.File();
        var command = new Command("demo", "Tell the whole story on the running desk: from a lead to a quote that a purchase on the chain has won, each step with its evidence. Best with './desk up --chain lab'.") { file };
        command.SetAction(async (result, cancellation) =>
        {
            var workspace = Workspace.Of(result.GetValue(file));
            var state = RunState.Load(workspace.RunFile) is { Desk.IsAlive: true } running ? running : throw new DeskException("No desk runs here. Start one with './desk up --chain lab'.");
            var notes = Secrets.LoadOrMake(workspace.SecretsFile).Demo ?? throw new DeskException("This desk has no demo people: start one without --empty.");
            using var desk = new StoryDesk(state, notes);
            using var wallet = new StoryKey();
            var screen = new Screen();
            await new SaleStory(desk, new(screen), wallet).TellAsync(cancellation);
            return 0;
        });
        return command;
    }
}
