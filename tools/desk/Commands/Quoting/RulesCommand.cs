using System.CommandLine;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk rules</c></summary>
internal static class RulesCommand
{
    /// <summary>The exit code of rules or cases that cannot be read.</summary>
    public const int Unreadable = 2;

    public static Command Make() => new("rules", "The rules by which concessions are judged: what a rep may give alone, and who must approve more.")
    {
        RulesEvaluateCommand.Make(),
        RulesCheckCommand.Make(),
        RulesExplainCommand.Make(),
        RulesDiffCommand.Make(),
        RulesServiceCommands.List(),
        RulesServiceCommands.Show(),
        RulesServiceCommands.Adopt(),
    };
}
