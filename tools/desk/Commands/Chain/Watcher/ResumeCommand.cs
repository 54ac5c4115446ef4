using System.CommandLine;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary><c>./desk chain resume</c></summary>
internal static class ResumeCommand
{
    public static Command Make()
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var name = new Argument<string>("chain") { Description = "The chain, as './desk chain followers' calls it." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var command = new Command("resume", "Let a follower that has stopped go on from the last block that it read, once you know why it stopped. For administrators.") { name, yes, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var client = Options.Client(r, file, address);
            var follower = WatcherClient.Named("chain", r.GetValue(name)!, await client.FollowersAsync(cancellation));
            if (follower.StopReason.Length == 0)
            {
                throw new DeskException(follower.Mode == FollowerMode.Stopped
                    ? FollowersCommand.WhyStopped(follower)
                    : $"{follower.Chain} has not stopped: it is {Answer.Word(follower.Mode)}{(follower.BlockNumber > 0 ? $", at {Show.Block(follower.BlockTime, follower.BlockNumber)}" : "")}.");
            }

            var screen = new Screen();
            screen.Warn(FollowersCommand.WhyStopped(follower));
            screen.Line($"It would go on after {Show.Block(follower.BlockTime, follower.BlockNumber)}, and nothing that was read before is read again. If the reason is still there, it stops again.");
            if (!r.GetValue(yes) && !screen.Ask($"Let {follower.Chain} go on?"))
            {
                screen.Line(screen.CanAsk ? "It stays stopped." : "It stays stopped: there is nobody to ask here. Add --yes to let it go on.");
                return 1;
            }

            var request = new ResumeFollowerRequest { RequestId = SessionCommands.NewId(), Chain = follower.Chain };
            await client.CallAsync((c, o) => c.ResumeFollowerAsync(request, o), cancellation);
            screen.Done($"{follower.Chain} goes on; './desk chain followers' shows how far it gets.");
            return 0;
        });
        return command;
    }
}
