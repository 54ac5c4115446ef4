using System.CommandLine;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary>What the commands about followed chains have in common.</summary>
internal static class Options
{
    /// <summary>A Coretime chain; the only one when it is left out.</summary>
    public static Option<string?> Chain() => new("--chain")
    {
        Description = "The chain, as './desk chain followers' calls it. Without it: the Coretime chain, when only one is followed.",
        HelpName = "NAME",
    };

    public static WatcherClient Client(ParseResult result, Option<FileInfo?> file, Option<string?> address) =>
        new(Workspace.Of(result.GetValue(file)), result.GetValue(address));
}
