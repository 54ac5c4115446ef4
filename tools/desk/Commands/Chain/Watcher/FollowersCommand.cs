using System.CommandLine;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.Desk.Running.Chains;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary><c>./desk chain followers</c></summary>
internal static class FollowersCommand
{
    private static readonly string[] Columns = ["chain", "kind", "state", "read up to", "blocks behind", "last block's age", "facts", "runtime", "node"];

    public static Command Make()
    {
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var command = new Command("followers", "Show how each chain is being followed: how far it was read, from which node, and why it stopped if it did.") { json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var answer = await Options.Client(r, file, address).CallAsync((c, o) => c.ListFollowersAsync(new(), o), cancellation);
            Answer.Show(answer, r.GetValue(json), screen =>
            {
                Answer.Rows(screen, answer.Followers, "No chain is followed (--chain none).", "", Columns, Cells);
                foreach (var stopped in answer.Followers.Where(f => f.Mode == FollowerMode.Stopped))
                {
                    screen.Warn(WhyStopped(stopped));
                }

                if (answer.Followers.Count > 0 && RunState.Load(Workspace.Of(r.GetValue(file)).RunFile) is { Chains.Source: ChainSources.Replay })
                {
                    screen.Note("Recorded blocks keep the dates of their recording, so their age says nothing.");
                }
            });
        });
        return command;
    }

    /// <summary>Why a follower stopped and what a person can do, in sentences.</summary>
    public static string WhyStopped(Follower stopped) => stopped.StopReason.Length == 0
        ? $"{stopped.Chain} does not get on: {stopped.StopMessage}. It tries again by itself."
        : $"{stopped.Chain} has stopped ({stopped.StopReason}): {stopped.StopMessage.TrimEnd('.')}. {Remedy(stopped.StopReason)}When that is done: ./desk chain resume {stopped.Chain}";

    private static string Remedy(string reason) => reason switch
    {
        "NotDescendant" => "The node tells another history than the one that was read. Ask a node of somebody else for this block, and follow one that is right. ",
        "FinalityWentBack" => "The node has lost blocks that were final. Wait until it has them again, or follow another one. ",
        "WrongAnswer" => "The node is broken. Follow another one. ",
        "HistoryMissing" => "Follow an archive node, which keeps all history. ",
        "Unreadable" => "This version of the desk does not know something in the block. Install a newer one. ",
        "SourcesDisagree" => "Find out which of the nodes is right, and take the other one out of the settings. ",
        "WrongChain" => "The settings name a node of another chain. Correct them and start the desk again. ",
        _ => "",
    };

    private static string[] Cells(Follower f) =>
    [
        f.Chain,
        Answer.Word(f.Kind),
        Answer.Word(f.Mode),
        f.BlockNumber == 0 ? f.FinalizedNumber == 0 ? "nothing yet" : $"nothing yet; block {f.FinalizedNumber} is final" : Show.Block(f.BlockTime, f.BlockNumber),
        f.FinalizedNumber == 0 || f.BlockNumber == 0 ? "" : $"{Math.Max(0, (long)f.FinalizedNumber - f.BlockNumber)}{(f.BlocksPerSecond > 0 ? $" ({f.BlocksPerSecond:0.#} a second)" : "")}",
        f.BlockTime is null ? "" : Show.Duration(f.LagSeconds),
        $"{f.Facts}",
        f.SpecName.Length == 0 ? "" : $"{f.SpecName} {f.SpecVersion}",
        f.Endpoint,
    ];
}
