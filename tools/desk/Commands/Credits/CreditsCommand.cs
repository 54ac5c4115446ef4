using System.CommandLine;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary><c>./desk credits</c></summary>
internal static class CreditsCommand
{
    /// <summary>The exit code of cases that cannot be read.</summary>
    public const int Unreadable = 2;

    public static Command Make() => new("credits", "Free coretime inside a budget that cannot be overdrawn.")
    {
        CreditsSimulateCommand.Make(),
        ProgrammeCommands.Make(), CodeCommands.Providers(), CodeCommands.Codes(),
        GrantCommands.Preview(), GrantCommands.Request(), GrantCommands.Show(), GrantCommands.List(),
        DecisionCommands.Approve(), DecisionCommands.Decline(), DecisionCommands.Withdraw(), DecisionCommands.Sign(), DecisionCommands.Decisions(),
        CallsCommand.Make(),
        GrantStepCommands.Open(), GrantStepCommands.Milestone(), GrantStepCommands.Flag(), GrantStepCommands.Unflag(), GrantStepCommands.Extend(), GrantStepCommands.Revoke(),
        LedgerCommands.Ledger(), LedgerCommands.Check(), LedgerCommands.Alarms(), LedgerCommands.Alarm(),
        ReportCommands.Report(), ReportCommands.Export(),
    };
}
